use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};
use model::{Bulk, BulkAction, BulkId, BulkWhich, Counts, Kind};
use serde::{Deserialize, Serialize};

use super::Answer;
use crate::AppError;
use crate::kinds::Row;
#[cfg(feature = "ssr")]
use crate::{bulk::words, kinds, team};

/// Bulk work before it begins: exactly what would happen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BulkPlanView {
    /// The work, drafted.
    pub bulk: Bulk,
    /// The rows it takes by status.
    pub by_status: Counts,
    /// The rows it takes by cause: words and number.
    pub by_cause: Vec<(String, i64)>,
    /// The first rows it takes.
    pub first: Vec<Row>,
    /// What is left out: why, and how many.
    pub left_out: Vec<(String, i64)>,
    /// How long it takes, in words.
    pub takes: Option<String>,
}

/// A piece of bulk work with a page of its rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BulkView {
    /// The work.
    pub bulk: Bulk,
    /// Rows, those that need somebody first, each with what became of it.
    pub rows: Vec<(Row, String)>,
    /// Whether there are more rows than these.
    pub more: bool,
}

/// Rows of a result page.
#[cfg(feature = "ssr")]
const ROWS: u32 = 100;

/// Freezes which rows are meant and says what would happen; nothing begins. In a body: a filter may name a person.
///
/// # Errors
/// [`AppError::Invalid`] for too many rows or an action that lacks its reason, name or words, [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "draft-bulk", input = Json, output = Answer)]
pub async fn draft_bulk(kind: Kind, action: BulkAction, which: BulkWhich) -> Result<BulkPlanView, AppError> {
    let state = crate::AppState::of_request()?;
    let action = words::checked(action)?;
    let which = match which {
        BulkWhich::Matching(filter) => BulkWhich::Matching(filter.asked_by(team::me().as_deref())),
        rows @ BulkWhich::Rows(_) => rows,
    };
    let says = words::which(kind, &which);
    let plan = state.control.draft_bulk(state.merchant, kind, action, (which, says), &team::who()).await?;
    let preview = plan.preview;
    let links = kinds::words::links(&**state.control.store(), state.merchant, &preview.first).await?;
    Ok(BulkPlanView {
        bulk: preview.bulk,
        by_status: preview.by_status,
        by_cause: preview.by_cause,
        first: preview.first.iter().map(|record| kinds::words::row(record, &links)).collect(),
        left_out: preview.left_out.into_iter().map(|(why, number)| (why.say().to_owned(), number)).collect(),
        takes: plan.takes.map(words::takes),
    })
}

/// Begins what was drafted. Pressing twice is pressing once.
///
/// # Errors
/// [`AppError::NotFound`] if it was forgotten meanwhile, [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "begin-bulk", input = Json, output = Answer)]
pub async fn begin_bulk(id: BulkId) -> Result<Bulk, AppError> {
    let state = crate::AppState::of_request()?;
    state.control.begin_bulk(state.merchant, id).await?.ok_or_else(no_bulk)
}

/// Stops it; what was asked for already goes on.
///
/// # Errors
/// As [`begin_bulk`].
#[server(prefix = "/rpc", endpoint = "cancel-bulk", input = Json, output = Answer)]
pub async fn cancel_bulk(id: BulkId) -> Result<Bulk, AppError> {
    let state = crate::AppState::of_request()?;
    state.control.cancel_bulk(state.merchant, id).await?.ok_or_else(no_bulk)
}

/// A piece of bulk work, with the first rows that need somebody, or with those after so many.
///
/// # Errors
/// As [`begin_bulk`].
#[server(prefix = "/rpc", endpoint = "bulk", input = GetUrl, output = Answer)]
pub async fn read_bulk(id: BulkId, skip: u32) -> Result<BulkView, AppError> {
    let state = crate::AppState::of_request()?;
    let found = state.control.bulk(state.merchant, id, skip, ROWS + 1).await?;
    let (bulk, mut records) = found.ok_or_else(no_bulk)?;
    let more = records.len() > ROWS as usize;
    records.truncate(ROWS as usize);
    let (records, states): (Vec<_>, Vec<_>) = records.into_iter().unzip();
    let links = kinds::words::links(&**state.control.store(), state.merchant, &records).await?;
    let rows = records
        .iter()
        .zip(states)
        .map(|(record, state)| (kinds::words::row(record, &links), words::row_state(state)));
    Ok(BulkView { rows: rows.collect(), bulk, more })
}

/// The latest pieces of bulk work.
///
/// # Errors
/// [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "bulks", input = GetUrl, output = Answer)]
pub async fn read_bulks() -> Result<Vec<Bulk>, AppError> {
    let state = crate::AppState::of_request()?;
    Ok(state.control.store().bulks(state.merchant, 50).await?)
}

#[cfg(feature = "ssr")]
fn no_bulk() -> AppError {
    AppError::NotFound { what: "bulk work with this address".to_owned() }.told()
}
