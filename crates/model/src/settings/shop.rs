use serde::{Deserialize, Serialize};

/// What belongs to one shop.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ShopSettings {
    /// Brightpearl channel id; empty means none.
    pub channel: String,
    /// Brightpearl warehouse id; one warehouse serves one shop.
    pub warehouse: String,
    /// Brightpearl price list id for orders; empty means the contact's.
    pub price_list: String,
    /// Brightpearl contact id for sales without a customer; empty blocks them.
    pub walk_in_contact: String,
    /// Units of each product held back in this shop; `None` takes the merchant's own buffer.
    pub buffer: Option<u32>,
    /// Brightpearl location id where returned goods go; empty means the warehouse's default location.
    pub returns_location: String,
}

/// How stock reaches the shops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct InventorySettings {
    /// Units of each product held back in each shop.
    pub buffer: u32,
    /// Minutes between two comparisons of all products; Brightpearl's hints come in between.
    pub sweep_minutes: u32,
    /// Whether layaways, special orders and work orders take units off the till's quantity
    /// (`apis/lightspeed-retail.md` section 7, question 22).
    pub holds_lower_stock: bool,
}

impl Default for InventorySettings {
    fn default() -> InventorySettings {
        InventorySettings { buffer: 0, sweep_minutes: 15, holds_lower_stock: true }
    }
}
