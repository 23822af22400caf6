//! Sales: money, tenders, stock, feeds.

use std::str::FromStr;
use std::time::Duration;

use reqwest::Method;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Till, rows, texts};

fn dec(row: &Value, field: &str) -> Decimal {
    Decimal::from_str(row[field].as_str().unwrap_or_else(|| panic!("{field} is missing in {row}"))).unwrap()
}

/// Everything the fact sheet says must hold between the figures of a completed sale.
fn check_money(sale: &Value) {
    let lines = rows(&sale["SaleLines"], "SaleLine");
    let payments = rows(&sale["SalePayments"], "SalePayment");
    let tax = dec(sale, "calcTax1") + dec(sale, "calcTax2");
    assert_eq!(dec(sale, "total"), dec(sale, "calcSubtotal") - dec(sale, "calcDiscount") + tax, "{sale}");
    assert_eq!(dec(sale, "total"), dec(sale, "calcTotal"));
    assert_eq!(dec(sale, "taxTotal"), tax);
    assert_eq!(dec(sale, "calcTaxable") + dec(sale, "calcNonTaxable"), dec(sale, "total") - tax);
    assert_eq!(payments.iter().map(|row| dec(row, "amount")).sum::<Decimal>(), dec(sale, "total"));
    assert_eq!((dec(sale, "calcPayments"), dec(sale, "balance")), (dec(sale, "total"), Decimal::ZERO));
    let mut sum = Decimal::ZERO;
    for line in &lines {
        let net =
            dec(line, "calcSubtotal") - dec(line, "calcLineDiscount") - dec(line, "calcTransactionDiscount");
        assert_eq!(dec(line, "calcTotal"), net + dec(line, "calcTax1") + dec(line, "calcTax2"), "{line}");
        sum += dec(line, "calcTotal");
    }
    // Lines are not rounded, so their sum may miss the total, but never by a cent for each figure of the sale.
    assert!((sum - dec(sale, "total")).abs() <= Decimal::new(2, 2), "{sum} {sale}");
}

#[tokio::test]
async fn hundreds_of_ordinary_sales_have_consistent_money() {
    let till = Till::open().await;
    till.control(Method::POST, "lightspeed/sell", json!({ "count": 300 })).await;
    let sales = till.control(Method::GET, "lightspeed/sales", Value::Null).await;
    let sales = sales.as_array().unwrap();
    assert_eq!(sales.len(), 300);
    sales.iter().for_each(check_money);
    let some = |test: &dyn Fn(&Value) -> bool| assert!(sales.iter().any(test));
    some(&|sale| rows(&sale["SalePayments"], "SalePayment").len() > 1);
    some(&|sale| dec(sale, "change") > Decimal::ZERO);
    some(&|sale| dec(sale, "calcDiscount") > Decimal::ZERO);
    some(&|sale| sale["isTaxInclusive"] == "false");
    some(&|sale| sale["customerID"] == "0");
    some(&|sale| sale["Customer"]["Contact"].is_object());
    some(&|sale| {
        rows(&sale["SaleLines"], "SaleLine")
            .iter()
            .any(|line| dec(line, "calcTransactionDiscount") > Decimal::ZERO)
    });
    some(&|sale| {
        rows(&sale["SaleLines"], "SaleLine").iter().any(|line| line["calcTax1"].as_str().unwrap().len() > 5)
    });
}

#[tokio::test]
async fn an_inclusive_sale_costs_its_ticket_prices() {
    let till = Till::open().await;
    let lines = json!([{ "item": 1, "quantity": 2, "price": "9.95" }, { "item": 2, "price": "4.99" }]);
    let sale = till.sell(json!({ "shop": 1, "lines": lines })).await;
    assert_eq!((sale["isTaxInclusive"].as_str(), sale["total"].as_str()), (Some("true"), Some("24.89")));
    assert_eq!(
        sale["ticketNumber"].as_str().unwrap(),
        format!("22{:0>10}", sale["saleID"].as_str().unwrap())
    );
    check_money(&sale);
}

#[tokio::test]
async fn an_exclusive_sale_adds_tax_to_its_prices() {
    let till = Till::open().await;
    let sale =
        till.sell(json!({ "shop": 3, "lines": [{ "item": 1, "quantity": 2, "price": "9.95" }] })).await;
    let taxed = rows(&sale["SaleLines"], "SaleLine")[0]["tax1Rate"] == "0.2";
    assert_eq!(sale["total"], if taxed { "23.88" } else { "19.9" });
    check_money(&sale);
}

#[tokio::test]
async fn discounts_stand_on_the_line_and_on_the_whole_sale() {
    let till = Till::open().await;
    let lines = json!([{ "item": 1, "price": "20", "discount": { "percent": "0.1" } },
                       { "item": 2, "price": "10", "discount": { "amount": "1.50" } }]);
    let sale = till.sell(json!({ "shop": 1, "lines": lines, "discount": { "amount": "5" } })).await;
    assert_eq!(sale["total"], "21.5");
    let lines = rows(&sale["SaleLines"], "SaleLine");
    assert_eq!(
        (lines[0]["discountPercent"].as_str(), lines[1]["discountAmount"].as_str()),
        (Some("0.1"), Some("1.5"))
    );
    check_money(&sale);
}

#[tokio::test]
async fn several_tenders_pay_one_sale_and_cash_gives_change() {
    let till = Till::open().await;
    let line = json!([{ "item": 1, "price": "30" }]);
    let payments = json!([{ "name": "Card", "amount": "12.50" }, { "name": "Cash", "amount": "20" }]);
    let sale = till.sell(json!({ "shop": 1, "lines": line, "payments": payments })).await;
    let paid = rows(&sale["SalePayments"], "SalePayment");
    assert_eq!(texts(&sale["SalePayments"], "SalePayment", "amount"), ["12.5", "17.5"]);
    assert_eq!(sale["change"], "2.5");
    assert_eq!(
        (paid[0]["PaymentType"]["name"].as_str(), paid[1]["PaymentType"]["type"].as_str()),
        (Some("Card"), Some("cash"))
    );
    check_money(&sale);
}

#[tokio::test]
async fn payments_that_do_not_make_the_total_complete_nothing() {
    let till = Till::open().await;
    let url = till.url("/_sandbox/lightspeed/sell");
    for payments in [
        json!([{ "name": "Card", "amount": "1" }]),
        json!([{ "name": "Card", "amount": "999" }]),
        json!([{ "name": "Shells" }]),
    ] {
        let body = json!({ "lines": [{ "item": 1, "price": "30" }], "payments": payments });
        assert_eq!(till.http.post(&url).json(&body).send().await.unwrap().status(), 400);
    }
    assert!(rows(&till.get("Sale.json").await, "Sale").is_empty());
}

#[tokio::test]
async fn a_sale_takes_stock_out_even_below_nothing() {
    let till = Till::open().await;
    till.put("Item/1.json", json!({ "ItemShops": { "ItemShop": { "shopID": 1, "qoh": 1 } } })).await;
    till.sell(json!({ "shop": 1, "lines": [{ "item": 1, "quantity": 3 }] })).await;
    let body = till.list("ItemShop.json", &[("itemID", "1"), ("shopID", "1")]).await;
    assert_eq!(
        (body["ItemShop"]["qoh"].as_str(), body["ItemShop"]["sellable"].as_str()),
        (Some("-2"), Some("0"))
    );
    let log = till.list("InventoryLog.json", &[("itemID", "1"), ("reason", "RemoveForTransaction")]).await;
    assert_eq!(
        (log["InventoryLog"]["qohChange"].as_str(), log["InventoryLog"]["causedNegative"].as_str()),
        (Some("-3"), Some("true"))
    );
}

#[tokio::test]
async fn an_open_cart_is_in_the_list_and_completes_later() {
    let till = Till::open().await;
    let cart = till.sell(json!({ "open": true, "lines": [{ "item": 1, "price": "8" }] })).await;
    let id = cart["saleID"].as_str().unwrap();
    assert_eq!(texts(&till.list("Sale.json", &[("completed", "false")]).await, "Sale", "saleID"), [id]);
    tokio::time::sleep(Duration::from_millis(1100)).await;
    till.control(Method::POST, &format!("lightspeed/sales/{id}/complete"), json!({})).await;
    let sale = till.sale(id.parse().unwrap()).await;
    assert_eq!(sale["completed"], "true");
    assert_ne!(sale["updatetime"], cart["updatetime"]);
    check_money(&sale);
    assert_eq!(
        till.running
            .world
            .ledger
            .entries(Some("lightspeed"), 0)
            .iter()
            .filter(|entry| entry.what == "sale.completed")
            .count(),
        1
    );
}

#[tokio::test]
async fn a_void_restores_stock_and_moves_only_the_update_time() {
    let till = Till::open().await;
    let sale = till.sell(json!({ "shop": 1, "lines": [{ "item": 1, "quantity": 2 }] })).await;
    let qoh = async || {
        till.list("ItemShop.json", &[("itemID", "1"), ("shopID", "1")]).await["ItemShop"]["qoh"].take()
    };
    let after_sale = qoh().await;
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let id = sale["saleID"].as_str().unwrap();
    till.control(Method::POST, &format!("lightspeed/sales/{id}/void"), json!({})).await;
    let voided = till.sale(id.parse().unwrap()).await;
    assert_eq!((voided["voided"].as_str(), voided["completed"].as_str()), (Some("true"), Some("true")));
    assert_eq!(voided["timeStamp"], sale["timeStamp"]);
    assert_ne!(voided["updatetime"], sale["updatetime"]);
    assert_eq!(rows(&voided["SalePayments"], "SalePayment")[0]["archived"], "true");
    assert_ne!(qoh().await, after_sale);
}

#[tokio::test]
async fn a_back_dated_sale_is_found_by_its_update_time_and_not_by_its_old_stamp() {
    let till = Till::open().await;
    let at = "2026-03-04T15:19:18Z";
    let sale = till.sell(json!({ "at": at, "lines": [{ "item": 1 }] })).await;
    assert_eq!(sale["completeTime"], "2026-03-04T15:19:18+00:00");
    assert_eq!(sale["timeStamp"], "2026-03-04T15:19:18+00:00");
    let since = ">=,2026-06-01T00:00:00+00:00";
    let found = async |field: &str| {
        rows(&till.list("Sale.json", &[(field, since), ("sort", field)]).await, "Sale").len()
    };
    assert_eq!((found("updatetime").await, found("timeStamp").await), (1, 0));
    till.knobs(json!({ "update_time_in_camel_case": true })).await;
    let spelled = till.get("Sale.json").await;
    assert!(spelled["Sale"]["updateTime"].is_string() && spelled["Sale"].get("updatetime").is_none());
}

#[tokio::test]
async fn a_sale_may_be_committed_late_under_an_earlier_stamp() {
    let till = Till::open().await;
    let first = till.sell(json!({ "lines": [{ "item": 1 }] })).await;
    let late = till.sell(json!({ "stamped_seconds_ago": 40, "lines": [{ "item": 1 }] })).await;
    assert!(late["updatetime"].as_str() < first["updatetime"].as_str());
}

#[tokio::test]
async fn a_return_is_a_sale_with_negative_money_that_names_its_parent_line() {
    let till = Till::open().await;
    let sale = till.sell(json!({ "shop": 1, "lines": [{ "item": 1, "price": "12", "quantity": 2 }] })).await;
    let parent = rows(&sale["SaleLines"], "SaleLine")[0]["saleLineID"].as_str().unwrap().to_owned();
    let line =
        json!([{ "item": 1, "price": "12", "quantity": -1, "parent": parent.parse::<u64>().unwrap() }]);
    let back = till.sell(json!({ "shop": 1, "lines": line })).await;
    assert_eq!(back["total"], "-12");
    let line = &rows(&back["SaleLines"], "SaleLine")[0];
    assert_eq!((line["unitQuantity"].as_str(), line["unitPrice"].as_str()), (Some("-1"), Some("12")));
    assert_eq!(line["parentSaleLineID"], parent.as_str());
    assert_eq!(rows(&back["SalePayments"], "SalePayment")[0]["amount"], "-12");
    let lines = till.list(&format!("SaleLine/{parent}.json"), &[]).await;
    assert_eq!(lines["SaleLine"]["saleID"], sale["saleID"]);
    check_money(&back);
}

#[tokio::test]
async fn a_charge_without_an_item_and_the_tax_in_the_subtotal_can_be_had() {
    let till = Till::open().await;
    till.knobs(json!({ "inclusive_subtotal_with_tax": true })).await;
    let sale = till.sell(json!({ "shop": 1, "lines": [{ "item": 0, "price": "6" }] })).await;
    assert_eq!(
        (sale["calcSubtotal"].as_str(), sale["calcTax1"].as_str(), sale["total"].as_str()),
        (Some("6"), Some("1"), Some("6"))
    );
    let line = &rows(&sale["SaleLines"], "SaleLine")[0];
    assert!(line["itemID"] == "0" && line.get("taxCategoryID").is_none());
}

#[tokio::test]
async fn the_lines_and_payments_have_feeds_of_their_own() {
    let till = Till::open().await;
    till.control(Method::POST, "lightspeed/sell", json!({ "count": 3 })).await;
    let lines = till.list("SaleLine.json", &[("sort", "timeStamp"), ("load_relations", r#"["Item"]"#)]).await;
    assert!(rows(&lines, "SaleLine").iter().all(|line| line["Item"]["itemID"] == line["itemID"]));
    let payments = till.list("SalePayment.json", &[("sort", "saleID"), ("saleID", "IN,[1,2,3]")]).await;
    assert!(rows(&payments, "SalePayment").len() >= 3);
}

#[tokio::test]
async fn the_update_time_may_be_no_filter_and_then_everything_comes() {
    let till = Till::open().await;
    till.sell(json!({ "lines": [{ "item": 1 }] })).await;
    let later = [("updatetime", ">=,2099-01-01T00:00:00Z")];
    assert!(rows(&till.list("Sale.json", &later).await, "Sale").is_empty());
    let spelled = [("updateTime", ">=,2099-01-01T00:00:00Z")];
    assert!(rows(&till.list("Sale.json", &spelled).await, "Sale").is_empty());
    till.knobs(json!({ "update_time_is_no_filter": true })).await;
    assert_eq!(rows(&till.list("Sale.json", &later).await, "Sale").len(), 1);
}
