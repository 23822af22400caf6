//! Logs and their records.

use model::Note;
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::{BAD_ID, BAD_PARAMETER, NO_RECORD, UNKNOWN_KIND, example};
use crate::api::describe::{Refusal, Route, as_object, refusal};
use crate::api::shape::{PageShape, WholeRecord};
use crate::api::{export, logs, notes, params, record};
use crate::export::Format;

const UNKNOWN_FORMAT: Refusal = refusal(404, "unknown_format", "A log is no file of this form.");
const BAD_NOTE: Refusal = refusal(400, "bad_note", "The note is empty or too long.");
const BAD_COLLEAGUE: Refusal = refusal(400, "bad_colleague", "It is not said who, or that cannot be a name.");

pub(super) fn logs() -> Vec<Route> {
    vec![
        Route::get("/api/v1/logs/{kind}", "listRecords", logs::page)
            .says(
                "One page of a log",
                "The records of one kind that match, with how many there are of each status. Names of persons do not belong \
                 into addresses: search for them by the body of `POST /api/v1/logs/{kind}/search`.",
            )
            .takes(&[params::KIND])
            .takes(&params::log())
            .answers::<PageShape>(200, "One page.", example(include_str!("../examples/log.json")))
            .refuses(&[BAD_PARAMETER, UNKNOWN_KIND]),
        Route::post("/api/v1/logs/{kind}/search", "searchRecords", logs::search)
            .says("The same by a body", "Takes the parameters of the log as fields, so that they are in no address.")
            .takes(&[params::KIND])
            .body(|schemas| as_object(schemas, &params::log()), json!({ "q": "okafor", "status": "failed", "limit": 20 }))
            .answers::<PageShape>(200, "One page.", example(include_str!("../examples/log.json")))
            .refuses(&[BAD_PARAMETER, UNKNOWN_KIND]),
        Route::get("/api/v1/logs/{kind}/counts", "countRecords", logs::counts)
            .says(
                "How many records match",
                "Takes the parameters of the log and counts what they find, each status up to 10,000. The `counts` of a page \
                 are those of the whole log.",
            )
            .takes(&[params::KIND])
            .takes(&params::log())
            .answers::<logs::CountsShape>(200, "What they find.", found())
            .refuses(&[BAD_PARAMETER, UNKNOWN_KIND]),
        Route::post("/api/v1/logs/{kind}/counts", "countSearchedRecords", logs::counts_of_body)
            .says("The same by a body", "Takes the parameters of the log as fields, so that they are in no address.")
            .takes(&[params::KIND])
            .body(|schemas| as_object(schemas, &params::log()), json!({ "q": "okafor", "is": "needs-me" }))
            .answers::<logs::CountsShape>(200, "What they find.", found())
            .refuses(&[BAD_PARAMETER, UNKNOWN_KIND]),
        Route::get("/api/v1/logs/{kind}/export/{format}", "exportRecords", export::by_address)
            .says(
                "All that matches, as a file",
                "The columns of the screen, a line for each record, streamed however many there are. No cell begins like a formula. \
                 A file that breaks off ends without its last piece, so that clients notice.",
            )
            .takes(&[params::KIND, params::FORMAT])
            .takes(&params::NARROWED)
            .answers_as(200, &FILES, "The file.", a_file)
            .refuses(&[BAD_PARAMETER, UNKNOWN_KIND, UNKNOWN_FORMAT]),
        Route::post("/api/v1/logs/{kind}/export/{format}", "exportSearchedRecords", export::by_body)
            .says("The same by a body", "Takes the parameters of the log as fields, so that they are in no address.")
            .takes(&[params::KIND, params::FORMAT])
            .body(|schemas| as_object(schemas, &params::NARROWED), json!({ "q": "okafor", "status": "failed" }))
            .answers_as(200, &FILES, "The file.", a_file)
            .refuses(&[BAD_PARAMETER, UNKNOWN_KIND, UNKNOWN_FORMAT]),
    ]
}

/// As a description names them: without the character set.
const FILES: [&str; 2] = ["text/csv", Format::Xlsx.media()];

fn a_file(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "format": "binary" })
}

fn found() -> Value {
    json!({ "counts": { "pending": 3, "processing": 0, "synced": 10_000, "failed": 1 }, "more": ["synced"] })
}

pub(super) fn records() -> Vec<Route> {
    vec![
        Route::get("/api/v1/records/{id}", "showRecord", record::show)
            .says(
                "One record with all there is about it",
                "What it depends on, what waits for it, the steps of its posting, its tries, the calls they made, and what the \
                 team did about it.",
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
        Route::post("/api/v1/records/{id}/notes", "noteRecord", notes::write)
            .says("Puts a note on a record", "Colleagues read it beside the record, signed as `API`.")
            .takes(&[params::RECORD])
            .body(
                |_| json_schema!({
                    "type": "object",
                    "properties": { "text": { "type": "string", "minLength": 1, "maxLength": Note::LONGEST_TEXT } },
                    "required": ["text"],
                }),
                json!({ "text": "Asked the till's support about it." }),
            )
            .answers::<notes::NoteShape>(201, "The note.", note(&json!({ "what": "words", "text": "Asked the till's support about it." })))
            .refuses(&[BAD_ID, NO_RECORD, BAD_NOTE]),
        Route::post("/api/v1/records/{id}/assign", "assignRecord", notes::assign)
            .says(
                "Gives a record to a colleague",
                "Whoever looks after it is shown in the log and can be filtered by. Given to nobody, it is free again.",
            )
            .takes(&[params::RECORD])
            .body(
                |_| json_schema!({
                    "type": "object",
                    "properties": { "to": { "type": ["string", "null"], "maxLength": Note::LONGEST_NAME } },
                    "required": ["to"],
                }),
                json!({ "to": "Ana" }),
            )
            .answers::<notes::NoteShape>(201, "What is so now.", note(&json!({ "what": "assigned", "to": "Ana" })))
            .refuses(&[BAD_ID, NO_RECORD, BAD_COLLEAGUE]),
    ]
}

fn note(says: &Value) -> Value {
    let mut note = json!({ "at": "2026-02-03T09:20:00Z", "who": "API" });
    if let (Some(note), Some(says)) = (note.as_object_mut(), says.as_object()) {
        note.extend(says.clone());
    }
    note
}
