use serde::Deserialize;

use super::scalar;

/// A sort of tender (vendor page `PaymentType`, fact sheet 4.10).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PaymentType {
    /// Its key.
    #[serde(rename = "paymentTypeID", deserialize_with = "scalar::id")]
    pub id: Option<String>,
    /// Its name, such as `Cash`.
    #[serde(deserialize_with = "scalar::text")]
    pub name: Option<String>,
    /// `cash`, `credit card`, `gift card`, `user defined` and others.
    #[serde(rename = "type", deserialize_with = "scalar::text")]
    pub sort: Option<String>,
}
