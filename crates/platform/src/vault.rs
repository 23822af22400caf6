use async_trait::async_trait;
use model::When;
use secrecy::SecretString;
use uuid::Uuid;

use crate::{Account, PlatformError};

/// A pair of OAuth tokens.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// Sent with each call.
    pub access: SecretString,
    /// Gets the next pair.
    pub refresh: SecretString,
    /// When the access token ends, by our clock; a hint only, a 401 always wins.
    pub expires_at: Option<When>,
}

/// Where tokens live. One refresh at a time, across threads and processes.
#[async_trait]
pub trait TokenVault: Send + Sync {
    /// The account's current tokens.
    ///
    /// # Errors
    /// [`PlatformError::AccessLost`] when there are none.
    async fn tokens(&self, account: &Account) -> Result<Tokens, PlatformError>;

    /// Asks to replace the access token `stale`. Waits while somebody else is doing so.
    async fn begin_refresh(&self, account: &Account, stale: &SecretString) -> Result<Refresh, PlatformError>;

    /// Saves a new pair for good and ends the refresh. Called before the new access token is first used,
    /// since using it kills the old refresh token.
    ///
    /// # Errors
    /// Also when the lease is somebody else's by now: their pair counts, ours is to be dropped.
    async fn finish_refresh(
        &self,
        account: &Account,
        lease: Uuid,
        fresh: &Tokens,
    ) -> Result<(), PlatformError>;

    /// Gives the refresh up; the old pair stays.
    async fn abandon_refresh(&self, account: &Account, lease: Uuid);
}

/// Whether a refresh is ours to make.
#[derive(Debug, Clone)]
pub enum Refresh {
    /// Somebody has replaced the stale token meanwhile; use this pair.
    Already(Tokens),
    /// Ours: refresh with this pair, then finish or abandon.
    Yours {
        /// The pair to refresh.
        old: Tokens,
        /// The name of our right to do so; each caller's is another.
        lease: Uuid,
    },
}
