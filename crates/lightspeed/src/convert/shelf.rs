//! What shops show of items: reading it, and writing it.

use platform::{Shelf, ShopQuantity};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};

use crate::wire::ItemShop;

/// A shelf of theirs; `None` for the row that sums up the account.
///
/// # Errors
/// In words, when it does not say what it is a shelf of, or how much is on it.
pub fn shelf(wire: &ItemShop) -> Result<Option<Shelf>, String> {
    let Some(shop) = wire.shop.clone() else { return Ok(None) };
    let item = wire.item.clone().ok_or("a shelf that names no item")?;
    let quantity = wire.qoh.ok_or_else(|| format!("the shelf of item {item} in shop {shop} has no qoh"))?;
    // Half a unit cannot be sold, but it can be held.
    let held = held(wire).ceil();
    let units = |number: Decimal| number.to_i64().ok_or_else(|| format!("{number} is no number of units"));
    Ok(Some(Shelf { quantity: units(quantity.floor())?, held: units(held)?, item, shop }))
}

/// Both spellings of the work orders are one figure, so it is counted once.
fn held(wire: &ItemShop) -> Decimal {
    let worked_on = wire.on_work_order.or(wire.on_workorder);
    [wire.on_layaway, wire.on_special_order, worked_on].into_iter().flatten().sum()
}

/// The body that sets what shops show (tutorial `inventory`, fact sheet 4.3): absolute, by shop, so that a shop
/// without a shelf gets one. Never below nothing: what they do with less is not documented.
pub fn stock_body(quantities: &[ShopQuantity]) -> Value {
    let row = |one: &ShopQuantity| json!({ "shopID": one.shop, "qoh": one.quantity.max(0) });
    json!({ "ItemShops": { "ItemShop": quantities.iter().map(row).collect::<Vec<_>>() } })
}

/// What is wrong with setting these quantities at all; `None` if nothing is.
pub fn not_to_be_set(quantities: &[ShopQuantity]) -> Option<String> {
    quantities.iter().enumerate().find_map(|(index, one)| {
        let shop = &one.shop;
        let number = !shop.is_empty() && shop.bytes().all(|byte| byte.is_ascii_digit());
        // Shop 0 sums up the others; they reckon it themselves.
        if !number || shop.bytes().all(|byte| byte == b'0') {
            return Some(format!("“{shop}” is no shop whose stock can be set"));
        }
        let twice = quantities.iter().take(index).any(|other| other.shop == *shop);
        twice.then(|| format!("shop {shop} is named twice"))
    })
}

/// How the shelves differ from what was set, in words; empty if they do not. A shop without a shelf shows nothing.
pub fn set_otherwise(quantities: &[ShopQuantity], shelves: &[Shelf]) -> String {
    let shown =
        |shop: &str| shelves.iter().find(|shelf| shelf.shop == shop).map_or(0, |shelf| shelf.quantity);
    let different = quantities.iter().filter(|one| shown(&one.shop) != one.quantity.max(0));
    let words = different.map(|one| {
        format!("shop {} shows {} instead of {}", one.shop, shown(&one.shop), one.quantity.max(0))
    });
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::wire::envelope::read_row;

    fn read(json: Value) -> Result<Option<Shelf>, String> {
        shelf(&read_row(json)?)
    }

    fn set(shop: &str, quantity: i64) -> ShopQuantity {
        ShopQuantity { shop: shop.to_owned(), quantity }
    }

    fn shows(shop: &str, quantity: i64) -> Shelf {
        Shelf { item: "512".to_owned(), shop: shop.to_owned(), quantity, held: 0 }
    }

    #[rstest]
    #[case::plain(json!({ "itemShopID": "2051", "qoh": "5", "itemID": "512", "shopID": "1" }), 5, 0)]
    #[case::oversold(json!({ "qoh": "-2", "itemID": "512", "shopID": "1" }), -2, 0)]
    #[case::raw(json!({ "qoh": 7, "itemID": 512, "shopID": 1, "onLayaway": 2 }), 7, 2)]
    #[case::held(json!({ "qoh": "9", "itemID": "512", "shopID": "1", "onLayaway": "1", "onSpecialOrder": "2", "onWorkOrder": "3" }), 9, 6)]
    #[case::other_spelling(json!({ "qoh": "9", "itemID": "512", "shopID": "1", "onWorkorder": "3" }), 9, 3)]
    #[case::both_spellings(json!({ "qoh": "9", "itemID": "512", "shopID": "1", "onWorkOrder": "3", "onWorkorder": "3" }), 9, 3)]
    #[case::in_parts(json!({ "qoh": "2.5", "itemID": "512", "shopID": "1", "onLayaway": "0.5" }), 2, 1)]
    #[case::short_by_a_part(json!({ "qoh": "-0.5", "itemID": "512", "shopID": "1" }), -1, 0)]
    fn a_shelf_tells_what_it_shows_and_what_is_held(
        #[case] json: Value,
        #[case] quantity: i64,
        #[case] held: i64,
    ) {
        assert_eq!(read(json).unwrap(), Some(Shelf { held, ..shows("1", quantity) }));
    }

    #[test]
    fn the_row_that_sums_up_the_account_is_no_shelf() {
        assert_eq!(read(json!({ "qoh": "5", "itemID": "512", "shopID": "0" })).unwrap(), None);
    }

    #[rstest]
    #[case(json!({ "itemID": "512", "shopID": "1" }), "has no qoh")]
    #[case(json!({ "qoh": "5", "shopID": "1" }), "names no item")]
    #[case(json!({ "qoh": "many", "itemID": "512", "shopID": "1" }), "qoh")]
    #[case(json!({ "qoh": "1e20", "itemID": "512", "shopID": "1" }), "no number of units")]
    fn a_shelf_that_tells_too_little_is_named(#[case] json: Value, #[case] words: &str) {
        let error = read(json).unwrap_err();
        assert!(error.contains(words), "{error}");
    }

    #[test]
    fn shops_are_set_by_name_and_never_below_nothing() {
        let expect = json!({ "ItemShops": { "ItemShop": [{ "shopID": "1", "qoh": 24 }, { "shopID": "3", "qoh": 0 }] } });
        assert_eq!(stock_body(&[set("1", 24), set("3", -4)]), expect);
    }

    #[rstest]
    #[case(&[set("1", 1), set("2", 2)], None)]
    #[case(&[set("0", 1)], Some("no shop"))]
    #[case(&[set("00", 1)], Some("no shop"))]
    #[case(&[set("one", 1)], Some("no shop"))]
    #[case(&[set("1", 1), set("2", 1), set("1", 2)], Some("shop 1 is named twice"))]
    fn what_they_would_refuse_is_not_even_sent(
        #[case] quantities: &[ShopQuantity],
        #[case] words: Option<&str>,
    ) {
        let told = not_to_be_set(quantities);
        assert_eq!(told.is_some(), words.is_some());
        assert!(told.unwrap_or_default().contains(words.unwrap_or_default()));
    }

    #[rstest]
    #[case(&[set("1", 5)], &[shows("1", 5), shows("2", 9)], "")]
    #[case(&[set("1", 5), set("2", 0)], &[shows("1", 5)], "")]
    #[case(&[set("1", -3)], &[shows("1", 0)], "")]
    #[case(&[set("1", 5), set("2", 1)], &[shows("1", 0), shows("2", 1)], "shop 1 shows 0 instead of 5")]
    #[case(&[set("2", 1)], &[], "shop 2 shows 0 instead of 1")]
    fn a_quantity_that_stays_otherwise_is_told(
        #[case] quantities: &[ShopQuantity],
        #[case] shelves: &[Shelf],
        #[case] words: &str,
    ) {
        assert_eq!(set_otherwise(quantities, shelves), words);
    }
}
