//! Control routes that cause things in Brightpearl or show its state plainly, under `/_sandbox/brightpearl`.

use std::sync::Arc;

use axum::extract::State as Extracted;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::contact::Contact;
use super::order::Order;
use super::payment::Payment;
use super::product::ProductChange;
use super::state::State;
use crate::world::World;

/// The control routes of Brightpearl.
pub fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/_sandbox/brightpearl/products", post(change_product))
        .route("/_sandbox/brightpearl/other-app", post(other_app))
        .route("/_sandbox/brightpearl/other-app-rate", post(other_app_rate))
        .route("/_sandbox/brightpearl/orders", get(orders))
        .route("/_sandbox/brightpearl/contacts", get(contacts))
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

/// All orders as they are now, with their payments and reservations.
async fn orders(Extracted(world): Extracted<Arc<World>>) -> Json<Value> {
    let state = world.brightpearl();
    Json(state.orders.all().map(|one| order(&state, one)).collect())
}

/// All contacts as they are now, staff included.
async fn contacts(Extracted(world): Extracted<Arc<World>>) -> Json<Value> {
    let state = world.brightpearl();
    Json(state.contacts.all().map(|one| contact(&state, one)).collect())
}

fn order(state: &State, order: &Order) -> Value {
    let totals = order.totals();
    let lines = order.lines.iter().map(|line| {
        json!({ "id": line.id, "product_id": line.product_id, "name": line.name, "quantity": line.quantity,
                "net": line.net, "tax": line.tax, "tax_code": line.tax_code.code })
    });
    let payments = state.payments.all().filter(|one| one.order_id == order.id).map(payment);
    let reserved = state.reservations.get(&order.id).map(|one| {
        json!({ "warehouse_id": one.warehouse_id, "units": one.rows.values().map(|(_, units)| units).sum::<i64>() })
    });
    json!({
        "id": order.id, "external_ref": order.external_ref, "instance_id": order.instance_id,
        "reference": order.reference, "customer_id": order.customer_id, "channel_id": order.channel_id,
        "warehouse_id": order.warehouse_id, "status_id": order.status_id, "currency": order.currency,
        "net": totals.net, "tax": totals.tax, "total": order.gross(), "paid": order.paid.code().1,
        "lines": lines.collect::<Vec<_>>(), "payments": payments.collect::<Vec<_>>(), "reservation": reserved,
    })
}

fn payment(payment: &Payment) -> Value {
    json!({ "id": payment.id, "transaction_ref": payment.transaction_ref, "method": payment.method,
            "type": payment.kind, "amount": payment.paid, "currency": payment.currency,
            "journal_id": payment.journal_id })
}

fn contact(state: &State, contact: &Contact) -> Value {
    let address =
        contact.addresses.get("DEF").and_then(|id| state.addresses.get(id).map(|found| found.to_wire(*id)));
    json!({
        "id": contact.id, "first_name": contact.first_name, "last_name": contact.last_name,
        "email": contact.emails.get("PRI"), "telephones": contact.telephones,
        "organisation": contact.organisation, "staff": contact.is_staff, "supplier": contact.is_supplier,
        "address": address,
    })
}
