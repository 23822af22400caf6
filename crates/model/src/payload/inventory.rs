use serde::{Deserialize, Serialize};

/// What one shop may sell of one product, and how that figure came to be.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Stock {
    /// The product's reference at its source.
    pub product_ref: String,
    /// The product's name.
    pub product_name: String,
    /// Its SKU.
    pub sku: String,
    /// Lightspeed shopID.
    pub shop_ref: String,
    /// The shop's name.
    pub shop_name: String,
    /// Units the back office says can be sold.
    pub on_hand: i64,
    /// Units sold at the till that the back office does not know of yet.
    pub unsynced_sales: i64,
    /// Units returned at the till that the back office has not booked in yet.
    pub unsynced_returns: i64,
    /// Units held at the till by layaways, special orders and work orders.
    pub held_at_till: i64,
    /// Units held back by setting.
    pub buffer: i64,
}

impl Stock {
    /// Units the till may show, never below 0 (`flows.md`, Inventory).
    pub fn quantity(&self) -> i64 {
        let sellable = self.on_hand - self.unsynced_sales + self.unsynced_returns;
        (sellable - self.held_at_till - self.buffer).max(0)
    }
}
