//! The plainest budget, call log and token vault: for tests of the clients alone.

use std::sync::Arc;

use async_trait::async_trait;
use model::{BudgetReading, Call, Platform};
use platform::http::{HostPolicy, Http, HttpConfig};
use platform::{Account, Budget, CallLog, PlatformError, Refresh, TokenVault, Tokens};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;
use uuid::Uuid;

/// Allows every call.
#[derive(Debug, Default)]
pub struct NoLimit;

#[async_trait]
impl Budget for NoLimit {
    async fn take(&self, _: &Account, _: i64) -> Result<(), PlatformError> {
        Ok(())
    }

    async fn settle(&self, _: &Account, _: i64, _: Option<BudgetReading>) {}

    async fn close(&self, _: &Account, _: i64) {}
}

/// Keeps no calls.
#[derive(Debug, Default)]
pub struct NoLog;

impl CallLog for NoLog {
    fn note(&self, _: &Account, _: Call) {}
}

/// An HTTP layer for loopback without limits.
///
/// # Panics
/// When TLS cannot be set up, which only a broken build does.
#[allow(clippy::expect_used, reason = "only tests use this crate")]
pub fn http() -> Http {
    // A second test in the same process finds the provider installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let config = HttpConfig::new(HostPolicy { allow_local: true });
    Http::new(config, Arc::new(NoLimit), Arc::new(NoLog)).expect("TLS can be set up")
}

/// Keeps one pair of tokens in memory.
#[derive(Debug)]
pub struct MemoryVault {
    tokens: Mutex<Tokens>,
    turn: Arc<tokio::sync::Semaphore>,
}

impl MemoryVault {
    /// A vault that holds the sandbox's first refresh token and no access token yet.
    pub fn sandbox() -> MemoryVault {
        let tokens =
            Tokens { access: "none-yet".into(), refresh: "sandbox-refresh-token".into(), expires_at: None };
        MemoryVault { tokens: Mutex::new(tokens), turn: Arc::new(tokio::sync::Semaphore::new(1)) }
    }
}

#[async_trait]
impl TokenVault for MemoryVault {
    async fn tokens(&self, _: &Account) -> Result<Tokens, PlatformError> {
        Ok(self.tokens.lock().await.clone())
    }

    async fn begin_refresh(&self, _: &Account, stale: &SecretString) -> Result<Refresh, PlatformError> {
        let turn = self.turn.acquire().await.map_err(|_| PlatformError::AccessLost {
            platform: Platform::Lightspeed,
            detail: "the vault is closed".to_owned(),
        })?;
        let tokens = self.tokens.lock().await.clone();
        if tokens.access.expose_secret() != stale.expose_secret() {
            return Ok(Refresh::Already(tokens));
        }
        turn.forget();
        Ok(Refresh::Yours { old: tokens, lease: Uuid::nil() })
    }

    async fn finish_refresh(&self, _: &Account, _: Uuid, fresh: &Tokens) -> Result<(), PlatformError> {
        *self.tokens.lock().await = fresh.clone();
        self.turn.add_permits(1);
        Ok(())
    }

    async fn abandon_refresh(&self, _: &Account, _: Uuid) {
        self.turn.add_permits(1);
    }
}
