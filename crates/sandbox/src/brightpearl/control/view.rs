//! The state of Brightpearl, plainly: orders, contacts and stock.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State as Extracted};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::brightpearl::State;
use crate::brightpearl::contact::Contact;
use crate::brightpearl::order::{Invoice, Order};
use crate::brightpearl::payment::Payment;
use crate::brightpearl::reference::tables::WAREHOUSES;
use crate::brightpearl::stock::goods_in::GoodsIn;
use crate::brightpearl::stock::goods_out::GoodsOut;
use crate::brightpearl::webhook;
use crate::world::World;

/// All orders and credits as they are now, with their payments, reservations and goods notes.
pub(super) async fn orders(Extracted(world): Extracted<Arc<World>>) -> Json<Value> {
    let state = world.brightpearl();
    Json(state.orders.all().map(|one| order(&state, one)).collect())
}

/// All contacts as they are now, staff included.
pub(super) async fn contacts(Extracted(world): Extracted<Arc<World>>) -> Json<Value> {
    let state = world.brightpearl();
    Json(state.contacts.all().map(|one| contact(&state, one)).collect())
}

#[derive(Debug, Deserialize)]
pub(super) struct StockQuery {
    product_id: Option<i64>,
}

/// The stock of every stock-tracked product (or of one) in every warehouse.
pub(super) async fn stock(
    Extracted(world): Extracted<Arc<World>>,
    Query(query): Query<StockQuery>,
) -> Json<Value> {
    let state = world.brightpearl();
    let (low, high) = query.product_id.map_or((0, i64::MAX), |id| (id, id));
    let tracked = state.products.range(low, high).filter(|product| product.stock_tracked);
    let rows = tracked.flat_map(|product| {
        let units = &state.units;
        WAREHOUSES.iter().map(move |warehouse| {
            let place = (product.id, warehouse.id);
            json!({ "product_id": product.id, "sku": product.sku, "warehouse_id": warehouse.id,
                    "in_stock": units.in_stock(place), "allocated": units.allocated(place),
                    "on_hand": units.on_hand(place), "quarantined": units.quarantined(place) })
        })
    });
    Json(rows.collect())
}

/// The registered webhooks and the latest attempts to deliver.
pub(super) async fn webhooks(Extracted(world): Extracted<Arc<World>>) -> Json<Value> {
    Json(webhook::view(&world.brightpearl().hooks))
}

fn order(state: &State, order: &Order) -> Value {
    let totals = order.totals();
    let lines = order.lines.iter().map(|line| {
        json!({ "id": line.id, "product_id": line.product_id, "name": line.name, "quantity": line.quantity,
                "net": line.net, "tax": line.tax, "tax_code": line.tax_code.code,
                "external_ref": line.external_ref })
    });
    let payments = state.payments.all().filter(|one| one.order_id == order.id).map(payment);
    let reserved = state.reservations.get(&order.id).map(|one| {
        json!({ "warehouse_id": one.warehouse_id, "units": one.rows.values().map(|(_, units)| units).sum::<i64>() })
    });
    let notes =
        |index: &std::collections::BTreeMap<i64, Vec<i64>>| index.get(&order.id).cloned().unwrap_or_default();
    let out = notes(&state.goods_out_of_order).into_iter().filter_map(|id| state.goods_out.get(id));
    let back = notes(&state.goods_in_of_order).into_iter().filter_map(|id| state.goods_in.get(id));
    json!({
        "id": order.id, "type": order.kind.code(), "parent_id": order.parent_id,
        "external_ref": order.external_ref, "instance_id": order.instance_id,
        "reference": order.reference, "customer_id": order.customer_id, "channel_id": order.channel_id,
        "warehouse_id": order.warehouse_id, "status_id": order.status_id, "currency": order.currency,
        "net": totals.net, "tax": totals.tax, "total": order.gross(), "paid": order.paid.code().1,
        "shipping": order.shipping().1, "allocation": order.allocation_code(), "stock": order.stock().1,
        "invoice": invoice(order),
        "lines": lines.collect::<Vec<_>>(), "payments": payments.collect::<Vec<_>>(), "reservation": reserved,
        "goods_out": out.map(goods_out).collect::<Vec<_>>(), "goods_in": back.map(goods_in).collect::<Vec<_>>(),
    })
}

fn invoice(order: &Order) -> Value {
    match &order.invoice {
        Invoice::None => json!(null),
        Invoice::Pending => json!("pending"),
        Invoice::Done { reference, .. } => json!(reference),
    }
}

fn goods_out(note: &GoodsOut) -> Value {
    json!({ "id": note.id, "warehouse_id": note.warehouse_id, "shipped": note.shipped.is_some(),
            "reference": note.reference, "units": note.rows.values().map(|(_, units)| units).sum::<i64>() })
}

fn goods_in(note: &GoodsIn) -> Value {
    let goods = note.goods.iter().map(|one| {
        json!({ "row_id": one.row_id, "product_id": one.product_id, "units": one.units,
                "location_id": one.location_id })
    });
    json!({ "id": note.id, "warehouse_id": note.warehouse_id, "goods": goods.collect::<Vec<_>>() })
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
