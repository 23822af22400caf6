//! `/api/v1`: the same as the screen, for programs. Shapes are those of the design, section 9.

mod detail;
mod flows;
mod history;
mod log_query;
mod logs;
mod overview;
mod read;
mod record;
mod relatives;
mod settings;
mod shape;

use axum::Router;
use axum::routing::{get, post};

use crate::state::Serving;

/// The addresses of the API.
pub fn routes() -> Router<Serving> {
    Router::new()
        .route("/api/v1/logs/{kind}", get(logs::page))
        .route("/api/v1/logs/{kind}/search", post(logs::search))
        .route("/api/v1/records/{id}", get(record::show))
        .route("/api/v1/records/{id}/resync", post(record::resync))
        .route("/api/v1/settings", get(settings::show).put(settings::save))
        .route("/api/v1/settings/history", get(history::show))
        .route("/api/v1/overview", get(overview::show))
        .route("/api/v1/flows/{kind}/run", post(flows::run))
}
