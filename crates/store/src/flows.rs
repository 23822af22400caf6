use async_trait::async_trait;
use model::{BudgetState, Kind, MerchantId, Platform, When};

use crate::Result;

/// How far each flow has read, and when it reads next.
#[async_trait]
pub trait Flows: Send + Sync {
    /// A kind's flow; the default where it has never run.
    async fn flow(&self, merchant: MerchantId, kind: Kind) -> Result<FlowRow>;

    /// Writes down a look at the source. It clears a "run now" that was asked for before the look began.
    async fn ran(&self, merchant: MerchantId, kind: Kind, run: FlowRun) -> Result<()>;

    /// Asks the flow to look now.
    async fn run_now(&self, merchant: MerchantId, kind: Kind) -> Result<()>;

    /// How far an errand beside the flows has come: a sweep, a nightly comparison; the default where it never ran.
    async fn errand(&self, merchant: MerchantId, name: &str) -> Result<ErrandRow>;

    /// Writes down how far an errand has come, and when it goes on.
    async fn save_errand(&self, merchant: MerchantId, name: &str, row: &ErrandRow) -> Result<()>;

    /// A platform's allowance as last known.
    async fn budget(&self, merchant: MerchantId, platform: Platform) -> Result<Option<BudgetState>>;

    /// Keeps a platform's allowance.
    async fn save_budget(&self, merchant: MerchantId, platform: Platform, state: &BudgetState) -> Result<()>;
}

/// What is known of a flow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FlowRow {
    /// How far the source has been read; `None` before the first page.
    pub cursor: Option<String>,
    /// When it last looked and the source answered.
    pub last_success_at: Option<When>,
    /// When it looks next; `None` means at once.
    pub next_run_at: Option<When>,
    /// What kept it from reading, in words.
    pub problem: Option<String>,
    /// Since when no look has succeeded; set while there is a problem.
    pub problem_since: Option<When>,
}

/// How far an errand has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ErrandRow {
    /// Where it goes on, in its own form; `None` begins afresh.
    pub cursor: Option<String>,
    /// When it goes on; `None` means at once.
    pub next_at: Option<When>,
}

/// One look at a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowRun {
    /// When it began.
    pub started_at: When,
    /// When to look next.
    pub next_run_at: When,
    /// What went wrong; `None` if the source answered.
    pub problem: Option<String>,
}
