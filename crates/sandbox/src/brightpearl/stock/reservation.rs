//! Reservations: what orders hold of the stock before it is on a goods-out note (fact sheet 4.2.4).

use std::collections::BTreeMap;

use axum::http::Method;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value, json};

use super::BAD_BODY;
use super::fulfilment::{noted, refresh, row_units};
use crate::brightpearl::State;
use crate::brightpearl::call::{Call, no_such_resource};
use crate::brightpearl::form::Form;
use crate::brightpearl::order::{Order, find};
use crate::brightpearl::reference;
use crate::brightpearl::reply::{Problem, Refusal, Reply};
use crate::ledger::Effect;

/// Code of a reservation that cannot be made.
const IMPOSSIBLE: &str = "WHSC-014";

/// The one reservation note an order can have.
#[derive(Debug, Clone)]
pub struct Reservation {
    /// Where the units lie.
    pub warehouse_id: i64,
    /// Product and units by order row.
    pub rows: BTreeMap<i64, (i64, i64)>,
}

/// Answers the addresses below `order/{id}/reservation`.
pub(super) fn serve(call: &mut Call<'_>, order: &str, rest: &[&str]) -> Result<Reply, Refusal> {
    match (call.method.clone(), rest) {
        (Method::POST, ["warehouse", warehouse]) => reserve(call, order, warehouse),
        (Method::GET, []) => reservation(call, order),
        (Method::PUT, []) => change(call, order),
        (Method::DELETE, []) => free(call, order),
        _ => Err(no_such_resource()),
    }
}

/// Reserves what there is; a shortage is no error as long as something can be reserved.
fn reserve(call: &mut Call<'_>, order: &str, warehouse: &str) -> Result<Reply, Refusal> {
    let order = find(call, call.id(order)?)?;
    if !order.kind.sells() {
        return Err(Refusal::bad(IMPOSSIBLE, format!("Order {} is no sales order", order.id)));
    }
    let warehouse_id = call.id(warehouse)?;
    if reference::warehouse(warehouse_id).is_none() {
        return Err(Refusal::not_found(format!("No warehouse found with id {warehouse_id}")));
    }
    let existing = call.state.reservations.get(&order.id).cloned();
    if existing.as_ref().is_some_and(|one| one.warehouse_id != warehouse_id) {
        return Err(Refusal::bad(IMPOSSIBLE, "The order has a reservation in another warehouse"));
    }
    let wanted = wanted_rows(call, &order)?;
    let mut reservation = existing.unwrap_or(Reservation { warehouse_id, rows: BTreeMap::new() });
    let reserved = fill(call.state, &order, &mut reservation, &wanted);
    if reserved == 0 {
        return Err(Refusal::bad(IMPOSSIBLE, "None of the products can be reserved"));
    }
    keep(call, order, reservation, "reservation.created");
    Ok(Reply::done())
}

/// Adds wanted units to a reservation as far as stock and row quantities allow; answers how many were added.
fn fill(
    state: &State,
    order: &Order,
    reservation: &mut Reservation,
    wanted: &BTreeMap<i64, (i64, i64)>,
) -> i64 {
    let noted = noted(state, order.id);
    let stored = state.reservations.get(&order.id);
    let mut added = 0;
    for (row, (product, units)) in wanted {
        let held = |one: &Reservation| -> i64 {
            one.rows.values().filter(|(held, _)| held == product).map(|(_, units)| units).sum()
        };
        // What the order holds already is taken out of what is on hand, and may be used again.
        let on_hand = state.units.on_hand((*product, reservation.warehouse_id)) + stored.map_or(0, held);
        let left = (on_hand - held(reservation)).max(0);
        let of_row = reservation.rows.get(row).map_or(0, |(_, units)| *units);
        let open = (row_units(order, *row) - noted.get(row).copied().unwrap_or(0) - of_row).max(0);
        let taken = (*units).min(left).min(open);
        if taken > 0 {
            reservation.rows.insert(*row, (*product, of_row + taken));
            added += taken;
        }
    }
    added
}

/// Reads `products`: product and units by row. A row listed twice counts as listed last.
fn wanted_rows(call: &Call<'_>, order: &Order) -> Result<BTreeMap<i64, (i64, i64)>, Refusal> {
    let body = call.json()?;
    let Some(products) = body.get("products").and_then(Value::as_array).filter(|list| !list.is_empty())
    else {
        return Err(Refusal::bad(BAD_BODY, "products is required"));
    };
    let mut wanted = BTreeMap::new();
    let mut problems = Vec::new();
    for product in products {
        match wanted_row(order, product) {
            Ok((row, product, units)) => {
                wanted.insert(row, (product, units));
            }
            Err(faults) => problems.extend(faults),
        }
    }
    Refusal::unless_empty(problems)?;
    Ok(wanted)
}

/// Reads one row: row id, product id and units, which must fit the order.
pub(super) fn wanted_row(order: &Order, product: &Value) -> Result<(i64, i64, i64), Vec<Problem>> {
    let mut form = Form::new(product, BAD_BODY);
    let (row, product) = (form.id("/salesOrderRowId").unwrap_or(0), form.id("/productId").unwrap_or(0));
    let units = form.decimal("/quantity", 0).unwrap_or(Decimal::ZERO);
    match order.lines.iter().find(|line| line.id == row) {
        None => form.wrong(format!("Order {} has no row {row}", order.id)),
        Some(line) if line.product_id != product => {
            form.wrong(format!("Row {row} is not of product {product}"))
        }
        Some(line) if !line.stock_tracked => form.wrong(format!("Product {product} is not stock tracked")),
        Some(_) if units <= Decimal::ZERO => {
            form.wrong(format!("Row {row}: the quantity must be more than 0"))
        }
        Some(_) => {}
    }
    form.into_problems()?;
    Ok((row, product, units.to_i64().unwrap_or(0)))
}

/// Stores a reservation (or takes an empty one away), and with it the order's allocation status.
fn keep(call: &mut Call<'_>, order: Order, reservation: Reservation, what: &str) {
    let rows = print_rows(&reservation);
    call.record(
        Effect::new(what, order.id, order.external_ref.clone().unwrap_or_default())
            .detail(json!({ "warehouseId": reservation.warehouse_id, "orderRows": rows })),
    );
    store(call.state, order.id, reservation);
    refresh(call, order.id);
}

/// Replaces what an order holds, and with it what is allocated.
pub(super) fn store(state: &mut State, order_id: i64, reservation: Reservation) {
    let old = state.reservations.remove(&order_id);
    for (one, sign) in old.iter().map(|one| (one, -1)).chain([(&reservation, 1)]) {
        for (product, units) in one.rows.values() {
            state.units.allocate((*product, one.warehouse_id), sign * units);
        }
    }
    if !reservation.rows.is_empty() {
        state.reservations.insert(order_id, reservation);
    }
}

fn print_rows(reservation: &Reservation) -> Map<String, Value> {
    reservation
        .rows
        .iter()
        .map(|(row, (product, units))| (row.to_string(), json!({ "productId": product, "quantity": units })))
        .collect()
}

fn none(order: i64) -> Refusal {
    Refusal::not_found(format!("No reservation exists for order {order}"))
}

fn reservation(call: &Call<'_>, order: &str) -> Result<Reply, Refusal> {
    let id = call.id(order)?;
    let reservation = call.state.reservations.get(&id).ok_or_else(|| none(id))?;
    let rows = print_rows(reservation);
    Ok(Reply::response(
        json!([{ "orderId": id, "warehouseId": reservation.warehouse_id, "orderRows": rows }]),
    ))
}

/// Sets the reservation anew in the same warehouse, as far as stock allows.
fn change(call: &mut Call<'_>, order: &str) -> Result<Reply, Refusal> {
    let order = find(call, call.id(order)?)?;
    let warehouse_id = call.state.reservations.get(&order.id).ok_or_else(|| none(order.id))?.warehouse_id;
    let wanted = wanted_rows(call, &order)?;
    let mut reservation = Reservation { warehouse_id, rows: BTreeMap::new() };
    if fill(call.state, &order, &mut reservation, &wanted) == 0 {
        return Err(Refusal::bad(IMPOSSIBLE, "None of the products can be reserved"));
    }
    keep(call, order, reservation, "reservation.changed");
    Ok(Reply::done())
}

fn free(call: &mut Call<'_>, order: &str) -> Result<Reply, Refusal> {
    let id = call.id(order)?;
    if !release(call, id) {
        return Err(none(id));
    }
    Ok(call.deleted())
}

/// Frees what an order has reserved; tells whether there was anything.
pub fn release(call: &mut Call<'_>, order_id: i64) -> bool {
    let (Some(reservation), Some(order)) =
        (call.state.reservations.get(&order_id).cloned(), call.state.orders.get(order_id).cloned())
    else {
        return false;
    };
    let empty = Reservation { rows: BTreeMap::new(), ..reservation };
    keep(call, order, empty, "reservation.deleted");
    true
}

/// Frees what an order has reserved beyond its rows, after they were changed or taken away.
pub fn fit(state: &mut State, order: &Order) {
    let Some(mut held) = state.reservations.get(&order.id).cloned() else { return };
    let noted = noted(state, order.id);
    for (row, (_, units)) in &mut held.rows {
        let open = row_units(order, *row) - noted.get(row).copied().unwrap_or(0);
        *units = (*units).min(open);
    }
    held.rows.retain(|_, (_, units)| *units > 0);
    store(state, order.id, held);
}
