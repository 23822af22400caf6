//! A customer's contact: its own shape, with `""` where a list is empty (fact sheet, sections 3.2 and 4.6).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::render::one_or_many;
use super::scalar::{Kind, Scalar};

/// The address fields in the order of the vendor's samples.
const ADDRESS: [&str; 8] =
    ["address1", "address2", "city", "state", "stateCode", "zip", "country", "countryCode"];
const PHONE_TYPES: [&str; 5] = ["Home", "Work", "Mobile", "Pager", "Fax"];
const EMAIL_TYPES: [&str; 2] = ["Primary", "Secondary"];

/// Where and how a customer can be reached. Phones and e-mails have no id: their use type is their key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Contact {
    pub(crate) custom: String,
    pub(crate) no_email: bool,
    pub(crate) no_phone: bool,
    pub(crate) no_mail: bool,
    pub(crate) address: BTreeMap<&'static str, String>,
    pub(crate) phones: BTreeMap<&'static str, String>,
    pub(crate) emails: BTreeMap<&'static str, String>,
    pub(crate) websites: Vec<String>,
    pub(crate) time_stamp: Timestamp,
}

impl Contact {
    /// The contact as it is answered.
    pub(crate) fn wire(&self, id: u64) -> Value {
        json!({
            "contactID": id.to_string(),
            "custom": self.custom,
            "noEmail": self.no_email.to_string(),
            "noPhone": self.no_phone.to_string(),
            "noMail": self.no_mail.to_string(),
            "timeStamp": Scalar::Time(self.time_stamp).wire(),
            "Addresses": self.addresses(),
            "Phones": wrap("ContactPhone", typed(&self.phones, &PHONE_TYPES, "number")),
            "Emails": wrap("ContactEmail", typed(&self.emails, &EMAIL_TYPES, "address")),
            "Websites": wrap("ContactWebsite", self.websites.iter().map(|url| json!({ "url": url })).collect()),
        })
    }

    fn addresses(&self) -> Value {
        if self.address.values().all(String::is_empty) {
            return json!("");
        }
        let field = |name: &&'static str| {
            ((*name).to_owned(), json!(self.address.get(name).map_or("", String::as_str)))
        };
        let address: Map<String, Value> = ADDRESS.iter().map(field).collect();
        json!({ "ContactAddress": address })
    }

    /// The values a filter such as `Contact.mobile` sees; none for a field that does not exist.
    pub(crate) fn filter_values(&self, field: &str) -> Option<Vec<Scalar>> {
        let text = |value: Option<&String>| vec![Scalar::Text(value.cloned().unwrap_or_default())];
        match field {
            "email" if self.emails.is_empty() => Some(text(None)),
            "email" => Some(self.emails.values().cloned().map(Scalar::Text).collect()),
            "phoneHome" => Some(text(self.phones.get("Home"))),
            "phoneWork" => Some(text(self.phones.get("Work"))),
            "mobile" => Some(text(self.phones.get("Mobile"))),
            "pager" => Some(text(self.phones.get("Pager"))),
            "fax" => Some(text(self.phones.get("Fax"))),
            _ => None,
        }
    }

    /// Takes over a nested payload: a named use type is replaced, others stay; empty values clear.
    pub(crate) fn merge(&mut self, payload: &Value) {
        if let Some(text) = payload.get("custom").and_then(Value::as_str) {
            text.clone_into(&mut self.custom);
        }
        for (name, flag) in
            [("noEmail", &mut self.no_email), ("noPhone", &mut self.no_phone), ("noMail", &mut self.no_mail)]
        {
            if let Some(Ok(Some(Scalar::Bool(value)))) =
                payload.get(name).map(|value| Scalar::from_payload(Kind::Bool, value))
            {
                *flag = value;
            }
        }
        if let Some(address) = rows(payload, "Addresses", "ContactAddress").first() {
            for field in ADDRESS {
                if let Some(value) = address.get(field) {
                    self.address.insert(field, as_text(value));
                }
            }
        }
        merge_typed(&mut self.phones, &rows(payload, "Phones", "ContactPhone"), &PHONE_TYPES, "number");
        merge_typed(&mut self.emails, &rows(payload, "Emails", "ContactEmail"), &EMAIL_TYPES, "address");
        let sites = rows(payload, "Websites", "ContactWebsite");
        if !sites.is_empty() {
            self.websites = sites.iter().filter_map(|site| site.get("url")).map(as_text).collect();
        }
    }
}

fn wrap(element: &str, rows: Vec<Value>) -> Value {
    match one_or_many(rows) {
        None => json!(""),
        Some(rows) => json!({ element: rows }),
    }
}

fn typed(values: &BTreeMap<&'static str, String>, order: &[&'static str], field: &str) -> Vec<Value> {
    let row = |use_type: &&'static str| {
        values.get(use_type).map(|value| json!({ field: value, "useType": use_type }))
    };
    order.iter().filter_map(row).collect()
}

fn merge_typed(
    into: &mut BTreeMap<&'static str, String>,
    rows: &[&Value],
    types: &[&'static str],
    field: &str,
) {
    for row in rows {
        let named = row.get("useType").and_then(Value::as_str);
        let Some(use_type) = types.iter().find(|known| Some(**known) == named) else { continue };
        match row.get(field).map(as_text).unwrap_or_default() {
            empty if empty.is_empty() => into.remove(use_type),
            value => into.insert(use_type, value),
        };
    }
}

/// The rows of a nested payload: an object, a list, or a list of wrapped objects.
pub(crate) fn rows<'a>(payload: &'a Value, relation: &str, element: &str) -> Vec<&'a Value> {
    let unwrap = |value: &'a Value| value.get(element).unwrap_or(value);
    match payload.get(relation).map(|wrapper| wrapper.get(element).unwrap_or(wrapper)) {
        Some(Value::Array(list)) => list.iter().map(unwrap).filter(|row| row.is_object()).collect(),
        Some(row @ Value::Object(_)) => vec![row],
        _ => Vec::new(),
    }
}

fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_collections_are_empty_texts_and_single_ones_are_objects() {
        let mut contact = Contact::default();
        assert_eq!(contact.wire(1)["Phones"], "");
        contact.merge(
            &json!({ "Phones": { "ContactPhone": { "number": "07700 900123", "useType": "Mobile" } } }),
        );
        assert_eq!(contact.wire(1)["Phones"]["ContactPhone"]["number"], "07700 900123");
        assert_eq!(contact.wire(1)["Addresses"], "");
    }

    #[test]
    fn a_nested_write_replaces_its_use_type_and_leaves_the_others() {
        let mut contact = Contact::default();
        contact.merge(&json!({ "Emails": { "ContactEmail": [
            { "address": "a@post.example", "useType": "Primary" },
            { "address": "b@post.example", "useType": "Secondary" } ] } }));
        contact.merge(
            &json!({ "Emails": [{ "ContactEmail": { "address": "c@post.example", "useType": "Primary" } }] }),
        );
        assert_eq!(contact.emails["Primary"], "c@post.example");
        assert_eq!(contact.emails["Secondary"], "b@post.example");
    }
}
