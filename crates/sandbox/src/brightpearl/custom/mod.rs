//! Custom fields, `PCF_…`, of orders, contacts and products (fact sheet 4.3.9).

mod fields;

use axum::http::Method;
use serde_json::{Map, Value, json};

use super::call::{Call, listed, no_such_resource};
use super::patching::{self, Operation};
use super::reply::{Refusal, Reply};
use crate::ledger::Effect;
pub use fields::Owner;
use fields::{Field, fields};

/// Answers `…/{id}/custom-field`: the values, or the values after a patch.
pub fn serve(call: &mut Call<'_>, owner: Owner, id: &str) -> Result<Reply, Refusal> {
    let id = call.id(id)?;
    if !exists(call, owner, id) {
        return Err(Refusal::not_found(format!("There is nothing with id {id}")));
    }
    match call.method {
        Method::GET => Ok(Reply::response(Value::Object(values(call, owner, id)))),
        Method::PATCH => patch(call, owner, id),
        _ => Err(no_such_resource()),
    }
}

/// Answers the fields there are, all or by their ids.
pub fn meta_data(call: &Call<'_>, owner: Owner, ids: Option<&str>) -> Result<Reply, Refusal> {
    listed(
        call,
        "custom-field-meta-data",
        ids,
        fields(owner),
        |field| field.id,
        |field| Field::to_wire(*field),
    )
}

/// Adds what `includeOptional` asks for: the values, and the codes of fields without one.
pub fn include(call: &Call<'_>, owner: Owner, id: i64, printed: &mut Value) {
    let asked = call.parameter("includeOptional").unwrap_or_default();
    let Some(keys) = printed.as_object_mut() else { return };
    let values = values(call, owner, id);
    if asked.split(',').any(|one| one == "nullCustomFields") {
        let unset = fields(owner).iter().map(|field| field.code).filter(|code| !values.contains_key(*code));
        keys.insert("nullCustomFields".to_owned(), json!(unset.collect::<Vec<_>>()));
    }
    if asked.split(',').any(|one| one == "customFields") {
        keys.insert("customFields".to_owned(), Value::Object(values));
    }
}

/// Answers the values of several products, by product id.
pub fn of_products(call: &Call<'_>, ids: &str) -> Result<Reply, Refusal> {
    let set = call.ids("product-custom-field", ids)?;
    let products = set.ranges().iter().flat_map(|(low, high)| call.state.products.range(*low, *high));
    let found: Map<String, Value> = products
        .map(|product| (product.id.to_string(), Value::Object(values(call, Owner::Product, product.id))))
        .collect();
    Ok(Reply::response(Value::Object(found)))
}

fn exists(call: &Call<'_>, owner: Owner, id: i64) -> bool {
    match owner {
        Owner::Order => call.state.orders.get(id).is_some(),
        Owner::Contact => call.state.contacts.get(id).is_some(),
        Owner::Product => call.state.products.get(id).is_some(),
    }
}

fn values(call: &Call<'_>, owner: Owner, id: i64) -> Map<String, Value> {
    call.state.custom.get(&(owner, id)).cloned().unwrap_or_default()
}

/// All operations apply or none; the answer is the full map.
fn patch(call: &mut Call<'_>, owner: Owner, id: i64) -> Result<Reply, Refusal> {
    let body = call.json()?;
    let mut values = values(call, owner, id);
    for operation in patching::read(&body)? {
        apply(owner, &mut values, &operation)?;
    }
    call.state.custom.insert((owner, id), values.clone());
    call.record(Effect::new("custom-fields.changed", id, owner.word()).detail(body.clone()));
    if call.knobs.custom_fields_move_updated_on {
        touch(call, owner, id);
    }
    Ok(Reply::response(Value::Object(values)))
}

fn apply(owner: Owner, values: &mut Map<String, Value>, operation: &Operation<'_>) -> Result<(), Refusal> {
    let code = operation.path.trim_start_matches('/');
    let Some(field) = fields(owner).iter().find(|field| field.code == code) else {
        return Err(operation.unknown_path());
    };
    operation.needs(values.contains_key(code))?;
    if operation.op == "remove" {
        values.remove(code);
    } else {
        let value = field.read(operation.value).ok_or_else(patching::wrong_type)?;
        values.insert(code.to_owned(), value);
    }
    Ok(())
}

/// Moves `updatedOn`, as some accounts were seen to do.
fn touch(call: &mut Call<'_>, owner: Owner, id: i64) {
    let (now, seen) = (call.now(), call.seen());
    let state = &mut *call.state;
    match owner {
        Owner::Order => {
            if let Some(mut order) = state.orders.get(id).cloned() {
                order.touch(now);
                state.orders.put(id, order, seen);
            }
        }
        Owner::Contact => {
            if let Some(mut contact) = state.contacts.get(id).cloned() {
                contact.updated_on = Some(now);
                state.contacts.put(id, contact, seen);
            }
        }
        Owner::Product => {
            if let Some(mut product) = state.products.get(id).cloned() {
                product.updated_on = Some(now);
                state.products.put(id, product, seen);
            }
        }
    }
}
