//! OAuth tokens, kept in the store; one refresh at a time across threads and processes.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use platform::{Account, PlatformError, Refresh, TokenVault, Tokens};
use secrecy::{ExposeSecret, SecretString};
use store::{Store, StoreError, TokenRow};
use uuid::Uuid;

/// Longer than a token call may take, so that a refresh in work is never made twice.
const REFRESH_LEASE: Duration = Duration::from_secs(45);
/// How often a waiting caller looks whether the refresh is done.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// The token vault of this process.
pub struct Vault {
    store: Arc<dyn Store>,
    owner: Uuid,
}

impl Vault {
    /// A vault over a store.
    pub fn new(store: Arc<dyn Store>) -> Arc<Vault> {
        Arc::new(Vault { store, owner: Uuid::new_v4() })
    }
}

#[async_trait]
impl TokenVault for Vault {
    async fn tokens(&self, account: &Account) -> Result<Tokens, PlatformError> {
        let row = self
            .store
            .tokens(account.merchant, account.platform)
            .await
            .map_err(|error| unreachable(account, &error))?;
        row.map(tokens_of).ok_or_else(|| PlatformError::AccessLost {
            platform: account.platform,
            detail: "no tokens are stored".to_owned(),
        })
    }

    async fn begin_refresh(&self, account: &Account, stale: &SecretString) -> Result<Refresh, PlatformError> {
        loop {
            // Each caller leases in its own name: two tasks of one process must not both refresh.
            let owner = Uuid::new_v5(&self.owner, account.trace.0.as_bytes());
            let leased =
                self.store.lease_refresh(account.merchant, account.platform, owner, REFRESH_LEASE).await;
            let leased = leased.map_err(|error| unreachable(account, &error))?;
            let current = self.tokens(account).await?;
            if current.access.expose_secret() != stale.expose_secret() {
                if leased {
                    self.abandon_refresh(account).await;
                }
                return Ok(Refresh::Already(current));
            }
            if leased {
                return Ok(Refresh::Yours(current));
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    async fn finish_refresh(&self, account: &Account, fresh: &Tokens) -> Result<(), PlatformError> {
        let row = TokenRow {
            access: fresh.access.expose_secret().to_owned(),
            refresh: fresh.refresh.expose_secret().to_owned(),
            expires_at: fresh.expires_at,
        };
        let saved = self.store.save_tokens(account.merchant, account.platform, &row).await;
        saved.map_err(|error| unreachable(account, &error))
    }

    async fn abandon_refresh(&self, account: &Account) {
        let owner = Uuid::new_v5(&self.owner, account.trace.0.as_bytes());
        if let Err(error) = self.store.end_refresh(account.merchant, account.platform, owner).await {
            tracing::warn!(%error, "the refresh lease could not be given back; it ends by itself");
        }
    }
}

fn tokens_of(row: TokenRow) -> Tokens {
    Tokens { access: row.access.into(), refresh: row.refresh.into(), expires_at: row.expires_at }
}

/// A store that does not answer makes the platform unreachable for now; it is tried again.
fn unreachable(account: &Account, error: &StoreError) -> PlatformError {
    PlatformError::Unreachable { platform: account.platform, detail: error.to_string() }
}
