//! Contacts and postal addresses (fact sheet 4.4).

pub mod address;
mod create;
mod patch;
mod search;
mod seed;
mod wire;

use std::collections::BTreeMap;

use axum::http::Method;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::call::{Call, no_such_resource};
use super::custom::{self, Owner};
use super::reference;
use super::reply::{Refusal, Reply};
pub use address::Address;
pub use patch::patch;
pub use seed::{FIRST_CUSTOMER, INTEGRATION_USER, OWNER, from_catalogue};

/// The longest first or last name, in characters; longer ones are refused.
pub const LONGEST_NAME: usize = 32;

/// Code of refused contacts; the real numbers are not known (fact sheet 7, question 8).
const BAD_CONTACT: &str = "CONC-900";

/// A customer, supplier or member of staff.
#[derive(Debug, Clone)]
pub struct Contact {
    /// Unique, never given twice.
    pub id: i64,
    /// Form of address; mostly empty.
    pub salutation: String,
    /// At most [`LONGEST_NAME`] characters.
    pub first_name: String,
    /// At most [`LONGEST_NAME`] characters.
    pub last_name: String,
    /// Postal address ids by `DEF`, `BIL`, `DEL`.
    pub addresses: BTreeMap<String, i64>,
    /// E-mail addresses by `PRI`, `SEC`, `TER`; nobody keeps them from repeating.
    pub emails: BTreeMap<String, String>,
    /// Telephone numbers by `PRI`, `SEC`, `MOB`, `FAX`.
    pub telephones: BTreeMap<String, String>,
    /// Firm.
    pub organisation: Option<String>,
    /// Whether goods are bought from them.
    pub is_supplier: bool,
    /// Whether they work here.
    pub is_staff: bool,
    /// Whether they take the newsletter.
    pub newsletter: bool,
    /// The price list their orders use by default.
    pub price_list_id: i64,
    /// `0` means the default of the account.
    pub nominal_code: String,
    /// Tax code, by id here and by code on orders.
    pub tax_code_id: Option<i64>,
    /// The currency they pay in.
    pub currency_id: i64,
    /// Where they came from.
    pub lead_source_id: Option<i64>,
    /// Contact id of the member of staff who looks after them.
    pub staff_owner_id: Option<i64>,
    /// Contact id of who entered them; 0 for a system app.
    pub created_by: i64,
    /// When they were entered.
    pub created_on: Timestamp,
    /// None until the first change.
    pub updated_on: Option<Timestamp>,
    /// When their latest order was placed.
    pub last_ordered_on: Option<Timestamp>,
}

/// Answers `contact-service`.
pub fn serve(call: &mut Call<'_>, rest: &[&str]) -> Result<Reply, Refusal> {
    match (call.method.clone(), rest) {
        (Method::POST, ["contact"]) => create::create(call),
        (_, ["contact", id, "custom-field"]) => custom::serve(call, Owner::Contact, id),
        (Method::GET, ["customer" | "supplier", "custom-field-meta-data"]) => {
            custom::meta_data(call, Owner::Contact, None)
        }
        (Method::GET, ["customer" | "supplier", "custom-field-meta-data", ids]) => {
            custom::meta_data(call, Owner::Contact, Some(ids))
        }
        (Method::GET, ["contact"]) => get(call, None),
        (Method::GET, ["contact", ids]) => get(call, Some(ids)),
        (Method::OPTIONS, ["contact"]) => call.get_uris("contact", None, call.state.contacts.ids()),
        (Method::OPTIONS, ["contact", ids]) => call.get_uris("contact", Some(ids), call.state.contacts.ids()),
        (Method::PATCH, ["contact", id]) => patch(call, id),
        (Method::PUT, ["contact", id, "postal-address"]) => patch::set_addresses(call, id),
        (Method::GET, ["contact-search"]) => {
            call.search(&search::COLUMNS, &call.state.contacts, |_| json!({}))
        }
        (Method::GET, ["contact-search", "meta-data"]) => Ok(super::search::catalogue(&search::COLUMNS)),
        (Method::POST, ["postal-address"]) => address::create(call),
        (Method::GET, ["postal-address", ids]) => address::get(call, ids),
        (Method::GET, ["lead-source"]) => reference::lead_sources(call, None),
        (Method::GET, ["lead-source", ids]) => reference::lead_sources(call, Some(ids)),
        _ => Err(no_such_resource()),
    }
}

fn get(call: &Call<'_>, ids: Option<&str>) -> Result<Reply, Refusal> {
    let set = ids.map(|text| call.ids("contact", text)).transpose()?;
    let descending = match call.parameter("sort") {
        None | Some("contactId.ASC" | "contactId") => false,
        Some("contactId.DESC") => true,
        Some(other) => return Err(Refusal::bad("CMNC-018", format!("Contacts cannot be sorted by {other}"))),
    };
    let number = |name: &str, absent: usize| {
        call.parameter(name).map_or(Ok(absent), |text| {
            text.parse().map_err(|_| Refusal::bad("CMNC-018", format!("{name} cannot be parsed as: INTEGER")))
        })
    };
    let (first, size) = (number("firstResult", 1)?.max(1), number("pageSize", 500)?.clamp(1, 500));
    let mut found: Vec<&Contact> = call
        .state
        .contacts
        .all()
        .filter(|contact| set.as_ref().is_none_or(|set| set.contains(contact.id)))
        .collect();
    if found.is_empty() {
        return Err(Refusal::not_found("No Contact Found"));
    }
    if descending {
        found.reverse();
    }
    let available = found.len();
    let page: Vec<Value> = found
        .into_iter()
        .skip(first - 1)
        .take(size)
        .map(|contact| {
            let mut printed = wire::contact(call, contact);
            custom::include(call, Owner::Contact, contact.id, &mut printed);
            printed
        })
        .collect();
    let last = first - 1 + page.len();
    Ok(Reply::envelope(json!({
        "pagination": { "morePagesAvailable": last < available, "resultsReturned": page.len(),
                        "firstResult": first, "lastResult": last },
        "sorting": [{ "field": "contactId", "direction": if descending { "DESC" } else { "ASC" } }],
        "response": page,
    })))
}
