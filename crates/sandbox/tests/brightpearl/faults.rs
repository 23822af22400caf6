//! Scripted faults, as a client of Brightpearl meets them.

use reqwest::Method;
use serde_json::{Value, json};

use crate::shop::Shop;

async fn script(shop: &Shop, method: &str, path: &str, kind: Value) {
    let fault = json!({ "platform": "brightpearl", "method": method, "path_contains": path, "skip": 0, "times": 1,
                        "kind": kind });
    shop.control(Method::POST, "faults", fault).await;
}

/// How often an order was really made.
fn made(shop: &Shop) -> usize {
    shop.effects().iter().filter(|what| *what == "sales-order.created").count()
}

#[tokio::test]
async fn a_dropped_connection_may_or_may_not_have_made_the_order() {
    let shop = Shop::open().await;
    let body = shop.order_body().await;
    let post = || shop.request(Method::POST, "order-service/sales-order").json(&body).send();
    script(&shop, "POST", "sales-order", json!("drop_before")).await;
    assert!(post().await.is_err());
    assert_eq!(made(&shop), 0);
    script(&shop, "POST", "sales-order", json!("drop_after_commit")).await;
    assert!(post().await.is_err());
    assert_eq!(made(&shop), 1);
    let found = shop.found("order-service/sales-order-search?externalRef=ls%3A90210%3A1%3Aorder").await;
    assert_eq!(found.len(), 1, "only a search can tell");
}

#[tokio::test]
async fn a_throttle_an_outage_and_a_page_of_html_share_their_status() {
    let shop = Shop::open().await;
    let path = "product-service/product-search";
    script(&shop, "GET", path, json!("outage_json")).await;
    let outage = shop.get(path).await;
    assert_eq!(outage.status, 503);
    assert!(!outage.text.to_lowercase().contains("too many requests"));
    script(&shop, "GET", path, json!("outage_html")).await;
    let page = shop.get(path).await;
    assert_eq!((page.status, page.header("content-type").starts_with("text/html")), (503, true));
    script(&shop, "GET", path, json!("too_many")).await;
    let throttle = shop.get(path).await;
    assert!(throttle.status == 503 && throttle.text.contains("too many requests"));
    assert_eq!(shop.running.world.ledger.throttles("brightpearl"), 0, "no quota was really used up");
    assert_eq!(shop.get(path).await.status, 200, "each fault plays once");
}

#[tokio::test]
async fn an_error_can_hide_in_a_500_a_200_or_a_401() {
    let shop = Shop::open().await;
    let path = "order-service/order/1";
    let body = r#"{"errors":[{"code":"CMNU-003","message":"An unexpected error occurred."}]}"#;
    script(&shop, "GET", path, json!({ "status": { "code": 500, "body": body } })).await;
    assert_eq!(shop.get(path).await.error(), (500, "CMNU-003".to_owned()));
    script(&shop, "GET", path, json!("error_in_200")).await;
    assert_eq!(shop.get(path).await.error().0, 200);
    script(&shop, "GET", path, json!("expire_token")).await;
    let expired = shop.get(path).await;
    assert_eq!((expired.status, &expired.json()["response"]), (401, &json!("Authorization token expired")));
}

#[tokio::test]
async fn one_spoiled_row_leaves_its_page_readable() {
    let shop = Shop::open().await;
    let path = "product-service/product-search?pageSize=9";
    script(&shop, "GET", "product-search", json!("bad_element")).await;
    let rows = shop.get(path).await.response()["results"].clone();
    let spoiled: Vec<&Value> = rows.as_array().unwrap().iter().filter(|row| row[1].is_object()).collect();
    assert_eq!((rows.as_array().unwrap().len(), spoiled.len()), (9, 1));
    assert!(spoiled[0][0].is_i64(), "its id can still be read");
}
