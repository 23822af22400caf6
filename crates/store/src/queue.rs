use std::time::Duration;

use async_trait::async_trait;
use model::{
    Asker, AttemptEnd, Block, Failure, Kind, MerchantId, Outcome, Outgoing, Payload, Platform, Record,
    RecordId, TraceId, When,
};
use uuid::Uuid;

use crate::Result;

/// The records as work: claimed, kept, settled, rescued.
#[async_trait]
pub trait Queue: Send + Sync {
    /// Takes due rows of one kind for this owner, in one statement: by priority (a person's re-sync first), then oldest
    /// due first. Raises each row's fence. A row that was rescued from a dead worker comes alone. Of rows with the same
    /// `solo` at most one is in work. A claim alone changes neither status nor `updated_at`.
    async fn claim(
        &self,
        merchant: MerchantId,
        kind: Kind,
        owner: Owner,
        lease: Duration,
        limit: u32,
    ) -> Result<Vec<Claim>>;

    /// Extends leases; answers with those that are lost (their fence has moved on).
    async fn heartbeat(&self, owner: Owner, claims: &[ClaimKey], lease: Duration) -> Result<Vec<RecordId>>;

    /// Says that these rows are now (or no longer) being transformed: a crash then counts against them.
    async fn transforming(&self, claims: &[ClaimKey], now: bool) -> Result<()>;

    /// Ends the work on a row: one transaction that writes status, attempt, link, blocks, released children and event.
    ///
    /// Where the source changed meanwhile (`revision` is behind) or a re-sync was asked for, the row is queued again.
    /// Where it would be blocked but the settings are newer than `settings_version`, or the parent's link exists by now,
    /// it is due now instead: no wake-up is lost.
    async fn settle(&self, claim: ClaimKey, settlement: Settlement) -> Result<Settled>;

    /// Returns rows whose lease has run out: a crash is counted for those with an open intent or a running transform,
    /// the third makes the row Failed ([`Failure::Poison`]). Answers how many.
    async fn rescue(&self) -> Result<u64>;

    /// Returns all leased rows at once, as [`Queue::rescue`] does: for a process that knows it is the only one.
    async fn take_back_all(&self) -> Result<u64>;

    /// Asks for a re-sync. A row in work is only flagged; pressing twice is pressing once.
    async fn resync(
        &self,
        merchant: MerchantId,
        ids: &[RecordId],
        who: &str,
    ) -> Result<Vec<(RecordId, ResyncAnswer)>>;

    /// Blocked rows that wait for any of these keys (see [`Block`]'s text form), oldest first, after this `seq`.
    async fn blocked_by(
        &self,
        merchant: MerchantId,
        keys: &[String],
        after_seq: i64,
        limit: u32,
    ) -> Result<Vec<Record>>;

    /// Writes down the result of testing blocked rows again with the settings of this version. Rows that are no longer
    /// blocked stay as they are. Answers how many were released.
    async fn retest(&self, merchant: MerchantId, version: i64, results: &[(RecordId, Retest)])
    -> Result<u64>;

    /// Makes rows that the settings of this version reach due again with the next revision; as [`crate::Records::see`] does
    /// for a changed payload. Answers how many.
    async fn reach(&self, merchant: MerchantId, version: i64, rows: &[(RecordId, String)]) -> Result<u64>;

    /// When the next row of this kind is due; `None` if none waits.
    async fn next_due(&self, merchant: MerchantId, kind: Kind) -> Result<Option<When>>;
}

/// Who holds leases: one running process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Owner(pub Uuid);

/// A row in work.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// What proves that the row is still ours.
    pub key: ClaimKey,
    /// The row as it was when claimed.
    pub record: Record,
    /// Who asked for this attempt.
    pub asked_by: Asker,
    /// Whether a person asked: nothing is taken as unchanged.
    pub forced: bool,
    /// How often a worker died on it.
    pub crashes: u32,
    /// When the lease before this one ended, if it ended by a crash: a late call may be under way until one timeout after.
    pub crashed_lease_until: Option<When>,
}

/// A row and the fence of its claim: every later write names both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClaimKey {
    /// Which row.
    pub id: RecordId,
    /// The fence; a newer claim has a higher one.
    pub fence: i64,
}

/// How work on a row ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Settlement {
    /// The revision that was worked on.
    pub revision: i64,
    /// What becomes of the row.
    pub end: End,
    /// The attempt to write down; `None` where nothing was written anywhere.
    pub attempt: Option<AttemptDraft>,
    /// What was to be written; `None` keeps what is there.
    pub sent: Option<Outgoing>,
    /// What was read of the source meanwhile, where the work itself reads it (stock figures); `None` keeps what is there.
    pub payload: Option<Payload>,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum End {
    /// In step.
    Synced {
        /// What it is at the target; `None` keeps the link there may be.
        target_ref: Option<String>,
        /// How.
        outcome: Outcome,
    },
    /// Waits for settings or parents.
    Blocked {
        /// For what; at least one.
        by: Vec<Block>,
        /// The settings it was tested with.
        settings_version: i64,
    },
    /// Tried again; counts as an attempt.
    Retry {
        /// What went wrong.
        failure: Failure,
        /// When.
        at: When,
        /// How many tries there are in all.
        of: u32,
    },
    /// An answer was lost: Processing, looked for at the target before anything is sent again.
    Check {
        /// When to look.
        at: When,
    },
    /// The platform allows no more calls; nothing is counted.
    Throttled {
        /// Which platform.
        platform: Platform,
        /// Until when.
        until: When,
    },
    /// The connection is lost; due again once it is back, nothing is counted.
    ConnectionLost {
        /// Which.
        platform: Platform,
    },
    /// Needs a person.
    Failed {
        /// Cause and fix.
        failure: Failure,
    },
    /// Given back as it was, due now; for a process that is stopping.
    HandBack,
}

/// An attempt to be written down; the store numbers it.
#[derive(Debug, Clone, PartialEq)]
pub struct AttemptDraft {
    /// When it began.
    pub started_at: When,
    /// Who asked for it.
    pub asked_by: Asker,
    /// How it ended.
    pub end: AttemptEnd,
    /// The settings it worked with.
    pub settings_version: i64,
    /// Names the calls of its batch.
    pub trace: Option<TraceId>,
}

/// Whether a settlement took effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// It did.
    Done,
    /// The row is no longer ours; nothing was written.
    FenceLost,
    /// Nothing was written: the target belongs to another record of this kind.
    Taken {
        /// That record's source reference.
        holder: String,
    },
}

/// What became of a person's re-sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResyncAnswer {
    /// It is due now.
    Queued,
    /// It is in work; it runs once more afterwards.
    InWork,
    /// The merchant has no such record.
    NotThere,
}

/// The result of testing a blocked row again.
#[derive(Debug, Clone, PartialEq)]
pub enum Retest {
    /// Nothing is in its way: due now.
    Free,
    /// It still waits for these.
    Still(Vec<Block>),
}
