//! Gift cards, credit accounts, tips and cash rounding; dates, staff, shops and taxes of a sale.

use std::str::FromStr;

use reqwest::Method;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Till, id, rows, texts};

fn dec(row: &Value, field: &str) -> Decimal {
    Decimal::from_str(row[field].as_str().unwrap_or_else(|| panic!("{field} is missing in {row}"))).unwrap()
}

fn payments(sale: &Value) -> Vec<(String, String)> {
    let rows = rows(&sale["SalePayments"], "SalePayment");
    let pair = |row: &Value| {
        (row["PaymentType"]["type"].as_str().unwrap().to_owned(), row["amount"].as_str().unwrap().to_owned())
    };
    rows.iter().map(pair).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(kind, amount)| ((*kind).to_owned(), (*amount).to_owned())).collect()
}

#[tokio::test]
async fn a_gift_card_sold_has_no_total_and_pays_later() {
    let till =
        Till::granted("employee:register employee:customers employee:customers_view_gift_card_numbers").await;
    let card = json!([{ "code": "6006491286", "amount": "25" }]);
    let sale = till.sell(json!({ "gift_cards": card, "payments": [{ "name": "Card" }] })).await;
    assert_eq!((sale["total"].as_str(), sale["calcSubtotal"].as_str()), (Some("0"), Some("0")));
    assert_eq!((sale["totalDue"].as_str(), sale["displayableTotal"].as_str()), (Some("25"), Some("25")));
    assert_eq!(payments(&sale), pairs(&[("credit card", "25"), ("gift card", "-25")]));
    let cards = till.list("CreditAccount.json", &[("giftCard", "true")]).await;
    assert_eq!(
        (cards["CreditAccount"]["code"].as_str(), cards["CreditAccount"]["balance"].as_str()),
        (Some("6006491286"), Some("25"))
    );
    let account = rows(&sale["SalePayments"], "SalePayment")[1]["creditAccountID"].clone();
    assert_eq!(cards["CreditAccount"]["creditAccountID"], account);
    let tenders =
        json!([{ "name": "Gift Card", "gift_card": "6006491286", "amount": "10" }, { "name": "Cash" }]);
    let used =
        till.sell(json!({ "shop": 1, "lines": [{ "item": 1, "price": "30" }], "payments": tenders })).await;
    assert_eq!(
        (used["total"].as_str(), used["totalDue"].as_str(), used["displayableTotal"].as_str()),
        (Some("30"), Some("20"), Some("30"))
    );
    assert_eq!(payments(&used), pairs(&[("gift card", "10"), ("cash", "20")]));
    let more = json!({ "lines": [{ "item": 1, "price": "30" }], "payments": [{ "name": "Gift Card", "gift_card": "6006491286" }] });
    assert!(till.control_refused("lightspeed/sell", more).await.contains("holds only 15"));
}

#[tokio::test]
async fn goods_and_a_gift_card_go_on_one_sale() {
    let till = Till::open().await;
    let basket = json!({ "shop": 1, "lines": [{ "item": 1, "price": "30" }], "gift_cards": [{ "code": "77", "amount": "50" }] });
    let sale = till.sell(basket).await;
    assert_eq!(
        (sale["total"].as_str(), sale["displayableTotal"].as_str(), sale["totalDue"].as_str()),
        (Some("30"), Some("80"), Some("80"))
    );
    assert_eq!(payments(&sale), pairs(&[("cash", "80"), ("gift card", "-50")]));
}

#[tokio::test]
async fn gift_cards_are_listed_only_when_asked_for_and_their_numbers_are_masked() {
    let till = Till::open().await;
    till.sell(json!({ "gift_cards": [{ "code": "6006491286", "amount": "25" }] })).await;
    assert!(rows(&till.get("CreditAccount.json").await, "CreditAccount").is_empty());
    let cards = till.list("CreditAccount.json", &[("giftCard", "true")]).await;
    assert_eq!(cards["CreditAccount"]["code"], "******1286");
}

#[tokio::test]
async fn a_deposit_is_a_pair_of_payments_and_pays_later() {
    let till = Till::open().await;
    assert!(
        till.control_refused("lightspeed/sell", json!({ "deposit": "40" }))
            .await
            .contains("needs a customer")
    );
    let sale = till.sell(json!({ "customer": 1, "deposit": "40", "payments": [{ "name": "Card" }] })).await;
    assert_eq!((sale["total"].as_str(), sale["completed"].as_str()), (Some("0"), Some("true")));
    assert_eq!(payments(&sale), pairs(&[("credit card", "40"), ("credit account", "-40")]));
    let customer =
        till.list("Customer/1.json", &[("load_relations", r#"["CreditAccount"]"#)]).await["Customer"].take();
    assert_eq!(customer["CreditAccount"]["balance"], "40");
    assert_eq!(customer["creditAccountID"], rows(&sale["SalePayments"], "SalePayment")[1]["creditAccountID"]);
    let basket = json!({ "customer": 1, "lines": [{ "item": 1, "price": "30" }], "payments": [{ "name": "Credit Account" }] });
    assert_eq!(payments(&till.sell(basket).await), pairs(&[("credit account", "30")]));
    let accounts = till.list("CreditAccount.json", &[("customerID", "1")]).await;
    assert_eq!(accounts["CreditAccount"]["balance"], "10");
    // A void gives it back.
    till.control(
        Method::POST,
        &format!("lightspeed/sales/{}/void", sale["saleID"].as_str().unwrap()),
        json!({}),
    )
    .await;
    let accounts = till.list("CreditAccount.json", &[("customerID", "1")]).await;
    assert_eq!(accounts["CreditAccount"]["balance"], "-30");
}

#[tokio::test]
async fn a_tip_is_inside_its_payment_and_outside_the_total() {
    let till = Till::open().await;
    let basket = json!({ "shop": 1, "lines": [{ "item": 1, "price": "30" }], "payments": [{ "name": "Card", "tip": "4.50" }] });
    let sale = till.sell(basket).await;
    let paid = &rows(&sale["SalePayments"], "SalePayment")[0];
    assert_eq!((paid["amount"].as_str(), paid["tipAmount"].as_str()), (Some("34.5"), Some("4.5")));
    assert_eq!(
        (sale["total"].as_str(), sale["calcTips"].as_str(), sale["balance"].as_str()),
        (Some("30"), Some("4.5"), Some("0"))
    );
}

#[tokio::test]
async fn cash_is_rounded_to_the_smallest_coin_and_cards_are_not() {
    let till = Till::open().await;
    let line = json!([{ "item": 1, "price": "9.98" }]);
    let sale = till.sell(json!({ "shop": 1, "lines": line, "cash_rounding": "0.05" })).await;
    assert_eq!((sale["total"].as_str(), sale["cashRoundingDelta"].as_str()), (Some("9.98"), Some("0.02")));
    assert_eq!((sale["cashRoundedTotal"].as_str(), sale["balance"].as_str()), (Some("10"), Some("0")));
    assert_eq!(payments(&sale), pairs(&[("cash", "10")]));
    let basket = json!({ "shop": 1, "lines": line, "cash_rounding": "0.05", "payments": [{ "name": "Cash", "amount": "20" }] });
    let changed = till.sell(basket).await;
    assert_eq!(
        (changed["change"].as_str(), changed["cashRoundingDelta"].as_str()),
        (Some("10"), Some("0.02"))
    );
    let basket =
        json!({ "shop": 1, "lines": line, "cash_rounding": "0.05", "payments": [{ "name": "Card" }] });
    let card = till.sell(basket).await;
    assert_eq!(payments(&card), pairs(&[("credit card", "9.98")]));
    assert!(card.get("cashRoundingDelta").is_none());
}

#[tokio::test]
async fn a_refund_can_go_back_on_a_gift_card() {
    let till = Till::open().await;
    till.sell(json!({ "gift_cards": [{ "code": "4711", "amount": "25" }] })).await;
    let payments_made = json!([{ "name": "Gift Card", "gift_card": "4711" }]);
    let back = till
        .sell(json!({ "shop": 1, "returns": [{ "item": 1, "price": "12" }], "payments": payments_made }))
        .await;
    assert_eq!(
        (back["total"].as_str(), back["totalDue"].as_str(), back["displayableTotal"].as_str()),
        (Some("-12"), Some("0"), Some("-12"))
    );
    let cards = till.list("CreditAccount.json", &[("giftCard", "true")]).await;
    assert_eq!(cards["CreditAccount"]["balance"], "37");
}

#[tokio::test]
async fn staff_shop_register_and_dates_can_be_chosen() {
    let till = Till::open().await;
    let basket = json!({ "shop": 2, "register": 2, "employee": 4, "created_at": "2026-03-04T23:58:00Z",
                         "completed_at": "2026-03-05T00:03:00Z", "reference": "A-1", "lines": [{ "item": 1 }] });
    let sale = till.sell(basket).await;
    assert_eq!(
        (sale["shopID"].as_str(), sale["registerID"].as_str(), sale["employeeID"].as_str()),
        (Some("2"), Some("2"), Some("4"))
    );
    assert_eq!(sale["createTime"], "2026-03-04T23:58:00+00:00");
    assert_eq!(sale["completeTime"], "2026-03-05T00:03:00+00:00");
    let staff = till.get("Employee/4.json").await;
    assert_eq!(
        (staff["Employee"]["firstName"].as_str(), staff["Employee"]["lastName"].as_str()),
        (Some("Training"), Some("Test"))
    );
    for wrong in [
        json!({ "register": 1 }),
        json!({ "employee": 99 }),
        json!({ "customer": 9999 }),
        json!({ "tax_category": 99 }),
    ] {
        let mut basket = json!({ "shop": 2, "lines": [{ "item": 1 }] });
        basket.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        till.control_refused("lightspeed/sell", basket).await;
    }
}

#[tokio::test]
async fn two_sales_may_share_a_second() {
    let till = Till::open().await;
    for _ in 0..2 {
        till.sell(json!({ "at": "2026-03-04T15:19:18Z", "lines": [{ "item": 1 }] })).await;
    }
    let found =
        till.list("Sale.json", &[("completeTime", "2026-03-04T15:19:18Z"), ("sort", "completeTime")]).await;
    assert_eq!(rows(&found, "Sale").len(), 2);
}

#[tokio::test]
async fn a_shop_in_quebec_has_two_rates_and_unrounded_lines() {
    let till = Till::open().await;
    let shop = json!({ "name": "Montreal Pop-up", "timeZone": "America/Montreal", "taxCategoryID": 4 });
    let shop = id(&till.post("Shop.json", shop).await["Shop"], "shopID");
    let lines = json!([{ "item": 1, "price": "9.99" }, { "item": 2, "price": "4.49" }, { "item": 3, "price": "1.03" }]);
    let sale = till.sell(json!({ "shop": shop, "lines": lines })).await;
    let lines = rows(&sale["SaleLines"], "SaleLine");
    assert!(lines.iter().all(|line| line["tax2Rate"] == "0.09975" || line["tax2Rate"] == "0"));
    let sum: Decimal = lines.iter().map(|line| dec(line, "calcTotal")).sum();
    let tax = dec(&sale, "calcTax1") + dec(&sale, "calcTax2");
    assert_eq!(dec(&sale, "total"), dec(&sale, "calcSubtotal") + tax);
    assert!(
        sum != dec(&sale, "total") && (sum - dec(&sale, "total")).abs() < Decimal::new(2, 2),
        "{sum} {sale}"
    );
    assert_eq!(
        (sale["isTaxInclusive"].as_str(), sale["taxTotal"].as_str()),
        (Some("false"), Some(tax.normalize().to_string().as_str()))
    );
}

#[tokio::test]
async fn goods_sent_to_a_customer_carry_their_address() {
    let till = Till::open().await;
    let ship_to = json!({ "firstName": "Mira", "lastName": "Okafor", "shipNote": "Leave with the neighbour",
        "Contact": { "Addresses": { "ContactAddress": { "address1": "5 Quay Rd", "city": "Bristol", "zip": "BS1 4QA" } } } });
    let sale = till.sell(json!({ "customer": 1, "lines": [{ "item": 1 }], "ship_to": ship_to })).await;
    let wanted = [("load_relations", r#"["ShipTo","ShipTo.Contact"]"#)];
    let read =
        till.list(&format!("Sale/{}.json", sale["saleID"].as_str().unwrap()), &wanted).await["Sale"].take();
    assert_eq!(read["ShipTo"]["Contact"]["Addresses"]["ContactAddress"]["city"], "Bristol");
    let single = till.get(&format!("ShipTo/{}.json", read["shipToID"].as_str().unwrap())).await;
    assert_eq!(
        (single["ShipTo"]["saleID"].as_str(), single["ShipTo"]["customerID"].as_str()),
        (sale["saleID"].as_str(), Some("1"))
    );
    assert_eq!(texts(&till.get("ShipTo.json").await, "ShipTo", "shipNote"), ["Leave with the neighbour"]);
}
