use serde::{Deserialize, Serialize};

/// A quantity in a shop as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StockDraft {
    /// The item at the till.
    pub item: String,
    /// The shop.
    pub shop: String,
    /// Whole units, never negative.
    pub quantity: i64,
}
