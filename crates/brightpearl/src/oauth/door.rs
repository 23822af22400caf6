use async_trait::async_trait;
use platform::{Account, Attempt, Door, Entered, PlatformError};
use secrecy::SecretString;

use super::grant::{authorize_url, exchange};
use crate::Brightpearl;

#[async_trait]
impl Door for Brightpearl {
    fn page(&self, account: &Account, attempt: &Attempt) -> Result<String, PlatformError> {
        authorize_url(account, &attempt.back, &attempt.state)
    }

    async fn enter(
        &self,
        account: &Account,
        attempt: &Attempt,
        code: &SecretString,
    ) -> Result<Entered, PlatformError> {
        let installed = exchange(self.http(), account, code, &attempt.back).await?;
        Ok(Entered {
            tokens: installed.tokens,
            // The account is part of the address that gave the tokens.
            account: None,
            api: installed.api,
            instance: installed.instance,
            missing: Vec::new(),
        })
    }
}
