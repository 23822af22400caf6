//! Bulk work.

use model::BulkAction;
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{BAD_PARAMETER, UNKNOWN_KIND, example};
use crate::api::describe::{Refusal, Route, as_object, refusal};
use crate::api::{bulk, params};

const BAD_ACTION: Refusal = refusal(400, "bad_action", "The action is none that can be done.");
const BAD_ROWS: Refusal = refusal(400, "bad_rows", "It is not said which records are meant.");
const TOO_MANY: Refusal =
    refusal(422, "too_many_rows", "These are more records than one piece of work takes.");
const NO_BULK: Refusal = refusal(404, "no_bulk", "There is no such bulk work, or its draft was forgotten.");

pub(super) fn bulk() -> Vec<Route> {
    vec![
        Route::get("/api/v1/bulk", "listBulk", bulk::list)
            .says("Bulk work", "The latest fifty pieces of work that have begun or were cancelled.")
            .answers::<bulk::BulkList>(200, "The work.", json!({ "bulk": [work()] })),
        Route::post("/api/v1/bulk", "draftBulk", bulk::draft)
            .says(
                "Drafts bulk work",
                "Freezes which records are meant and says exactly what would happen; nothing begins. A draft that nobody \
                 begins is forgotten after a day.",
            )
            .body(asked, json!({ "kind": "order", "action": { "do": "resync" }, "filter": { "status": "failed" } }))
            .answers::<bulk::PlanShape>(201, "It is drafted.", example(include_str!("../examples/bulk.json")))
            .refuses(&[BAD_ACTION, BAD_ROWS, BAD_PARAMETER, UNKNOWN_KIND, TOO_MANY]),
        Route::get("/api/v1/bulk/{id}", "showBulk", bulk::show)
            .says("One piece of bulk work", "How far it is, with its records, those that need somebody first.")
            .takes(&[params::BULK])
            .answers::<bulk::ShownBulk>(200, "The work.", json!({ "bulk": work(), "records": [] }))
            .refuses(&[NO_BULK]),
        Route::post("/api/v1/bulk/{id}/begin", "beginBulk", bulk::begin)
            .says("Begins what was drafted", "Beginning twice is beginning once; what was cancelled stays so.")
            .takes(&[params::BULK])
            .answers::<bulk::BulkShape>(202, "It is under way, or was before.", work())
            .refuses(&[NO_BULK]),
        Route::post("/api/v1/bulk/{id}/cancel", "cancelBulk", bulk::cancel)
            .says("Stops bulk work", "What was asked for already goes on; what has ended stays so.")
            .takes(&[params::BULK])
            .answers::<bulk::BulkShape>(200, "It is stopped, or has ended.", work())
            .refuses(&[NO_BULK]),
    ]
}

/// The body of a draft.
fn asked(schemas: &mut SchemaGenerator) -> Schema {
    let filter = as_object(schemas, &params::log());
    json_schema!({
        "type": "object",
        "properties": {
            "kind": params::kinds(schemas),
            "action": schemas.subschema_for::<BulkAction>(),
            "rows": {
                "description": "These records, by their ids.",
                "type": "array",
                "items": schemas.subschema_for::<Uuid>(),
            },
            "filter": {
                "description": "All records that these parameters of the log find now; `{}` is the whole log. Order and page \
                                do not matter.",
                "allOf": [filter],
            },
        },
        "required": ["kind", "action"],
        "oneOf": [{ "required": ["rows"] }, { "required": ["filter"] }],
    })
}

fn work() -> Value {
    json!({
        "id": params::BULK_ID,
        "kind": "order",
        "action": { "do": "resync" },
        "which": "Failed",
        "who": "API",
        "state": "running",
        "tally": { "waiting": 180, "asked": 20, "done": 12, "failed": 1, "held": 0, "left_out": 3, "dropped": 0 },
        "made_at": "2026-02-03T09:15:00Z",
        "began_at": "2026-02-03T09:15:20Z",
        "ended_at": null,
    })
}
