use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use model::{Counts, Found, LogQuery, Status};
use schemars::JsonSchema;
use serde::Serialize;

use super::shape::PageShape;
use super::{log_query, read};
use crate::http::Problem;
use crate::state::Serving;

type Answer = Result<Json<PageShape>, Problem>;

/// `GET /api/v1/logs/{kind}`: one page, by parameters in the address.
pub(super) async fn page(
    State(serving): State<Serving>,
    Path(kind): Path<String>,
    pairs: Result<Query<Vec<(String, String)>>, QueryRejection>,
) -> Answer {
    answer(&serving, read_address(&kind, pairs)?).await
}

/// `POST /api/v1/logs/{kind}/search`: the same by a body, so that names of persons stay out of addresses and logs.
pub(super) async fn search(
    State(serving): State<Serving>,
    Path(kind): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Answer {
    let kind = read::kind(&kind)?;
    let body = read::object(&headers, body)?;
    answer(&serving, log_query::from_body(kind, &body)?).await
}

async fn answer(serving: &Serving, query: LogQuery) -> Answer {
    let query = serving.control().resolved(serving.merchant(), query).await?;
    let page = serving.control().store().page(serving.merchant(), &query).await?;
    Ok(Json(page.into()))
}

/// How many records of each status a filter finds.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Found")]
pub(super) struct CountsShape {
    /// None above 10,000.
    counts: Counts,
    /// The statuses of which there are more than was counted.
    #[schemars(with = "Vec<Status>")]
    more: Vec<&'static str>,
}

impl From<Found> for CountsShape {
    fn from(found: Found) -> CountsShape {
        let more = Status::ALL.into_iter().filter(|status| found.of(*status).1).map(Status::word);
        CountsShape { counts: found.counts, more: more.collect() }
    }
}

/// `GET /api/v1/logs/{kind}/counts`: how many records of each status the same parameters find.
pub(super) async fn counts(
    State(serving): State<Serving>,
    Path(kind): Path<String>,
    pairs: Result<Query<Vec<(String, String)>>, QueryRejection>,
) -> Result<Json<CountsShape>, Problem> {
    count(&serving, read_address(&kind, pairs)?).await
}

/// `POST /api/v1/logs/{kind}/counts`: the same by a body.
pub(super) async fn counts_of_body(
    State(serving): State<Serving>,
    Path(kind): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<CountsShape>, Problem> {
    let kind = read::kind(&kind)?;
    let body = read::object(&headers, body)?;
    count(&serving, log_query::from_body(kind, &body)?).await
}

async fn count(serving: &Serving, query: LogQuery) -> Result<Json<CountsShape>, Problem> {
    let query = serving.control().resolved(serving.merchant(), query).await?;
    Ok(Json(serving.control().store().found(serving.merchant(), &query).await?.into()))
}

pub(super) fn read_address(
    kind: &str,
    pairs: Result<Query<Vec<(String, String)>>, QueryRejection>,
) -> Result<LogQuery, Problem> {
    let kind = read::kind(kind)?;
    let Query(pairs) = pairs.map_err(|_| {
        Problem::bad("bad_parameter", "The address cannot be read.", "Encode its parameters.")
    })?;
    log_query::from_address(kind, pairs)
}
