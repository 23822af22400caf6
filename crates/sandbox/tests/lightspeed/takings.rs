//! What a checker is told the tills took.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Till, id, rows};

impl Till {
    async fn takings(&self, query: &str) -> Value {
        self.control(Method::GET, &format!("lightspeed/takings{query}"), Value::Null).await["shops"].take()
    }
}

#[tokio::test]
async fn takings_keep_sales_tips_cards_deposits_and_rounding_apart() {
    let till = Till::open().await;
    let sale = till.sell(json!({ "shop": 1, "lines": [{ "item": 0, "price": "60", "quantity": 2, "note": "Repair" }], "payments": [{ "name": "Card", "tip": "5" }] })).await;
    let line = id(&rows(&sale["SaleLines"], "SaleLine")[0], "saleLineID");
    till.sell(json!({ "shop": 1, "returns": [{ "line": line }] })).await;
    till.sell(json!({ "shop": 1, "gift_cards": [{ "code": "9", "amount": "25" }] })).await;
    till.sell(json!({ "shop": 1, "customer": 1, "deposit": "40" })).await;
    let cash = json!({ "shop": 1, "lines": [{ "item": 0, "price": "9.98", "taxed": false, "note": "Book" }], "cash_rounding": "0.05" });
    till.sell(cash).await;
    let voided = till.sell(json!({ "shop": 1, "lines": [{ "item": 1, "price": "500" }] })).await;
    till.control(Method::POST, &format!("lightspeed/sales/{}/void", id(&voided, "saleID")), json!({})).await;
    till.sell(json!({ "shop": 2, "employee": 4, "lines": [{ "item": 0, "price": "1", "note": "Test" }] }))
        .await;
    let shops = till.takings("?without_employee=4").await;
    assert!(shops.get("2").is_none());
    let shop = &shops["1"];
    let expected = [
        ("total", "69.98"),
        ("tax", "10"),
        ("tips", "5"),
        ("gift_cards_sold", "25"),
        ("deposits", "40"),
        ("rounding", "0.02"),
    ];
    for (field, amount) in expected {
        let read: rust_decimal::Decimal = shop[field].as_str().unwrap().parse().unwrap();
        assert_eq!(read.normalize().to_string(), amount, "{field}: {shop}");
    }
    assert_eq!((shop["sales"].as_u64(), shop["returned"].as_i64()), (Some(5), Some(1)));
    assert_eq!(shop["payments"]["2"]["name"], "Card");
    let at_rate = &shop["rates"]["1:0.2+0"];
    assert_eq!(at_rate["total"].as_str().unwrap().parse::<f64>().unwrap(), 60.0);
    assert_eq!(shop["rates"]["0"]["net"].as_str().unwrap().parse::<f64>().unwrap(), 9.98);
    assert!(till.takings("?since=2099-01-01T00:00:00Z").await.as_object().unwrap().is_empty());
}

#[tokio::test]
async fn takings_agree_with_the_tickets_of_hundreds_of_sales() {
    let till = Till::open().await;
    till.control(Method::POST, "lightspeed/sell", json!({ "count": 200 })).await;
    let sales = till.control(Method::GET, "lightspeed/sales", Value::Null).await;
    let total: rust_decimal::Decimal = sales
        .as_array()
        .unwrap()
        .iter()
        .map(|sale| sale["total"].as_str().unwrap().parse::<rust_decimal::Decimal>().unwrap())
        .sum();
    let shops = till.takings("").await;
    let taken: rust_decimal::Decimal = shops
        .as_object()
        .unwrap()
        .values()
        .map(|shop| shop["total"].as_str().unwrap().parse::<rust_decimal::Decimal>().unwrap())
        .sum();
    assert_eq!(taken, total);
}
