//! A contact as a GET prints it.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::Contact;
use crate::brightpearl::call::Call;
use crate::brightpearl::reply::{number, without_nulls};
use crate::brightpearl::when;

/// Prints a contact; `updatedOn` of one that never changed is the time of the request, with its milliseconds.
pub fn contact(call: &Call<'_>, contact: &Contact) -> Value {
    without_nulls(json!({
        "contactId": contact.id,
        "isPrimaryContact": true,
        "salutation": contact.salutation,
        "firstName": contact.first_name,
        "lastName": contact.last_name,
        "postAddressIds": contact.addresses,
        "communication": { "emails": emails(contact), "telephones": contact.telephones, "messagingVoips": {}, "websites": {} },
        "contactStatus": { "current": { "contactStatusId": 0 } },
        "relationshipToAccount": { "isSupplier": contact.is_supplier, "isStaff": contact.is_staff },
        "marketingDetails": { "isReceiveEmailNewsletter": contact.newsletter },
        "financialDetails": financial_details(contact),
        "assignment": { "current": assignment(contact) },
        "organisation": { "organisationId": contact.id, "name": contact.organisation },
        "tradeStatus": "UNKNOWN",
        "createdByid": contact.created_by,
        "createdOn": when::print(contact.created_on),
        "updatedOn": when::print(contact.updated_on.unwrap_or(call.moment)),
        "contactTags": "9",
        "aliases": {},
        "companyId": 0,
        "postalAddresses": postal_addresses(call, contact),
    }))
}

fn emails(contact: &Contact) -> Map<String, Value> {
    contact.emails.iter().map(|(place, email)| (place.clone(), json!({ "email": email }))).collect()
}

fn financial_details(contact: &Contact) -> Value {
    json!({
        "priceListId": contact.price_list_id, "nominalCode": contact.nominal_code, "taxCodeId": contact.tax_code_id,
        "creditLimit": 0, "creditTermDays": 0, "currencyId": contact.currency_id,
        "discountPercentage": number(Decimal::ZERO, 2), "creditTermTypeId": 1,
    })
}

fn assignment(contact: &Contact) -> Value {
    json!({ "leadSourceId": contact.lead_source_id, "staffOwnerContactId": contact.staff_owner_id })
}

/// The addresses themselves, only if `includeOptional` names them.
fn postal_addresses(call: &Call<'_>, contact: &Contact) -> Value {
    let wanted = call
        .parameter("includeOptional")
        .is_some_and(|list| list.split(',').any(|one| one == "postalAddresses"));
    if !wanted {
        return Value::Null;
    }
    let print = |id: &i64| call.state.addresses.get(id).map(|address| (id.to_string(), address.to_wire(*id)));
    Value::Object(contact.addresses.values().filter_map(print).collect())
}
