use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::lenient;

/// A contact.
///
/// `https://api-docs.brightpearl.com/contact/contact/get.html`, fact sheet 4.4.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Contact {
    #[serde(deserialize_with = "lenient::id")]
    pub(crate) contact_id: Option<u64>,
    /// A secondary contact takes its default address from the organisation's primary one.
    #[serde(default, deserialize_with = "lenient::flag")]
    pub(crate) is_primary_contact: Option<bool>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) first_name: String,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) last_name: String,
    /// `DEF`, `BIL`, `DEL` → address id.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) post_address_ids: BTreeMap<String, Value>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) communication: Communication,
    /// Only with `includeOptional=postalAddresses`: a list by the vendor's page; a map by id is read as well.
    #[serde(default)]
    pub(crate) postal_addresses: Value,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Communication {
    /// `PRI`, `SEC`, `TER`.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) emails: BTreeMap<String, Email>,
    /// `PRI`, `SEC`, `MOB`, `FAX` → number.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) telephones: BTreeMap<String, Value>,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Email {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) email: String,
}

impl Contact {
    /// The id of its default address.
    pub(crate) fn default_address(&self) -> Option<u64> {
        self.post_address_ids.get("DEF").and_then(lenient::id_of).filter(|id| *id != 0)
    }

    /// Its first e-mail, empty if none.
    pub(crate) fn email(&self) -> &str {
        self.communication.emails.get("PRI").map(|email| email.email.as_str()).unwrap_or_default()
    }

    /// A telephone number, `None` if that place holds nothing at all.
    pub(crate) fn telephone(&self, place: &str) -> Option<String> {
        self.communication.telephones.get(place).filter(|value| !value.is_null()).and_then(lenient::text_of)
    }

    /// The address with this id among those that came along.
    pub(crate) fn address(&self, id: u64) -> Option<PostalAddress> {
        let all: Vec<&Value> = match &self.postal_addresses {
            Value::Array(list) => list.iter().collect(),
            Value::Object(map) => map.values().collect(),
            _ => Vec::new(),
        };
        all.into_iter()
            .filter_map(|value| PostalAddress::deserialize(value).ok())
            .find(|address| address.address_id == Some(id))
    }
}

/// A postal address.
///
/// `https://api-docs.brightpearl.com/contact/postal-address/{get,post}.html`, fact sheet 4.4: street, suburb, city, county.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PostalAddress {
    /// Not sent on creation.
    #[serde(default, deserialize_with = "lenient::id", skip_serializing)]
    pub(crate) address_id: Option<u64>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) address_line1: String,
    #[serde(default, deserialize_with = "lenient::text", skip_serializing_if = "String::is_empty")]
    pub(crate) address_line2: String,
    #[serde(default, deserialize_with = "lenient::text", skip_serializing_if = "String::is_empty")]
    pub(crate) address_line3: String,
    #[serde(default, deserialize_with = "lenient::text", skip_serializing_if = "String::is_empty")]
    pub(crate) address_line4: String,
    #[serde(default, deserialize_with = "lenient::text", skip_serializing_if = "String::is_empty")]
    pub(crate) postal_code: String,
    /// Three letters here; orders show two (fact sheet 4.3.5).
    #[serde(default, deserialize_with = "lenient::text", skip_serializing_if = "String::is_empty")]
    pub(crate) country_iso_code: String,
}
