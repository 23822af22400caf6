use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};
use model::{Counts, Filter, Found, Kind, Page, RecordId, Sort};
use serde::{Deserialize, Serialize};

use super::Answer;
use crate::AppError;
use crate::kinds::Row;
#[cfg(feature = "ssr")]
use crate::{kinds::words, team};

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
#[server(prefix = "/rpc", endpoint = "log", input = GetUrl, output = Answer)]
pub async fn read_log(
    kind: Kind,
    #[server(default)] filter: Filter,
    #[server(default)] sort: Sort,
    #[server(default)] at: String,
) -> Result<Page<Row>, AppError> {
    page(kind, filter, sort, &at).await
}

/// One page of a log for a search that names a person: in a body, since addresses are written down everywhere.
///
/// # Errors
/// As [`read_log`].
#[server(prefix = "/rpc", endpoint = "search", input = Json, output = Answer)]
pub async fn search_people(
    kind: Kind,
    filter: Filter,
    sort: Sort,
    at: String,
) -> Result<Page<Row>, AppError> {
    page(kind, filter, sort, &at).await
}

/// How many records of each status a filter finds.
///
/// # Errors
/// As [`read_log`].
#[server(prefix = "/rpc", endpoint = "found", input = GetUrl, output = Answer)]
pub async fn count_found(kind: Kind, #[server(default)] filter: Filter) -> Result<Found, AppError> {
    found(kind, filter).await
}

/// The same for a search that names a person.
///
/// # Errors
/// As [`read_log`].
#[server(prefix = "/rpc", endpoint = "found-people", input = Json, output = Answer)]
pub async fn count_people(kind: Kind, filter: Filter) -> Result<Found, AppError> {
    found(kind, filter).await
}

/// The shops by id and name, in the order of their names.
///
/// # Errors
/// [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "shop-names", input = GetUrl, output = Answer)]
pub async fn shop_names() -> Result<Vec<(String, String)>, AppError> {
    let state = crate::AppState::of_request()?;
    let facts = state.control.settings(state.merchant).await?.settings.facts;
    let mut shops: Vec<(String, String)> = facts.shop_names.into_iter().collect();
    shops.sort_by_key(|(_, name)| name.to_lowercase());
    Ok(shops)
}

/// Rows on screen read again after they changed, at most 200 of them.
///
/// # Errors
/// [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "rows", input = GetUrl, output = Answer)]
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
    refreshed(&state, kind, records).await
}

/// Records of one kind as rows, with the log's counts.
#[cfg(feature = "ssr")]
pub(super) async fn refreshed(
    state: &crate::AppState,
    kind: Kind,
    records: Vec<model::Record>,
) -> Result<RefreshedRows, AppError> {
    let store = state.control.store();
    let links = words::links(&**store, state.merchant, &records).await?;
    let rows = records.iter().map(|record| words::row(record, &links)).collect();
    Ok(RefreshedRows { rows, counts: store.counts(state.merchant, kind).await? })
}

#[cfg(feature = "ssr")]
async fn page(kind: Kind, filter: Filter, sort: Sort, at: &str) -> Result<Page<Row>, AppError> {
    let state = crate::AppState::of_request()?;
    let at = at.parse().map_err(|error| AppError::Invalid { what: format!("{error}.") }.told())?;
    let query = model::LogQuery { sort, at, ..model::LogQuery::filtered(kind, searchable(filter)?) };
    let query = state.control.resolved(state.merchant, query).await?;
    let store = state.control.store();
    let page = store.page(state.merchant, &query).await?;
    let links = words::links(&**store, state.merchant, &page.records).await?;
    Ok(page.map(|record| words::row(&record, &links)))
}

#[cfg(feature = "ssr")]
async fn found(kind: Kind, filter: Filter) -> Result<Found, AppError> {
    let state = crate::AppState::of_request()?;
    let query = model::LogQuery::filtered(kind, searchable(filter)?);
    let query = state.control.resolved(state.merchant, query).await?;
    Ok(state.control.store().found(state.merchant, &query).await?)
}

/// Longer than any name or reference; what is longer was pasted by mistake.
#[cfg(feature = "ssr")]
const LONGEST_SEARCH: usize = 200;

/// A filter with a text that can be searched for, as whoever asks means it.
#[cfg(feature = "ssr")]
fn searchable(filter: Filter) -> Result<Filter, AppError> {
    let text = filter.text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    if text.as_ref().is_some_and(|text| text.chars().count() > LONGEST_SEARCH) {
        let what = format!("A search has at most {LONGEST_SEARCH} characters.");
        return Err(AppError::Invalid { what }.told());
    }
    Ok(Filter { text, ..filter }.asked_by(team::me().as_deref()))
}
