use model::When;
use serde::Deserialize;

use super::{rows, scalar};

/// A customer (vendor page `Customer`, fact sheet 4.6).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Customer {
    /// The key.
    #[serde(rename = "customerID", deserialize_with = "scalar::id")]
    pub id: Option<String>,
    /// First name.
    #[serde(deserialize_with = "scalar::text")]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(deserialize_with = "scalar::text")]
    pub last_name: Option<String>,
    /// Company.
    #[serde(deserialize_with = "scalar::text")]
    pub company: Option<String>,
    /// Whether the till has put the customer away.
    #[serde(deserialize_with = "scalar::flag")]
    pub archived: Option<bool>,
    /// When the customer was made.
    #[serde(deserialize_with = "scalar::moment")]
    pub create_time: Option<When>,
    /// Last change; whether a change of the contact alone moves it is not documented.
    #[serde(deserialize_with = "scalar::moment")]
    pub time_stamp: Option<When>,
    /// How to reach them; only when loaded.
    #[serde(rename = "Contact", deserialize_with = "rows::single")]
    pub contact: Option<Contact>,
}

/// How to reach a customer (vendor page `Customer`, relation Contact).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Contact {
    /// At most one address.
    #[serde(deserialize_with = "rows::related")]
    pub addresses: Vec<ContactAddress>,
    /// One number a sort.
    #[serde(deserialize_with = "rows::related")]
    pub phones: Vec<ContactPhone>,
    /// One address a sort.
    #[serde(deserialize_with = "rows::related")]
    pub emails: Vec<ContactEmail>,
}

/// A postal address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ContactAddress {
    /// Street.
    #[serde(deserialize_with = "scalar::text")]
    pub address1: Option<String>,
    /// Second line.
    #[serde(deserialize_with = "scalar::text")]
    pub address2: Option<String>,
    /// City.
    #[serde(deserialize_with = "scalar::text")]
    pub city: Option<String>,
    /// State or county.
    #[serde(deserialize_with = "scalar::text")]
    pub state: Option<String>,
    /// Postcode.
    #[serde(deserialize_with = "scalar::text")]
    pub zip: Option<String>,
    /// Country in words.
    #[serde(deserialize_with = "scalar::text")]
    pub country: Option<String>,
    /// ISO 3166 alpha-2.
    #[serde(deserialize_with = "scalar::text")]
    pub country_code: Option<String>,
}

/// A telephone number.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ContactPhone {
    /// As typed.
    #[serde(deserialize_with = "scalar::text")]
    pub number: Option<String>,
    /// `Home`, `Work`, `Mobile`, `Pager` or `Fax`.
    #[serde(deserialize_with = "scalar::text")]
    pub use_type: Option<String>,
}

/// An e-mail address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ContactEmail {
    /// As typed.
    #[serde(deserialize_with = "scalar::text")]
    pub address: Option<String>,
    /// `Primary` or `Secondary`.
    #[serde(deserialize_with = "scalar::text")]
    pub use_type: Option<String>,
}
