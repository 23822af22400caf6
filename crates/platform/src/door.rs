use async_trait::async_trait;
use secrecy::SecretString;

use crate::{Account, PlatformError, Tokens};

/// Letting an app in by asking the merchant in their own browser: OAuth's authorization code grant.
#[async_trait]
pub trait Door: Send + Sync {
    /// The address of the page on which the merchant agrees.
    ///
    /// # Errors
    /// [`PlatformError::Unreachable`] when the account's `auth` is no address, [`PlatformError::AccessLost`] for
    /// credentials of another sort.
    fn page(&self, account: &Account, attempt: &Attempt) -> Result<String, PlatformError>;

    /// Turns the code that came back into tokens.
    ///
    /// # Errors
    /// [`PlatformError::AccessLost`] for a refusal; its detail begins with OAuth's own word for it, such as `invalid_grant`.
    /// [`PlatformError::Throttled`] and [`PlatformError::Unreachable`] when no usable answer came.
    async fn enter(
        &self,
        account: &Account,
        attempt: &Attempt,
        code: &SecretString,
    ) -> Result<Entered, PlatformError>;
}

/// One attempt to be let in: made when the merchant is sent off, needed again when they come back.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// Ties what comes back to whoever began.
    pub state: String,
    /// Proves that whoever brings the code is whoever asked for it.
    pub verifier: SecretString,
    /// The address the merchant comes back to, byte by byte as it is registered there.
    pub back: String,
}

/// What an account gives an app that it lets in.
#[derive(Debug, Clone)]
pub struct Entered {
    /// The first pair of tokens.
    pub tokens: Tokens,
    /// The account's name, where the answer tells: [`Account::name`].
    pub account: Option<String>,
    /// Where the account's API answers, where the answer tells: [`Account::api`].
    pub api: Option<String>,
    /// The number of this installation, where the answer tells: [`Account::instance`].
    pub instance: Option<i64>,
    /// Rights that were asked for and not given, in the platform's words.
    pub missing: Vec<String>,
}
