//! The description of the API: each route says what it takes and answers where it is listed (`list.rs`), its schemas are made
//! from the types it answers with, and both together become `GET /api/v1/openapi.json`.

mod document;
mod param;
mod refusal;
mod route;

pub use document::description;
pub(super) use param::{Param, as_object};
pub(super) use refusal::{Refusal, refusal};
pub(super) use route::Route;

use axum::Json;
use serde_json::Value;

/// `GET /api/v1/openapi.json`.
pub(super) async fn show() -> Json<&'static Value> {
    Json(description())
}
