//! Refunds: whole and in parts, by several roads, and what they do to stock.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Till, id, rows, texts};

const REGISTER: &str = "employee:register employee:register_refund employee:inventory employee:customers";

fn refund_body() -> Value {
    json!({ "employeeID": 2, "registerID": 1, "shopID": 1, "SalePayments": { "SalePayment": { "paymentTypeID": 1 } } })
}

#[tokio::test]
async fn a_whole_sale_is_refunded_by_its_ticket_number_and_goods_come_back() {
    let till = Till::granted(REGISTER).await;
    let before = till.on_hand(1, 1).await;
    let lines = json!([{ "item": 1, "price": "12", "quantity": 2 }, { "item": 2, "price": "5" }]);
    let sale = till.sell(json!({ "shop": 1, "lines": lines })).await;
    let request =
        till.call(Method::POST, &format!("Sale/{}/refund.json", sale["ticketNumber"].as_str().unwrap()));
    let response = request.json(&refund_body()).send().await.unwrap();
    assert_eq!(response.headers()["x-ls-api-request-cost"], "10.5");
    let back = response.json::<Value>().await.unwrap()["Sale"].take();
    assert_eq!((back["total"].as_str(), back["completed"].as_str()), (Some("-29"), Some("true")));
    assert_eq!((back["balance"].as_str(), back["calcPayments"].as_str()), (Some("0"), Some("-29")));
    let returned = rows(&back["SaleLines"], "SaleLine");
    assert_eq!(texts(&back["SaleLines"], "SaleLine", "unitQuantity"), ["-2", "-1"]);
    assert_eq!(texts(&back["SaleLines"], "SaleLine", "unitPrice"), ["12", "5"]);
    let parents = texts(&sale["SaleLines"], "SaleLine", "saleLineID");
    assert_eq!(
        returned.iter().map(|line| line["parentSaleLineID"].as_str().unwrap()).collect::<Vec<_>>(),
        parents
    );
    assert_eq!(rows(&back["SalePayments"], "SalePayment")[0]["amount"], "-29");
    assert_eq!(till.on_hand(1, 1).await, before);
    let log = till
        .list("InventoryLog.json", &[("itemID", "1"), ("saleID", back["saleID"].as_str().unwrap())])
        .await;
    assert_eq!(
        (log["InventoryLog"]["reason"].as_str(), log["InventoryLog"]["qohChange"].as_str()),
        (Some("RefundAddInventory"), Some("2"))
    );
    // The original is not touched, and the ledger knows both names of what happened.
    assert_eq!(till.sale(id(&sale, "saleID")).await["updatetime"], sale["updatetime"]);
    assert_eq!(till.entries("sale.refunded").len(), 1);
    assert_eq!(till.entries("sale.completed").len(), 2);
}

#[tokio::test]
async fn parts_come_back_until_nothing_is_left_and_then_no_more() {
    let till = Till::granted(REGISTER).await;
    let lines = json!([{ "item": 1, "price": "9.95", "quantity": 3, "discount": { "amount": "3" } }]);
    let sale = till.sell(json!({ "shop": 1, "lines": lines, "discount": { "percent": "0.1" } })).await;
    assert_eq!(sale["total"], "24.17");
    let parent = id(&rows(&sale["SaleLines"], "SaleLine")[0], "saleLineID");
    let path = format!("Sale/{}/refund.json", sale["saleID"].as_str().unwrap());
    let mut body = refund_body();
    body["SaleLines"] = json!({ "SaleLine": { "parentSaleLineID": parent, "unitQuantity": -1 } });
    for _ in 0..3 {
        let back = till.post(&path, body.clone()).await["Sale"].take();
        // A third of what was paid, both reductions shared out.
        assert_eq!(back["total"], "-8.05");
    }
    let (status, refused) = till.attempt(till.call(Method::POST, &path).json(&body)).await;
    assert_eq!(status, 400);
    assert!(refused["message"].as_str().unwrap().contains("only 0 left"), "{refused}");
    body["SaleLines"]["SaleLine"]["unitQuantity"] = json!(1);
    assert_eq!(till.attempt(till.call(Method::POST, &path).json(&body)).await.0, 400);
    assert_eq!(
        till.attempt(till.call(Method::POST, "Sale/999999/refund.json").json(&refund_body())).await.0,
        404
    );
    assert_eq!(rows(&till.get("Sale.json").await, "Sale").len(), 4);
}

#[tokio::test]
async fn an_amount_that_does_not_fit_refunds_nothing() {
    let till = Till::granted(REGISTER).await;
    let sale = till.sell(json!({ "shop": 1, "lines": [{ "item": 1, "price": "12" }] })).await;
    let mut body = refund_body();
    body["SalePayments"]["SalePayment"]["amount"] = json!("-5");
    let path = format!("Sale/{}/refund.json", sale["saleID"].as_str().unwrap());
    assert_eq!(till.attempt(till.call(Method::POST, &path).json(&body)).await.0, 400);
    body["SalePayments"]["SalePayment"]["amount"] = json!("-12");
    assert_eq!(till.post(&path, body).await["Sale"]["total"], "-12");
}

#[tokio::test]
async fn a_refund_needs_the_right_to_use_the_register() {
    let till = Till::open().await;
    let sale = till.sell(json!({ "lines": [{ "item": 1, "price": "12" }] })).await;
    let path = format!("Sale/{}/refund.json", sale["saleID"].as_str().unwrap());
    assert_eq!(till.attempt(till.call(Method::POST, &path).json(&refund_body())).await.0, 403);
}

#[tokio::test]
async fn staff_refund_at_the_till_at_another_shop_and_by_another_tender() {
    let till = Till::open().await;
    let sale = till.sell(json!({ "shop": 1, "lines": [{ "item": 1, "price": "12", "quantity": 2 }] })).await;
    let line = rows(&sale["SaleLines"], "SaleLine")[0]["saleLineID"].as_str().unwrap().to_owned();
    let body = json!({ "shop": 2, "lines": { line.as_str(): 1 }, "payments": [{ "name": "Card" }] });
    let path = format!("lightspeed/sales/{}/refund", sale["saleID"].as_str().unwrap());
    let back = till.control(Method::POST, &path, body).await["sale"].as_u64().unwrap();
    let back = till.sale(back).await;
    assert_eq!((back["shopID"].as_str(), back["total"].as_str()), (Some("2"), Some("-12")));
    assert_eq!(rows(&back["SalePayments"], "SalePayment")[0]["PaymentType"]["name"], "Card");
    // The rest, in cash.
    till.control(Method::POST, &path, json!({})).await;
    assert!(till.control_refused(&path, json!({})).await.contains("Nothing of sale"));
}

#[tokio::test]
async fn a_parent_line_leads_to_its_sale_one_by_one_or_many_at_once() {
    let till = Till::open().await;
    let one = till.sell(json!({ "lines": [{ "item": 1, "price": "12" }] })).await;
    let two = till.sell(json!({ "lines": [{ "item": 2, "price": "7" }, { "item": 3, "price": "3" }] })).await;
    let lines = [one, two].map(|sale| {
        let line = rows(&sale["SaleLines"], "SaleLine").remove(0);
        (line["saleLineID"].as_str().unwrap().to_owned(), sale["saleID"].clone())
    });
    let wanted = format!("IN,[{},{}]", lines[0].0, lines[1].0);
    let found = till.list("SaleLine.json", &[("saleLineID", &wanted)]).await;
    let found: Vec<_> = rows(&found, "SaleLine").iter().map(|row| row["saleID"].clone()).collect();
    assert_eq!(found, [lines[0].1.clone(), lines[1].1.clone()]);
    let single = till.get(&format!("SaleLine/{}.json", lines[1].0)).await;
    assert_eq!(single["SaleLine"]["saleID"], lines[1].1);
    let of_sale = till.get(&format!("Sale/{}/SaleLine.json", lines[1].1.as_str().unwrap())).await;
    assert_eq!(rows(&of_sale, "SaleLine").len(), 2);
}

#[tokio::test]
async fn a_void_of_a_refund_takes_the_goods_out_again_and_frees_the_line() {
    let till = Till::granted("employee:inventory employee:register employee:admin_void_sale").await;
    let sale = till.sell(json!({ "shop": 1, "lines": [{ "item": 1, "price": "12" }] })).await;
    let path = format!("lightspeed/sales/{}/refund", sale["saleID"].as_str().unwrap());
    let back = till.control(Method::POST, &path, json!({})).await["sale"].as_u64().unwrap();
    let on_hand = till.on_hand(1, 1).await;
    till.control(Method::POST, &format!("lightspeed/sales/{back}/void"), json!({})).await;
    assert_eq!(till.on_hand(1, 1).await, on_hand - 1);
    let log = till.list("InventoryLog.json", &[("itemID", "1"), ("reason", "VoidRefund")]).await;
    assert_eq!(log["InventoryLog"]["qohChange"], "-1");
    let voids = till.list("SaleVoid.json", &[("saleID", &back.to_string())]).await;
    assert_eq!(
        (voids["SaleVoid"]["reason"].as_str(), voids["SaleVoid"]["shopID"].as_str()),
        (Some("Rung up by mistake"), Some("1"))
    );
    assert_eq!(till.entries("sale.voided").len(), 1);
    till.control(Method::POST, &path, json!({})).await;
}

#[tokio::test]
async fn a_voided_sale_may_lose_its_completed_flag_and_move_its_old_stamp() {
    let till = Till::open().await;
    till.knobs(json!({ "voided_stays_completed": false, "void_moves_time_stamp": true })).await;
    let sale =
        till.sell(json!({ "at": "2026-03-04T15:19:18Z", "lines": [{ "item": 1, "price": "12" }] })).await;
    let path = format!("lightspeed/sales/{}", sale["saleID"].as_str().unwrap());
    till.control(Method::POST, &format!("{path}/void"), json!({})).await;
    let voided = till.sale(id(&sale, "saleID")).await;
    assert_eq!((voided["voided"].as_str(), voided["completed"].as_str()), (Some("true"), Some("false")));
    assert_ne!(voided["timeStamp"], sale["timeStamp"]);
    assert!(till.control_refused(&format!("{path}/void"), json!({})).await.contains("voided already"));
    assert!(till.control_refused(&format!("{path}/refund"), json!({})).await.contains("voided"));
}
