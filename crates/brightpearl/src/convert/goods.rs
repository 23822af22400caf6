//! Rows of documents as goods: which of them are counted, and what is sent to move them.

use std::collections::HashMap;

use model::When;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::money::moment;
use super::product::PLACEHOLDERS;
use crate::wire;

/// A row of an order or a credit as it stands there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct PostedRow {
    /// The row's id there.
    pub(crate) row: u64,
    /// The till's line; empty for parts of a bundle, which Brightpearl adds by itself.
    pub(crate) line: String,
    /// Product id there.
    pub(crate) product: u64,
    /// What the row says.
    pub(crate) name: String,
    /// Whole pieces that can be moved; 0 where no stock is kept.
    pub(crate) quantity: u64,
    /// Of a bundle, how many sets; its parts have rows of their own. 0 for everything else.
    pub(crate) sets: u64,
    /// Of a part, the row of its bundle.
    pub(crate) bundle: Option<u64>,
    /// What one piece cost, currency and amount, where the row tells.
    pub(crate) cost: Option<(String, String)>,
}

/// The rows of a document there, each with the till's line it came from: by our reference where the answer shows it, else by
/// their order. `lines` are the till's lines in the order they were sent.
pub(crate) fn posted_rows(
    order: &wire::Order,
    lines: &[String],
    tracked: &HashMap<u64, bool>,
) -> Vec<PostedRow> {
    let mut rows: Vec<(&u64, &wire::OrderRow)> = order.order_rows.iter().collect();
    rows.sort_by_key(|(id, row)| (row.order_row_sequence, **id));
    let (mut in_order, mut last_bundle) = (lines.iter(), None);
    rows.into_iter()
        .map(|(id, row)| {
            let part = row.composition.bundle_child.unwrap_or_default();
            let next = if part { None } else { in_order.next() };
            let told = Some(&row.external_ref).filter(|line| lines.contains(line));
            let sets = if is_bundle(row) { whole(row) } else { 0 };
            if sets > 0 {
                last_bundle = Some(*id);
            }
            PostedRow {
                row: *id,
                line: told.or(next).cloned().unwrap_or_default(),
                product: row.product_id.unwrap_or_default(),
                name: row.product_name.clone(),
                quantity: counted(row, tracked),
                sets,
                bundle: row.composition.parent_order_row_id.or(last_bundle).filter(|_| part),
                cost: cost(row),
            }
        })
        .collect()
}

/// The products of a document whose stock may have to be moved.
pub(crate) fn goods(order: &wire::Order) -> Vec<u64> {
    let mut ids: Vec<u64> = order.order_rows.values().filter_map(|row| row.product_id).collect();
    ids.retain(|id| !PLACEHOLDERS.contains(id));
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The body of a reservation: each row once, since a row named twice is counted wrongly (fact sheet 4.2.4).
pub(crate) fn reservation(rows: &[PostedRow]) -> Value {
    json!({ "products": products(rows) })
}

/// The body of a goods-out note.
///
/// `https://api-docs.brightpearl.com/warehouse/goods-out-note/post.html`, fact sheet 4.2.5.
pub(crate) fn goods_out(rows: &[PostedRow], warehouse: u64, shipping_method: u64, at: When) -> Value {
    let note = json!({ "releaseDate": moment(at), "warehouseId": warehouse, "transfer": false, "products": products(rows) });
    json!({ "warehouses": [note], "priority": false, "shippingMethodId": shipping_method })
}

/// The body of the event that says that a note's goods have left; `occured` is their spelling (fact sheet 4.2.5).
pub(crate) fn shipped(staff: u64, at: When) -> Value {
    json!({ "events": [{ "eventCode": "SHW", "occured": moment(at), "eventOwnerId": staff }] })
}

/// The body of a goods-in note of a credit; the field for purchase order rows carries the credit's rows.
///
/// `https://api-docs.brightpearl.com/warehouse/goods-in-note/post.html`, fact sheet 4.2.6.
pub(crate) fn goods_in(rows: &[PostedRow], warehouse: u64, location: u64, at: When) -> Value {
    let moved = rows.iter().map(|row| {
        let mut moved = json!({ "productId": row.product, "purchaseOrderRowId": row.row, "quantity": row.quantity,
            "destinationLocationId": location });
        if let (Some(body), Some((currency, value))) = (moved.as_object_mut(), &row.cost) {
            body.insert("productValue".to_owned(), json!({ "currency": currency, "value": value }));
        }
        moved
    });
    json!({ "transfer": false, "warehouseId": warehouse, "receivedOn": moment(at), "goodsMoved": moved.collect::<Vec<_>>() })
}

fn products(rows: &[PostedRow]) -> Vec<Value> {
    rows.iter()
        .map(|row| json!({ "productId": row.product, "salesOrderRowId": row.row, "quantity": row.quantity }))
        .collect()
}

/// Pieces to move: none of free text, of a bundle as such (its parts have rows of their own), or of what is not counted.
fn counted(row: &wire::OrderRow, tracked: &HashMap<u64, bool>) -> u64 {
    let counted = row.product_id.is_some_and(|id| tracked.get(&id).copied().unwrap_or_default());
    if counted && !is_bundle(row) { whole(row) } else { 0 }
}

fn is_bundle(row: &wire::OrderRow) -> bool {
    row.composition.bundle_parent.unwrap_or_default()
}

fn whole(row: &wire::OrderRow) -> u64 {
    let pieces = row.quantity.magnitude.unwrap_or_default();
    if pieces.fract().is_zero() { wire::pieces(Some(pieces)) } else { 0 }
}

fn cost(row: &wire::OrderRow) -> Option<(String, String)> {
    let value: Decimal = row.item_cost.value?;
    let currency = &row.item_cost.currency_code;
    (!currency.is_empty()).then(|| (currency.clone(), value.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(rows: Value) -> wire::Order {
        serde_json::from_value(json!({"id": 7001, "totalValue": {"total": "25.00"}, "orderRows": rows}))
            .unwrap()
    }

    #[test]
    fn rows_find_their_lines_by_reference_or_else_by_order() {
        let order = order(json!({
            "6210": {"orderRowSequence": "10", "productId": 1042, "quantity": {"magnitude": "2.0000"}},
            "6202": {"orderRowSequence": "20", "productId": 1000, "quantity": {"magnitude": "1.0000"}},
            "6203": {"orderRowSequence": 30, "productId": 1043, "quantity": {"magnitude": 1}, "externalRef": "5003"}}));
        let lines = ["5001", "5002", "5003"].map(str::to_owned);
        let tracked = HashMap::from([(1042, true), (1043, false)]);
        let rows = posted_rows(&order, &lines, &tracked);
        let told: Vec<(u64, &str, u64)> =
            rows.iter().map(|row| (row.row, row.line.as_str(), row.quantity)).collect();
        assert_eq!(told, [(6210, "5001", 2), (6202, "5002", 0), (6203, "5003", 0)]);
    }

    #[test]
    fn of_a_bundle_the_parts_are_held_back_and_the_bundle_is_not() {
        let order = order(json!({
            "1": {"orderRowSequence": "10", "productId": 2000, "quantity": {"magnitude": "1"}, "composition": {"bundleParent": true}},
            "2": {"orderRowSequence": "20", "productId": 2001, "quantity": {"magnitude": "3"}, "composition": {"bundleChild": true}},
            "3": {"orderRowSequence": "30", "productId": 2002, "quantity": {"magnitude": "1.5"}}}));
        let tracked = HashMap::from([(2000, true), (2001, true), (2002, true)]);
        let rows = posted_rows(&order, &["a".to_owned(), "b".to_owned()], &tracked);
        let told: Vec<(&str, u64)> = rows.iter().map(|row| (row.line.as_str(), row.quantity)).collect();
        assert_eq!(told, [("a", 0), ("", 3), ("b", 0)]);
        assert_eq!(goods(&order), [2000, 2001, 2002]);
    }

    #[test]
    fn a_note_names_rows_warehouse_and_moment() {
        let at = When::parse("2026-02-03T09:15:00Z").unwrap();
        let row = PostedRow { row: 6201, product: 1042, quantity: 2, ..PostedRow::default() };
        let expected = json!({
            "warehouses": [{"releaseDate": "2026-02-03T09:15:00Z", "warehouseId": 2, "transfer": false,
                "products": [{"productId": 1042, "salesOrderRowId": 6201, "quantity": 2}]}],
            "priority": false, "shippingMethodId": 4});
        assert_eq!(goods_out(&[row], 2, 4, at), expected);
        let event =
            json!({"events": [{"eventCode": "SHW", "occured": "2026-02-03T09:15:00Z", "eventOwnerId": 4}]});
        assert_eq!(shipped(4, at), event);
    }

    #[test]
    fn goods_come_back_at_what_they_cost() {
        let at = When::parse("2026-02-10T09:00:00Z").unwrap();
        let cost = Some(("GBP".to_owned(), "4.2000".to_owned()));
        let row = PostedRow { row: 6301, product: 1042, quantity: 1, cost, ..PostedRow::default() };
        let free = PostedRow { row: 6302, product: 1043, quantity: 3, ..PostedRow::default() };
        let expected = json!({
            "transfer": false, "warehouseId": 2, "receivedOn": "2026-02-10T09:00:00Z",
            "goodsMoved": [
                {"productId": 1042, "purchaseOrderRowId": 6301, "quantity": 1, "destinationLocationId": 9,
                 "productValue": {"currency": "GBP", "value": "4.2000"}},
                {"productId": 1043, "purchaseOrderRowId": 6302, "quantity": 3, "destinationLocationId": 9}]});
        assert_eq!(goods_in(&[row, free], 2, 9, at), expected);
    }

    #[test]
    fn parts_know_their_bundle_by_its_row_or_by_standing_below_it() {
        let order = order(json!({
            "1": {"orderRowSequence": "10", "productId": 2000, "quantity": {"magnitude": "3"}, "composition": {"bundleParent": true}},
            "2": {"orderRowSequence": "20", "productId": 2001, "quantity": {"magnitude": "6"},
                  "composition": {"bundleChild": true, "parentOrderRowId": 1}, "itemCost": {"currencyCode": "GBP", "value": "4.2000"}},
            "3": {"orderRowSequence": "30", "productId": 2002, "quantity": {"magnitude": "3"}, "composition": {"bundleChild": true}}}));
        let rows = posted_rows(&order, &["a".to_owned()], &HashMap::from([(2001, true), (2002, true)]));
        let told: Vec<(u64, Option<u64>)> = rows.iter().map(|row| (row.sets, row.bundle)).collect();
        assert_eq!(told, [(3, None), (0, Some(1)), (0, Some(1))]);
        assert_eq!(rows[1].cost, Some(("GBP".to_owned(), "4.2000".to_owned())));
    }
}
