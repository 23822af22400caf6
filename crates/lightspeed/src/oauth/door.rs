use async_trait::async_trait;
use platform::{Account, Attempt, Door, Entered, PlatformError};
use secrecy::SecretString;

use super::Pkce;
use super::grant::{account_of, authorize_url, exchange, missing_rights};
use crate::Lightspeed;

#[async_trait]
impl Door for Lightspeed {
    fn page(&self, account: &Account, attempt: &Attempt) -> Result<String, PlatformError> {
        // Where the merchant comes back to is registered with the app, not sent (fact sheet 1.2).
        authorize_url(account, &attempt.state, &Pkce::from_verifier(attempt.verifier.clone()))
    }

    async fn enter(
        &self,
        account: &Account,
        attempt: &Attempt,
        code: &SecretString,
    ) -> Result<Entered, PlatformError> {
        let pkce = Pkce::from_verifier(attempt.verifier.clone());
        let tokens = exchange(self.http(), account, code, &pkce).await?;
        Ok(Entered {
            account: account_of(&tokens.access),
            missing: missing_rights(&tokens.access),
            tokens,
            api: None,
            instance: None,
        })
    }
}
