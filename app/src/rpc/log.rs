use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};
use model::{Counts, Kind, Page, Platform, RecordId, Sort, Status};
use serde::{Deserialize, Serialize};

use crate::AppError;
use crate::kinds::Row;
#[cfg(feature = "ssr")]
use crate::kinds::words;

/// Rows read again, with the log's counts at that moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RefreshedRows {
    /// The rows that exist, in no particular order.
    pub rows: Vec<Row>,
    /// The log's counts, without filters.
    pub counts: Counts,
}

/// One page of a log.
///
/// # Errors
/// [`AppError::Invalid`] for a page address that no page gave out, [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "log", input = GetUrl)]
pub async fn read_log(
    kind: Kind,
    status: Option<Status>,
    source: Option<Platform>,
    text: Option<String>,
    #[server(default)] sort: Sort,
    #[server(default)] at: String,
) -> Result<Page<Row>, AppError> {
    page(kind, status, source, text, sort, &at).await
}

/// One page of a log for a search that names a person: in a body, since addresses are written down everywhere.
///
/// # Errors
/// As [`read_log`].
#[server(prefix = "/rpc", endpoint = "search", input = Json)]
pub async fn search_people(
    kind: Kind,
    status: Option<Status>,
    source: Option<Platform>,
    text: String,
    sort: Sort,
    at: String,
) -> Result<Page<Row>, AppError> {
    page(kind, status, source, Some(text), sort, &at).await
}

/// Rows on screen read again after they changed, at most 200 of them.
///
/// # Errors
/// [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "rows", input = GetUrl)]
pub async fn refresh_rows(
    kind: Kind,
    #[server(default)] ids: Vec<RecordId>,
) -> Result<RefreshedRows, AppError> {
    let state = crate::AppState::of_request()?;
    let store = state.control.store();
    let mut records = Vec::new();
    for id in ids.into_iter().take(200) {
        let record = store.record(state.merchant, id).await?;
        records.extend(record.filter(|record| record.kind == kind));
    }
    let links = words::links(&**store, state.merchant, &records).await?;
    let rows = records.iter().map(|record| words::row(record, &links)).collect();
    Ok(RefreshedRows { rows, counts: store.counts(state.merchant, kind).await? })
}

#[cfg(feature = "ssr")]
async fn page(
    kind: Kind,
    status: Option<Status>,
    source: Option<Platform>,
    text: Option<String>,
    sort: Sort,
    at: &str,
) -> Result<Page<Row>, AppError> {
    let state = crate::AppState::of_request()?;
    let at = at.parse().map_err(|error| AppError::Invalid { what: format!("{error}.") }.told())?;
    let text = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    if text.as_ref().is_some_and(|text| text.chars().count() > LONGEST_SEARCH) {
        return Err(
            AppError::Invalid { what: format!("A search has at most {LONGEST_SEARCH} characters.") }.told()
        );
    }
    let query = model::LogQuery { status, source, text, sort, at, ..model::LogQuery::first(kind) };
    let store = state.control.store();
    let page = store.page(state.merchant, &query).await?;
    let links = words::links(&**store, state.merchant, &page.records).await?;
    Ok(page.map(|record| words::row(&record, &links)))
}

/// Longer than any name or reference; what is longer was pasted by mistake.
#[cfg(feature = "ssr")]
const LONGEST_SEARCH: usize = 200;
