//! PATCH contact (a JSON-Patch list sent as plain JSON) and PUT of its addresses.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::call::Call;
use super::super::patching::{self, Operation};
use super::super::reply::{Refusal, Reply};
use super::create::{ADDRESS_USES, EMAIL_PLACES, TELEPHONE_PLACES, existing_address};
use super::{BAD_CONTACT, Contact, LONGEST_NAME, wire};
use crate::ledger::Effect;

/// Answers with the whole contact after the change; all operations apply or none.
pub fn patch(call: &mut Call<'_>, id: &str) -> Result<Reply, Refusal> {
    let id = call.id(id)?;
    let body = call.json()?;
    let mut contact = find(call, id)?;
    for operation in patching::read(&body)? {
        apply(call, &mut contact, &operation)?;
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

fn apply(call: &Call<'_>, contact: &mut Contact, operation: &Operation<'_>) -> Result<(), Refusal> {
    match operation.parts().as_slice() {
        ["firstName"] => name(&mut contact.first_name, operation),
        ["lastName"] => name(&mut contact.last_name, operation),
        ["salutation"] => name(&mut contact.salutation, operation),
        ["organisation", "name"] => {
            contact.organisation = changed(contact.organisation.is_some(), operation, 255)?;
            Ok(())
        }
        ["communication", "emails", place, "email"] if EMAIL_PLACES.contains(place) => {
            entry(&mut contact.emails, place, operation)
        }
        ["communication", "telephones", place] if TELEPHONE_PLACES.contains(place) => {
            entry(&mut contact.telephones, place, operation)
        }
        ["postAddressIds", usage] if ADDRESS_USES.contains(usage) => address(call, contact, usage, operation),
        _ => Err(operation.unknown_path()),
    }
}

/// What an operation makes of a text: the new one, or nothing if it is removed.
fn changed(there: bool, operation: &Operation<'_>, longest: usize) -> Result<Option<String>, Refusal> {
    operation.needs(there)?;
    if operation.op == "remove" {
        return Ok(None);
    }
    match operation.value.as_str() {
        Some(text) if text.chars().count() <= longest => Ok(Some(text.to_owned())),
        Some(_) => {
            let message = format!("{} must not be longer than {longest} characters", operation.path);
            Err(Refusal::bad(BAD_CONTACT, message))
        }
        None => Err(patching::wrong_type()),
    }
}

fn name(slot: &mut String, operation: &Operation<'_>) -> Result<(), Refusal> {
    *slot = changed(!slot.is_empty(), operation, LONGEST_NAME)?.unwrap_or_default();
    Ok(())
}

fn entry(
    places: &mut BTreeMap<String, String>,
    place: &str,
    operation: &Operation<'_>,
) -> Result<(), Refusal> {
    match changed(places.contains_key(place), operation, 255)? {
        Some(text) => places.insert(place.to_owned(), text),
        None => places.remove(place),
    };
    Ok(())
}

fn address(
    call: &Call<'_>,
    contact: &mut Contact,
    usage: &str,
    operation: &Operation<'_>,
) -> Result<(), Refusal> {
    if operation.op == "remove" {
        return Err(operation.not_allowed());
    }
    let id = existing_address(call, operation.value).ok_or_else(|| {
        Refusal::bad(BAD_CONTACT, format!("{usage}: there is no postal address {}", operation.value))
    })?;
    contact.addresses.insert(usage.to_owned(), id);
    Ok(())
}
