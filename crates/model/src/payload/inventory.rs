use serde::{Deserialize, Serialize};

/// What one shop may sell of one product, and how that figure came to be.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Stock {
    /// The product's reference at its source.
    pub product_ref: String,
    /// The product's name.
    pub product_name: String,
    /// Its SKU.
    pub sku: String,
    /// The item at the till.
    pub item_ref: String,
    /// Lightspeed shopID.
    pub shop_ref: String,
    /// The shop's name.
    pub shop_name: String,
    /// The figures as last read; `None` before the first time.
    pub figures: Option<StockFigures>,
}

/// The source reference of a stock figure: product and shop.
pub fn stock_ref(product: &str, shop: &str) -> String {
    format!("{product}:{shop}")
}

/// How many units a shop may show, and why.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct StockFigures {
    /// Units the back office says can be sold.
    pub on_hand: i64,
    /// Units sold at the till that the back office does not show yet.
    pub unsynced_sales: i64,
    /// Units returned or voided at the till that the back office has not booked in yet.
    pub unsynced_returns: i64,
    /// Units held at the till by layaways, special orders and work orders.
    pub held_at_till: i64,
    /// Units held back by setting.
    pub buffer: i64,
    /// Units the till showed when it was last looked at.
    pub till: i64,
}

impl StockFigures {
    /// Units the till may show, never below 0 (`flows.md`, Inventory).
    pub fn quantity(&self) -> i64 {
        let sellable = self.on_hand - self.unsynced_sales + self.unsynced_returns;
        (sellable - self.held_at_till - self.buffer).max(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_back_office_does_not_know_yet_is_held_back_and_never_below_nothing() {
        let figures = StockFigures {
            on_hand: 10,
            unsynced_sales: 3,
            unsynced_returns: 1,
            held_at_till: 2,
            buffer: 1,
            till: 9,
        };
        assert_eq!(figures.quantity(), 5);
        assert_eq!(StockFigures { unsynced_sales: 30, ..figures }.quantity(), 0);
    }
}
