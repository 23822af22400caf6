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
}

impl Vault {
    /// A vault over a store.
    pub fn new(store: Arc<dyn Store>) -> Arc<Vault> {
        Arc::new(Vault { store })
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
        // Each caller leases in a name of its own: the calls of a batch share everything else, and two pairs made from one
        // refresh token kill each other with their first use, which loses the connection for good.
        let lease = Uuid::new_v4();
        loop {
            let leased =
                self.store.lease_refresh(account.merchant, account.platform, lease, REFRESH_LEASE).await;
            let leased = leased.map_err(|error| unreachable(account, &error))?;
            let current = self.tokens(account).await?;
            if current.access.expose_secret() != stale.expose_secret() {
                if leased {
                    self.abandon_refresh(account, lease).await;
                }
                return Ok(Refresh::Already(current));
            }
            if leased {
                return Ok(Refresh::Yours { old: current, lease });
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    async fn finish_refresh(
        &self,
        account: &Account,
        lease: Uuid,
        fresh: &Tokens,
    ) -> Result<(), PlatformError> {
        let row = TokenRow {
            access: fresh.access.expose_secret().to_owned(),
            refresh: fresh.refresh.expose_secret().to_owned(),
            expires_at: fresh.expires_at,
        };
        let saved = self.store.save_refreshed(account.merchant, account.platform, lease, &row).await;
        match saved.map_err(|error| unreachable(account, &error))? {
            true => Ok(()),
            // Whoever took over has a pair that is in use; ours is dead or soon will be.
            false => Err(PlatformError::Unreachable {
                platform: account.platform,
                detail: "refreshing the access took so long that somebody else did it".to_owned(),
            }),
        }
    }

    async fn abandon_refresh(&self, account: &Account, lease: Uuid) {
        if let Err(error) = self.store.end_refresh(account.merchant, account.platform, lease).await {
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
