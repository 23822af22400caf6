//! Goods in quarantine become stock again (fact sheet 4.2.6).

use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};

use super::movement::Movement;
use crate::brightpearl::call::Call;
use crate::brightpearl::form::Form;
use crate::brightpearl::reference;
use crate::brightpearl::reply::{Problem, Refusal, Reply};
use crate::ledger::Effect;

/// Code of a refused release; the real number is not known.
const BAD_RELEASE: &str = "WHSC-907";

/// Makes units sellable: `{"releases":[{"productId","quantity","toLocationId"}]}`. The fact sheet names only
/// the address; the body is an assumption. Answers the ids of the releases.
pub(super) fn release(call: &mut Call<'_>, warehouse: &str) -> Result<Reply, Refusal> {
    let id = call.id(warehouse)?;
    let warehouse = reference::warehouse(id)
        .ok_or_else(|| Refusal::not_found(format!("No warehouse found with id {id}")))?;
    let body = call.json()?;
    let list = body.get("releases").and_then(Value::as_array).filter(|list| !list.is_empty());
    let Some(list) = list else { return Err(Refusal::bad(BAD_RELEASE, "releases is required")) };
    let mut problems: Vec<Problem> = Vec::new();
    let mut releases = Vec::new();
    for one in list {
        let mut form = Form::new(one, BAD_RELEASE);
        let product = form.id("/productId").unwrap_or(0);
        let units = form.decimal("/quantity", 0).and_then(|units| units.to_i64()).unwrap_or(0);
        let location = form.id("/toLocationId").unwrap_or(warehouse.default_location);
        let planned: i64 =
            releases.iter().filter(|(of, _, _)| *of == product).map(|(_, units, _)| units).sum();
        if units <= 0 || units + planned > call.state.units.quarantined((product, id)) {
            form.wrong(format!("Product {product}: {units} units are not in quarantine"));
        }
        if location == warehouse.quarantine_location || !warehouse.has_location(location) {
            form.wrong(format!("Goods cannot be released to location {location}"));
        }
        match form.into_problems() {
            Ok(()) => releases.push((product, units, location)),
            Err(faults) => problems.extend(faults),
        }
    }
    Refusal::unless_empty(problems)?;
    let ids: Vec<i64> = releases.into_iter().map(|one| keep(call, id, one)).collect();
    Ok(Reply::response(json!(ids)))
}

fn keep(call: &mut Call<'_>, warehouse: i64, (product, units, location): (i64, i64, i64)) -> i64 {
    let (id, place) = (call.state.new_correction_id(), (product, warehouse));
    call.state.units.quarantine(place, -units);
    call.state.units.add(place, units);
    Movement::of(id, "QR", place, units).location(location).keep(call);
    call.record(
        Effect::new("quarantine.released", id, "")
            .detail(json!({ "warehouseId": warehouse, "productId": product, "quantity": units })),
    );
    call.state.hooks.raise("quarantine-release.created", id);
    id
}
