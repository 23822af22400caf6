//! `/api/v1`: the same as the screen, for programs. Shapes are those of the design, section 9.

mod bulk;
mod describe;
mod detail;
mod export;
mod flows;
mod history;
mod latest;
mod list;
mod log_query;
mod logs;
mod notes;
mod overview;
mod params;
mod read;
mod record;
mod relatives;
mod settings;
mod shape;
mod throughput;
mod views;

pub use describe::description;

use axum::Router;

use crate::state::Serving;

/// The addresses of the API.
pub fn routes() -> Router<Serving> {
    list::all().into_iter().fold(Router::new(), |router, route| router.route(route.path, route.handler))
}
