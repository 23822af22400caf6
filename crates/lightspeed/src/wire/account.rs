use serde::Deserialize;

use super::{rows, scalar};

/// The account, the only place that tells its currency (vendor page `Account`, fact sheet 1.7).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Account {
    /// The merchant's name.
    #[serde(deserialize_with = "scalar::text")]
    pub name: Option<String>,
    /// The currency all amounts are in.
    #[serde(deserialize_with = "rows::single")]
    pub default_currency: Option<Currency>,
}

/// A currency of an account.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Currency {
    /// ISO 4217.
    #[serde(deserialize_with = "scalar::text")]
    pub code: Option<String>,
}
