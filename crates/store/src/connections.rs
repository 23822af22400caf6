use std::time::Duration;

use async_trait::async_trait;
use model::{ConnectionState, MerchantId, Platform, When};
use uuid::Uuid;

use crate::Result;

/// How the merchant's two accounts are reached.
#[async_trait]
pub trait Connections: Send + Sync {
    /// A connection; `None` where nobody has made one.
    async fn connection(&self, merchant: MerchantId, platform: Platform) -> Result<Option<Connection>>;

    /// Makes or replaces a connection; its state becomes Working and rows that waited for it are due now.
    async fn save_connection(
        &self,
        merchant: MerchantId,
        platform: Platform,
        connection: &Connection,
    ) -> Result<()>;

    /// Says whether a connection works. Coming back makes rows that waited for it due now.
    async fn set_connection_state(
        &self,
        merchant: MerchantId,
        platform: Platform,
        state: &ConnectionState,
    ) -> Result<()>;

    /// Keeps what is needed when a merchant comes back from a platform's page, in the engine's own shape; the latest attempt
    /// replaces the one before. `None` forgets it.
    async fn keep_attempt(
        &self,
        merchant: MerchantId,
        platform: Platform,
        attempt: Option<&serde_json::Value>,
    ) -> Result<()>;

    /// The attempt that was kept.
    async fn attempt(&self, merchant: MerchantId, platform: Platform) -> Result<Option<serde_json::Value>>;

    /// The current tokens.
    async fn tokens(&self, merchant: MerchantId, platform: Platform) -> Result<Option<TokenRow>>;

    /// Saves a new pair and ends the refresh lease.
    async fn save_tokens(&self, merchant: MerchantId, platform: Platform, tokens: &TokenRow) -> Result<()>;

    /// The same for a pair that was refreshed under this lease; `false`, with nothing saved, if the lease is somebody else's by
    /// now.
    async fn save_refreshed(
        &self,
        merchant: MerchantId,
        platform: Platform,
        owner: Uuid,
        tokens: &TokenRow,
    ) -> Result<bool>;

    /// Takes the right to refresh for a while; `false` while somebody else has it.
    async fn lease_refresh(
        &self,
        merchant: MerchantId,
        platform: Platform,
        owner: Uuid,
        lease: Duration,
    ) -> Result<bool>;

    /// Gives that right back.
    async fn end_refresh(&self, merchant: MerchantId, platform: Platform, owner: Uuid) -> Result<()>;
}

/// How one account is reached.
#[derive(Debug, Clone, PartialEq)]
pub struct Connection {
    /// The account's name there.
    pub account: String,
    /// Where its API answers.
    pub api: String,
    /// Where it gives out tokens; empty where none are needed.
    pub auth: String,
    /// Type of credentials and their secrets, in the engine's own shape.
    pub credentials: serde_json::Value,
    /// Whether it works.
    pub state: ConnectionState,
}

/// A pair of tokens as stored.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// Sent with each call.
    pub access: String,
    /// Gets the next pair.
    pub refresh: String,
    /// When the access token ends.
    pub expires_at: Option<When>,
}

/// Tokens do not print.
impl std::fmt::Debug for TokenRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenRow").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}
