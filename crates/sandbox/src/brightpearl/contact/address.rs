//! Postal addresses: a resource of their own that contacts point to.

use serde_json::{Value, json};

use super::super::call::Call;
use super::super::form::Form;
use super::super::reference;
use super::super::reference::tables::Country;
use super::super::reply::{Refusal, Reply, without_nulls};
use crate::ledger::Effect;

/// Code of refused addresses; the real numbers are not known.
const BAD_ADDRESS: &str = "CONC-901";

/// The longest line of an address, in characters.
const LONGEST_LINE: usize = 255;

/// An address, with the names and numbers an order's copy carries besides.
#[derive(Debug, Clone, Default)]
pub struct Address {
    /// First and last name, on copies in orders; empty on a stored address.
    pub full_name: String,
    /// Firm, on copies in orders.
    pub company: String,
    /// Street, suburb, city, county.
    pub lines: [String; 4],
    /// Post code.
    pub postcode: String,
    /// Country; required on stored addresses.
    pub country: Option<&'static Country>,
    /// Telephone, on copies in orders.
    pub telephone: String,
    /// Mobile number, on copies in orders.
    pub mobile: String,
    /// Fax number, on copies in orders.
    pub fax: String,
    /// E-mail, on copies in orders.
    pub email: String,
}

impl Address {
    /// Reads an address at a JSON pointer (empty for the whole body) of a form.
    pub fn read(form: &mut Form<'_>, at: &str) -> Self {
        let mut text = |field: &str| form.text(&format!("{at}/{field}"), LONGEST_LINE).unwrap_or_default();
        let mut address = Self {
            full_name: text("addressFullName"),
            company: text("companyName"),
            lines: [text("addressLine1"), text("addressLine2"), text("addressLine3"), text("addressLine4")],
            postcode: text("postalCode"),
            country: None,
            telephone: text("telephone"),
            mobile: text("mobileTelephone"),
            fax: text("fax"),
            email: text("email"),
        };
        address.country = country(form, at);
        address
    }

    /// As `postal-address` and contacts print it.
    pub fn to_wire(&self, id: i64) -> Value {
        let [line1, line2, line3, line4] = &self.lines;
        without_nulls(json!({
            "addressId": id,
            "addressLine1": line1, "addressLine2": line2, "addressLine3": line3, "addressLine4": line4,
            "postalCode": self.postcode,
            "countryId": self.country.map(|country| country.id),
            "countryIsoCode": self.country.map(|country| country.iso3),
            "countryIsoCode2": self.country.map(|country| country.iso2),
            "countryIsoCode3": self.country.map(|country| country.iso3),
        }))
    }

    /// As a party of an order prints it.
    pub fn as_party(&self, contact_id: Option<i64>) -> Value {
        let [line1, line2, line3, line4] = &self.lines;
        without_nulls(json!({
            "contactId": contact_id,
            "addressFullName": self.full_name, "companyName": self.company,
            "addressLine1": line1, "addressLine2": line2, "addressLine3": line3, "addressLine4": line4,
            "postalCode": self.postcode, "country": self.country.map(|country| country.name),
            "telephone": self.telephone, "mobileTelephone": self.mobile, "fax": self.fax, "email": self.email,
            "countryId": self.country.map(|country| country.id),
            "countryIsoCode": self.country.map(|country| country.iso2),
            "countryIsoCode3": self.country.map(|country| country.iso3),
        }))
    }
}

/// Reads a country by two or three letters, or by id.
fn country(form: &mut Form<'_>, at: &str) -> Option<&'static Country> {
    let by_id = form
        .known_id(&format!("{at}/countryId"), "country", |id| reference::country_by_id(id).is_some())
        .and_then(reference::country_by_id);
    let Some(iso) = form.text(&format!("{at}/countryIsoCode"), 3) else { return by_id };
    let by_iso = reference::country(&iso);
    if by_iso.is_none() {
        form.wrong(format!("{at}/countryIsoCode: there is no country {iso}"));
    }
    by_iso.or(by_id)
}

/// Answers POST postal-address with the new id.
pub fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = call.json()?;
    let mut form = Form::new(&body, BAD_ADDRESS);
    let address = Address::read(&mut form, "");
    if address.lines.first().is_none_or(String::is_empty) {
        form.wrong("addressLine1 is required");
    }
    if address.country.is_none() {
        form.wrong("countryIsoCode or countryId is required");
    }
    form.finish()?;
    let id = call.state.new_address_id();
    let line1 = address.lines.first().cloned().unwrap_or_default();
    call.record(Effect::new("postal-address.created", id, line1).detail(address.to_wire(id)));
    call.state.addresses.insert(id, address);
    Ok(Reply::response(json!(id)))
}

/// Answers GET postal-address.
pub fn get(call: &Call<'_>, ids: &str) -> Result<Reply, Refusal> {
    let set = call.ids("postal-address", ids)?;
    let found: Vec<Value> = call
        .state
        .addresses
        .iter()
        .filter(|(id, _)| set.contains(**id))
        .map(|(id, address)| address.to_wire(*id))
        .collect();
    if found.is_empty() {
        Err(Refusal::not_found("No Address Found"))
    } else {
        Ok(Reply::response(json!(found)))
    }
}
