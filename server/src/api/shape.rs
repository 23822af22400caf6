//! The shapes of records, attempts, steps and calls as JSON: made for clients, not the store's own.

use model::{
    Asker, Attempt, AttemptEnd, Call, Counts, Kind, Note, Outgoing, Page, Payload, Platform, Record, Status,
    StepLog, When,
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::detail::{Detail, FailureShape};
use super::notes::NoteShape;
use super::relatives::{RelativeShape, WaitingShape};

/// One page of a log.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "LogPage")]
pub(super) struct PageShape {
    /// At most `limit` of them.
    records: Vec<RecordShape>,
    counts: Counts,
    /// Cursor of the page that follows; `null` on the last.
    next: Option<String>,
    /// Cursor of the page before; `null` on the first.
    previous: Option<String>,
}

impl From<Page<Record>> for PageShape {
    fn from(page: Page<Record>) -> PageShape {
        PageShape {
            records: page.records.into_iter().map(RecordShape::from).collect(),
            counts: page.counts,
            next: page.next.map(|at| at.to_string()),
            previous: page.previous.map(|at| at.to_string()),
        }
    }
}

/// One record in a log.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Record")]
pub(super) struct RecordShape {
    /// Names it in the addresses of the API.
    #[schemars(with = "uuid::Uuid")]
    id: String,
    /// Its place in the order of first sight.
    seq: i64,
    #[schemars(with = "Kind")]
    kind: &'static str,
    /// Where it comes from.
    #[schemars(with = "Platform")]
    source: &'static str,
    /// What its source calls it.
    source_ref: String,
    /// What it is at the other side; null before it is there.
    target_ref: Option<String>,
    #[schemars(with = "Status")]
    status: &'static str,
    detail: Detail,
    /// The thing itself as its source told it last; moments are RFC 3339, amounts are text so that no digit is lost.
    #[schemars(with = "Option<Payload>")]
    payload: Option<Value>,
    /// Tries that wrote something or failed.
    attempts: u32,
    /// When its status changed last.
    #[schemars(with = "When")]
    updated_at: String,
    /// The colleague who looks after it.
    assigned: Option<String>,
    /// How many notes people wrote about it.
    notes: u32,
}

impl From<Record> for RecordShape {
    fn from(record: Record) -> RecordShape {
        RecordShape {
            id: record.id.to_string(),
            seq: record.seq,
            kind: record.kind.word(),
            source: record.source.word(),
            source_ref: record.source_ref,
            target_ref: record.target_ref,
            status: record.state.status().word(),
            detail: Detail::from(&record.state),
            payload: record.payload.as_ref().and_then(document),
            attempts: record.attempts,
            assigned: record.assigned,
            notes: record.notes,
            updated_at: record.updated_at.rfc3339(),
        }
    }
}

/// One record with all there is about it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RecordWithAll")]
pub(super) struct WholeRecord {
    record: WholeShape,
    /// What it depends on or came from.
    depends_on: Vec<RelativeShape>,
    /// What waits for it.
    waited_for_by: WaitingShape,
    /// The calls of its posting: written down before each is made.
    steps: Vec<StepShape>,
    /// Its tries, the latest first.
    attempts: Vec<AttemptShape>,
    /// The calls of the latest tries, in time order, kept for 30 days.
    calls: Vec<CallShape>,
    /// What people did about it beside sending it, the latest first, at most 100.
    team: Vec<NoteShape>,
}

/// A record with what a list leaves out.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WholeRecord")]
struct WholeShape {
    #[serde(flatten)]
    record: RecordShape,
    /// What the latest try set out to write; null before the first.
    #[schemars(with = "Option<Outgoing>")]
    sent: Option<Value>,
    /// Grows with each change of the source or of a setting that reaches it.
    revision: i64,
    /// Which revision the other side has.
    synced_revision: Option<i64>,
    /// When it changed at its source, where that tells.
    #[schemars(with = "Option<When>")]
    source_changed_at: Option<String>,
    #[schemars(with = "When")]
    first_seen_at: String,
    /// When it is worked on next; null while nothing is to be done.
    #[schemars(with = "Option<When>")]
    due_at: Option<String>,
    /// Whether somebody asked for it once more while it was in work.
    resync_asked: bool,
}

impl WholeRecord {
    /// Puts a record together with its steps, its attempts (the latest first) and their calls (in time order).
    pub(super) fn new(
        record: Record,
        relatives: (Vec<RelativeShape>, WaitingShape),
        steps: Vec<StepLog>,
        attempts: Vec<Attempt>,
        calls: Vec<Call>,
        notes: Vec<Note>,
    ) -> WholeRecord {
        WholeRecord {
            record: WholeShape {
                sent: record.sent.as_ref().and_then(document),
                revision: record.revision,
                synced_revision: record.synced_revision,
                source_changed_at: record.source_changed_at.map(When::rfc3339),
                first_seen_at: record.first_seen_at.rfc3339(),
                due_at: record.due_at.map(When::rfc3339),
                resync_asked: record.resync_asked,
                record: record.into(),
            },
            depends_on: relatives.0,
            waited_for_by: relatives.1,
            steps: steps.into_iter().map(StepShape::from).collect(),
            attempts: attempts.into_iter().map(AttemptShape::from).collect(),
            calls: calls.into_iter().map(CallShape::from).collect(),
            team: notes.into_iter().map(NoteShape::from).collect(),
        }
    }
}

/// One call of a posting; its frozen body stays inside.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Step")]
struct StepShape {
    /// Names the step within its posting.
    key: String,
    /// What it does, for people.
    title: String,
    #[schemars(extend("enum" = ["intended", "done", "unknown"]))]
    state: &'static str,
    /// What it made, by the id there.
    id: Option<String>,
    #[schemars(with = "When")]
    intended_at: String,
    #[schemars(with = "Option<When>")]
    done_at: Option<String>,
    failure: Option<FailureShape>,
}

impl From<StepLog> for StepShape {
    fn from(step: StepLog) -> StepShape {
        StepShape {
            key: step.key,
            title: step.title,
            state: step.state.word(),
            id: step.answer.and_then(|answer| answer.id),
            intended_at: step.intended_at.rfc3339(),
            done_at: step.done_at.map(When::rfc3339),
            failure: step.failure.as_ref().map(FailureShape::from),
        }
    }
}

/// One try.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Attempt")]
struct AttemptShape {
    /// Counts within the record.
    number: u32,
    #[schemars(with = "When")]
    started_at: String,
    #[schemars(with = "When")]
    ended_at: String,
    /// `schedule`, `webhook`, `release`, or `person:` and a name.
    asked_by: String,
    #[schemars(extend("enum" = ["synced", "failed", "unknown"]))]
    end: &'static str,
    /// What was done, in words.
    outcome: Option<String>,
    failure: Option<FailureShape>,
    /// The settings it worked with.
    settings_version: i64,
    /// Names its calls.
    #[schemars(with = "Option<uuid::Uuid>")]
    trace: Option<String>,
}

impl From<Attempt> for AttemptShape {
    fn from(attempt: Attempt) -> AttemptShape {
        let (end, outcome, failure) = match attempt.end {
            AttemptEnd::Synced { outcome } => ("synced", Some(outcome), None),
            AttemptEnd::Failed { failure } => ("failed", None, Some(FailureShape::from(&failure))),
            AttemptEnd::Unknown { failure } => ("unknown", None, Some(FailureShape::from(&failure))),
        };
        AttemptShape {
            number: attempt.number,
            started_at: attempt.started_at.rfc3339(),
            ended_at: attempt.ended_at.rfc3339(),
            asked_by: asker(attempt.asked_by),
            end,
            outcome,
            failure,
            settings_version: attempt.settings_version,
            trace: attempt.trace.map(|trace| trace.to_string()),
        }
    }
}

/// Who asked: `schedule`, `webhook`, `release`, or `person:` and a name.
fn asker(asker: Asker) -> String {
    match asker {
        Asker::Schedule => "schedule".to_owned(),
        Asker::Webhook => "webhook".to_owned(),
        Asker::Release => "release".to_owned(),
        Asker::Person { name } => format!("person:{name}"),
    }
}

/// One call to a platform, redacted and clipped when it was made.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Call")]
struct CallShape {
    #[schemars(with = "uuid::Uuid")]
    trace: String,
    #[schemars(with = "When")]
    at: String,
    #[schemars(with = "Platform")]
    platform: &'static str,
    method: String,
    /// Path and query, without the host.
    path: String,
    /// HTTP status; null where no answer came.
    status: Option<u16>,
    took_ms: u32,
    /// The body sent, without secrets, at most 16 kB.
    request: String,
    /// The body of the answer, or what kept it away; the same limits.
    response: String,
}

impl From<Call> for CallShape {
    fn from(call: Call) -> CallShape {
        CallShape {
            trace: call.trace.to_string(),
            at: call.at.rfc3339(),
            platform: call.platform.word(),
            method: call.method,
            path: call.path,
            status: call.status,
            took_ms: call.took_ms,
            request: call.request,
            response: call.response,
        }
    }
}

/// A payload as JSON, its moments in RFC 3339: the model keeps them as microseconds in fields that end in `_at`.
fn document(payload: &impl Serialize) -> Option<Value> {
    let mut value = serde_json::to_value(payload).ok()?;
    with_times(&mut value);
    Some(value)
}

fn with_times(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(with_times),
        Value::Object(fields) => fields.iter_mut().for_each(|(name, field)| match field.as_i64() {
            Some(micros) if name.ends_with("_at") => *field = Value::String(When(micros).rfc3339()),
            _ => with_times(field),
        }),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::payload::{Customer, Payload};
    use serde_json::json;

    #[test]
    fn moments_inside_a_payload_are_rfc_3339() {
        let customer = Customer { created_at: Some(When::from_seconds(60)), ..Customer::default() };
        let shown = document(&Payload::Customer(customer)).unwrap();
        assert_eq!(shown["created_at"], "1970-01-01T00:01:00Z");
        assert_eq!(shown["kind"], "customer");
    }

    #[test]
    fn numbers_that_are_no_moments_stay_numbers() {
        let mut value = json!({ "on_hand": 7, "lines": [{ "paid_at": 0, "rate": 1 }] });
        with_times(&mut value);
        assert_eq!(
            value,
            json!({ "on_hand": 7, "lines": [{ "paid_at": "1970-01-01T00:00:00Z", "rate": 1 }] })
        );
    }
}
