use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use model::LogQuery;

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
    let kind = read::kind(&kind)?;
    let Query(pairs) = pairs.map_err(|_| {
        Problem::bad("bad_parameter", "The address cannot be read.", "Encode its parameters.")
    })?;
    answer(&serving, log_query::from_address(kind, pairs)?).await
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
    let page = serving.control().store().page(serving.merchant(), &query).await?;
    Ok(Json(page.into()))
}
