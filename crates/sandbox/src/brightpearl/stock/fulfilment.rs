//! How far an order's goods are allocated, shipped or received, and the overview of it (fact sheet 4.2.4, 4.3.1).

use std::collections::BTreeMap;

use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value, json};

use super::goods_out::GoodsOut;
use crate::brightpearl::State;
use crate::brightpearl::call::Call;
use crate::brightpearl::order::{Level, Order, find};
use crate::brightpearl::reference;
use crate::brightpearl::reply::{Refusal, Reply};

/// The goods-out notes of an order, oldest first.
pub(super) fn notes_of(state: &State, order_id: i64) -> impl Iterator<Item = &GoodsOut> {
    let ids = state.goods_out_of_order.get(&order_id).into_iter().flatten();
    ids.filter_map(|id| state.goods_out.get(*id))
}

/// Whether an order has any goods-out note, shipped or not.
pub fn has_notes(state: &State, order_id: i64) -> bool {
    notes_of(state, order_id).next().is_some()
}

/// Units of one row that are on goods-out or goods-in notes.
pub fn on_notes(state: &State, order_id: i64, row: i64) -> i64 {
    let out = noted(state, order_id).get(&row).copied().unwrap_or(0);
    out + super::goods_in::received(state, order_id).get(&row).copied().unwrap_or(0)
}

/// Units of each order row on goods-out notes.
pub(super) fn noted(state: &State, order_id: i64) -> BTreeMap<i64, i64> {
    sum(notes_of(state, order_id))
}

fn shipped(state: &State, order_id: i64) -> BTreeMap<i64, i64> {
    sum(notes_of(state, order_id).filter(|note| note.shipped.is_some()))
}

fn sum<'a>(notes: impl Iterator<Item = &'a GoodsOut>) -> BTreeMap<i64, i64> {
    let mut sums = BTreeMap::new();
    for (row, (_, units)) in notes.flat_map(|note| &note.rows) {
        *sums.entry(*row).or_default() += units;
    }
    sums
}

/// Whole units of an order row.
pub(super) fn row_units(order: &Order, row: i64) -> i64 {
    order.lines.iter().find(|line| line.id == row).and_then(|line| line.quantity.to_i64()).unwrap_or(0)
}

/// Brings an order's codes up to date after its goods have moved; tells when the last of them is shipped.
pub fn refresh(call: &mut Call<'_>, order_id: i64) {
    let Some(mut order) = call.state.orders.get(order_id).cloned() else { return };
    let was = order.shipped;
    let wanted: i64 =
        order.lines.iter().filter(|line| line.stock_tracked).filter_map(|line| line.quantity.to_i64()).sum();
    let reserved: i64 = call
        .state
        .reservations
        .get(&order_id)
        .map_or(0, |reservation| reservation.rows.values().map(|(_, units)| units).sum());
    let noted: i64 = noted(call.state, order_id).values().sum();
    if order.kind.sells() {
        order.allocated = Level::of(reserved + noted, wanted);
        order.shipped = Level::of(shipped(call.state, order_id).values().sum(), wanted);
    } else {
        order.received = Level::of(super::goods_in::received(call.state, order_id).values().sum(), wanted);
    }
    let all_gone = order.shipped == Level::All && was != Level::All;
    let seen = call.seen();
    call.state.orders.put(order_id, order, seen);
    if all_gone {
        call.state.hooks.raise("order.modified.fully-shipped", order_id);
    }
}

/// Answers quantity, fulfilled and shipped units of every row; rows without stock stay at 0.
pub(super) fn status(call: &Call<'_>, order: &str) -> Result<Reply, Refusal> {
    let order = find(call, call.id(order)?)?;
    let (noted, shipped) = (noted(call.state, order.id), shipped(call.state, order.id));
    let rows: Map<String, Value> = order
        .lines
        .iter()
        .map(|line| {
            let units = |of: &BTreeMap<i64, i64>| of.get(&line.id).copied().unwrap_or(0);
            let mut row = json!({ "quantity": line.quantity.to_i64().unwrap_or(0), "fulfilled": units(&noted),
                                  "shipped": units(&shipped) });
            let places = locations(call.state, order.id, line.id);
            if let (Some(fields), false) = (row.as_object_mut(), places.is_empty()) {
                fields.insert("fulfilmentLocations".to_owned(), Value::Object(places));
            }
            (line.id.to_string(), row)
        })
        .collect();
    Ok(Reply::response(Value::Object(rows)))
}

/// Units of a row by the location they are taken from.
fn locations(state: &State, order_id: i64, row: i64) -> Map<String, Value> {
    let mut places: BTreeMap<i64, i64> = BTreeMap::new();
    for note in notes_of(state, order_id) {
        let location = reference::warehouse(note.warehouse_id).map(|warehouse| warehouse.default_location);
        if let (Some(location), Some((_, units))) = (location, note.rows.get(&row)) {
            *places.entry(location).or_default() += units;
        }
    }
    places.into_iter().map(|(location, units)| (location.to_string(), json!(units))).collect()
}
