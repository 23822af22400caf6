use std::collections::HashMap;

use async_trait::async_trait;
use model::{
    Attempt, Backlog, Call, Counts, Event, Failure, Found, Kind, LogQuery, MerchantId, Page, Payload,
    Platform, Record, RecordId, Released, StepLog, Tally, TraceId, Trouble, Wait, When,
};

use crate::{Move, Result};

/// Records as people and flows look at them.
#[async_trait]
pub trait Records: Send + Sync {
    /// Writes down what a source told, and how far it has been read, in one transaction. `flow` is whose cursor that is;
    /// one thing told may concern rows of several kinds.
    ///
    /// A row whose hash is unchanged is not touched at all. A changed row gets the next revision, attempts 0, and is
    /// due now, unless it is in work (leased, or Processing): then only payload, hash and revision change, and settling
    /// puts it back. Answers in the order of `rows`.
    async fn see(
        &self,
        merchant: MerchantId,
        flow: Kind,
        rows: &[Seen],
        cursor: Option<&str>,
    ) -> Result<Vec<SeenAs>>;

    /// One page of a log. Identifiers typed whole are found first and alone; otherwise words of the name or of the failure.
    async fn page(&self, merchant: MerchantId, query: &LogQuery) -> Result<Page<Record>>;

    /// Where in the order of `seq` a moment lies: the kind's records with a smaller one were first seen before it, the others
    /// then or later.
    async fn seq_at(&self, merchant: MerchantId, kind: Kind, moment: When) -> Result<i64>;

    /// How many records of each status the query's filter finds, whatever status, order and page it asks for itself.
    async fn found(&self, merchant: MerchantId, query: &LogQuery) -> Result<Found>;

    /// One record; `None` if the merchant has none with this id.
    async fn record(&self, merchant: MerchantId, id: RecordId) -> Result<Option<Record>>;

    /// One record by its source's reference.
    async fn record_by_ref(
        &self,
        merchant: MerchantId,
        kind: Kind,
        source_ref: &str,
    ) -> Result<Option<Record>>;

    /// Records of a kind in the order of `seq`, after this one: for walks over everything.
    async fn walk(&self, merchant: MerchantId, kind: Kind, after_seq: i64, limit: u32)
    -> Result<Vec<Record>>;

    /// The log's counts.
    async fn counts(&self, merchant: MerchantId, kind: Kind) -> Result<Counts>;

    /// What records wait for that a setting can mend, with what waits: nothing that waits for a parent or a link.
    async fn waits(&self, merchant: MerchantId) -> Result<Vec<Wait>>;

    /// What became of the records that the save of this settings version released or sent again.
    async fn released(&self, merchant: MerchantId, version: i64) -> Result<Released>;

    /// A record's attempts, the latest first.
    async fn attempts(&self, merchant: MerchantId, id: RecordId) -> Result<Vec<Attempt>>;

    /// A record's steps in the order they were intended.
    async fn steps(&self, merchant: MerchantId, id: RecordId) -> Result<Vec<StepLog>>;

    /// Keeps calls made; loses none silently.
    async fn save_calls(&self, merchant: MerchantId, calls: &[Call]) -> Result<()>;

    /// The calls of one batch, in time order.
    async fn calls(&self, merchant: MerchantId, trace: TraceId) -> Result<Vec<Call>>;

    /// What is linked to what. Missing answers are missing links.
    async fn links(&self, merchant: MerchantId, asks: &[LinkAsk]) -> Result<HashMap<LinkAsk, String>>;

    /// Where records of a kind stand, by their source's reference; those that were never seen are left out.
    async fn standing(
        &self,
        merchant: MerchantId,
        kind: Kind,
        refs: &[String],
    ) -> Result<HashMap<String, Standing>>;

    /// Status changes after this event, oldest first, at most `limit`.
    async fn events_after(&self, merchant: MerchantId, event: i64, limit: u32) -> Result<Vec<Event>>;

    /// The newest status changes, the latest first, at most `limit`.
    async fn latest_events(&self, merchant: MerchantId, limit: u32) -> Result<Vec<Event>>;

    /// The newest event's id, and the oldest still kept; zeros where there is none.
    async fn event_range(&self, merchant: MerchantId) -> Result<(i64, i64)>;

    /// When a record of this kind was last settled as Synced.
    async fn last_synced_at(&self, merchant: MerchantId, kind: Kind) -> Result<Option<When>>;

    /// What came to be in step and what came to need a person, in the hours that begin at `since` or later, oldest first.
    /// Each is counted in the transaction that changes the record's status; kept 90 days.
    async fn throughput(&self, merchant: MerchantId, since: When) -> Result<Vec<Tally>>;

    /// What of a kind waits for a person: causes, settings, and what sales and returns among it are worth.
    async fn trouble(&self, merchant: MerchantId, kind: Kind) -> Result<Trouble>;

    /// What of a kind is due and not begun; `None` while nothing is.
    async fn backlog(&self, merchant: MerchantId, kind: Kind) -> Result<Option<Backlog>>;
}

/// One thing a source told.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// What it is.
    pub kind: Kind,
    /// Which platform told.
    pub source: Platform,
    /// Its identifier there.
    pub source_ref: String,
    /// When the source says it changed.
    pub changed_at: Option<When>,
    /// Hash of the neutral payload and of the settings that reach it.
    pub hash: String,
    /// What came; `None` where it could not be read (what was known before is kept).
    pub payload: Option<Payload>,
    /// Records with the same text here are never in work at the same time (customers of one e-mail).
    pub solo: Option<String>,
    /// What happens to it first.
    pub start: Start,
    /// Goods it moved at the till, in place of those it was known to have moved; empty for most kinds.
    pub moves: Vec<Move>,
}

/// What happens to a record first.
#[derive(Debug, Clone, PartialEq)]
pub enum Start {
    /// It is queued.
    Queue,
    /// It cannot be worked on: Failed at once.
    Fail(Failure),
}

/// What became of a sighting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeenAs {
    /// First seen now.
    New(RecordId),
    /// Known, and changed.
    Changed(RecordId),
    /// Known, and as before: nothing was written.
    Same(RecordId),
}

/// A question for a link.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum LinkAsk {
    /// What did this become at the target?
    BySource(Kind, String),
    /// What is this at the source?
    ByTarget(Kind, String),
    /// What did another record with this `solo` text become, the one seen first?
    BySolo(Kind, String),
}

/// Where a record stands, for those that depend on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It has this link, whatever else becomes of it.
    Linked(String),
    /// It is deliberately not sent, for this reason.
    Skipped(String),
    /// It may get a link yet.
    Waiting,
}
