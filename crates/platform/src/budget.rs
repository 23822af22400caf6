use async_trait::async_trait;
use model::{BudgetReading, Call};

use crate::{Account, PlatformError};

/// The calls a platform allows: asked before each call, corrected after it.
#[async_trait]
pub trait Budget: Send + Sync {
    /// Waits until a call of this cost (thousandths of a call) may go out in the account's lane.
    ///
    /// # Errors
    /// [`PlatformError::Throttled`] when that would take longer than a call may wait; nothing was sent.
    async fn take(&self, account: &Account, cost: i64) -> Result<(), PlatformError>;

    /// Takes note of the answer to a call that [`Budget::take`] allowed; `None` if it told nothing.
    async fn settle(&self, account: &Account, cost: i64, reading: Option<BudgetReading>);

    /// The platform refused a call although it was allowed: nothing more goes out for so many microseconds.
    async fn close(&self, account: &Account, for_us: i64);
}

/// Where the calls made are written down for people to look at.
pub trait CallLog: Send + Sync {
    /// Keeps one call. Never blocks and never fails: a lost line must not lose a sale.
    fn note(&self, account: &Account, call: Call);
}
