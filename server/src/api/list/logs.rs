//! Logs and their records.

use serde_json::{Value, json};

use super::{BAD_ID, BAD_PARAMETER, NO_RECORD, UNKNOWN_KIND, example};
use crate::api::describe::{Route, as_object};
use crate::api::shape::{PageShape, WholeRecord};
use crate::api::{logs, params, record};

pub(super) fn logs() -> Vec<Route> {
    vec![
        Route::get("/api/v1/logs/{kind}", "listRecords", logs::page)
            .says(
                "One page of a log",
                "The records of one kind that match, with how many there are of each status. Names of persons do not belong \
                 into addresses: search for them by the body of `POST /api/v1/logs/{kind}/search`.",
            )
            .takes(&[params::KIND])
            .takes(&params::LOG)
            .answers::<PageShape>(200, "One page.", example(include_str!("../examples/log.json")))
            .refuses(&[BAD_PARAMETER, UNKNOWN_KIND]),
        Route::post("/api/v1/logs/{kind}/search", "searchRecords", logs::search)
            .says("The same by a body", "Takes the parameters of the log as fields, so that they are in no address.")
            .takes(&[params::KIND])
            .body(|schemas| as_object(schemas, &params::LOG), json!({ "q": "okafor", "status": "failed", "limit": 20 }))
            .answers::<PageShape>(200, "One page.", example(include_str!("../examples/log.json")))
            .refuses(&[BAD_PARAMETER, UNKNOWN_KIND]),
        Route::get("/api/v1/logs/{kind}/counts", "countRecords", logs::counts)
            .says(
                "How many records match",
                "Takes the parameters of the log and counts what they find, each status up to 10,000. The `counts` of a page \
                 are those of the whole log.",
            )
            .takes(&[params::KIND])
            .takes(&params::LOG)
            .answers::<logs::CountsShape>(200, "What they find.", found())
            .refuses(&[BAD_PARAMETER, UNKNOWN_KIND]),
        Route::post("/api/v1/logs/{kind}/counts", "countSearchedRecords", logs::counts_of_body)
            .says("The same by a body", "Takes the parameters of the log as fields, so that they are in no address.")
            .takes(&[params::KIND])
            .body(|schemas| as_object(schemas, &params::LOG), json!({ "q": "okafor", "is": "needs-me" }))
            .answers::<logs::CountsShape>(200, "What they find.", found())
            .refuses(&[BAD_PARAMETER, UNKNOWN_KIND]),
    ]
}

fn found() -> Value {
    json!({ "counts": { "pending": 3, "processing": 0, "synced": 10_000, "failed": 1 }, "more": ["synced"] })
}

pub(super) fn records() -> Vec<Route> {
    vec![
        Route::get("/api/v1/records/{id}", "showRecord", record::show)
            .says(
                "One record with all there is about it",
                "What it depends on, what waits for it, the steps of its posting, its tries, and the calls they made.",
            )
            .takes(&[params::RECORD])
            .answers::<WholeRecord>(200, "The record.", example(include_str!("../examples/record.json")))
            .refuses(&[BAD_ID, NO_RECORD]),
        Route::post("/api/v1/records/{id}/resync", "resyncRecord", record::resync)
            .says("Sends a record once more", "Asking twice is asking once, and nothing is made twice at the other side.")
            .takes(&[params::RECORD])
            .answers::<record::Resynced>(
                202,
                "It is next in line.",
                json!({ "id": params::RECORD_ID, "result": "queued", "text": "It is next in line." }),
            )
            .refuses(&[BAD_ID, NO_RECORD]),
    ]
}
