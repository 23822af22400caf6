use app::{SettingsChange, settings_changes};
use axum::Json;
use axum::extract::State;
use model::{Settings, When};
use schemars::JsonSchema;
use serde::Serialize;
use store::SavedSettings;

use crate::http::Problem;
use crate::state::Serving;

/// Versions that are shown.
const VERSIONS: usize = 100;

/// Who changed what in the settings.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SettingsHistory")]
pub(super) struct HistoryShape {
    /// The latest versions, the newest first.
    versions: Vec<VersionShape>,
    /// How many older ones there are.
    older: usize,
}

/// One save.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SettingsVersion")]
struct VersionShape {
    version: i64,
    /// Who saved it.
    saved_by: String,
    #[schemars(with = "When")]
    saved_at: String,
    /// What it changed against the version before.
    changes: Vec<ChangeShape>,
}

/// One setting that a save changed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SettingsChange")]
struct ChangeShape {
    /// Its path in the document of `GET /api/v1/settings`; things of a list are named by what they are.
    setting: String,
    /// The setting in words.
    text: String,
    /// What it was, in words.
    before: String,
    /// What it is since.
    after: String,
}

impl From<SettingsChange> for ChangeShape {
    fn from(change: SettingsChange) -> ChangeShape {
        let SettingsChange { setting, what, before, after } = change;
        ChangeShape { setting, text: what, before, after }
    }
}

/// `GET /api/v1/settings/history`: every save with what it changed, in words.
pub(super) async fn show(State(serving): State<Serving>) -> Result<Json<HistoryShape>, Problem> {
    let saved = serving.control().store().settings_history(serving.merchant()).await?;
    let first = Settings::default();
    let befores = saved.iter().skip(1).map(|saved| &saved.settings).chain([&first]);
    let versions = saved.iter().zip(befores).take(VERSIONS).map(|(saved, before)| shape(saved, before));
    Ok(Json(HistoryShape { versions: versions.collect(), older: saved.len().saturating_sub(VERSIONS) }))
}

fn shape(saved: &SavedSettings, before: &Settings) -> VersionShape {
    let changes = settings_changes(before, &saved.settings).into_iter().map(ChangeShape::from);
    VersionShape {
        version: saved.version,
        saved_by: saved.who.clone(),
        saved_at: saved.at.rfc3339(),
        changes: changes.collect(),
    }
}
