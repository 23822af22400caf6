//! A log as a file, for programs: the usual columns of the screen in their order, streamed however many records there are.

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use model::LogQuery;

use super::{log_query, logs, params, read};
use crate::export::{ExportAsked, Format, file};
use crate::http::Problem;
use crate::state::Serving;

/// `GET /api/v1/logs/{kind}/export/{format}`: by parameters in the address.
pub(super) async fn by_address(
    State(serving): State<Serving>,
    Path((kind, format)): Path<(String, String)>,
    pairs: Result<Query<Vec<(String, String)>>, QueryRejection>,
) -> Result<Response, Problem> {
    let named = pairs.iter().flat_map(|Query(pairs)| pairs).map(|(name, _)| name.as_str());
    whole(named)?;
    answer(&serving, &format, logs::read_address(&kind, pairs)?).await
}

/// `POST /api/v1/logs/{kind}/export/{format}`: by a body.
pub(super) async fn by_body(
    State(serving): State<Serving>,
    Path((kind, format)): Path<(String, String)>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let kind = read::kind(&kind)?;
    let body = read::object(&headers, body)?;
    whole(body.keys().map(String::as_str))?;
    answer(&serving, &format, log_query::from_body(kind, &body)?).await
}

/// Refuses what would make it a part: no file says that it is one.
fn whole<'a>(mut names: impl Iterator<Item = &'a str>) -> Result<(), Problem> {
    let part = names.any(|name| params::PAGED.iter().any(|param| param.name == name));
    let fix = "Leave out `limit` and `cursor`, or read the log page by page.";
    if part { Err(Problem::bad("bad_parameter", "A file holds all that matches.", fix)) } else { Ok(()) }
}

async fn answer(serving: &Serving, format: &str, query: LogQuery) -> Result<Response, Problem> {
    let format = Format::parse(format).ok_or_else(|| {
        let words = Format::ALL.map(Format::word).join(", ");
        Problem::missing(
            "unknown_format",
            format!("There is no file “{}”.", read::shorten(format)),
            format!("The formats are: {words}."),
        )
    })?;
    let asked = ExportAsked { filter: query.filter, sort: query.sort, rows: None };
    file(serving, query.kind, asked, format, None).await
}
