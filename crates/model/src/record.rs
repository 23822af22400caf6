use serde::{Deserialize, Serialize};

use crate::{Failure, Kind, MerchantId, Outgoing, Payload, Platform, RecordId, SyncState, TraceId, When};

/// One thing on its way from one platform to the other: the job and its log line.
///
/// One row for each (merchant, kind, source, source reference), never deleted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Its identity.
    pub id: RecordId,
    /// Given when first seen, growing; the default order of lists.
    pub seq: i64,
    /// Whose it is.
    pub merchant: MerchantId,
    /// What it is.
    pub kind: Kind,
    /// The platform it comes from.
    pub source: Platform,
    /// Its identifier there, as that platform writes it.
    pub source_ref: String,
    /// What it became at the target; `None` until the target has it.
    pub target_ref: Option<String>,
    /// Where it stands.
    pub state: SyncState,
    /// Grows with every change of payload or of the settings that reach it.
    pub revision: i64,
    /// The revision the target has; `None` until there is one.
    pub synced_revision: Option<i64>,
    /// Tries of the current revision so far.
    pub attempts: u32,
    /// What came; `None` where the source's answer could not be read.
    pub payload: Option<Payload>,
    /// What the latest attempt set out to write.
    pub sent: Option<Outgoing>,
    /// When the source last changed it, by the source's clock.
    pub source_changed_at: Option<When>,
    /// When it was first seen here.
    pub first_seen_at: When,
    /// When its status last changed here.
    pub updated_at: When,
    /// When it is worked on next; `None` while blocked, settled or in work.
    pub due_at: Option<When>,
    /// Whether a re-sync was asked for while it was in work.
    pub resync_asked: bool,
    /// Who looks after it, by the name that colleagues use.
    pub assigned: Option<String>,
    /// How many notes people wrote about it.
    pub notes: u32,
}

/// Who asked for an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Asker {
    /// The flow's own schedule.
    Schedule,
    /// A platform's hint.
    Webhook,
    /// A saved setting or a settled parent released it.
    Release,
    /// A person.
    Person {
        /// Their name.
        name: String,
    },
}

/// One try of one record that wrote something or failed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// Counts from 1 within the record.
    pub number: u32,
    /// When it began.
    pub started_at: When,
    /// When it ended.
    pub ended_at: When,
    /// Who asked for it.
    pub asked_by: Asker,
    /// How it ended.
    pub end: AttemptEnd,
    /// The settings it worked with.
    pub settings_version: i64,
    /// Names the calls it made, shared by a batch.
    pub trace: Option<TraceId>,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "end", rename_all = "snake_case")]
pub enum AttemptEnd {
    /// In step afterwards.
    Synced {
        /// What was done, in words.
        outcome: String,
    },
    /// It went wrong.
    Failed {
        /// Cause and fix.
        failure: Failure,
    },
    /// An answer was lost; the target will be asked whether it arrived.
    Unknown {
        /// What was lost.
        failure: Failure,
    },
}
