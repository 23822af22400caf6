//! Reading what a request carries, with every refusal in our own error form.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use model::{Kind, RecordId};
use serde_json::{Map, Value};

use crate::http::{BODY_BYTES, Problem};

/// The kind in an address.
pub(super) fn kind(word: &str) -> Result<Kind, Problem> {
    Kind::parse(word).ok_or_else(|| {
        let all: Vec<&str> = Kind::ALL.into_iter().map(Kind::word).collect();
        Problem::missing(
            "unknown_kind",
            format!("There is no log “{}”.", shorten(word)),
            format!("The logs are: {}.", all.join(", ")),
        )
    })
}

/// The record in an address.
pub(super) fn record_id(text: &str) -> Result<RecordId, Problem> {
    text.parse().map_err(|_| {
        Problem::bad(
            "bad_id",
            format!("“{}” is no record's id.", shorten(text)),
            "Use the `id` of a record as the logs give it: 36 characters with four dashes.",
        )
    })
}

/// The JSON object in a body.
pub(super) fn object(
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Map<String, Value>, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json")) {
        return Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "not_json",
            "The body is not declared as JSON.",
            "Send it with the header `Content-Type: application/json`.",
        ));
    }
    let body = body.map_err(cut_off)?;
    match serde_json::from_slice(&body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Problem::bad("bad_json", "The body is JSON, but no object.", "Send an object: { … }.")),
        Err(error) => Err(Problem::bad(
            "bad_json",
            format!("The body is not valid JSON (line {}, column {}).", error.line(), error.column()),
            "Correct it and send it again.",
        )),
    }
}

/// A body that broke off or grew too large on its way.
fn cut_off(rejection: BytesRejection) -> Problem {
    if rejection.into_response().status() == StatusCode::PAYLOAD_TOO_LARGE {
        let message = format!("The body is larger than {} kB.", BODY_BYTES / 1024);
        return Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", message, "Send less at once.");
    }
    Problem::bad("cut_off", "The body ended early.", "Send it again.")
}

/// What somebody wrote, short enough to be shown back.
pub(super) fn shorten(text: &str) -> String {
    let visible: String = text.chars().filter(|letter| !letter.is_control()).take(60).collect();
    if visible.len() < text.len() { format!("{visible}…") } else { visible }
}
