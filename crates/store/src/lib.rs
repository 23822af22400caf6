#![doc = include_str!("../README.md")]

mod bulk;
#[cfg(feature = "conformance")]
pub mod conformance;
mod connections;
mod error;
mod flows;
mod queue;
mod records;
mod settings;
mod steps;
mod stock;
mod team;
mod views;

pub use bulk::{BulkDraft, BulkRowState, BulkRows, BulkWork, MOST_BULK_ROWS};
pub use connections::{Connection, Connections, TokenRow};
pub use error::StoreError;
pub use flows::{ErrandRow, FlowRow, FlowRun, Flows};
pub use queue::{
    AttemptDraft, Claim, ClaimKey, End, Owner, Queue, ResyncAnswer, Retest, Settled, Settlement,
};
pub use records::{LinkAsk, Records, Seen, SeenAs, Standing, Start};
pub use settings::{SavedSettings, SettingsBook};
pub use steps::{Intent, Steps};
pub use stock::{Move, Recheck, Stock, Unshown};
pub use team::Team;
pub use views::{ViewDraft, Views};

use async_trait::async_trait;
use model::{MerchantId, When};

/// The answer of every store method.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Everything a store can do. The parts are traits of their own, so that a caller can ask for less.
#[async_trait]
pub trait Store:
    Records + Queue + Steps + Stock + Flows + SettingsBook + Connections + BulkWork + Views + Team + 'static
{
    /// The store's own clock, the one that leases and due times go by.
    async fn now(&self) -> Result<When>;

    /// All merchants.
    async fn merchants(&self) -> Result<Vec<MerchantId>>;

    /// Makes sure the merchant exists.
    async fn ensure_merchant(&self, merchant: MerchantId, name: &str) -> Result<()>;

    /// Removes what is kept for a time only: calls older than 30 days, events older than 24 hours.
    async fn prune(&self) -> Result<()>;

    /// Whether the store answers; for `/healthz`.
    async fn ping(&self) -> Result<()>;
}
