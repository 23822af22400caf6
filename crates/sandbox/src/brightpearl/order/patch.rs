//! PATCH order: a JSON-Patch list over the few paths that can be changed (fact sheet 4.3.5).

use serde_json::Value;

use super::super::call::Call;
use super::super::form::whole;
use super::super::patching::{self, Operation};
use super::super::reference;
use super::super::reference::tables::SHIPPING_METHODS;
use super::super::reply::{Refusal, Reply};
use super::super::when;
use super::{BAD_ORDER, Order, find, nested, rows};
use crate::ledger::Effect;

/// The longest reference, in characters.
const LONGEST_REFERENCE: usize = 64;

/// Answers with the whole order after the change; all operations apply or none.
pub(super) fn patch(call: &mut Call<'_>, id: &str) -> Result<Reply, Refusal> {
    let mut order = find(call, call.id(id)?)?;
    rows::editable(&order)?;
    let body = call.json()?;
    for operation in patching::read(&body)? {
        apply(call, &mut order, &operation)?;
    }
    order.touch(call.now());
    call.record(
        Effect::new("order.changed", order.id, order.external_ref.clone().unwrap_or_default())
            .detail(body.clone()),
    );
    call.state.hooks.raise("order.modified", order.id);
    let seen = call.seen();
    call.state.orders.put(order.id, order.clone(), seen);
    Ok(Reply::response(nested::order(&order)))
}

fn apply(call: &Call<'_>, order: &mut Order, operation: &Operation<'_>) -> Result<(), Refusal> {
    let removes = operation.op == "remove";
    match operation.parts().as_slice() {
        ["reference"] => reference_text(order, operation),
        ["warehouseId"] if operation.op == "replace" => {
            order.warehouse_id = known(operation, "warehouse", |id| reference::warehouse(id).is_some())?;
            Ok(())
        }
        ["delivery", "shippingMethodId"] => {
            operation.needs(order.shipping_method_id != 0)?;
            let exists = |id| SHIPPING_METHODS.iter().any(|method| method.id == id);
            order.shipping_method_id = if removes { 0 } else { known(operation, "shipping method", exists)? };
            Ok(())
        }
        ["delivery", "deliveryDate"] if !removes => {
            operation.needs(order.delivery_date.is_some())?;
            let date = operation.value.as_str().ok_or_else(patching::wrong_type)?;
            let date = when::parse(date)
                .ok_or_else(|| Refusal::bad(BAD_ORDER, format!("{date} is no date and no date-time")))?;
            order.delivery_date = Some(date);
            Ok(())
        }
        ["parties", party @ ("customer" | "billing"), "contactId"] if operation.op == "replace" => {
            let contact = known(operation, "contact", |id| call.state.contacts.get(id).is_some())?;
            if *party == "customer" {
                order.customer_id = contact;
            } else {
                order.billing_contact_id = contact;
            }
            Ok(())
        }
        ["warehouseId"] | ["delivery", "deliveryDate"] | ["parties", "customer" | "billing", "contactId"] => {
            Err(operation.not_allowed())
        }
        _ => Err(operation.unknown_path()),
    }
}

fn reference_text(order: &mut Order, operation: &Operation<'_>) -> Result<(), Refusal> {
    operation.needs(order.reference.is_some())?;
    if operation.op == "remove" {
        order.reference = None;
        return Ok(());
    }
    let text = operation.value.as_str().ok_or_else(patching::wrong_type)?;
    if text.chars().count() > LONGEST_REFERENCE {
        let message = format!("reference must not be longer than {LONGEST_REFERENCE} characters");
        return Err(Refusal::bad(BAD_ORDER, message));
    }
    order.reference = Some(text.to_owned());
    Ok(())
}

/// The id an operation sets, if there is such a thing.
fn known(operation: &Operation<'_>, thing: &str, exists: impl FnOnce(i64) -> bool) -> Result<i64, Refusal> {
    let id = whole(operation.value).ok_or_else(patching::wrong_type)?;
    if exists(id) {
        return Ok(id);
    }
    Err(Refusal::bad(BAD_ORDER, format!("There is no {thing} with id {}", Value::from(id))))
}
