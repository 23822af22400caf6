use async_trait::async_trait;
use model::{Bulk, BulkAction, BulkId, BulkPreview, Kind, LogQuery, MerchantId, Record, RecordId};

use crate::Result;

/// What people do with many records at once.
#[async_trait]
pub trait BulkWork: Send + Sync {
    /// Freezes which rows are meant, and says exactly what would happen; nothing begins.
    async fn draft_bulk(&self, merchant: MerchantId, draft: &BulkDraft) -> Result<BulkPreview>;

    /// Begins what was drafted; what has begun already stays as it is. `None` if there is no such work.
    async fn begin_bulk(&self, merchant: MerchantId, bulk: BulkId) -> Result<Option<Bulk>>;

    /// Stops it: rows that were not asked for stay as they are. `None` if there is no such work.
    async fn cancel_bulk(&self, merchant: MerchantId, bulk: BulkId) -> Result<Option<Bulk>>;

    /// Takes running work on: notes what became of rows that were asked for, and asks for as many more as `window` lets be
    /// on their way at once. Answers whether any work is still running.
    async fn step_bulks(&self, merchant: MerchantId, window: u32) -> Result<bool>;

    /// One piece of work; `None` if there is none of this name.
    async fn bulk(&self, merchant: MerchantId, bulk: BulkId) -> Result<Option<Bulk>>;

    /// The latest pieces of work that have begun, the latest first.
    async fn bulks(&self, merchant: MerchantId, limit: u32) -> Result<Vec<Bulk>>;

    /// The records of a piece of work, those that failed or wait first, after so many of them.
    async fn bulk_records(
        &self,
        merchant: MerchantId,
        bulk: BulkId,
        skip: u32,
        limit: u32,
    ) -> Result<Vec<(Record, BulkRowState)>>;
}

/// Bulk work as somebody asks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkDraft {
    /// The log.
    pub kind: Kind,
    /// What is to be done.
    pub action: BulkAction,
    /// Which rows.
    pub rows: BulkRows,
    /// The same in words.
    pub which: String,
    /// Who asks.
    pub who: String,
}

/// The rows of bulk work.
#[derive(Debug, Clone, PartialEq)]
pub enum BulkRows {
    /// These; others than those of the kind are left aside.
    These(Vec<RecordId>),
    /// All that this query finds, on whatever page.
    Matching(Box<LogQuery>),
}

/// Bulk work takes no more rows than this: the writes of one moment stay short.
pub const MOST_BULK_ROWS: i64 = 200_000;

/// Where one row of bulk work stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BulkRowState {
    /// Not asked for yet.
    Waiting,
    /// Asked for, on its way.
    Asked,
    /// In step, or skipped as asked.
    Done,
    /// Failed once more.
    Failed,
    /// Waits for something.
    Held,
    /// Left out from the beginning.
    LeftOut(model::LeftOut),
    /// Not asked for, since the work was stopped.
    Dropped,
}
