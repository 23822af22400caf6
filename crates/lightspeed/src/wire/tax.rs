use rust_decimal::Decimal;
use serde::Deserialize;

use super::{rows, scalar};

/// What the till calls a sales tax (vendor page `TaxCategory`, fact sheet 4.4). Rates are fractions.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct TaxCategory {
    /// Its key.
    #[serde(rename = "taxCategoryID", deserialize_with = "scalar::id")]
    pub id: Option<String>,
    /// Whether prices under it contain it.
    #[serde(deserialize_with = "scalar::flag")]
    pub is_tax_inclusive: Option<bool>,
    /// Name of the first rate.
    #[serde(deserialize_with = "scalar::text")]
    pub tax1_name: Option<String>,
    /// Name of the second rate.
    #[serde(deserialize_with = "scalar::text")]
    pub tax2_name: Option<String>,
    /// First rate, `0.2` for 20 %.
    #[serde(deserialize_with = "scalar::amount")]
    pub tax1_rate: Option<Decimal>,
    /// Second rate.
    #[serde(deserialize_with = "scalar::amount")]
    pub tax2_rate: Option<Decimal>,
    /// Other rates for some classes of goods.
    #[serde(rename = "TaxCategoryClasses", deserialize_with = "rows::related")]
    pub classes: Vec<TaxCategoryClass>,
}

/// The rates of one class of goods under one sales tax (vendor page `TaxCategoryClass`).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct TaxCategoryClass {
    /// The class.
    #[serde(rename = "taxClassID", deserialize_with = "scalar::id")]
    pub class: Option<String>,
    /// First rate.
    #[serde(deserialize_with = "scalar::amount")]
    pub tax1_rate: Option<Decimal>,
    /// Second rate.
    #[serde(deserialize_with = "scalar::amount")]
    pub tax2_rate: Option<Decimal>,
}

/// A class of goods for tax (vendor page `TaxClass`).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TaxClass {
    /// Its key.
    #[serde(rename = "taxClassID", deserialize_with = "scalar::id")]
    pub id: Option<String>,
    /// Its name, such as `Item`.
    #[serde(deserialize_with = "scalar::text")]
    pub name: Option<String>,
}
