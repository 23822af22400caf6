use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use model::{Note, Noted, When};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::read;
use super::record::{WHO, no_record};
use crate::http::Problem;
use crate::state::Serving;

/// Notes of one answer.
pub(super) const MOST: u32 = 100;

/// `POST /api/v1/records/{id}/notes`: puts a note on a record, `{"text":…}`.
pub(super) async fn write(
    State(serving): State<Serving>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<NoteShape>), Problem> {
    keep(&serving, &id, words(&read::object(&headers, body)?)?).await
}

/// `POST /api/v1/records/{id}/assign`: gives a record to a colleague, `{"to":"Ana"}`, or to nobody, `{"to":null}`.
pub(super) async fn assign(
    State(serving): State<Serving>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<NoteShape>), Problem> {
    keep(&serving, &id, assignment(&read::object(&headers, body)?)?).await
}

fn words(body: &Map<String, Value>) -> Result<Noted, Problem> {
    let text = body.get("text").and_then(Value::as_str).unwrap_or_default();
    let text = app::team::text(text).map_err(|why| {
        let fix = format!("Send a `text` of 1 to {} characters.", Note::LONGEST_TEXT);
        Problem::bad("bad_note", why, fix)
    })?;
    Ok(Noted::Words { text })
}

fn assignment(body: &Map<String, Value>) -> Result<Noted, Problem> {
    let bad = |why: String| {
        let fix =
            format!("Send as `to` a name of at most {} characters, or null for nobody.", Note::LONGEST_NAME);
        Problem::bad("bad_colleague", why, fix)
    };
    let to = match body.get("to") {
        Some(Value::String(name)) => app::team::colleague(name).map_err(bad)?,
        Some(Value::Null) => None,
        _ => return Err(bad("It is not said who looks after it.".to_owned())),
    };
    Ok(Noted::Assigned { to })
}

async fn keep(serving: &Serving, id: &str, says: Noted) -> Result<(StatusCode, Json<NoteShape>), Problem> {
    let id = read::record_id(id)?;
    let store = serving.control().store();
    if !store.note(serving.merchant(), id, &says, WHO).await? {
        return Err(no_record());
    }
    let note = Note { at: store.now().await?, who: WHO.to_owned(), says };
    Ok((StatusCode::CREATED, Json(note.into())))
}

/// What somebody did about a record beside sending it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Note")]
pub(super) struct NoteShape {
    #[schemars(with = "When")]
    at: String,
    /// A colleague's name, or `API`.
    who: String,
    /// What: words, or who looks after it from then on.
    #[serde(flatten)]
    says: Noted,
}

impl From<Note> for NoteShape {
    fn from(note: Note) -> NoteShape {
        NoteShape { at: note.at.rfc3339(), who: note.who, says: note.says }
    }
}
