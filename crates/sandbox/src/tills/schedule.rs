//! What happens in the first ten minutes of every demo, read from a table.

use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;

use crate::lightspeed::{Basket, Discount, HoldKind};

/// The table: when, what it shows, and what is done.
const MORNING: &str = include_str!("morning.json");

/// Something that happens once.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Scene {
    /// Seconds after the shop opened.
    pub(crate) second: u64,
    /// What it shows, in plain words.
    pub(crate) case: String,
    /// What is done.
    #[serde(flatten)]
    pub(crate) deed: Deed,
}

/// What can be done at the tills and at the other desk.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub(crate) enum Deed {
    /// Ring up a sale, a return or both.
    Sell(Box<Selling>),
    /// Hold goods for a known customer.
    Hold(Holding),
    /// Void a sale that was kept in mind.
    Void {
        /// The name it was kept under.
        sale: String,
    },
    /// Take back a piece of the latest sale.
    TakeBack,
    /// Take down someone new, who buys something.
    MeetSomebody,
    /// Take down someone who is known already once more, who buys something.
    MeetATwin,
    /// Take down a person by the platform's own payload, who buys something.
    Register {
        /// The payload.
        customer: Value,
    },
    /// Change the telephone number or the address of a known customer.
    EditSomebody,
    /// Staff find more, or less, of something on the shelf.
    MoveStock {
        /// The shop.
        shop: u64,
        /// How many more.
        change: i64,
    },
    /// Someone at Brightpearl adds a product.
    AddProduct,
    /// Someone at Brightpearl changes a price.
    ChangePrice,
}

/// A basket, of which the cashier fills what the table leaves open.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Selling {
    /// What the table says of it.
    pub(crate) basket: Basket,
    /// Goods the cashier picks from the shelf.
    pub(crate) pick: Vec<Pick>,
    /// Goods that come back.
    pub(crate) back: Vec<Back>,
    /// The held goods that are fetched, by the name they were kept under; their customer buys them.
    pub(crate) held: Option<String>,
    /// Whether a known customer buys.
    pub(crate) customer: bool,
    /// How long ago it was completed.
    pub(crate) hours_ago: Option<i64>,
    /// The name to keep it under.
    pub(crate) keep: Option<String>,
}

/// Goods held for a known customer.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Holding {
    /// Why they are held.
    pub(crate) kind: HoldKind,
    /// The shop; 1 if left out.
    pub(crate) shop: Option<u64>,
    /// What is paid at once.
    pub(crate) deposit: Decimal,
    /// The goods.
    pub(crate) pick: Vec<Pick>,
    /// The name to keep them under.
    pub(crate) keep: String,
}

/// Something from the shelf.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Pick {
    /// How many.
    pub(crate) quantity: i64,
    /// The price of one; the item's own if left out.
    #[serde(default)]
    pub(crate) price: Option<Decimal>,
    /// A fee for each.
    #[serde(default)]
    pub(crate) fee: Decimal,
    /// A reduction of the line.
    #[serde(default)]
    pub(crate) discount: Discount,
}

/// One piece that comes back.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Back {
    /// The sale of whose first line it is, by the name it was kept under; no receipt if left out.
    pub(crate) sale: Option<String>,
    /// What is given back; what was paid if left out.
    pub(crate) price: Option<Decimal>,
}

/// Reads the table.
///
/// # Errors
/// What is wrong with it; a test keeps this from happening.
pub(crate) fn morning() -> Result<Vec<Scene>, serde_json::Error> {
    serde_json::from_str(MORNING)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_table_is_in_order_of_time_within_ten_minutes_and_names_each_case_once() {
        let morning = morning().unwrap();
        assert!(morning.is_sorted_by(|one, two| one.second < two.second));
        assert!(morning.last().unwrap().second < 600);
        let cases: BTreeSet<&str> = morning.iter().map(|scene| scene.case.as_str()).collect();
        assert_eq!(cases.len(), morning.len());
    }
}
