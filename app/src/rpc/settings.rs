use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

use super::Answer;
use crate::AppError;
use crate::settings::{Part, SavePreview, Saved, SetsView, SettingsView};

/// The settings with the names of both platforms, and what records wait for.
///
/// # Errors
/// [`AppError::Busy`] while the store does not answer. Names that cannot be read are told in their place.
#[server(prefix = "/rpc", endpoint = "settings", input = GetUrl, output = Answer)]
pub async fn read_settings() -> Result<SettingsView, AppError> {
    let state = crate::AppState::of_request()?;
    crate::settings::read(&state).await
}

/// Saves one form of the settings page: its fields by name, as the browser has them.
///
/// # Errors
/// [`AppError::Invalid`] for a field that makes no sense, [`AppError::Changed`] if somebody saved since `based_on`.
#[server(prefix = "/rpc", endpoint = "save-settings", input = Json, output = Answer)]
pub async fn save_settings(
    based_on: i64,
    part: Part,
    fields: Vec<(String, String)>,
) -> Result<Saved, AppError> {
    let state = crate::AppState::of_request()?;
    crate::settings::change(&state, based_on, |settings| crate::settings::apply(settings, part, &fields))
        .await
}

/// What saving a form would do, without saving it.
///
/// # Errors
/// [`AppError::Invalid`] for a field that makes no sense.
#[server(prefix = "/rpc", endpoint = "preview-settings", input = Json, output = Answer)]
pub async fn preview_settings(part: Part, fields: Vec<(String, String)>) -> Result<SavePreview, AppError> {
    crate::settings::preview(&crate::AppState::of_request()?, part, &fields).await
}

/// Takes the last save back: what was before it becomes the next version.
///
/// # Errors
/// [`AppError::Invalid`] where there is nothing to take back, [`AppError::Changed`] if somebody saved since `based_on`.
#[server(prefix = "/rpc", endpoint = "undo-settings", input = Json, output = Answer)]
pub async fn undo_settings(based_on: i64) -> Result<Saved, AppError> {
    let state = crate::AppState::of_request()?;
    let before = state.control.store().settings_history(state.merchant).await?.into_iter().nth(1);
    let nothing = "There is no save before this one to go back to.";
    let before = before.ok_or_else(|| AppError::Invalid { what: nothing.to_owned() }.told())?;
    let undo = |settings: &mut model::Settings| {
        *settings = before.settings;
        Ok(())
    };
    crate::settings::change(&state, based_on, undo).await
}

/// What became of the records that the save of a version set going.
///
/// # Errors
/// [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "released", input = GetUrl, output = Answer)]
pub async fn read_released(version: i64) -> Result<model::Released, AppError> {
    let state = crate::AppState::of_request()?;
    Ok(state.control.store().released(state.merchant, version).await?)
}

/// Pauses a flow for a reason that everybody sees.
///
/// # Errors
/// [`AppError::Invalid`] for a pause without a reason, [`AppError::Changed`] if others saved settings meanwhile.
#[server(prefix = "/rpc", endpoint = "pause", input = Json, output = Answer)]
pub async fn pause_flow(kind: model::Kind, why: String) -> Result<(), AppError> {
    let why = why.trim();
    if why.is_empty() {
        return Err(
            AppError::Invalid { what: "Say why, so that others know when it may go on.".to_owned() }.told()
        );
    }
    let state = crate::AppState::of_request()?;
    Ok(state.control.pause(state.merchant, kind, &crate::team::who(), Some(why)).await.map(|_| ())?)
}

/// Lets a paused flow go on.
///
/// # Errors
/// [`AppError::Changed`] if others saved settings meanwhile.
#[server(prefix = "/rpc", endpoint = "resume", input = Json, output = Answer)]
pub async fn resume_flow(kind: model::Kind) -> Result<(), AppError> {
    let state = crate::AppState::of_request()?;
    Ok(state.control.pause(state.merchant, kind, &crate::team::who(), None).await.map(|_| ())?)
}

/// How many products each set places, and which no set takes.
///
/// # Errors
/// [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "sets", input = GetUrl, output = Answer)]
pub async fn read_sets() -> Result<SetsView, AppError> {
    let state = crate::AppState::of_request()?;
    let settings = state.control.settings(state.merchant).await?.settings;
    let placed = state.control.placed(state.merchant, &settings).await?;
    let unclassified = state.control.unclassified(state.merchant, &settings).await?;
    Ok(SetsView { placed, unclassified })
}

/// Products to pick by hand: those that a text finds, or those with these references.
///
/// # Errors
/// [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "products", input = GetUrl, output = Answer)]
pub async fn find_products(
    #[server(default)] text: String,
    #[server(default)] refs: Vec<String>,
) -> Result<Vec<model::Good>, AppError> {
    crate::settings::find_products(&crate::AppState::of_request()?, &text, &refs).await
}

/// Asks both platforms for their names again.
///
/// # Errors
/// [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "forget-names", input = Json, output = Answer)]
pub async fn forget_names() -> Result<(), AppError> {
    let state = crate::AppState::of_request()?;
    state.control.forget_names(state.merchant).await;
    Ok(())
}

/// Tries a connection with one call. Answers the account's name there.
///
/// # Errors
/// [`AppError::Invalid`] with what is wrong and what to do.
#[server(prefix = "/rpc", endpoint = "try-connection", input = Json, output = Answer)]
pub async fn try_connection(platform: model::Platform) -> Result<String, AppError> {
    let state = crate::AppState::of_request()?;
    let tried = state.control.try_connection(state.merchant, platform).await;
    tried.map(|checked| checked.account).map_err(super::setup::not_connected)
}
