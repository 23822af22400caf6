//! Goods-in notes (fact sheet 4.2.6): what customers bring back comes in on the credit.

use std::collections::BTreeMap;

use axum::http::Method;
use jiff::Timestamp;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};

use super::fulfilment::{refresh, row_units};
use super::movement::Movement;
use crate::brightpearl::State;
use crate::brightpearl::call::{Call, no_such_resource};
use crate::brightpearl::form::Form;
use crate::brightpearl::order::{Order, find};
use crate::brightpearl::reference;
use crate::brightpearl::reference::tables::Warehouse;
use crate::brightpearl::reply::{Problem, Refusal, Reply, fixed};
use crate::brightpearl::search::{Cell, Column, Kind};
use crate::brightpearl::when;
use crate::ledger::Effect;

/// Id of the first goods-in note.
pub const FIRST_NOTE: i64 = 31_001;

/// Code of refused notes; the real numbers are not known.
const BAD_NOTE: &str = "WHSC-905";

/// Goods that came in for one row.
#[derive(Debug, Clone)]
pub struct Moved {
    /// The row of the credit; `purchaseOrderRowId` on the wire.
    pub row_id: i64,
    /// The product.
    pub product_id: i64,
    /// More than 0.
    pub units: i64,
    /// A location of the warehouse, possibly quarantine.
    pub location_id: i64,
    /// What one unit is worth, in the base currency.
    pub value: Decimal,
}

/// A goods-in note.
#[derive(Debug, Clone)]
pub struct GoodsIn {
    /// Unique, never given twice.
    pub id: i64,
    /// The credit the goods come back on.
    pub order_id: i64,
    /// Where they came in.
    pub warehouse_id: i64,
    /// When they came in.
    pub received_on: Timestamp,
    /// When it was entered.
    pub created_on: Timestamp,
    /// Contact id of who entered it.
    pub created_by: i64,
    /// What came in.
    pub goods: Vec<Moved>,
}

/// Answers the addresses below `order/{ids}/goods-note/goods-in`.
pub(super) fn serve(call: &mut Call<'_>, orders: &str, rest: &[&str]) -> Result<Reply, Refusal> {
    match (call.method.clone(), rest) {
        (Method::POST, []) => post(call, orders),
        (Method::GET, []) => get(call, orders, None),
        (Method::GET, [notes]) => get(call, orders, Some(notes)),
        _ => Err(no_such_resource()),
    }
}

/// Units of each row of a credit that have come in.
pub(super) fn received(state: &State, order_id: i64) -> BTreeMap<i64, i64> {
    let mut sums = BTreeMap::new();
    let ids = state.goods_in_of_order.get(&order_id).into_iter().flatten();
    for moved in ids.filter_map(|id| state.goods_in.get(*id)).flat_map(|note| &note.goods) {
        *sums.entry(moved.row_id).or_default() += moved.units;
    }
    sums
}

fn post(call: &mut Call<'_>, order: &str) -> Result<Reply, Refusal> {
    let order = find(call, call.id(order)?)?;
    if order.kind.sells() {
        return Err(Refusal::bad(BAD_NOTE, format!("No goods can come in for sales order {}", order.id)));
    }
    let note = read(call, &order)?;
    let id = note.id;
    for moved in &note.goods {
        let movement = Movement::of(id, "SG", (moved.product_id, note.warehouse_id), moved.units);
        let movement =
            movement.location(moved.location_id).order(order.id, moved.row_id).value(Some(moved.value));
        let place = (moved.product_id, note.warehouse_id);
        if movement.quarantine {
            call.state.units.quarantine(place, moved.units);
        } else {
            call.state.units.add(place, moved.units);
        }
        movement.keep(call);
    }
    call.record(Effect::new("goods-in.created", id, order.external_ref.clone().unwrap_or_default()).detail(
        json!({ "orderId": order.id, "warehouseId": note.warehouse_id, "goodsMoved": goods(&note) }),
    ));
    let seen = call.seen();
    call.state.goods_in.put(id, note, seen);
    call.state.goods_in_of_order.entry(order.id).or_default().push(id);
    call.state.hooks.raise("goods-in-note.created", id);
    refresh(call, order.id);
    Ok(Reply::response(json!(id)))
}

fn read(call: &mut Call<'_>, order: &Order) -> Result<GoodsIn, Refusal> {
    let body = call.json()?;
    let mut form = Form::new(&body, BAD_NOTE);
    for required in ["/warehouseId", "/receivedOn"] {
        if form.at(required).is_none() {
            form.wrong(format!("{required} is required"));
        }
    }
    if form.flag("/transfer") == Some(true) {
        form.wrong("The goods of a credit are no transfer");
    }
    let warehouse_id = form.known_id("/warehouseId", "warehouse", |id| reference::warehouse(id).is_some());
    let received_on = form.time("/receivedOn");
    let list = form.at("/goodsMoved").and_then(Value::as_array).cloned().unwrap_or_default();
    if list.is_empty() {
        form.wrong("goodsMoved is required");
    }
    form.finish()?;
    let warehouse = warehouse_id.and_then(reference::warehouse);
    let (goods, mut problems) = moved_goods(order, warehouse, &list);
    problems.extend(too_much(call.state, order, &goods));
    Refusal::unless_empty(problems)?;
    let now = call.now();
    Ok(GoodsIn {
        id: call.state.new_goods_in_id(),
        order_id: order.id,
        warehouse_id: warehouse_id.unwrap_or_default(),
        received_on: received_on.unwrap_or(now),
        created_on: now,
        created_by: call.caller,
        goods,
    })
}

fn moved_goods(order: &Order, warehouse: Option<&Warehouse>, list: &[Value]) -> (Vec<Moved>, Vec<Problem>) {
    let (mut goods, mut problems) = (Vec::new(), Vec::new());
    for one in list {
        match moved(order, warehouse, one) {
            Ok(one) => goods.push(one),
            Err(faults) => problems.extend(faults),
        }
    }
    (goods, problems)
}

fn moved(order: &Order, warehouse: Option<&Warehouse>, one: &Value) -> Result<Moved, Vec<Problem>> {
    let mut form = Form::new(one, BAD_NOTE);
    let (row_id, product_id) =
        (form.id("/purchaseOrderRowId").unwrap_or(0), form.id("/productId").unwrap_or(0));
    let units = form.decimal("/quantity", 0).and_then(|units| units.to_i64()).unwrap_or(0);
    let location_id = form.id("/destinationLocationId").unwrap_or(0);
    let value = form.decimal("/productValue/value", 4);
    match order.lines.iter().find(|line| line.id == row_id) {
        None => form.wrong(format!("Order {} has no row {row_id}", order.id)),
        Some(line) if line.product_id != product_id => {
            form.wrong(format!("Row {row_id} is not of product {product_id}"));
        }
        Some(line) if !line.stock_tracked => form.wrong(format!("Product {product_id} is not stock tracked")),
        Some(_) if units <= 0 => form.wrong(format!("Row {row_id}: the quantity must be more than 0")),
        Some(_) => {}
    }
    if !warehouse.is_some_and(|one| one.has_location(location_id)) {
        form.wrong(format!("The warehouse has no location {location_id}"));
    }
    if value.is_none() || form.at("/productValue/currency").is_none() {
        form.wrong("productValue is required with currency and value");
    }
    form.into_problems()?;
    Ok(Moved { row_id, product_id, units, location_id, value: value.unwrap_or_default() })
}

/// More than the credit says cannot come back.
fn too_much(state: &State, order: &Order, goods: &[Moved]) -> Vec<Problem> {
    let mut sums = received(state, order.id);
    goods.iter().for_each(|moved| *sums.entry(moved.row_id).or_default() += moved.units);
    sums.into_iter()
        .filter(|(row, units)| *units > row_units(order, *row))
        .map(|(row, _)| {
            Problem::new(BAD_NOTE, format!("More of row {row} would come in than is on the credit"))
        })
        .collect()
}

fn get(call: &Call<'_>, orders: &str, notes: Option<&str>) -> Result<Reply, Refusal> {
    let read = |text: &str| call.ids("goods-in", text);
    let notes = notes.map(read).transpose()?;
    let ranges = if orders == "*" { vec![(0, i64::MAX)] } else { read(orders)?.ranges().to_vec() };
    let ids = ranges.iter().flat_map(|(low, high)| call.state.goods_in_of_order.range(*low..=*high));
    let found: serde_json::Map<String, Value> = ids
        .flat_map(|(_, ids)| ids)
        .filter(|id| notes.as_ref().is_none_or(|set| set.contains(**id)))
        .filter_map(|id| call.state.goods_in.get(*id))
        .map(|note| (note.id.to_string(), print(note)))
        .collect();
    if found.is_empty() {
        return Err(Refusal::not_found(format!("No goods-in notes found for order {orders}")));
    }
    Ok(Reply::response(Value::Object(found)))
}

fn print(note: &GoodsIn) -> Value {
    json!({
        "orderId": note.order_id, "warehouseId": note.warehouse_id, "transfer": false,
        "receivedOn": when::print(note.received_on), "createdOn": when::print(note.created_on),
        "createdBy": note.created_by, "goodsMoved": goods(note),
    })
}

fn goods(note: &GoodsIn) -> Vec<Value> {
    let print = |one: &Moved| {
        json!({ "productId": one.product_id, "purchaseOrderRowId": one.row_id, "quantity": one.units,
                "destinationLocationId": one.location_id,
                "productValue": { "currency": "GBP", "value": fixed(one.value, 4) } })
    };
    note.goods.iter().map(print).collect()
}

/// Searches goods-in notes.
pub(super) fn search(call: &Call<'_>) -> Result<Reply, Refusal> {
    call.search(&COLUMNS, &call.state.goods_in, |_| json!({}))
}

/// The columns; their names are those of goods-out-search as far as they fit.
pub(super) static COLUMNS: [Column<GoodsIn>; 7] = [
    Column::new("goodsInNoteId", Kind::IdSet, |one: &GoodsIn| Cell::Int(one.id)),
    Column::new("orderId", Kind::IdSet, |one: &GoodsIn| Cell::Int(one.order_id)),
    Column::new("warehouseId", Kind::IdSet, |one: &GoodsIn| Cell::Int(one.warehouse_id)),
    Column::new("receivedOn", Kind::Period, |one: &GoodsIn| Cell::At(one.received_on)),
    Column::new("createdOn", Kind::Period, |one: &GoodsIn| Cell::At(one.created_on)),
    Column::new("createdBy", Kind::Integer, |one: &GoodsIn| Cell::Int(one.created_by)),
    Column::new("transfer", Kind::Boolean, |_: &GoodsIn| Cell::Bool(false)),
];
