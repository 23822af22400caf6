//! Bulk work for programs: drafted, looked at, begun, stopped; the same as the dialog of a log.

mod asked;
mod shape;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use model::BulkId;
use serde_json::Value;

pub(super) use self::shape::{BulkList, BulkShape, PlanShape, ShownBulk};

use super::read;
use crate::http::Problem;
use crate::state::Serving;

/// Who asks, in the history.
const WHO: &str = "API";
/// Pieces of work of one answer.
const LATEST: u32 = 50;
/// Rows of one answer.
const ROWS: u32 = 200;

/// `POST /api/v1/bulk`: drafts bulk work. The body names `kind`, `action` (`{"do":"resync"}`,
/// `{"do":"skip","reason":…}`, `{"do":"assign","to":…}` or `{"do":"note","text":…}`) and either `rows`, a list of ids, or the parameters of a log as `filter`.
pub(super) async fn draft(
    State(serving): State<Serving>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<PlanShape>), Problem> {
    let body = read::object(&headers, body)?;
    let kind = read::kind(body.get("kind").and_then(Value::as_str).unwrap_or_default())?;
    let action = asked::action(&body)?;
    let which = asked::which(kind, &body)?;
    let says = app::bulk_words(kind, &which);
    let plan = serving.control().draft_bulk(serving.merchant(), kind, action, (which, says), WHO).await?;
    Ok((StatusCode::CREATED, Json(plan.into())))
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
pub(super) async fn list(State(serving): State<Serving>) -> Result<Json<BulkList>, Problem> {
    Ok(Json(serving.control().store().bulks(serving.merchant(), LATEST).await?.into()))
}

/// `GET /api/v1/bulk/{id}`: a piece of work, with its first 200 records.
pub(super) async fn show(
    State(serving): State<Serving>,
    Path(id): Path<String>,
) -> Result<Json<ShownBulk>, Problem> {
    let found = serving.control().bulk(serving.merchant(), bulk_id(&id)?, 0, ROWS).await?;
    let (bulk, records) = found.ok_or_else(no_bulk)?;
    Ok(Json(ShownBulk::new(bulk, records.into_iter().map(|(record, _)| record))))
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
