//! Layaways, special orders and work orders.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Till, rows, texts};

impl Till {
    async fn shelf(&self, item: u64) -> Value {
        let query = [("itemID", item.to_string()), ("shopID", "1".to_owned())];
        let query: Vec<(&str, &str)> = query.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.list("ItemShop.json", &query).await["ItemShop"].take()
    }

    async fn hold(&self, body: Value) -> Value {
        self.control(Method::POST, "lightspeed/holds", body).await
    }
}

#[tokio::test]
async fn a_layaway_waits_without_a_sale_and_becomes_a_normal_one() {
    let till = Till::open().await;
    let before = till.on_hand(1, 1).await;
    let body = json!({ "customer": 1, "shop": 1, "lines": [{ "item": 1, "quantity": 2, "price": "30" }], "deposit": "20" });
    let held = till.hold(body).await;
    let line = held["lines"][0].as_u64().unwrap();
    let waiting = till.get(&format!("SaleLine/{line}.json")).await["SaleLine"].take();
    assert_eq!(
        (waiting["saleID"].as_str(), waiting["isLayaway"].as_str(), waiting["calcTotal"].as_str()),
        (Some("0"), Some("true"), Some("60"))
    );
    let deposit = till.sale(held["deposit_sale"].as_u64().unwrap()).await;
    assert_eq!(deposit["total"], "0");
    let shelf = till.shelf(1).await;
    assert_eq!(
        (shelf["onLayaway"].as_str(), shelf["qoh"].as_str()),
        (Some("2"), Some((before - 2).to_string().as_str()))
    );
    let log = till.list("InventoryLog.json", &[("itemID", "1")]).await;
    assert_eq!(log["InventoryLog"]["reason"], "RemoveForLayaway");
    let payments = json!([{ "name": "Credit Account", "amount": "20" }, { "name": "Card" }]);
    let sale = till.sell(json!({ "customer": 1, "shop": 1, "held": [line], "payments": payments })).await;
    assert_eq!((sale["total"].as_str(), sale["completed"].as_str()), (Some("60"), Some("true")));
    assert_eq!(texts(&sale["SaleLines"], "SaleLine", "saleLineID"), [line.to_string()]);
    let shelf = till.shelf(1).await;
    assert_eq!(
        (shelf["onLayaway"].as_str(), shelf["qoh"].as_str()),
        (Some("0"), Some((before - 2).to_string().as_str()))
    );
    assert_eq!(till.entries("layaway.taken").len(), 1);
    assert!(till.control_refused("lightspeed/sell", json!({ "held": [line] })).await.contains("not held"));
}

#[tokio::test]
async fn a_layaway_may_leave_the_quantity_alone_until_it_is_sold() {
    let till = Till::open().await;
    till.knobs(json!({ "holds_lower_qoh": false })).await;
    let before = till.on_hand(1, 1).await;
    let held = till.hold(json!({ "customer": 1, "shop": 1, "lines": [{ "item": 1, "price": "30" }] })).await;
    assert_eq!(till.on_hand(1, 1).await, before);
    // A sale that cannot be paid leaves the layaway waiting.
    let body = json!({ "customer": 1, "shop": 1, "held": held["lines"], "payments": [{ "name": "Card", "amount": "1" }] });
    till.control_refused("lightspeed/sell", body).await;
    till.sell(json!({ "customer": 1, "shop": 1, "held": held["lines"] })).await;
    assert_eq!(till.on_hand(1, 1).await, before - 1);
}

#[tokio::test]
async fn a_special_order_is_followed_until_it_is_picked_up() {
    let till = Till::open().await;
    let before = till.on_hand(2, 1).await;
    let held = till
        .hold(json!({ "kind": "special_order", "customer": 1, "lines": [{ "item": 2, "price": "18" }] }))
        .await;
    let line = held["lines"][0].to_string();
    let order = till.get("SpecialOrder.json").await["SpecialOrder"].take();
    assert_eq!(
        (order["status"].as_str(), order["saleLineID"].as_str(), order["completed"].as_str()),
        (Some("Not Ordered"), Some(line.as_str()), Some("false"))
    );
    assert_eq!(
        (till.shelf(2).await["onSpecialOrder"].as_str(), till.on_hand(2, 1).await),
        (Some("1"), before)
    );
    let path = format!("lightspeed/special-orders/{}", order["specialOrderID"].as_str().unwrap());
    till.control(Method::PUT, &path, json!({ "status": "Ready For Pickup" })).await;
    let order = till.get("SpecialOrder.json").await["SpecialOrder"].take();
    assert_eq!(
        (order["status"].as_str(), order["contacted"].as_str()),
        (Some("Ready For Pickup"), Some("true"))
    );
    let sale = till.sell(json!({ "customer": 1, "shop": 1, "held": held["lines"] })).await;
    assert_eq!(rows(&sale["SaleLines"], "SaleLine")[0]["isSpecialOrder"], "true");
    assert_eq!(till.get("SpecialOrder.json").await["SpecialOrder"]["completed"], "true");
    assert_eq!(till.on_hand(2, 1).await, before - 1);
}

#[tokio::test]
async fn a_work_order_reserves_goods_under_either_spelling() {
    let till = Till::open().await;
    till.hold(json!({ "kind": "work_order", "customer": 1, "lines": [{ "item": 1 }] })).await;
    assert_eq!(till.shelf(1).await["onWorkorder"], "1");
    till.knobs(json!({ "work_order_in_camel_case": true })).await;
    let shelf = till.shelf(1).await;
    assert!(shelf["onWorkOrder"] == "1" && shelf.get("onWorkorder").is_none());
}

#[tokio::test]
async fn a_line_without_a_sale_can_be_posted_only_for_a_hold() {
    let till = Till::granted("employee:register employee:inventory_read").await;
    let body = json!({ "isLayaway": true, "customerID": 1, "employeeID": 1, "shopID": 1, "itemID": 1, "unitQuantity": 1 });
    let response = till.call(Method::POST, "SaleLine.json").json(&body).send().await.unwrap();
    assert_eq!(response.headers()["x-ls-api-request-cost"], "2");
    let made = response.json::<Value>().await.unwrap();
    assert_eq!(
        (made["SaleLine"]["isLayaway"].as_str(), made["SaleLine"]["saleID"].as_str()),
        (Some("true"), Some("0"))
    );
    for (field, value) in [
        ("isLayaway", json!(false)),
        ("customerID", json!(0)),
        ("employeeID", json!(0)),
        ("unitQuantity", json!(0)),
    ] {
        let mut wrong = body.clone();
        wrong[field] = value;
        assert_eq!(
            till.attempt(till.call(Method::POST, "SaleLine.json").json(&wrong)).await.0,
            400,
            "{field}"
        );
    }
}

#[tokio::test]
async fn a_layaway_is_fetched_by_one_call_and_its_deposit_pays_first() {
    let till = Till::open().await;
    let body = json!({ "customer": 1, "shop": 1, "lines": [{ "item": 1, "price": "30" }], "deposit": "12" });
    let held = till.control(Method::POST, "lightspeed/layaways", body).await;
    let path = format!("lightspeed/layaways/{}/complete", held["lines"][0]);
    let sale = till.control(Method::POST, &path, json!({})).await["sale"].as_u64().unwrap();
    let sale = till.sale(sale).await;
    assert_eq!(texts(&sale["SalePayments"], "SalePayment", "amount"), ["12", "18"]);
    assert_eq!(rows(&sale["SalePayments"], "SalePayment")[0]["PaymentType"]["type"], "credit account");
    assert!(till.control_refused(&path, json!({})).await.contains("not held"));
}
