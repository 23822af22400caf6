//! The shapes of records, attempts, steps and calls as JSON: made for clients, not the store's own.

use model::{Asker, Attempt, AttemptEnd, Call, Counts, Page, Record, StepLog, When};
use serde::Serialize;
use serde_json::Value;

use super::detail::{Detail, FailureShape};
use super::relatives::{RelativeShape, WaitingShape};

/// One page of a log.
#[derive(Serialize)]
pub(super) struct PageShape {
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
#[derive(Serialize)]
pub(super) struct RecordShape {
    id: String,
    seq: i64,
    kind: &'static str,
    source: &'static str,
    source_ref: String,
    target_ref: Option<String>,
    status: &'static str,
    detail: Detail,
    payload: Option<Value>,
    attempts: u32,
    updated_at: String,
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
            updated_at: record.updated_at.rfc3339(),
        }
    }
}

/// One record with all there is about it.
#[derive(Serialize)]
pub(super) struct WholeRecord {
    record: WholeShape,
    /// What it depends on or came from.
    depends_on: Vec<RelativeShape>,
    /// What waits for it.
    waited_for_by: WaitingShape,
    steps: Vec<StepShape>,
    attempts: Vec<AttemptShape>,
    calls: Vec<CallShape>,
}

/// A record with what a list leaves out.
#[derive(Serialize)]
struct WholeShape {
    #[serde(flatten)]
    record: RecordShape,
    sent: Option<Value>,
    revision: i64,
    synced_revision: Option<i64>,
    source_changed_at: Option<String>,
    first_seen_at: String,
    due_at: Option<String>,
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
        }
    }
}

/// One call of a posting; its frozen body stays inside.
#[derive(Serialize)]
struct StepShape {
    key: String,
    title: String,
    state: &'static str,
    id: Option<String>,
    intended_at: String,
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
#[derive(Serialize)]
struct AttemptShape {
    number: u32,
    started_at: String,
    ended_at: String,
    asked_by: String,
    end: &'static str,
    outcome: Option<String>,
    failure: Option<FailureShape>,
    settings_version: i64,
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
#[derive(Serialize)]
struct CallShape {
    trace: String,
    at: String,
    platform: &'static str,
    method: String,
    path: String,
    status: Option<u16>,
    took_ms: u32,
    request: String,
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
