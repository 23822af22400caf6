use serde::Deserialize;

use super::scalar;

/// A shop (vendor page `Shop`, fact sheet 4.1).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Shop {
    /// Its key.
    #[serde(rename = "shopID", deserialize_with = "scalar::id")]
    pub id: Option<String>,
    /// Its name.
    #[serde(deserialize_with = "scalar::text")]
    pub name: Option<String>,
    /// Its sales tax.
    #[serde(rename = "taxCategoryID", deserialize_with = "scalar::id")]
    pub tax_category: Option<String>,
    /// Time zone in the old names, such as `US/Pacific`.
    #[serde(deserialize_with = "scalar::text")]
    pub time_zone: Option<String>,
}
