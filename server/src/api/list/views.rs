//! Saved views.

use schemars::json_schema;
use serde_json::{Value, json};

use super::UNKNOWN_KIND;
use crate::api::describe::{Refusal, Route, refusal};
use crate::api::{params, views};

const BAD_NAME: Refusal = refusal(400, "bad_name", "The name is empty or too long.");
const NO_VIEW: Refusal = refusal(404, "no_view", "The team has no such view.");
const TOO_MANY: Refusal = refusal(422, "too_many_views", "There is room for no more views of this log.");

pub(super) fn views() -> Vec<Route> {
    vec![
        Route::get("/api/v1/logs/{kind}/views", "listViews", views::list)
            .says(
                "The views of a log",
                "Filters and orders that have a name: those that are built in, and those saved for the team. What somebody \
                 saved for one browser is not among them.",
            )
            .takes(&[params::KIND])
            .answers::<views::ViewList>(
                200,
                "The views, with what they find.",
                json!({ "views": [
                    { "id": null, "name": "Needs attention", "query": "is=needs-me", "records": 12, "more": false },
                    { "id": params::VIEW_ID, "name": "Web shop", "query": "q=web&sort=changed", "records": 10_000, "more": true },
                ] }),
            )
            .refuses(&[UNKNOWN_KIND]),
        Route::post("/api/v1/logs/{kind}/views", "saveView", views::save)
            .says("Saves a view for the team", "A view of the same name is replaced and keeps its id.")
            .takes(&[params::KIND])
            .body(
                |_| {
                    json_schema!({
                        "type": "object",
                        "properties": {
                            "name": { "type": "string", "minLength": 1, "maxLength": model::SavedView::LONGEST_NAME },
                            "query": {
                                "description": "Parameters of `listRecords`, as they stand in an address.",
                                "type": "string",
                            },
                        },
                        "required": ["name"],
                    })
                },
                json!({ "name": "Web shop", "query": "q=web&sort=changed" }),
            )
            .answers::<views::ViewShape>(201, "It is saved.", view())
            .refuses(&[BAD_NAME, UNKNOWN_KIND, TOO_MANY]),
        Route::delete("/api/v1/views/{id}", "removeView", views::remove)
            .says("Removes a view of the team", "The records are not touched.")
            .takes(&[params::VIEW])
            .answers::<views::ViewShape>(200, "What it was.", view())
            .refuses(&[NO_VIEW]),
    ]
}

fn view() -> Value {
    json!({
        "id": params::VIEW_ID,
        "kind": "order",
        "name": "Web shop",
        "query": "q=web&sort=changed",
        "saved_at": "2026-02-03T09:15:00Z",
    })
}
