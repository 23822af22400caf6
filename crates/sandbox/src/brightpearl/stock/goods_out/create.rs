//! POST of goods-out notes: one for each warehouse named, all or none.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::fulfilment::{noted, notes_of, refresh, row_units};
use super::super::reservation::{self, Reservation, wanted_row};
use super::{BAD_NOTE, Event, GoodsOut, effect, shipping_method};
use crate::brightpearl::State;
use crate::brightpearl::call::Call;
use crate::brightpearl::form::Form;
use crate::brightpearl::order::{Order, find};
use crate::brightpearl::reference;
use crate::brightpearl::reference::tables::CANCELLED_STATUS;
use crate::brightpearl::reply::{Problem, Refusal, Reply};

/// What is to leave one warehouse.
struct Shipment {
    warehouse_id: i64,
    release_date: Option<Timestamp>,
    /// Product and units by row.
    rows: BTreeMap<i64, (i64, i64)>,
}

/// Answers with the ids of the new notes.
pub(super) fn post(call: &mut Call<'_>, order: &str) -> Result<Reply, Refusal> {
    let order = find(call, call.id(order)?)?;
    if !order.kind.sells() || order.status_id == CANCELLED_STATUS {
        return Err(Refusal::bad(BAD_NOTE, format!("No goods can leave for order {}", order.id)));
    }
    let body = call.json()?;
    let mut form = Form::new(&body, BAD_NOTE);
    let priority = form.flag("/priority").unwrap_or(false);
    let method = shipping_method(&mut form, "/shippingMethodId").unwrap_or(order.shipping_method_id);
    let shipments = shipments(&mut form, &order);
    form.finish()?;
    Refusal::unless_empty(too_much(call, &order, &shipments))?;
    let ids: Vec<i64> = shipments.into_iter().map(|one| keep(call, &order, one, priority, method)).collect();
    refresh(call, order.id);
    Ok(match ids.as_slice() {
        [id] if call.knobs.goods_out_answers_number => Reply::response(json!(id)),
        _ => Reply::response(json!(ids)),
    })
}

fn shipments(form: &mut Form<'_>, order: &Order) -> Vec<Shipment> {
    let entries = form.at("/warehouses").and_then(Value::as_array).cloned().unwrap_or_default();
    if entries.is_empty() {
        form.wrong("warehouses is required");
    }
    entries
        .iter()
        .filter_map(|entry| match shipment(entry, order) {
            Ok(shipment) => Some(shipment),
            Err(faults) => {
                faults.into_iter().for_each(|fault| form.problem(fault.code, fault.message));
                None
            }
        })
        .collect()
}

/// Reads one entry of `warehouses`; a row listed twice counts with both its quantities.
fn shipment(entry: &Value, order: &Order) -> Result<Shipment, Vec<Problem>> {
    let mut form = Form::new(entry, BAD_NOTE);
    let warehouse_id = form.known_id("/warehouseId", "warehouse", |id| reference::warehouse(id).is_some());
    let release_date = form.time("/releaseDate");
    if warehouse_id.is_none() && form.at("/warehouseId").is_none() {
        form.wrong("warehouseId is required");
    }
    if form.flag("/transfer") == Some(true) {
        form.wrong("The goods of a sales order are no transfer");
    }
    let products = form.at("/products").and_then(Value::as_array).cloned().unwrap_or_default();
    if products.is_empty() {
        form.wrong("products is required");
    }
    let mut rows: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for product in &products {
        match wanted_row(order, product) {
            Ok((row, product, units)) => rows.entry(row).or_insert((product, 0)).1 += units,
            Err(faults) => faults.into_iter().for_each(|fault| form.problem(fault.code, fault.message)),
        }
    }
    form.into_problems()?;
    Ok(Shipment { warehouse_id: warehouse_id.unwrap_or_default(), release_date, rows })
}

/// What is wrong with the quantities: more than was ordered, or more than there is to take.
fn too_much(call: &Call<'_>, order: &Order, shipments: &[Shipment]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut fulfilled = noted(call.state, order.id);
    let mut taken: BTreeMap<(i64, i64), i64> = BTreeMap::new();
    for (place, row, units) in shipments.iter().flat_map(|one| {
        one.rows.iter().map(|(row, (product, units))| ((*product, one.warehouse_id), *row, *units))
    }) {
        *fulfilled.entry(row).or_default() += units;
        *taken.entry(place).or_default() += units;
    }
    for (row, units) in fulfilled {
        if units > row_units(order, row) {
            problems.push(Problem::new(
                BAD_NOTE,
                format!("Row {row} would be fulfilled more than it was ordered"),
            ));
        }
    }
    if call.knobs.goods_out_beyond_stock_refused {
        for (place, units) in taken {
            if units > call.state.units.on_hand(place) + held(call.state, order.id, place) {
                let message = format!("Warehouse {} has not enough of product {}", place.1, place.0);
                problems.push(Problem::new(BAD_NOTE, message));
            }
        }
    }
    problems
}

/// Units of a product the order has reserved in a warehouse.
fn held(state: &State, order_id: i64, (product, warehouse): (i64, i64)) -> i64 {
    let reservation = state.reservations.get(&order_id).filter(|one| one.warehouse_id == warehouse);
    let rows = reservation.into_iter().flat_map(|one| one.rows.values());
    rows.filter(|(held, _)| *held == product).map(|(_, units)| units).sum()
}

fn keep(call: &mut Call<'_>, order: &Order, shipment: Shipment, priority: bool, method: i64) -> i64 {
    take_over(call.state, order.id, &shipment.rows);
    for (product, units) in shipment.rows.values() {
        call.state.units.allocate((*product, shipment.warehouse_id), *units);
    }
    let (id, now) = (call.state.new_goods_out_id(), call.now());
    let sequence = notes_of(call.state, order.id).map(|note| note.sequence).max().unwrap_or(0) + 1;
    let note = GoodsOut {
        id,
        order_id: order.id,
        warehouse_id: shipment.warehouse_id,
        priority,
        shipping_method_id: method,
        reference: None,
        boxes: None,
        weight: None,
        label_uri: None,
        release_date: shipment.release_date.unwrap_or(now),
        created_on: now,
        created_by: call.caller,
        rows: shipment.rows,
        sequence,
        events: vec![Event { occurred: now, owner: call.caller, code: "PLA".to_owned() }],
        version: call.state.new_event_version(),
        printed: None,
        picked: None,
        packed: None,
        shipped: None,
    };
    call.record(effect(call.state, "goods-out.created", &note));
    let seen = call.seen();
    call.state.goods_out.put(id, note, seen);
    call.state.goods_out_of_order.entry(order.id).or_default().push(id);
    call.state.hooks.raise("goods-out-note.created", id);
    id
}

/// Takes units out of the order's reservation, so that they are not allocated twice.
fn take_over(state: &mut State, order_id: i64, rows: &BTreeMap<i64, (i64, i64)>) {
    let Some(held) = state.reservations.get(&order_id) else { return };
    let mut left = Reservation { warehouse_id: held.warehouse_id, rows: held.rows.clone() };
    for (row, (_, units)) in rows {
        if let Some((_, reserved)) = left.rows.get_mut(row) {
            *reserved = (*reserved - units).max(0);
        }
    }
    left.rows.retain(|_, (_, units)| *units > 0);
    reservation::store(state, order_id, left);
}
