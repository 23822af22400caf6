//! POST contact: the postal address must exist first.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::call::Call;
use super::super::form::{Form, whole};
use super::super::reference::tables::{CURRENCIES, LEAD_SOURCES, PRICE_LISTS, RETAIL_LIST, TAX_CODES};
use super::super::reply::{Refusal, Reply};
use super::{BAD_CONTACT, Contact, LONGEST_NAME};
use crate::ledger::Effect;

/// The uses of a postal address.
pub(super) const ADDRESS_USES: [&str; 3] = ["DEF", "BIL", "DEL"];
/// The places for e-mail addresses.
pub(super) const EMAIL_PLACES: [&str; 3] = ["PRI", "SEC", "TER"];
/// The places for telephone numbers.
pub(super) const TELEPHONE_PLACES: [&str; 4] = ["PRI", "SEC", "MOB", "FAX"];

/// Answers with the new id. Nothing keeps a second contact from having the same e-mail address.
pub(super) fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = call.json()?;
    let mut form = Form::new(&body, BAD_CONTACT);
    let contact = read(call, &mut form);
    form.finish()?;
    let id = call.state.new_contact_id();
    let contact = Contact { id, ..contact };
    call.record(created(&contact));
    let seen = call.seen();
    call.state.contacts.put(id, contact, seen);
    Ok(Reply::response(json!(id)))
}

fn created(contact: &Contact) -> Effect {
    let email = contact.emails.get("PRI").cloned().unwrap_or_default();
    Effect::new("contact.created", contact.id, email).detail(json!({
        "firstName": contact.first_name, "lastName": contact.last_name,
        "addressId": contact.addresses.get("DEF"), "telephones": contact.telephones,
    }))
}

fn read(call: &Call<'_>, form: &mut Form<'_>) -> Contact {
    let first_name = form.text("/firstName", LONGEST_NAME).unwrap_or_default();
    let last_name = form.text("/lastName", LONGEST_NAME).unwrap_or_default();
    let organisation = form.text("/organisation/name", 255).filter(|name| !name.is_empty());
    if first_name.is_empty() && last_name.is_empty() && organisation.is_none() {
        form.wrong("A contact needs a firstName, a lastName or an organisation name");
    }
    Contact {
        id: 0,
        salutation: form.text("/salutation", LONGEST_NAME).unwrap_or_default(),
        first_name,
        last_name,
        addresses: addresses(call, form),
        emails: emails(form),
        telephones: telephones(form),
        organisation,
        is_supplier: form.flag("/relationshipToAccount/isSupplier").unwrap_or(false),
        is_staff: form.flag("/relationshipToAccount/isStaff").unwrap_or(false),
        newsletter: form.flag("/marketingDetails/isReceiveEmailNewsletter").unwrap_or(false),
        price_list_id: form
            .known_id("/financialDetails/priceListId", "price list", |id| {
                PRICE_LISTS.iter().any(|one| one.id == id)
            })
            .unwrap_or(RETAIL_LIST),
        nominal_code: form.text("/financialDetails/nominalCode", 10).unwrap_or_else(|| "0".to_owned()),
        tax_code_id: form.known_id("/financialDetails/taxCodeId", "tax code", |id| {
            TAX_CODES.iter().any(|one| one.id == id)
        }),
        currency_id: form
            .known_id("/financialDetails/currencyId", "currency", |id| {
                CURRENCIES.iter().any(|one| one.id == id)
            })
            .unwrap_or(1),
        lead_source_id: form.known_id("/assignment/current/leadSourceId", "lead source", |id| {
            id == 0 || LEAD_SOURCES.iter().any(|one| one.id == id)
        }),
        staff_owner_id: form.id("/assignment/current/staffOwnerContactId").filter(|id| *id != 0),
        created_by: call.caller,
        created_on: call.now(),
        updated_on: None,
        last_ordered_on: None,
    }
}

/// Reads `postAddressIds`: `DEF` is required, the others fall back on it.
fn addresses(call: &Call<'_>, form: &mut Form<'_>) -> BTreeMap<String, i64> {
    let mut found = BTreeMap::new();
    for usage in ADDRESS_USES {
        let pointer = format!("/postAddressIds/{usage}");
        let id = form.known_id(&pointer, "postal address", |id| call.state.addresses.contains_key(&id));
        if let Some(id) = id.or_else(|| found.get("DEF").copied()) {
            found.insert(usage.to_owned(), id);
        } else if form.at(&pointer).is_none() && usage == "DEF" {
            form.wrong("/postAddressIds/DEF is required: create the postal address first");
        }
    }
    found
}

fn emails(form: &mut Form<'_>) -> BTreeMap<String, String> {
    let read = |place: &str| {
        form.text(&format!("/communication/emails/{place}/email"), 255).map(|text| (place.to_owned(), text))
    };
    EMAIL_PLACES.into_iter().filter_map(read).collect()
}

fn telephones(form: &mut Form<'_>) -> BTreeMap<String, String> {
    let read = |place: &str| {
        form.text(&format!("/communication/telephones/{place}"), 32).map(|text| (place.to_owned(), text))
    };
    TELEPHONE_PLACES.into_iter().filter_map(read).collect()
}

/// Reads an address id that a patch or a PUT sets.
pub(super) fn existing_address(call: &Call<'_>, value: &Value) -> Option<i64> {
    whole(value).filter(|id| call.state.addresses.contains_key(id))
}
