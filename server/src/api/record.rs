use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use model::{Attempt, Call, Record};
use schemars::JsonSchema;
use serde::Serialize;
use store::{ResyncAnswer, StoreError};

use super::shape::WholeRecord;
use super::{notes, read, relatives};
use crate::http::Problem;
use crate::state::Serving;

/// Who asked, in the record's attempts, when it was a program.
pub(super) const WHO: &str = "API";
/// The latest attempts whose calls are shown; older ones keep their line.
const ATTEMPTS_WITH_CALLS: usize = 20;

/// `GET /api/v1/records/{id}`: the record with what it depends on, what waits for it, its steps, attempts and calls.
pub(super) async fn show(
    State(serving): State<Serving>,
    Path(id): Path<String>,
) -> Result<Json<WholeRecord>, Problem> {
    let id = read::record_id(&id)?;
    let (store, merchant) = (serving.control().store(), serving.merchant());
    let record: Record = store.record(merchant, id).await?.ok_or_else(no_record)?;
    let relatives = relatives::of(&serving, &record).await?;
    let steps = store.steps(merchant, id).await?;
    let attempts = store.attempts(merchant, id).await?;
    let calls = calls(&serving, &attempts).await?;
    let notes = store.notes(merchant, id, notes::MOST).await?;
    Ok(Json(WholeRecord::new(record, relatives, steps, attempts, calls, notes)))
}

/// The calls of the latest attempts, each batch once, in time order.
async fn calls(serving: &Serving, attempts: &[Attempt]) -> Result<Vec<Call>, StoreError> {
    let mut traces: Vec<_> =
        attempts.iter().take(ATTEMPTS_WITH_CALLS).filter_map(|attempt| attempt.trace).collect();
    traces.sort();
    traces.dedup();
    let mut calls = Vec::new();
    for trace in traces {
        calls.extend(serving.control().store().calls(serving.merchant(), trace).await?);
    }
    calls.sort_by_key(|call| call.at);
    Ok(calls)
}

/// What became of a re-sync.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Resynced")]
pub(super) struct Resynced {
    #[schemars(with = "uuid::Uuid")]
    id: String,
    /// `queued`, or `in_work` where it runs once more afterwards.
    #[schemars(extend("enum" = ["queued", "in_work"]))]
    result: &'static str,
    /// The same for people.
    text: &'static str,
}

/// `POST /api/v1/records/{id}/resync`: asks once more; asking twice is asking once.
pub(super) async fn resync(
    State(serving): State<Serving>,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<Resynced>), Problem> {
    let id = read::record_id(&id)?;
    let answers = serving.control().resync(serving.merchant(), &[id], WHO).await?;
    let answer = answers.into_iter().find(|(asked, _)| *asked == id).map(|(_, answer)| answer);
    let (result, text) = match answer {
        Some(ResyncAnswer::Queued) => ("queued", "It is next in line."),
        Some(ResyncAnswer::InWork) => ("in_work", "It is in work; it runs once more afterwards."),
        Some(ResyncAnswer::NotThere) | None => return Err(no_record()),
    };
    Ok((StatusCode::ACCEPTED, Json(Resynced { id: id.to_string(), result, text })))
}

pub(super) fn no_record() -> Problem {
    Problem::missing("no_record", "There is no such record.", "Use the `id` of a record as the logs give it.")
}
