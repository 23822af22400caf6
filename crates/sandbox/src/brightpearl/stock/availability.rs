//! What is there and what is left to sell (fact sheet 4.2.2).

use serde_json::{Map, Value, json};

use super::Units;
use crate::brightpearl::call::Call;
use crate::brightpearl::product::Product;
use crate::brightpearl::reference::tables::WAREHOUSES;
use crate::brightpearl::reply::{Refusal, Reply};

/// A map of the stock-tracked products among the ids; the others are left out without a word.
pub(super) fn products(call: &Call<'_>, ids: &str) -> Result<Reply, Refusal> {
    let set = call.ids("product-availability", ids)?;
    let exists = |id: &i64| call.state.products.get(*id).is_some();
    let stranger = set.ranges().iter().flat_map(|(low, high)| *low..=*high).find(|id| !exists(id));
    if let (Some(id), true) = (stranger, call.knobs.bad_id_fails_availability) {
        return Err(Refusal::bad("WHSC-901", format!("There is no product with id {id}")));
    }
    let named = set.ranges().iter().flat_map(|(low, high)| call.state.products.range(*low, *high));
    let found: Map<String, Value> = named
        .filter(|product| product.stock_tracked)
        .map(|product| (product.id.to_string(), of_product(&call.state.units, product.id)))
        .collect();
    Ok(Reply::response(Value::Object(found)))
}

/// The complete sets of a bundle, in the shape of a product's availability; the real shape is not known.
pub(super) fn bundle(call: &Call<'_>, id: &str) -> Result<Reply, Refusal> {
    let id = call.id(id)?;
    let product = call.state.products.get(id).filter(|product| !product.components.is_empty());
    let Some(product) = product else {
        return Err(Refusal::not_found(format!("There is no bundle with id {id}")));
    };
    let sets = |count: &dyn Fn((i64, i64)) -> i64| {
        WAREHOUSES.map(|warehouse| (warehouse.id, complete_sets(product, warehouse.id, count)))
    };
    let units = &call.state.units;
    let in_stock = sets(&|place| units.in_stock(place));
    let on_hand = sets(&|place| units.on_hand(place));
    let print = |there: i64, left: i64| json!({ "inStock": there, "onHand": left, "allocated": there - left, "inTransit": 0 });
    let warehouses: Map<String, Value> = in_stock
        .iter()
        .zip(on_hand)
        .filter(|((_, there), (_, left))| *there != 0 || *left != 0)
        .map(|((warehouse, there), (_, left))| (warehouse.to_string(), print(*there, left)))
        .collect();
    let total = print(in_stock.iter().map(|one| one.1).sum(), on_hand.iter().map(|one| one.1).sum());
    Ok(Reply::response(json!({ id.to_string(): { "total": total, "warehouses": warehouses } })))
}

/// How many bundles the parts in one warehouse make.
fn complete_sets(bundle: &Product, warehouse: i64, count: &dyn Fn((i64, i64)) -> i64) -> i64 {
    let sets = bundle
        .components
        .iter()
        .map(|(part, units)| count((*part, warehouse)).max(0).checked_div(*units).unwrap_or(0));
    sets.min().unwrap_or(0)
}

fn of_product(units: &Units, product: i64) -> Value {
    let mut total = (0, 0);
    let mut warehouses = Map::new();
    for warehouse in &WAREHOUSES {
        let place = (product, warehouse.id);
        let (in_stock, allocated) = (units.in_stock(place), units.allocated(place));
        total = (total.0 + in_stock, total.1 + allocated);
        if in_stock != 0 || allocated != 0 {
            warehouses.insert(warehouse.id.to_string(), print(in_stock, allocated));
        }
    }
    json!({ "total": print(total.0, total.1), "warehouses": warehouses })
}

fn print(in_stock: i64, allocated: i64) -> Value {
    json!({ "inStock": in_stock, "onHand": in_stock - allocated, "allocated": allocated, "inTransit": 0 })
}
