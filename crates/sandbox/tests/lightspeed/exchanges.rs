//! Exchanges, returns without a receipt, returns of several sales, fees and charges.

use serde_json::{Value, json};

use super::{Till, id, rows, texts};

impl Till {
    /// Sells one line in shop 1 and answers the line.
    async fn sold(&self, item: u64, price: &str, quantity: u64) -> Value {
        let line = json!([{ "item": item, "price": price, "quantity": quantity }]);
        let sale = self.sell(json!({ "shop": 1, "lines": line })).await;
        rows(&sale["SaleLines"], "SaleLine").remove(0)
    }
}

#[tokio::test]
async fn an_exchange_may_cost_bring_or_be_even() {
    let till = Till::open().await;
    let line = till.sold(1, "20", 3).await;
    for (price, total, payments) in [("25", "5", 1), ("12", "-8", 1), ("20", "0", 0)] {
        let basket = json!({ "shop": 1, "returns": [{ "line": id(&line, "saleLineID") }],
                             "lines": [{ "item": 2, "price": price }] });
        let sale = till.sell(basket).await;
        assert_eq!((sale["total"].as_str(), sale["completed"].as_str()), (Some(total), Some("true")));
        assert_eq!(texts(&sale["SaleLines"], "SaleLine", "unitQuantity"), ["-1", "1"]);
        assert_eq!(texts(&sale["SaleLines"], "SaleLine", "parentSaleLineID")[1], "0");
        let paid = rows(&sale["SalePayments"], "SalePayment");
        assert_eq!(paid.len(), payments);
        assert!(paid.iter().all(|payment| payment["amount"] == total));
    }
    let basket = json!({ "shop": 1, "returns": [{ "line": id(&line, "saleLineID") }] });
    assert!(till.control_refused("lightspeed/sell", basket).await.contains("only 0 left"));
}

#[tokio::test]
async fn goods_without_a_receipt_come_back_under_no_parent() {
    let till = Till::open().await;
    let before = till.on_hand(1, 1).await;
    let sale = till
        .sell(json!({ "shop": 1, "returns": [{ "line": 0, "item": 1, "quantity": 2, "price": "9" }] }))
        .await;
    let line = &rows(&sale["SaleLines"], "SaleLine")[0];
    assert_eq!((sale["total"].as_str(), line["parentSaleLineID"].as_str()), (Some("-18"), Some("0")));
    assert_eq!((line["unitQuantity"].as_str(), line["unitPrice"].as_str()), (Some("-2"), Some("9")));
    assert_eq!(till.on_hand(1, 1).await, before + 2);
}

#[tokio::test]
async fn one_return_may_hold_lines_of_several_sales() {
    let till = Till::open().await;
    let (one, two) = (till.sold(1, "20", 1).await, till.sold(2, "7.50", 2).await);
    let returns =
        json!([{ "line": id(&one, "saleLineID") }, { "line": id(&two, "saleLineID"), "quantity": 2 }]);
    let sale = till.sell(json!({ "shop": 1, "returns": returns })).await;
    assert_eq!(sale["total"], "-35");
    let parents = texts(&sale["SaleLines"], "SaleLine", "parentSaleLineID");
    assert_eq!(parents, [&one, &two].map(|line| line["saleLineID"].as_str().unwrap().to_owned()));
    assert_ne!(one["saleID"], two["saleID"]);
    let entry = &till.entries("sale.refunded")[0];
    assert_eq!(entry.detail["returned"][1]["parent"], id(&two, "saleLineID"));
}

#[tokio::test]
async fn a_fee_names_its_goods_as_its_parent_and_comes_back_as_a_fee() {
    let till = Till::open().await;
    let sale = till
        .sell(json!({ "shop": 1, "lines": [{ "item": 1, "price": "20", "quantity": 2, "fee": "0.30" }] }))
        .await;
    let lines = rows(&sale["SaleLines"], "SaleLine");
    assert_eq!(
        (lines[1]["lineType"].as_str(), lines[1]["unitQuantity"].as_str()),
        (Some("item_fee"), Some("2"))
    );
    assert_eq!(
        (lines[1]["parentSaleLineID"].as_str(), lines[1]["itemID"].as_str()),
        (lines[0]["saleLineID"].as_str(), Some("0"))
    );
    assert_eq!((sale["total"].as_str(), sale["calcItemFees"].as_str()), (Some("40.6"), Some("0.5")));
    let path = format!("lightspeed/sales/{}/refund", sale["saleID"].as_str().unwrap());
    let line = lines[0]["saleLineID"].as_str().unwrap();
    let back = till.control(reqwest::Method::POST, &path, json!({ "lines": { line: 1 } })).await;
    let back = till.sale(back["sale"].as_u64().unwrap()).await;
    let returned = rows(&back["SaleLines"], "SaleLine");
    assert_eq!(
        (returned[1]["lineType"].as_str(), returned[1]["unitPrice"].as_str()),
        (Some("item_fee_refund"), Some("0.3"))
    );
    assert_eq!(returned[1]["parentSaleLineID"], returned[0]["saleLineID"]);
    assert_eq!(back["total"], "-20.3");
}

#[tokio::test]
async fn a_miscellaneous_charge_has_its_words_in_the_note() {
    let till = Till::open().await;
    let line = json!([{ "item": 0, "price": "15", "note": "Re-waxed two pairs of boots" }]);
    let sale = till.sell(json!({ "shop": 1, "lines": line })).await;
    let wanted = [("load_relations", r#"["SaleLines","SaleLines.Note"]"#)];
    let read = till.list(&format!("Sale/{}.json", sale["saleID"].as_str().unwrap()), &wanted).await;
    let line = &read["Sale"]["SaleLines"]["SaleLine"];
    assert_eq!(
        (line["itemID"].as_str(), line["Note"]["note"].as_str()),
        (Some("0"), Some("Re-waxed two pairs of boots"))
    );
    let plain = till.sell(json!({ "shop": 1, "lines": [{ "item": 1 }] })).await;
    let read = till.list(&format!("Sale/{}.json", plain["saleID"].as_str().unwrap()), &wanted).await;
    assert!(read["Sale"]["SaleLines"]["SaleLine"].get("Note").is_none());
}

#[tokio::test]
async fn a_rebate_is_a_line_with_a_negative_price() {
    let till = Till::open().await;
    let lines = json!([{ "item": 1, "price": "20" }, { "item": 0, "price": "-5", "note": "Loyalty rebate" }]);
    let sale = till.sell(json!({ "shop": 1, "lines": lines })).await;
    assert_eq!(sale["total"], "15");
    assert_eq!(texts(&sale["SaleLines"], "SaleLine", "unitQuantity"), ["1", "1"]);
    assert_eq!(texts(&sale["SaleLines"], "SaleLine", "calcTotal"), ["20", "-5"]);
}

#[tokio::test]
async fn a_sale_of_nothing_but_gifts_is_complete_without_payments() {
    let till = Till::open().await;
    let lines = json!([{ "item": 1, "price": "20", "discount": { "percent": "1" } }]);
    let sale = till.sell(json!({ "shop": 1, "lines": lines })).await;
    assert_eq!((sale["total"].as_str(), sale["completed"].as_str()), (Some("0"), Some("true")));
    assert!(sale.get("SalePayments").is_none());
}

#[tokio::test]
async fn sales_with_and_without_tax_in_their_prices_cannot_be_mixed_in_one_return() {
    let till = Till::open().await;
    let one = till.sold(1, "20", 1).await;
    let kiosk = till.sell(json!({ "shop": 3, "lines": [{ "item": 1, "price": "20" }] })).await;
    let other = id(&rows(&kiosk["SaleLines"], "SaleLine")[0], "saleLineID");
    let returns = json!([{ "line": id(&one, "saleLineID") }, { "line": other }]);
    let message = till.control_refused("lightspeed/sell", json!({ "shop": 1, "returns": returns })).await;
    assert!(message.contains("cannot be returned together"), "{message}");
    // Alone each comes back under the taxes it was sold with, wherever that is.
    let back = till.sell(json!({ "shop": 1, "returns": [{ "line": other }] })).await;
    assert_eq!((back["isTaxInclusive"].as_str(), back["taxCategoryID"].as_str()), (Some("false"), Some("2")));
    assert_eq!(back["total"].as_str().unwrap(), format!("-{}", kiosk["total"].as_str().unwrap()));
}
