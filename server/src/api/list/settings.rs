//! The settings and who changed them.

use model::Settings;
use schemars::json_schema;
use serde_json::json;

use super::{BAD_SETTINGS, SETTINGS_CHANGED, example};
use crate::api::describe::Route;
use crate::api::{history, settings};

pub(super) fn settings() -> Vec<Route> {
    let shown = || settings::to_json(&Settings::default()).unwrap_or_default();
    vec![
        Route::get("/api/v1/settings", "showSettings", settings::show)
            .says("The settings", "The whole document, with the version that a change is based on.")
            .answers::<settings::SettingsShape>(
                200,
                "The settings as they are.",
                json!({ "version": 3, "saved_by": "API", "saved_at": "2026-02-03T09:15:00Z", "settings": shown() }),
            ),
        Route::put("/api/v1/settings", "saveSettings", settings::save)
            .says(
                "Saves the settings",
                "Replaces the whole document: read it, change it, send it back with the version it was read at. What is left \
                 out takes its default. Records that waited for a setting go on by themselves.",
            )
            .body(
                |schemas| {
                    json_schema!({
                        "type": "object",
                        "properties": {
                            "based_on": { "type": "integer", "description": "The version that was read and changed." },
                            "settings": schemas.subschema_for::<Settings>(),
                        },
                        "required": ["based_on", "settings"],
                        "additionalProperties": false,
                    })
                },
                json!({ "based_on": 3, "settings": { "payments": { "1": "CASH" } } }),
            )
            .answers::<settings::SavedShape>(200, "They are saved.", json!({ "version": 4, "released": 12 }))
            .refuses(&[BAD_SETTINGS, SETTINGS_CHANGED]),
        Route::get("/api/v1/settings/history", "showSettingsHistory", history::show)
            .says("Who changed what in the settings", "The latest 100 saves, the newest first, in words.")
            .answers::<history::HistoryShape>(200, "The saves.", example(include_str!("../examples/history.json"))),
    ]
}
