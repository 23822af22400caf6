//! The control routes under `/_sandbox`, on both servers: no sign-in, no quota, no faults.

mod lightspeed;
mod shared;

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;

use crate::brightpearl;
use crate::world::World;

/// The control routes of both platforms.
pub(crate) fn router(world: Arc<World>) -> Router {
    let shared = Router::new()
        .route("/_sandbox/ledger", get(shared::ledger))
        .route("/_sandbox/stats", get(shared::stats))
        .route("/_sandbox/faults", get(shared::faults).post(shared::add_faults).delete(shared::clear_faults))
        .route("/_sandbox/knobs", get(shared::knobs).put(shared::set_knobs))
        .with_state(world.clone());
    shared.merge(lightspeed::router(world.clone())).merge(brightpearl::control::router(world))
}

/// Why a control call was refused.
#[derive(Debug)]
pub(crate) struct Refused(String);

impl Refused {
    /// The call itself is wrong.
    pub(crate) fn bad(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, axum::Json(json!({ "error": self.0 }))).into_response()
    }
}
