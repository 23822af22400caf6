use serde::Deserialize;

use super::scalar;

/// A register of a shop (vendor page `Register`, fact sheet 4.1).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Register {
    /// The key.
    #[serde(rename = "registerID", deserialize_with = "scalar::id")]
    pub id: Option<String>,
    /// Its name.
    #[serde(deserialize_with = "scalar::text")]
    pub name: Option<String>,
    /// Where it stands.
    #[serde(rename = "shopID", deserialize_with = "scalar::id")]
    pub shop: Option<String>,
}
