//! Every route of the API with its description: the router and `GET /api/v1/openapi.json` are both made from this list.

mod bulk;
mod doing;
mod logs;
mod settings;
mod views;

use serde_json::Value;

use super::describe::{Refusal, Route, refusal};

const UNKNOWN_KIND: Refusal = refusal(404, "unknown_kind", "There is no log or flow of this name.");
const BAD_PARAMETER: Refusal =
    refusal(400, "bad_parameter", "A parameter does not exist, or has a value that is not allowed.");
const BAD_ID: Refusal = refusal(400, "bad_id", "The id is no record's id.");
const NO_RECORD: Refusal = refusal(404, "no_record", "There is no such record.");
const BAD_SETTINGS: Refusal =
    refusal(400, "bad_settings", "The settings cannot be read, or name something that does not exist.");
const SETTINGS_CHANGED: Refusal = refusal(
    409,
    "settings_changed",
    "The settings were saved meanwhile; `based_on` is not the current version.",
);
const NO_FLOW: Refusal = refusal(409, "no_flow", "This version does not keep this kind in step.");

/// All routes.
pub(super) fn all() -> Vec<Route> {
    let mut all = logs::logs();
    all.extend(logs::records());
    all.extend(views::views());
    all.extend(bulk::bulk());
    all.extend(settings::settings());
    all.extend(doing::doing());
    all
}

/// An example that is kept as a file; a test holds each against its schema.
fn example(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}
