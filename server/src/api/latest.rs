use axum::Json;
use axum::extract::State;
use model::{Event, Kind, Payload, Record, Status, When};
use schemars::JsonSchema;
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
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Latest")]
pub(super) struct Latest {
    /// At most twenty, the latest first, each record once.
    events: Vec<Change>,
}

/// One record's newest change of status.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Change")]
struct Change {
    /// The event; `/events?after=` goes on from here.
    id: i64,
    #[schemars(with = "Kind")]
    kind: &'static str,
    /// The `id` of the record.
    #[schemars(with = "uuid::Uuid")]
    record: String,
    /// What its source calls it.
    source_ref: String,
    /// What a person would call it; empty where it could never be read.
    name: String,
    #[schemars(with = "Status")]
    status: &'static str,
    /// Whether it was first seen with this event.
    new: bool,
    #[schemars(with = "When")]
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
