use axum::Json;
use axum::extract::State;
use serde::Serialize;

use crate::http::Problem;
use crate::state::Serving;

/// What `/healthz` answers while all is well.
#[derive(Serialize)]
pub struct Healthy {
    status: &'static str,
    version: &'static str,
}

/// `GET /healthz`: 200 while the store answers, 503 while it does not.
///
/// # Errors
/// The store's trouble in our error form.
pub async fn healthz(State(serving): State<Serving>) -> Result<Json<Healthy>, Problem> {
    serving.control().store().ping().await?;
    Ok(Json(Healthy { status: "ok", version: env!("CARGO_PKG_VERSION") }))
}
