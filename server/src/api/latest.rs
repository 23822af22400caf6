use axum::Json;
use axum::extract::State;
use model::{Event, Payload, Record};
use serde::Serialize;

use crate::http::Problem;
use crate::state::Serving;

/// How many are told.
const LATEST: usize = 20;

/// `GET /api/v1/overview/events`: the records that changed last, the latest first, each once.
pub(super) async fn show(State(serving): State<Serving>) -> Result<Json<Latest>, Problem> {
    let latest = serving.control().latest(serving.merchant(), LATEST).await?;
    Ok(Json(Latest { events: latest.into_iter().map(Change::from).collect() }))
}

/// What changed last.
#[derive(Serialize)]
pub(super) struct Latest {
    events: Vec<Change>,
}

/// One record's newest change of status.
#[derive(Serialize)]
struct Change {
    /// The event; `/events?after=` goes on from here.
    id: i64,
    kind: &'static str,
    record: String,
    source_ref: String,
    /// What a person would call it; empty where it could never be read.
    name: String,
    status: &'static str,
    /// Whether it was first seen with this event.
    new: bool,
    at: String,
}

impl From<(Event, Record)> for Change {
    fn from((event, record): (Event, Record)) -> Change {
        Change {
            id: event.id,
            kind: event.kind.word(),
            record: event.record.to_string(),
            name: record.payload.as_ref().map(Payload::title).unwrap_or_default(),
            source_ref: record.source_ref,
            status: event.status.word(),
            new: event.new,
            at: event.at.rfc3339(),
        }
    }
}
