use serde::Deserialize;

use super::scalar;

/// An item category (vendor page `Category`, fact sheet 4.4).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Category {
    /// Its key.
    #[serde(rename = "categoryID", deserialize_with = "scalar::id")]
    pub id: Option<String>,
    /// Its name.
    #[serde(deserialize_with = "scalar::text")]
    pub name: Option<String>,
    /// The category it is in, none at the root.
    #[serde(rename = "parentID", deserialize_with = "scalar::id")]
    pub parent: Option<String>,
}
