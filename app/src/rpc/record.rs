use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};
use model::{Call, RecordId, TraceId};

use super::{Answer, RefreshedRows};
use crate::AppError;
use crate::record::RecordView;
#[cfg(feature = "ssr")]
use crate::{kinds::words, record::Relatives};

/// Everything about one record.
///
/// # Errors
/// [`AppError::NotFound`] if there is none, [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "record", input = GetUrl, output = Answer)]
pub async fn read_record(id: RecordId) -> Result<RecordView, AppError> {
    let state = crate::AppState::of_request()?;
    let store = state.control.store();
    let record = store.record(state.merchant, id).await?;
    let record =
        record.ok_or_else(|| AppError::NotFound { what: "record with this address".to_owned() }.told())?;
    let steps = store.steps(state.merchant, id).await?;
    let attempts = store.attempts(state.merchant, id).await?;
    let links = words::links(&**store, state.merchant, std::slice::from_ref(&record)).await?;
    let mut view = RecordView::of(&record, &links, &steps, &attempts);
    view.relatives = Relatives::read(&state, &record).await?;
    for wait in &mut view.waits {
        if let Some((kind, source_ref)) = wait.parent.clone() {
            let parent = store.record_by_ref(state.merchant, kind, &source_ref).await?;
            wait.record = parent.map(|parent| parent.id);
        }
    }
    Ok(view)
}

/// The calls made to the platforms for one attempt, in time order.
///
/// # Errors
/// [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "calls", input = GetUrl, output = Answer)]
pub async fn read_calls(trace: TraceId) -> Result<Vec<Call>, AppError> {
    let state = crate::AppState::of_request()?;
    Ok(state.control.store().calls(state.merchant, trace).await?)
}

/// Asks for a re-sync, and answers the row as it is then. Pressing twice is pressing once.
///
/// # Errors
/// [`AppError::NotFound`] if there is no such record, [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "resync", input = Json, output = Answer)]
pub async fn resync(id: RecordId) -> Result<RefreshedRows, AppError> {
    let state = crate::AppState::of_request()?;
    let answers = state.control.resync(state.merchant, &[id], &crate::team::who()).await?;
    let asked = answers.first().is_some_and(|(_, answer)| *answer != store::ResyncAnswer::NotThere);
    match state.control.store().record(state.merchant, id).await? {
        Some(record) if asked => super::log::refreshed(&state, record.kind, vec![record]).await,
        _ => Err(AppError::NotFound { what: "record with this address".to_owned() }.told()),
    }
}
