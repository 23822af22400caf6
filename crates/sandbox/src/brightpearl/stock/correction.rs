//! Stock corrections (fact sheet 4.2.3): deltas, so posting one twice corrects twice.

use jiff::Timestamp;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};

use super::movement::Movement;
use crate::brightpearl::call::Call;
use crate::brightpearl::form::Form;
use crate::brightpearl::reference;
use crate::brightpearl::reference::tables::Warehouse;
use crate::brightpearl::reply::{Problem, Refusal, Reply, fixed, without_nulls};
use crate::brightpearl::when;
use crate::ledger::Effect;

/// Id of the first correction.
pub const FIRST_CORRECTION: i64 = 9_011;

/// Code of a refused correction; the real numbers are not known (fact sheet 7, question 8).
const BAD_CORRECTION: &str = "WHSC-906";

/// One corrected product.
#[derive(Debug, Clone)]
pub struct Correction {
    /// The goods-movement note.
    pub id: i64,
    /// Where it was corrected.
    pub warehouse_id: i64,
    /// The product.
    pub product_id: i64,
    /// More if positive, fewer if negative; never 0.
    pub units: i64,
    /// Why, in words.
    pub reason: String,
    /// A location of the warehouse.
    pub location_id: i64,
    /// What one unit costs in the base currency; there when units are added.
    pub cost: Option<Decimal>,
    /// The order it belongs to; 0 for none.
    pub order_id: i64,
    /// When it was made.
    pub created_on: Timestamp,
    /// Contact id of who made it.
    pub created_by: i64,
}

/// Applies all corrections or none and answers their note ids.
pub fn post(call: &mut Call<'_>, warehouse: &str) -> Result<Reply, Refusal> {
    let warehouse = find(call, warehouse)?;
    let body = call.json()?;
    let list = body.get("corrections").and_then(Value::as_array).filter(|list| !list.is_empty());
    let Some(list) = list else { return Err(Refusal::bad(BAD_CORRECTION, "corrections is required")) };
    let mut problems: Vec<Problem> = Vec::new();
    let mut corrections: Vec<Correction> = Vec::new();
    for one in list {
        match read(call, warehouse, one, &corrections) {
            Ok(correction) => corrections.push(correction),
            Err(faults) => problems.extend(faults),
        }
    }
    Refusal::unless_empty(problems)?;
    let ids: Vec<i64> = corrections.into_iter().map(|one| keep(call, one)).collect();
    Ok(Reply::response(json!(ids)))
}

fn find(call: &Call<'_>, warehouse: &str) -> Result<&'static Warehouse, Refusal> {
    let id = call.id(warehouse)?;
    reference::warehouse(id).ok_or_else(|| Refusal::not_found(format!("No warehouse found with id {id}")))
}

/// Reads one correction; `before` are those of the same call that come first.
fn read(
    call: &Call<'_>,
    warehouse: &Warehouse,
    one: &Value,
    before: &[Correction],
) -> Result<Correction, Vec<Problem>> {
    let mut form = Form::new(one, BAD_CORRECTION);
    let product_id = form.id("/productId").unwrap_or(0);
    let units = form.decimal("/quantity", 0).and_then(|units| units.to_i64()).unwrap_or(0);
    let reason = form.required_text("/reason", 255).unwrap_or_default();
    let location_id = form.id("/locationId").unwrap_or(0);
    let cost = form.decimal("/cost/value", 4);
    let order_id =
        form.known_id("/orderId", "order", |id| id == 0 || call.state.orders.get(id).is_some()).unwrap_or(0);
    match call.state.products.get(product_id) {
        None => form.wrong(format!("There is no product with id {product_id}")),
        Some(product) if !product.stock_tracked => {
            form.wrong(format!("Product {product_id} is not stock tracked"));
        }
        Some(_) => {}
    }
    if units == 0 {
        form.wrong("quantity is required and must not be 0");
    }
    if !warehouse.has_location(location_id) {
        form.wrong(format!("Warehouse {} has no location {location_id}", warehouse.id));
    }
    if units > 0 && (cost.is_none() || form.at("/cost/currency").and_then(Value::as_str) != Some("GBP")) {
        form.wrong("cost is required in the base currency when units are added");
    }
    let quarantine = location_id == warehouse.quarantine_location;
    let place = (product_id, warehouse.id);
    let units_there =
        if quarantine { call.state.units.quarantined(place) } else { call.state.units.in_stock(place) };
    let same =
        before.iter().filter(|other| other.product_id == product_id && other.location_id == location_id);
    if units < 0 && units_there + same.map(|other| other.units).sum::<i64>() + units < 0 {
        form.wrong(format!("Warehouse {} has not enough of product {product_id}", warehouse.id));
    }
    form.into_problems()?;
    Ok(Correction {
        id: 0,
        warehouse_id: warehouse.id,
        product_id,
        units,
        reason,
        location_id,
        cost,
        order_id,
        created_on: call.now(),
        created_by: call.caller,
    })
}

fn keep(call: &mut Call<'_>, correction: Correction) -> i64 {
    let id = call.state.new_correction_id();
    let place = (correction.product_id, correction.warehouse_id);
    let movement = Movement::of(id, "SC", place, correction.units)
        .location(correction.location_id)
        .order(correction.order_id, 0)
        .value(correction.cost);
    if movement.quarantine {
        call.state.units.quarantine(place, correction.units);
    } else {
        call.state.units.add(place, correction.units);
    }
    movement.keep(call);
    if correction.units > 0 {
        resurrect(call, correction.product_id);
    }
    call.record(Effect::new("stock-correction.created", id, correction.reason.clone()).detail(json!({
        "productId": place.0, "warehouseId": place.1, "quantity": correction.units,
        "locationId": correction.location_id, "orderId": correction.order_id,
    })));
    call.state.corrections.insert(id, Correction { id, ..correction });
    id
}

/// An archived product is sold again once there are units of it.
fn resurrect(call: &mut Call<'_>, product: i64) {
    let archived = call.state.products.get(product).filter(|product| product.status == "ARCHIVED").cloned();
    if let Some(mut product) = archived {
        product.status = "LIVE".to_owned();
        product.updated_on = Some(call.now());
        let (id, seen) = (product.id, call.seen());
        call.state.products.put(id, product, seen);
        call.state.hooks.raise("product.modified", id);
    }
}

/// Answers corrections of a warehouse by their note ids.
pub(super) fn get(call: &Call<'_>, warehouse: &str, ids: &str) -> Result<Reply, Refusal> {
    let warehouse = find(call, warehouse)?;
    let set = call.ids("stock-correction", ids)?;
    let all = set.ranges().iter().flat_map(|(low, high)| call.state.corrections.range(*low..=*high));
    let found: Vec<Value> =
        all.map(|(_, one)| one).filter(|one| one.warehouse_id == warehouse.id).map(print).collect();
    if found.is_empty() {
        return Err(Refusal::not_found(format!("No stock corrections found for the ID set {ids}")));
    }
    Ok(Reply::response(json!(found)))
}

fn print(one: &Correction) -> Value {
    let value = one.cost.map(|cost| json!({ "currency": "GBP", "value": fixed(cost, 2) }));
    without_nulls(json!({
        "goodsNoteId": one.id, "warehouseId": one.warehouse_id, "orderId": one.order_id, "reason": one.reason,
        "goodsMoved": [{
            "productId": one.product_id, "quantity": one.units, "destinationLocationId": one.location_id,
            "batchGoodsNoteId": one.id, "productValue": value, "createdOn": when::print(one.created_on),
            "createdBy": one.created_by,
        }],
    }))
}
