//! Stock: what is there, what orders have reserved, and what is left to sell (fact sheet 4.2.2, 4.2.4).

use std::collections::BTreeMap;

use axum::http::Method;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value, json};

use super::State;
use super::call::{Call, no_such_resource};
use super::form::Form;
use super::order::{Allocated, Order, find};
use super::reference;
use super::reference::tables::WAREHOUSES;
use super::reply::{Problem, Refusal, Reply};
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

/// Answers `warehouse-service`.
pub fn serve(call: &mut Call<'_>, rest: &[&str]) -> Result<Reply, Refusal> {
    match (call.method.clone(), rest) {
        (Method::GET, ["product-availability", ids]) => availability(call, ids),
        (Method::POST, ["order", order, "reservation", "warehouse", warehouse]) => {
            reserve(call, order, warehouse)
        }
        (Method::GET, ["order", order, "reservation"]) => reservation(call, order),
        (Method::PUT, ["order", order, "reservation"]) => change(call, order),
        (Method::DELETE, ["order", order, "reservation"]) => free(call, order),
        (Method::GET, rest) => reference::warehouse_service(call, rest),
        _ => Err(no_such_resource()),
    }
}

impl State {
    /// Units all orders have reserved, by product and warehouse, but for one order.
    fn allocated(&self, except_order: Option<i64>) -> BTreeMap<(i64, i64), i64> {
        let mut sums = BTreeMap::new();
        for (order, reservation) in &self.reservations {
            if Some(*order) != except_order {
                for (product, units) in reservation.rows.values() {
                    *sums.entry((*product, reservation.warehouse_id)).or_default() += units;
                }
            }
        }
        sums
    }
}

/// A map of the stock-tracked products among the ids; the others are left out without a word.
fn availability(call: &Call<'_>, ids: &str) -> Result<Reply, Refusal> {
    let set = call.ids("product-availability", ids)?;
    let exists = |id: &i64| call.state.products.get(*id).is_some();
    let stranger = set.ranges().iter().flat_map(|(low, high)| *low..=*high).find(|id| !exists(id));
    if let (Some(id), true) = (stranger, call.knobs.bad_id_fails_availability) {
        return Err(Refusal::bad("WHSC-901", format!("There is no product with id {id}")));
    }
    let allocated = call.state.allocated(None);
    let found: Map<String, Value> = call
        .state
        .products
        .all()
        .filter(|product| product.stock_tracked && set.contains(product.id))
        .map(|product| (product.id.to_string(), product_availability(call.state, product.id, &allocated)))
        .collect();
    Ok(Reply::response(Value::Object(found)))
}

fn product_availability(state: &State, product: i64, allocated: &BTreeMap<(i64, i64), i64>) -> Value {
    let mut total = (0, 0);
    let mut warehouses = Map::new();
    for warehouse in &WAREHOUSES {
        let key = (product, warehouse.id);
        let in_stock = state.stock.get(&key).copied().unwrap_or(0);
        let reserved = allocated.get(&key).copied().unwrap_or(0);
        total = (total.0 + in_stock, total.1 + reserved);
        if in_stock != 0 || reserved != 0 {
            warehouses.insert(warehouse.id.to_string(), units(in_stock, reserved));
        }
    }
    json!({ "total": units(total.0, total.1), "warehouses": warehouses })
}

fn units(in_stock: i64, allocated: i64) -> Value {
    json!({ "inStock": in_stock, "onHand": in_stock - allocated, "allocated": allocated, "inTransit": 0 })
}

/// Reserves what there is; a shortage is no error as long as something can be reserved.
fn reserve(call: &mut Call<'_>, order: &str, warehouse: &str) -> Result<Reply, Refusal> {
    let order = find(call, call.id(order)?)?;
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
    let allocated = state.allocated(Some(order.id));
    let mut added = 0;
    for (row, (product, units)) in wanted {
        let key = (*product, reservation.warehouse_id);
        let held: i64 =
            reservation.rows.values().filter(|(held, _)| held == product).map(|(_, units)| units).sum();
        let in_stock = state.stock.get(&key).copied().unwrap_or(0);
        let left = (in_stock - allocated.get(&key).copied().unwrap_or(0) - held).max(0);
        let of_row = reservation.rows.get(row).map_or(0, |(_, units)| *units);
        let open = (row_units(order, *row) - of_row).max(0);
        let taken = (*units).min(left).min(open);
        if taken > 0 {
            reservation.rows.insert(*row, (*product, of_row + taken));
            added += taken;
        }
    }
    added
}

/// Whole units of an order row.
fn row_units(order: &Order, row: i64) -> i64 {
    order.lines.iter().find(|line| line.id == row).and_then(|line| line.quantity.to_i64()).unwrap_or(0)
}

/// Reads `products`: product and units by row. A row listed twice counts as listed last.
fn wanted_rows(call: &Call<'_>, order: &Order) -> Result<BTreeMap<i64, (i64, i64)>, Refusal> {
    let body = call.json()?;
    let Some(products) = body.get("products").and_then(Value::as_array).filter(|list| !list.is_empty())
    else {
        return Err(Refusal::bad("WHSC-900", "products is required"));
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

fn wanted_row(order: &Order, product: &Value) -> Result<(i64, i64, i64), Vec<Problem>> {
    let mut form = Form::new(product, "WHSC-900");
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
fn keep(call: &mut Call<'_>, mut order: Order, reservation: Reservation, what: &str) {
    let rows: Map<String, Value> = reservation
        .rows
        .iter()
        .map(|(row, (product, units))| (row.to_string(), json!({ "productId": product, "quantity": units })))
        .collect();
    let reserved: i64 = reservation.rows.values().map(|(_, units)| units).sum();
    call.record(
        Effect::new(what, order.id, order.external_ref.clone().unwrap_or_default())
            .detail(json!({ "warehouseId": reservation.warehouse_id, "orderRows": rows })),
    );
    let wanted: i64 =
        order.lines.iter().filter(|line| line.stock_tracked).filter_map(|line| line.quantity.to_i64()).sum();
    order.allocated = match reserved {
        _ if wanted == 0 => Allocated::NotRequired,
        0 => Allocated::Nothing,
        units if units < wanted => Allocated::Part,
        _ => Allocated::All,
    };
    if reserved == 0 {
        call.state.reservations.remove(&order.id);
    } else {
        call.state.reservations.insert(order.id, reservation);
    }
    let seen = call.seen();
    call.state.orders.put(order.id, order, seen);
}

fn none(order: i64) -> Refusal {
    Refusal::not_found(format!("No reservation exists for order {order}"))
}

fn reservation(call: &Call<'_>, order: &str) -> Result<Reply, Refusal> {
    let id = call.id(order)?;
    let reservation = call.state.reservations.get(&id).ok_or_else(|| none(id))?;
    let rows: Map<String, Value> = reservation
        .rows
        .iter()
        .map(|(row, (product, units))| (row.to_string(), json!({ "productId": product, "quantity": units })))
        .collect();
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
