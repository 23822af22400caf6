//! The shapes of bulk work as JSON.

use engine::BulkPlan;
use model::{Bulk, BulkAction, BulkId, BulkState, BulkTally, Counts, Kind, LeftOut, Record, When};
use schemars::JsonSchema;
use serde::Serialize;

use crate::api::shape::RecordShape;

/// A piece of bulk work.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Bulk")]
pub(in crate::api) struct BulkShape {
    /// Names it in the addresses of the API.
    #[schemars(with = "uuid::Uuid")]
    id: BulkId,
    /// The log it is about.
    #[schemars(with = "Kind")]
    kind: &'static str,
    action: BulkAction,
    /// Which records, in words.
    which: String,
    /// Who asked.
    who: String,
    state: BulkState,
    tally: BulkTally,
    /// When it was drafted.
    #[schemars(with = "When")]
    made_at: String,
    #[schemars(with = "Option<When>")]
    began_at: Option<String>,
    /// When its last record came to an end.
    #[schemars(with = "Option<When>")]
    ended_at: Option<String>,
}

impl From<Bulk> for BulkShape {
    fn from(bulk: Bulk) -> BulkShape {
        BulkShape {
            id: bulk.id,
            kind: bulk.kind.word(),
            action: bulk.action,
            which: bulk.which,
            who: bulk.who,
            state: bulk.state,
            tally: bulk.tally,
            made_at: bulk.made_at.rfc3339(),
            began_at: bulk.began_at.map(When::rfc3339),
            ended_at: bulk.ended_at.map(When::rfc3339),
        }
    }
}

/// Exactly what would happen.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BulkPlan")]
pub(in crate::api) struct PlanShape {
    bulk: BulkShape,
    /// The records it takes, by status.
    by_status: Counts,
    /// The records it takes, by cause of failure, the most frequent first.
    by_cause: Vec<CauseShape>,
    /// The first ten records it takes.
    first: Vec<RecordShape>,
    /// What is left out, and why.
    left_out: Vec<LeftOutShape>,
    /// How long it takes if the platform's allowance is free; null for what needs no calls.
    takes_seconds: Option<u64>,
}

impl From<BulkPlan> for PlanShape {
    fn from(plan: BulkPlan) -> PlanShape {
        let preview = plan.preview;
        let cause = |(cause, records)| CauseShape { cause, records };
        PlanShape {
            bulk: preview.bulk.into(),
            by_status: preview.by_status,
            by_cause: preview.by_cause.into_iter().map(cause).collect(),
            first: preview.first.into_iter().map(RecordShape::from).collect(),
            left_out: preview.left_out.into_iter().map(LeftOutShape::from).collect(),
            takes_seconds: plan.takes.map(|takes| takes.as_secs()),
        }
    }
}

/// How many records failed for one cause.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BulkCause")]
struct CauseShape {
    /// The cause in words.
    cause: String,
    records: i64,
}

/// How many records are left out for one reason.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BulkLeftOut")]
struct LeftOutShape {
    #[schemars(with = "LeftOut")]
    why: &'static str,
    /// The same for people.
    text: &'static str,
    records: i64,
}

impl From<(LeftOut, i64)> for LeftOutShape {
    fn from((why, records): (LeftOut, i64)) -> LeftOutShape {
        LeftOutShape { why: why.word(), text: why.say(), records }
    }
}

/// Bulk work that has begun.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BulkList")]
pub(in crate::api) struct BulkList {
    /// At most fifty, the newest first.
    bulk: Vec<BulkShape>,
}

impl From<Vec<Bulk>> for BulkList {
    fn from(bulks: Vec<Bulk>) -> BulkList {
        BulkList { bulk: bulks.into_iter().map(BulkShape::from).collect() }
    }
}

/// A piece of bulk work with its records.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BulkShown")]
pub(in crate::api) struct ShownBulk {
    bulk: BulkShape,
    /// At most 200, those that need somebody first.
    records: Vec<RecordShape>,
}

impl ShownBulk {
    pub(super) fn new(bulk: Bulk, records: impl Iterator<Item = Record>) -> ShownBulk {
        ShownBulk { bulk: bulk.into(), records: records.map(RecordShape::from).collect() }
    }
}
