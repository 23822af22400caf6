use async_trait::async_trait;

use crate::{Account, PlatformError};

/// A platform that calls back when something changed.
///
/// What it says is a hint and nothing more: it may be lost, repeated, out of order or forged, so it only makes Lockstep look.
#[async_trait]
pub trait Hooks: Send + Sync {
    /// Sees to it that the platform calls this address, whose last part is a secret, and no older address of ours.
    /// Called again and again; what is there already stays.
    async fn subscribe(&self, account: &Account, address: &str) -> Result<Subscribed, PlatformError>;

    /// What a call says has changed.
    ///
    /// # Errors
    /// In words for the log, when it cannot be read.
    fn hints(&self, body: &[u8]) -> Result<Vec<Hint>, String>;
}

/// What [`Hooks::subscribe`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Subscribed {
    /// Subscriptions made.
    pub made: usize,
    /// Old ones removed.
    pub removed: usize,
}

/// Something that may have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// The sellable quantity of these products, by their reference.
    Stock(Vec<String>),
    /// These products themselves.
    Products(Vec<String>),
    /// Something nobody here waits for.
    Other,
}
