//! One change of the settings: based on the version somebody saw, refused if another is current.

use model::Settings;

use super::view::Saved;
use crate::{AppError, AppState};

/// Changes the settings and saves them as the next version.
///
/// # Errors
/// [`AppError::Invalid`] with the change's own words, [`AppError::Changed`] if somebody saved since `based_on`.
pub async fn change(
    state: &AppState,
    based_on: i64,
    change: impl FnOnce(&mut Settings) -> Result<(), String>,
) -> Result<Saved, AppError> {
    let saved = state.control.settings(state.merchant).await?;
    if saved.version != based_on {
        return Err(AppError::Changed.told());
    }
    let mut settings = saved.settings;
    change(&mut settings).map_err(|what| AppError::Invalid { what }.told())?;
    let done = state.control.save_settings(state.merchant, &crate::team::who(), based_on, settings).await?;
    Ok(Saved { version: done.version, released: done.released })
}
