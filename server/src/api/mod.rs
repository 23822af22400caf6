//! `/api/v1`: the same as the screen, for programs. Shapes are those of the design, section 9.

mod bulk;
mod detail;
mod flows;
mod history;
mod latest;
mod log_query;
mod logs;
mod overview;
mod read;
mod record;
mod relatives;
mod settings;
mod shape;
mod throughput;

use axum::Router;
use axum::routing::{get, post};

use crate::state::Serving;

/// The addresses of the API.
pub fn routes() -> Router<Serving> {
    Router::new()
        .route("/api/v1/logs/{kind}", get(logs::page))
        .route("/api/v1/logs/{kind}/search", post(logs::search))
        .route("/api/v1/logs/{kind}/counts", get(logs::counts).post(logs::counts_of_body))
        .route("/api/v1/bulk", get(bulk::list).post(bulk::draft))
        .route("/api/v1/bulk/{id}", get(bulk::show))
        .route("/api/v1/bulk/{id}/begin", post(bulk::begin))
        .route("/api/v1/bulk/{id}/cancel", post(bulk::cancel))
        .route("/api/v1/records/{id}", get(record::show))
        .route("/api/v1/records/{id}/resync", post(record::resync))
        .route("/api/v1/settings", get(settings::show).put(settings::save))
        .route("/api/v1/settings/history", get(history::show))
        .route("/api/v1/overview", get(overview::show))
        .route("/api/v1/overview/throughput", get(throughput::show))
        .route("/api/v1/overview/events", get(latest::show))
        .route("/api/v1/flows/{kind}/run", post(flows::run))
}
