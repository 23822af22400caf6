//! PATCH contact (a JSON-Patch list sent as plain JSON) and PUT of its addresses.

use serde_json::{Value, json};

use super::super::call::Call;
use super::super::reply::{Refusal, Reply};
use super::create::{ADDRESS_USES, EMAIL_PLACES, TELEPHONE_PLACES, existing_address};
use super::{BAD_CONTACT, Contact, LONGEST_NAME, wire};
use crate::ledger::Effect;

/// Answers with the whole contact after the change; all operations apply or none.
pub(super) fn patch(call: &mut Call<'_>, id: &str) -> Result<Reply, Refusal> {
    let id = call.id(id)?;
    let body = call.json()?;
    let Some(operations) = body.as_array() else {
        return Err(Refusal::bad("CMNC-010", "A patch is a list of operations"));
    };
    let mut contact = find(call, id)?;
    for operation in operations {
        apply(call, &mut contact, operation)?;
    }
    let contact = save(call, contact, body);
    Ok(Reply::response(wire::contact(call, &contact)))
}

/// Sets the postal addresses of a contact and answers `{}`.
pub(super) fn set_addresses(call: &mut Call<'_>, id: &str) -> Result<Reply, Refusal> {
    let id = call.id(id)?;
    let body = call.json()?;
    let mut contact = find(call, id)?;
    let Some(given) = body.as_array() else {
        return Err(Refusal::bad(BAD_CONTACT, "a list of postalAddressId and type is wanted".to_owned()));
    };
    for one in given {
        let usage = one.get("type").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
        let wanted = one.get("postalAddressId").unwrap_or(&serde_json::Value::Null);
        let address = existing_address(call, wanted).filter(|_| ADDRESS_USES.contains(&usage.as_str()));
        let address = address.ok_or_else(|| {
            Refusal::bad(BAD_CONTACT, format!("{usage}: there is no postal address {wanted}"))
        })?;
        contact.addresses.insert(usage, address);
    }
    save(call, contact, body);
    Ok(Reply::done())
}

fn find(call: &Call<'_>, id: i64) -> Result<Contact, Refusal> {
    call.state.contacts.get(id).cloned().ok_or_else(|| Refusal::not_found("No Contact Found"))
}

fn save(call: &mut Call<'_>, mut contact: Contact, change: Value) -> Contact {
    contact.updated_on = Some(call.now());
    let email = contact.emails.get("PRI").cloned().unwrap_or_default();
    call.record(Effect::new("contact.changed", contact.id, email).detail(change));
    let seen = call.seen();
    call.state.contacts.put(contact.id, contact.clone(), seen);
    contact
}

fn apply(call: &Call<'_>, contact: &mut Contact, operation: &Value) -> Result<(), Refusal> {
    let text = |name: &str| operation.get(name).and_then(Value::as_str).unwrap_or_default();
    let (op, path) = (text("op"), text("path"));
    if !["add", "replace", "remove"].contains(&op) {
        return Err(Refusal::with_status(
            500,
            "CMNC-044",
            format!("The operation {op} is not allowed for {path}"),
        ));
    }
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let value = operation.get("value").cloned().unwrap_or(Value::Null);
    match parts.as_slice() {
        ["firstName"] => name(&mut contact.first_name, op, path, &value),
        ["lastName"] => name(&mut contact.last_name, op, path, &value),
        ["salutation"] => name(&mut contact.salutation, op, path, &value),
        ["organisation", "name"] => {
            let new = changed(contact.organisation.is_some(), op, path, &value, 255)?;
            contact.organisation = new;
            Ok(())
        }
        ["communication", "emails", place, "email"] if EMAIL_PLACES.contains(place) => {
            entry(&mut contact.emails, place, op, path, &value)
        }
        ["communication", "telephones", place] if TELEPHONE_PLACES.contains(place) => {
            entry(&mut contact.telephones, place, op, path, &value)
        }
        ["postAddressIds", usage] if ADDRESS_USES.contains(usage) => {
            address(call, contact, usage, op, &value)
        }
        _ => Err(Refusal::bad("CMNC-043", format!("The path {path} cannot be patched"))),
    }
}

/// What an operation makes of a text: the new one, or nothing if it is removed.
fn changed(
    there: bool,
    op: &str,
    path: &str,
    value: &Value,
    longest: usize,
) -> Result<Option<String>, Refusal> {
    if op != "add" && !there {
        return Err(Refusal::bad("CMNC-038", format!("{path} has no value to {op}; use add")));
    }
    if op == "remove" {
        return Ok(None);
    }
    match value.as_str() {
        Some(text) if text.chars().count() <= longest => Ok(Some(text.to_owned())),
        Some(_) => {
            Err(Refusal::bad(BAD_CONTACT, format!("{path} must not be longer than {longest} characters")))
        }
        None => Err(Refusal::with_status(500, "CMNU-003", "An unexpected error occurred")),
    }
}

fn name(slot: &mut String, op: &str, path: &str, value: &Value) -> Result<(), Refusal> {
    *slot = changed(!slot.is_empty(), op, path, value, LONGEST_NAME)?.unwrap_or_default();
    Ok(())
}

fn entry(
    places: &mut std::collections::BTreeMap<String, String>,
    place: &str,
    op: &str,
    path: &str,
    value: &Value,
) -> Result<(), Refusal> {
    match changed(places.contains_key(place), op, path, value, 255)? {
        Some(text) => places.insert(place.to_owned(), text),
        None => places.remove(place),
    };
    Ok(())
}

fn address(
    call: &Call<'_>,
    contact: &mut Contact,
    usage: &str,
    op: &str,
    value: &Value,
) -> Result<(), Refusal> {
    if op == "remove" {
        return Err(Refusal::with_status(
            500,
            "CMNC-044",
            format!("The operation {op} is not allowed for {usage}"),
        ));
    }
    let id = existing_address(call, value).ok_or_else(|| {
        Refusal::bad(BAD_CONTACT, format!("{usage}: there is no postal address {}", json!(value)))
    })?;
    contact.addresses.insert(usage.to_owned(), id);
    Ok(())
}
