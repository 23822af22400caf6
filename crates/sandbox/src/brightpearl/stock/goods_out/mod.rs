//! Goods-out notes (fact sheet 4.2.5): goods are put on a note, picked, packed and shipped.

mod create;
mod event;
mod search;
mod wire;

use std::collections::BTreeMap;

use axum::http::Method;
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::fulfilment::{notes_of, refresh};
use crate::brightpearl::State;
use crate::brightpearl::call::{Call, no_such_resource};
use crate::brightpearl::form::Form;
use crate::brightpearl::idset::IdSet;
use crate::brightpearl::reference::tables::SHIPPING_METHODS;
use crate::brightpearl::reply::{Refusal, Reply};
use crate::ledger::Effect;
pub use event::Event;
pub(super) use event::post as post_events;
pub(super) use search::{COLUMNS, search};

/// Id of the first goods-out note.
pub const FIRST_NOTE: i64 = 12_001;

/// Code of refused notes; the real numbers are not known (fact sheet 7, question 8).
const BAD_NOTE: &str = "WHSC-903";
/// Code of a change to goods that are gone; the real number is not known.
const SHIPPED: &str = "WHSC-904";

/// The most notes or orders one GET may name.
const MOST_NOTES: i64 = 500;

/// A step that was done: when, and by which contact.
pub type Done = Option<(Timestamp, i64)>;

/// A goods-out note.
#[derive(Debug, Clone)]
pub struct GoodsOut {
    /// Unique, never given twice.
    pub id: i64,
    /// The sales order whose goods leave.
    pub order_id: i64,
    /// Where they leave from.
    pub warehouse_id: i64,
    /// Whether it is urgent.
    pub priority: bool,
    /// 0 for none.
    pub shipping_method_id: i64,
    /// The tracking number.
    pub reference: Option<String>,
    /// How many boxes.
    pub boxes: Option<i64>,
    /// In the account's unit of weight.
    pub weight: Option<Decimal>,
    /// Where the label can be had.
    pub label_uri: Option<String>,
    /// When the goods may leave.
    pub release_date: Timestamp,
    /// When it was made.
    pub created_on: Timestamp,
    /// Contact id of who made it.
    pub created_by: i64,
    /// Product and units by order row.
    pub rows: BTreeMap<i64, (i64, i64)>,
    /// Counts the notes of one order, from 1.
    pub sequence: i64,
    /// Everything that happened to it, oldest first.
    pub events: Vec<Event>,
    /// Grows with every event, over all notes.
    pub version: i64,
    /// The note is on paper.
    pub printed: Done,
    /// The goods are off the shelf.
    pub picked: Done,
    /// The goods are in boxes.
    pub packed: Done,
    /// The goods are gone: nothing can be changed any more.
    pub shipped: Done,
}

/// Answers the addresses below `order/{ids}/goods-note/goods-out`.
pub(super) fn serve_order(call: &mut Call<'_>, orders: &str, rest: &[&str]) -> Result<Reply, Refusal> {
    match (call.method.clone(), rest) {
        (Method::POST, []) => create::post(call, orders),
        (Method::GET, []) => get(call, orders, None),
        (Method::GET, [notes]) => get(call, orders, Some(notes)),
        (Method::DELETE, [note]) => delete(call, orders, note),
        _ => Err(no_such_resource()),
    }
}

/// Answers a map of note id to note; nothing found is an empty map.
fn get(call: &Call<'_>, orders: &str, notes: Option<&str>) -> Result<Reply, Refusal> {
    let read = |text: &str| call.ids_up_to("goods-out", text, MOST_NOTES);
    let notes = notes.map(read).transpose()?;
    let found: Map<String, Value> = if orders == "*" {
        let all = call.state.goods_out.all();
        all.filter(|note| notes.as_ref().is_none_or(|set| set.contains(note.id))).map(entry).collect()
    } else {
        of_orders(call.state, &read(orders)?, notes.as_ref())
    };
    Ok(Reply::response(Value::Object(found)))
}

fn of_orders(state: &State, orders: &IdSet, notes: Option<&IdSet>) -> Map<String, Value> {
    let ranges = orders.ranges().iter();
    let orders = ranges.flat_map(|(low, high)| state.goods_out_of_order.range(*low..=*high));
    orders
        .flat_map(|(order, _)| notes_of(state, *order))
        .filter(|note| notes.is_none_or(|set| set.contains(note.id)))
        .map(entry)
        .collect()
}

fn entry(note: &GoodsOut) -> (String, Value) {
    (note.id.to_string(), wire::note(note))
}

/// Finds a note that a write names and that is still here.
fn open(call: &Call<'_>, id: i64) -> Result<GoodsOut, Refusal> {
    let note = call.state.goods_out.get(id).cloned();
    let note = note.ok_or_else(|| Refusal::not_found(format!("Cannot find goods-out note: {id}")))?;
    if note.shipped.is_some() {
        return Err(Refusal::bad(SHIPPED, format!("Goods-out note {id} has been shipped")));
    }
    Ok(note)
}

/// Changes priority and shipping of a note that has not been shipped; what is absent stays.
pub(super) fn put(call: &mut Call<'_>, id: &str) -> Result<Reply, Refusal> {
    let mut note = open(call, call.id(id)?)?;
    let body = call.json()?;
    let mut form = Form::new(&body, BAD_NOTE);
    let method = shipping_method(&mut form, "/shipping/shippingMethodId");
    note.priority = form.flag("/priority").unwrap_or(note.priority);
    note.shipping_method_id = method.unwrap_or(note.shipping_method_id);
    note.reference = form.text("/shipping/reference", 255).or(note.reference);
    note.boxes = form.id("/shipping/boxes").or(note.boxes);
    note.weight = form.decimal("/shipping/weight", 4).or(note.weight);
    note.label_uri = form.text("/labelUri", 2000).or(note.label_uri);
    form.finish()?;
    call.record(effect(call.state, "goods-out.changed", &note));
    call.state.hooks.raise("goods-out-note.modified", note.id);
    let seen = call.seen();
    call.state.goods_out.put(note.id, note, seen);
    Ok(Reply::done())
}

fn shipping_method(form: &mut Form<'_>, pointer: &str) -> Option<i64> {
    form.known_id(pointer, "shipping method", |id| {
        id == 0 || SHIPPING_METHODS.iter().any(|method| method.id == id)
    })
}

/// Takes back a note that has not been shipped; its units are on hand again.
fn delete(call: &mut Call<'_>, order: &str, id: &str) -> Result<Reply, Refusal> {
    let (order_id, id) = (call.id(order)?, call.id(id)?);
    let note = open(call, id)?;
    if note.order_id != order_id {
        return Err(Refusal::not_found(format!("Order {order_id} has no goods-out note {id}")));
    }
    call.record(effect(call.state, "goods-out.deleted", &note));
    for (product, units) in note.rows.values() {
        call.state.units.allocate((*product, note.warehouse_id), -units);
    }
    if let Some(notes) = call.state.goods_out_of_order.get_mut(&order_id) {
        notes.retain(|one| *one != id);
    }
    let seen = call.seen();
    call.state.goods_out.remove(id, seen);
    call.state.hooks.raise("goods-out-note.destroyed", id);
    refresh(call, order_id);
    Ok(call.deleted())
}

fn effect(state: &State, what: &str, note: &GoodsOut) -> Effect {
    let order = state.orders.get(note.order_id);
    let reference = order.and_then(|order| order.external_ref.clone()).unwrap_or_default();
    Effect::new(what, note.id, reference).detail(json!({
        "orderId": note.order_id, "warehouseId": note.warehouse_id, "orderRows": wire::units(note),
        "shippingReference": note.reference,
    }))
}
