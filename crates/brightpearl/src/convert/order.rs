use std::collections::HashMap;

use model::outgoing::{Document, OrderRow, PaymentDraft};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::money::{amount, moment, quantity, rate};
use super::product::PLACEHOLDERS;
use crate::wire;

/// A draft that names something Brightpearl could not have, such as a contact that is no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotAnId {
    /// What it should be the id of.
    pub(crate) of: &'static str,
    /// What is there instead.
    pub(crate) text: String,
}

/// Reads an id of a draft.
pub(crate) fn id(of: &'static str, text: &str) -> Result<u64, NotAnId> {
    let wrong = || NotAnId { of, text: text.to_owned() };
    text.trim().parse().ok().filter(|id| *id > 0).ok_or_else(wrong)
}

fn id_or_none(of: &'static str, text: &str) -> Result<Option<u64>, NotAnId> {
    if text.trim().is_empty() { Ok(None) } else { id(of, text).map(Some) }
}

/// The body of a sales order or of a sales credit.
///
/// `https://api-docs.brightpearl.com/order/sales-order/post.html`, fact sheet 4.3.2.
///
/// # Errors
/// When a setting is no id of theirs.
pub(crate) fn document(draft: &Document) -> Result<Value, NotAnId> {
    let mut body = Map::new();
    body.insert("customer".to_owned(), json!({ "id": id("contact", &draft.contact)? }));
    put_text(&mut body, "ref", &draft.customer_reference);
    put_text(&mut body, "externalRef", &draft.reference);
    put(&mut body, "installedIntegrationInstanceId", draft.instance);
    put_text(&mut body, "placedOn", &moment(draft.placed_at));
    put_text(&mut body, "taxDate", &moment(draft.placed_at));
    put(&mut body, "statusId", id_or_none("order status", &draft.status)?);
    put(&mut body, "warehouseId", id_or_none("warehouse", &draft.warehouse)?);
    put(&mut body, "channelId", id_or_none("channel", &draft.channel)?);
    put(&mut body, "priceListId", id_or_none("price list", &draft.price_list)?);
    put_text(&mut body, "priceModeCode", if draft.tax_inclusive { "INC" } else { "EXC" });
    body.insert("currency".to_owned(), currency(draft));
    let rows: Result<Vec<Value>, NotAnId> =
        draft.rows.iter().map(|line| row(line, &draft.currency)).collect();
    body.insert("rows".to_owned(), Value::Array(rows?));
    Ok(Value::Object(body))
}

/// Without a fixed rate the account's rate of the day applies, which for its own currency is 1.
fn currency(draft: &Document) -> Value {
    match draft.exchange_rate {
        Some(fixed) => {
            json!({ "code": draft.currency, "fixedExchangeRate": true, "exchangeRate": rate(fixed) })
        }
        None => json!({ "code": draft.currency }),
    }
}

/// `net` and `tax` are of the whole line, and net never includes tax, whatever the price mode.
fn row(line: &OrderRow, currency: &str) -> Result<Value, NotAnId> {
    let mut row = Map::new();
    put(&mut row, "productId", line.product.as_deref().map(|product| id("product", product)).transpose()?);
    put_text(&mut row, "name", &line.name);
    put_text(&mut row, "quantity", &quantity(line.quantity));
    put_text(&mut row, "taxCode", &line.tax_code);
    put_text(&mut row, "net", &amount(line.net, currency));
    put_text(&mut row, "tax", &amount(line.tax, currency));
    put_text(&mut row, "nominalCode", &line.nominal);
    put_text(&mut row, "externalRef", &line.line);
    Ok(Value::Object(row))
}

/// The body of a payment that came in.
///
/// `https://api-docs.brightpearl.com/accounting/customer-payment/post.html`, fact sheet 4.5.1.
pub(crate) fn receipt(order: u64, payment: &PaymentDraft, exchange_rate: Option<Decimal>) -> Value {
    let mut body = Map::new();
    put(&mut body, "orderId", Some(order));
    put_text(&mut body, "transactionRef", &payment.reference);
    put_text(&mut body, "paymentMethodCode", &payment.method);
    put_text(&mut body, "paymentType", "RECEIPT");
    put_text(&mut body, "currencyIsoCode", &payment.currency);
    put_text(&mut body, "amountPaid", &amount(payment.amount, &payment.currency));
    put_text(&mut body, "paymentDate", &moment(payment.paid_at));
    if let Some(fixed) = exchange_rate {
        put_text(&mut body, "exchangeRate", &rate(fixed));
    }
    Value::Object(body)
}

/// The body of a reservation: each row once, since a row named twice is counted wrongly (fact sheet 4.2.4).
pub(crate) fn reservation(rows: &[PostedRow]) -> Value {
    let goods: Vec<Value> = rows
        .iter()
        .map(|row| json!({ "productId": row.product, "salesOrderRowId": row.row, "quantity": row.quantity }))
        .collect();
    json!({ "products": goods })
}

/// A row of an order as it stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PostedRow {
    /// The row's id there.
    pub(crate) row: u64,
    /// The till's line; empty for parts of a bundle, which Brightpearl adds by itself.
    #[serde(default)]
    pub(crate) line: String,
    /// Product id there.
    #[serde(default)]
    pub(crate) product: u64,
    /// Whole pieces that can be held back; 0 where no stock is kept.
    #[serde(default)]
    pub(crate) quantity: u64,
}

/// The rows of an order there, each with the till's line it came from: by our reference where the answer shows it, else by
/// their order. `lines` are the till's lines in the order they were sent.
pub(crate) fn posted_rows(
    order: &wire::Order,
    lines: &[String],
    tracked: &HashMap<u64, bool>,
) -> Vec<PostedRow> {
    let mut rows: Vec<(&u64, &wire::OrderRow)> = order.order_rows.iter().collect();
    rows.sort_by_key(|(id, row)| (row.order_row_sequence, **id));
    let mut in_order = lines.iter();
    rows.into_iter()
        .map(|(id, row)| {
            let part = row.composition.bundle_child.unwrap_or_default();
            let next = if part { None } else { in_order.next() };
            let told = Some(&row.external_ref).filter(|line| lines.contains(line));
            PostedRow {
                row: *id,
                line: told.or(next).cloned().unwrap_or_default(),
                product: row.product_id.unwrap_or_default(),
                quantity: held_back(row, tracked),
            }
        })
        .collect()
}

/// The products of an order whose stock may have to be held back.
pub(crate) fn goods(order: &wire::Order) -> Vec<u64> {
    let mut ids: Vec<u64> = order.order_rows.values().filter_map(|row| row.product_id).collect();
    ids.retain(|id| !PLACEHOLDERS.contains(id));
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Pieces to hold back: none of free text, of a bundle as such (its parts have rows of their own), or of what is not counted.
fn held_back(row: &wire::OrderRow, tracked: &HashMap<u64, bool>) -> u64 {
    let counted = row.product_id.is_some_and(|id| tracked.get(&id).copied().unwrap_or_default());
    if !counted || row.composition.bundle_parent.unwrap_or_default() {
        return 0;
    }
    let pieces = row.quantity.magnitude.unwrap_or_default();
    if pieces.fract().is_zero() { u64::try_from(pieces.trunc()).unwrap_or_default() } else { 0 }
}

fn put(body: &mut Map<String, Value>, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        body.insert(name.to_owned(), value.into());
    }
}

/// An empty text is left out: there it would mean "none" where we mean "as you see fit".
fn put_text(body: &mut Map<String, Value>, name: &str, text: &str) {
    if !text.is_empty() {
        body.insert(name.to_owned(), Value::String(text.to_owned()));
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use model::When;
    use rstest::rstest;

    use super::*;

    pub(crate) fn draft() -> Document {
        Document {
            reference: "ls:90210:901:order".to_owned(),
            customer_reference: "220000000901".to_owned(),
            contact: "315".to_owned(),
            placed_at: When::parse("2026-02-03T09:15:00Z").unwrap(),
            status: String::new(),
            channel: "3".to_owned(),
            warehouse: "2".to_owned(),
            price_list: String::new(),
            currency: "GBP".to_owned(),
            exchange_rate: None,
            tax_inclusive: true,
            instance: None,
            rows: vec![OrderRow {
                line: "5001".to_owned(),
                product: Some("1042".to_owned()),
                name: "Mug blue 350ml".to_owned(),
                quantity: "2.0".parse().unwrap(),
                tax_code: "T20".to_owned(),
                net: "20.83".parse().unwrap(),
                tax: "4.17".parse().unwrap(),
                nominal: String::new(),
            }],
            total: "25".parse().unwrap(),
            payments: vec![PaymentDraft {
                reference: "ls-901-640".to_owned(),
                method: "CARD".to_owned(),
                amount: "25".parse().unwrap(),
                currency: "GBP".to_owned(),
                paid_at: When::parse("2026-02-03T09:15:30Z").unwrap(),
            }],
            warnings: Vec::new(),
        }
    }

    #[test]
    fn an_order_is_sent_with_what_is_known_and_nothing_else() {
        let expected = json!({
            "customer": {"id": 315}, "ref": "220000000901", "externalRef": "ls:90210:901:order",
            "placedOn": "2026-02-03T09:15:00Z", "taxDate": "2026-02-03T09:15:00Z", "warehouseId": 2, "channelId": 3,
            "priceModeCode": "INC", "currency": {"code": "GBP"},
            "rows": [{"productId": 1042, "name": "Mug blue 350ml", "quantity": "2", "taxCode": "T20",
                      "net": "20.83", "tax": "4.17", "externalRef": "5001"}]});
        assert_eq!(document(&draft()).unwrap(), expected);
    }

    #[test]
    fn a_fixed_rate_an_instance_and_free_text_are_sent_where_there_are_any() {
        let mut draft = draft();
        draft.exchange_rate = Some("1.25".parse().unwrap());
        draft.instance = Some(21);
        draft.tax_inclusive = false;
        draft.status = "3".to_owned();
        draft.rows[0].product = None;
        draft.rows[0].nominal = "4000".to_owned();
        let body = document(&draft).unwrap();
        assert_eq!(
            body["currency"],
            json!({"code": "GBP", "fixedExchangeRate": true, "exchangeRate": "1.250000"})
        );
        assert_eq!(body["installedIntegrationInstanceId"], 21);
        assert_eq!(body["priceModeCode"], "EXC");
        assert_eq!(body["statusId"], 3);
        assert_eq!(body["rows"][0].get("productId"), None);
        assert_eq!(body["rows"][0]["nominalCode"], "4000");
    }

    #[rstest]
    #[case("", "contact")]
    #[case("walk-in", "contact")]
    #[case("0", "contact")]
    fn what_is_no_id_is_named(#[case] contact: &str, #[case] of: &str) {
        let error = document(&Document { contact: contact.to_owned(), ..draft() }).unwrap_err();
        assert_eq!((error.of, error.text.as_str()), (of, contact));
    }

    #[test]
    fn a_receipt_carries_our_reference_and_the_exact_amount() {
        let draft = draft();
        let expected = json!({
            "orderId": 7001, "transactionRef": "ls-901-640", "paymentMethodCode": "CARD", "paymentType": "RECEIPT",
            "currencyIsoCode": "GBP", "amountPaid": "25.00", "paymentDate": "2026-02-03T09:15:30Z"});
        assert_eq!(receipt(7001, &draft.payments[0], None), expected);
        let fixed = receipt(7001, &draft.payments[0], Some(Decimal::ONE));
        assert_eq!(fixed["exchangeRate"], "1.000000");
    }

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
}
