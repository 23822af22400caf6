use serde::{Deserialize, Serialize};

use crate::When;

/// A customer as the till knows them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Customer {
    /// First name as typed.
    pub first_name: String,
    /// Last name as typed.
    pub last_name: String,
    /// Company, empty for private persons.
    pub company: String,
    /// Primary e-mail as typed.
    pub email: String,
    /// Home or work number, whichever is there first.
    pub phone: String,
    /// Mobile number.
    pub mobile: String,
    /// The one postal address the till keeps, if anything of it is filled.
    pub address: Option<Address>,
    /// Whether the till has put the customer away.
    pub archived: bool,
    /// When the customer was made at the till.
    pub created_at: Option<When>,
}

impl Customer {
    /// First and last name, or the company, or the e-mail: whatever there is first.
    pub fn full_name(&self) -> String {
        let name = format!("{} {}", self.first_name.trim(), self.last_name.trim());
        [name.trim(), self.company.trim(), self.email.trim()]
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_default()
            .to_owned()
    }
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Address {
    /// Street and number.
    pub line1: String,
    /// Second line.
    pub line2: String,
    /// City.
    pub city: String,
    /// State or county.
    pub state: String,
    /// Postcode.
    pub postcode: String,
    /// ISO 3166 alpha-2 code where known, else empty.
    pub country_code: String,
    /// Country as written at the till.
    pub country: String,
}

impl Address {
    /// Whether nothing at all is filled in.
    pub fn is_empty(&self) -> bool {
        [&self.line1, &self.line2, &self.city, &self.state, &self.postcode]
            .iter()
            .all(|field| field.trim().is_empty())
    }
}
