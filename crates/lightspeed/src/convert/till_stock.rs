use serde::{Deserialize, Serialize};

use super::shelf::shelf;
use crate::wire::ItemShop;

/// What all shops together have of one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TillStock {
    /// Units in the shops that have some.
    pub left: i64,
    /// Units by which shops sold more than they had.
    pub short: i64,
    /// Units held for customers.
    pub held: i64,
}

impl TillStock {
    /// The stock of an item; `None` where its shelves were not told, or cannot be read.
    pub fn read(rows: &[ItemShop]) -> Option<TillStock> {
        // Every item has at least the row that sums up its shops: no rows at all means that they were not sent.
        if rows.is_empty() {
            return None;
        }
        let mut stock = TillStock::default();
        for row in rows {
            if let Some(shelf) = shelf(row).ok()? {
                stock.left = stock.left.saturating_add(shelf.quantity.max(0));
                stock.short = stock.short.saturating_sub(shelf.quantity.min(0));
                stock.held = stock.held.saturating_add(shelf.held);
            }
        }
        Some(stock)
    }

    /// What keeps the item from being put away, which would clear its stock for good (fact sheet 4.2); `None` if nothing
    /// does.
    pub fn in_the_way(self) -> Option<String> {
        let TillStock { left, short, held } = self;
        if left > 0 {
            Some(format!("still in stock at the till ({left}); put away once it is sold out"))
        } else if held > 0 {
            Some(format!("still held for customers at the till ({held}); put away once it is handed over"))
        } else if short > 0 {
            Some(format!("sold below nothing at the till (-{short}); put away once its stock is corrected"))
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::*;
    use crate::wire::Item;
    use crate::wire::envelope::read_row;

    fn shelf_row(shop: &str, qoh: &str, held: &str) -> Value {
        json!({ "itemID": "512", "shopID": shop, "qoh": qoh, "onLayaway": held })
    }

    #[rstest]
    #[case(json!([shelf_row("0", "0", "0"), shelf_row("1", "0", "0")]), Some(None))]
    #[case(json!(shelf_row("0", "0", "0")), Some(None))]
    #[case(json!([shelf_row("0", "3", "0"), shelf_row("1", "5", "0"), shelf_row("2", "-2", "0")]), Some(Some("still in stock at the till (5)")))]
    #[case(json!([shelf_row("0", "0", "2"), shelf_row("1", "0", "2")]), Some(Some("held for customers at the till (2)")))]
    #[case(json!([shelf_row("1", "0", "0"), shelf_row("2", "-2", "0")]), Some(Some("below nothing at the till (-2)")))]
    #[case(json!([shelf_row("1", "0", "0"), json!({ "itemID": "512", "shopID": "2" })]), None)]
    #[case(json!([]), None)]
    fn an_item_may_go_only_if_no_shop_has_any_of_it(
        #[case] rows: Value,
        #[case] expect: Option<Option<&str>>,
    ) {
        let item: Item = read_row(json!({ "itemID": "512", "ItemShops": { "ItemShop": rows } })).unwrap();
        let stock = TillStock::read(&item.shelves);
        assert_eq!(stock.is_some(), expect.is_some());
        let words = stock.and_then(TillStock::in_the_way);
        let expect = expect.flatten();
        assert_eq!(words.is_some(), expect.is_some(), "{words:?}");
        assert!(words.unwrap_or_default().contains(expect.unwrap_or_default()));
    }
}
