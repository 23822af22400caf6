//! Bulk work for programs: drafted, looked at, begun, stopped; the same as the dialog of a log.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use model::{Bulk, BulkAction, BulkId, BulkTally, BulkWhich, Counts, RecordId};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::shape::RecordShape;
use super::{log_query, read};
use crate::http::Problem;
use crate::state::Serving;

/// Who asks, in the history.
const WHO: &str = "API";
/// Rows of one answer.
const ROWS: u32 = 200;

/// A piece of bulk work.
#[derive(Serialize)]
pub(super) struct BulkShape {
    id: String,
    kind: &'static str,
    action: BulkAction,
    which: String,
    who: String,
    /// `drafted`, `running`, `ended` or `cancelled`.
    state: model::BulkState,
    tally: BulkTally,
    made_at: String,
    began_at: Option<String>,
    ended_at: Option<String>,
}

impl From<Bulk> for BulkShape {
    fn from(bulk: Bulk) -> BulkShape {
        BulkShape {
            id: bulk.id.to_string(),
            kind: bulk.kind.word(),
            action: bulk.action,
            which: bulk.which,
            who: bulk.who,
            state: bulk.state,
            tally: bulk.tally,
            made_at: bulk.made_at.rfc3339(),
            began_at: bulk.began_at.map(model::When::rfc3339),
            ended_at: bulk.ended_at.map(model::When::rfc3339),
        }
    }
}

/// Exactly what would happen.
#[derive(Serialize)]
pub(super) struct PlanShape {
    bulk: BulkShape,
    by_status: Counts,
    by_cause: Vec<Value>,
    first: Vec<RecordShape>,
    left_out: Vec<Value>,
    /// How long it takes if the platform's allowance is free.
    takes_seconds: Option<u64>,
}

/// `POST /api/v1/bulk`: drafts bulk work. The body names `kind`, `action` (`{"do":"resync"}` or
/// `{"do":"skip","reason":…}`) and either `rows`, a list of ids, or the parameters of a log as `filter`.
pub(super) async fn draft(
    State(serving): State<Serving>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<PlanShape>), Problem> {
    let body = read::object(&headers, body)?;
    let kind = read::kind(body.get("kind").and_then(Value::as_str).unwrap_or_default())?;
    let action = action(&body)?;
    let which = which(kind, &body)?;
    let says = app::bulk_words(kind, &which);
    let plan = serving.control().draft_bulk(serving.merchant(), kind, action, (which, says), WHO).await?;
    let preview = plan.preview;
    let shape = PlanShape {
        bulk: preview.bulk.into(),
        by_status: preview.by_status,
        by_cause: preview
            .by_cause
            .into_iter()
            .map(|(cause, n)| json!({ "cause": cause, "records": n }))
            .collect(),
        first: preview.first.into_iter().map(RecordShape::from).collect(),
        left_out: preview
            .left_out
            .into_iter()
            .map(|(why, n)| json!({ "why": why.word(), "text": why.say(), "records": n }))
            .collect(),
        takes_seconds: plan.takes.map(|takes| takes.as_secs()),
    };
    Ok((StatusCode::CREATED, Json(shape)))
}

fn action(body: &Map<String, Value>) -> Result<BulkAction, Problem> {
    let allowed = "Give {\"do\":\"resync\"}, or {\"do\":\"skip\",\"reason\":\"…\"} with a reason of at most 200 characters.";
    let bad = || Problem::bad("bad_action", "“action” is not one that can be done.", allowed);
    let action =
        serde_json::from_value(body.get("action").cloned().unwrap_or_default()).map_err(|_| bad())?;
    app::checked_action(action).map_err(|_| bad())
}

fn which(kind: model::Kind, body: &Map<String, Value>) -> Result<BulkWhich, Problem> {
    match (body.get("rows"), body.get("filter")) {
        (Some(Value::Array(rows)), None) => {
            let id = |row: &Value| row.as_str().and_then(|row| row.parse::<RecordId>().ok());
            let rows: Option<Vec<RecordId>> = rows.iter().map(id).collect();
            rows.map(BulkWhich::Rows).ok_or_else(|| {
                Problem::bad(
                    "bad_rows",
                    "“rows” holds something that is no record's id.",
                    "Give ids as the logs give them.",
                )
            })
        }
        (None, Some(Value::Object(filter))) => {
            Ok(BulkWhich::Matching(log_query::from_body(kind, filter)?.filter))
        }
        _ => Err(Problem::bad(
            "bad_rows",
            "It is not said which records are meant.",
            "Give either “rows”, a list of ids, or “filter”, an object with the parameters of the log; {} is the whole log.",
        )),
    }
}

fn bulk_id(text: &str) -> Result<BulkId, Problem> {
    text.parse().map_err(|_| no_bulk())
}

fn no_bulk() -> Problem {
    Problem::missing(
        "no_bulk",
        "There is no such bulk work.",
        "Use the `id` of a draft; drafts are forgotten after a day.",
    )
}

/// `GET /api/v1/bulk`: the latest fifty pieces of work that have begun.
pub(super) async fn list(State(serving): State<Serving>) -> Result<Json<Value>, Problem> {
    let bulks = serving.control().store().bulks(serving.merchant(), 50).await?;
    let bulks: Vec<BulkShape> = bulks.into_iter().map(BulkShape::from).collect();
    Ok(Json(json!({ "bulk": bulks })))
}

/// One piece of work with its rows that need somebody first.
#[derive(Serialize)]
pub(super) struct ShownBulk {
    bulk: BulkShape,
    records: Vec<RecordShape>,
}

/// `GET /api/v1/bulk/{id}`: a piece of work, with its first 200 records.
pub(super) async fn show(
    State(serving): State<Serving>,
    Path(id): Path<String>,
) -> Result<Json<ShownBulk>, Problem> {
    let found = serving.control().bulk(serving.merchant(), bulk_id(&id)?, 0, ROWS).await?;
    let (bulk, records) = found.ok_or_else(no_bulk)?;
    let records = records.into_iter().map(|(record, _)| record.into()).collect();
    Ok(Json(ShownBulk { bulk: bulk.into(), records }))
}

/// `POST /api/v1/bulk/{id}/begin`: begins what was drafted; twice is once.
pub(super) async fn begin(
    State(serving): State<Serving>,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<BulkShape>), Problem> {
    let begun = serving.control().begin_bulk(serving.merchant(), bulk_id(&id)?).await?;
    Ok((StatusCode::ACCEPTED, Json(begun.ok_or_else(no_bulk)?.into())))
}

/// `POST /api/v1/bulk/{id}/cancel`: stops it; what was asked for already goes on.
pub(super) async fn cancel(
    State(serving): State<Serving>,
    Path(id): Path<String>,
) -> Result<Json<BulkShape>, Problem> {
    let cancelled = serving.control().cancel_bulk(serving.merchant(), bulk_id(&id)?).await?;
    Ok(Json(cancelled.ok_or_else(no_bulk)?.into()))
}
