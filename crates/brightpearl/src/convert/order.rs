use model::outgoing::{Document, OrderRow, PaymentDraft};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::money::{amount, moment, quantity, rate};

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
/// A credit names the order it credits: their page says text, whole numbers are taken (fact sheet 4.3.4).
///
/// # Errors
/// When a setting is no id of theirs.
pub(crate) fn document(draft: &Document, parent: Option<&str>) -> Result<Value, NotAnId> {
    let mut body = Map::new();
    put(&mut body, "parentId", parent.map(|parent| id("order to credit", parent)).transpose()?);
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

/// The body of a payment: `RECEIPT` for money that came in, `PAYMENT` for money that went out; the amount is positive either
/// way.
///
/// `https://api-docs.brightpearl.com/accounting/customer-payment/post.html`, fact sheet 4.5.1.
pub(crate) fn payment(
    order: u64,
    sort: &str,
    payment: &PaymentDraft,
    exchange_rate: Option<Decimal>,
) -> Value {
    let mut body = Map::new();
    put(&mut body, "orderId", Some(order));
    put_text(&mut body, "transactionRef", &payment.reference);
    put_text(&mut body, "paymentMethodCode", &payment.method);
    put_text(&mut body, "paymentType", sort);
    put_text(&mut body, "currencyIsoCode", &payment.currency);
    put_text(&mut body, "amountPaid", &amount(payment.amount, &payment.currency));
    put_text(&mut body, "paymentDate", &moment(payment.paid_at));
    if let Some(fixed) = exchange_rate {
        put_text(&mut body, "exchangeRate", &rate(fixed));
    }
    Value::Object(body)
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
        assert_eq!(document(&draft(), None).unwrap(), expected);
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
        let body = document(&draft, None).unwrap();
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

    #[test]
    fn a_credit_names_the_order_it_credits() {
        assert_eq!(document(&draft(), Some("7001")).unwrap()["parentId"], 7001);
        assert_eq!(document(&draft(), None).unwrap().get("parentId"), None);
        assert_eq!(document(&draft(), Some("the other one")).unwrap_err().of, "order to credit");
    }

    #[rstest]
    #[case("", "contact")]
    #[case("walk-in", "contact")]
    #[case("0", "contact")]
    fn what_is_no_id_is_named(#[case] contact: &str, #[case] of: &str) {
        let error = document(&Document { contact: contact.to_owned(), ..draft() }, None).unwrap_err();
        assert_eq!((error.of, error.text.as_str()), (of, contact));
    }

    #[test]
    fn a_receipt_carries_our_reference_and_the_exact_amount() {
        let draft = draft();
        let expected = json!({
            "orderId": 7001, "transactionRef": "ls-901-640", "paymentMethodCode": "CARD", "paymentType": "RECEIPT",
            "currencyIsoCode": "GBP", "amountPaid": "25.00", "paymentDate": "2026-02-03T09:15:30Z"});
        assert_eq!(payment(7001, "RECEIPT", &draft.payments[0], None), expected);
        let fixed = payment(7001, "PAYMENT", &draft.payments[0], Some(Decimal::ONE));
        assert_eq!(fixed["exchangeRate"], "1.000000");
        assert_eq!(fixed["paymentType"], "PAYMENT");
    }
}
