//! Control routes that cause things in Brightpearl or show its state plainly, under `/_sandbox/brightpearl`.
//!
//! What staff do: `POST products` (create or change), `POST products/{id}/archive`, `DELETE products/{id}`,
//! `POST stock {product_id, warehouse_id, delta, reason?}`, `POST contacts {id, first_name?, last_name?, email?,
//! telephone?, mobile?, organisation?}`, `POST orders/{id}/cancel`. What can be seen: `GET orders`, `GET contacts`,
//! `GET stock[?product_id=]`, `GET webhooks`. What else happens: `POST other-app {calls}`,
//! `POST other-app-rate {per_minute}`, `POST oauth/expire`, `POST oauth/revoke`.

mod staff;
mod view;

use std::sync::Arc;

use axum::extract::State as Extracted;
use axum::http::StatusCode;
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::product::ProductChange;
use crate::world::World;

/// The control routes of Brightpearl.
pub fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/_sandbox/brightpearl/products", post(change_product))
        .route("/_sandbox/brightpearl/products/{id}", delete(staff::delete_product))
        .route("/_sandbox/brightpearl/products/{id}/archive", post(staff::archive_product))
        .route("/_sandbox/brightpearl/stock", get(view::stock).post(staff::edit_stock))
        .route("/_sandbox/brightpearl/oauth/expire", post(staff::expire_tokens))
        .route("/_sandbox/brightpearl/oauth/revoke", post(staff::revoke_tokens))
        .route("/_sandbox/brightpearl/webhooks", get(view::webhooks))
        .route("/_sandbox/brightpearl/other-app", post(other_app))
        .route("/_sandbox/brightpearl/other-app-rate", post(other_app_rate))
        .route("/_sandbox/brightpearl/orders", get(view::orders))
        .route("/_sandbox/brightpearl/orders/{id}/cancel", post(staff::cancel_order))
        .route("/_sandbox/brightpearl/contacts", get(view::contacts).post(staff::edit_contact))
        .with_state(world)
}

/// Creates or changes a product as staff would in the back office and answers its id.
async fn change_product(
    Extracted(world): Extracted<Arc<World>>,
    Json(change): Json<ProductChange>,
) -> (StatusCode, Json<Value>) {
    match world.brightpearl().change_product(change, world.config.lag, &world.ledger) {
        Some(id) => (StatusCode::OK, Json(json!({ "id": id }))),
        None => (StatusCode::NOT_FOUND, Json(json!({ "error": "There is no product with this id." }))),
    }
}

#[derive(Debug, Deserialize)]
struct OtherApp {
    calls: u32,
}

/// Another private app takes calls out of the shared pool now; answers what is left.
async fn other_app(Extracted(world): Extracted<Arc<World>>, Json(wanted): Json<OtherApp>) -> Json<Value> {
    let mut state = world.brightpearl();
    state.quota.multiply(world.config.limits);
    let taken = state.quota.other_app_calls(wanted.calls, Timestamp::now());
    Json(json!({ "remaining": taken.remaining, "next_ms": taken.next_ms }))
}

#[derive(Debug, Deserialize)]
struct OtherAppRate {
    per_minute: u32,
}

/// Another private app calls steadily from now on; 0 stops it.
async fn other_app_rate(
    Extracted(world): Extracted<Arc<World>>,
    Json(wanted): Json<OtherAppRate>,
) -> StatusCode {
    world.brightpearl().quota.other_app_rate(wanted.per_minute, Timestamp::now());
    StatusCode::NO_CONTENT
}
