use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

use crate::AppError;
use crate::settings::{Part, Saved, SettingsView};

/// The settings with the names of both platforms, and what records wait for.
///
/// # Errors
/// [`AppError::Busy`] while the store does not answer. Names that cannot be read are told in their place.
#[server(prefix = "/rpc", endpoint = "settings", input = GetUrl)]
pub async fn read_settings() -> Result<SettingsView, AppError> {
    let state = crate::AppState::of_request()?;
    crate::settings::read(&state).await
}

/// Saves one form of the settings page: its fields by name, as the browser has them.
///
/// # Errors
/// [`AppError::Invalid`] for a field that makes no sense, [`AppError::Changed`] if somebody saved since `based_on`.
#[server(prefix = "/rpc", endpoint = "save-settings", input = Json)]
pub async fn save_settings(
    based_on: i64,
    part: Part,
    fields: Vec<(String, String)>,
) -> Result<Saved, AppError> {
    let state = crate::AppState::of_request()?;
    crate::settings::change(&state, based_on, |settings| crate::settings::apply(settings, part, &fields))
        .await
}
