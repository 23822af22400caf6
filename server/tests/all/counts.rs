use reqwest::Response;
use serde_json::{Value, json};

use crate::house::{House, error_code, keys};

const STATUSES: [&str; 4] = ["pending", "processing", "synced", "failed"];

/// A log with four products in line and two that failed.
async fn stocked() -> House {
    let house = House::open().await;
    house.products(4).await;
    house.failed_product("P8").await;
    house.failed_product("P9").await;
    house
}

async fn asked(house: &House, body: &Value) -> Response {
    house.request("POST", "/api/v1/logs/product/counts").json(body).send().await.unwrap()
}

#[tokio::test]
async fn counts_are_what_the_pages_of_the_same_filter_show() {
    let house = stocked().await;
    for filter in ["", "q=mug", "q=sku:sku-3", "is=needs-me", "source=lightspeed", "date=today", "date=>1h"] {
        let told = house.json(&format!("/api/v1/logs/product/counts?{filter}")).await;
        assert_eq!((keys(&told), &told["more"]), (vec!["counts", "more"], &json!([])));
        for status in STATUSES {
            let page = house.json(&format!("/api/v1/logs/product?{filter}&status={status}")).await;
            let shown = page["records"].as_array().unwrap().len();
            assert_eq!(told["counts"][status], json!(shown), "{filter} {status}");
        }
    }
}

#[tokio::test]
async fn counts_by_a_body_are_those_by_an_address() {
    let house = stocked().await;
    let cause =
        house.json("/api/v1/logs/product?status=failed").await["records"][0]["detail"]["failure"]["key"]
            .clone();
    let told: Value = asked(&house, &json!({ "cause": cause })).await.json().await.unwrap();
    assert_eq!(told["counts"], json!({ "pending": 0, "processing": 0, "synced": 0, "failed": 2 }));
    let cause = cause.as_str().unwrap();
    assert_eq!(told, house.json(&format!("/api/v1/logs/product/counts?cause={cause}")).await);
}

#[tokio::test]
async fn a_filter_that_makes_no_sense_is_not_counted() {
    let house = House::open().await;
    for query in ["is=odd", "date=soon", "q=total:much", "colour=red"] {
        let response = house.get(&format!("/api/v1/logs/product/counts?{query}")).await;
        assert_eq!(error_code(response, 400).await, "bad_parameter", "{query}");
    }
    assert_eq!(error_code(asked(&house, &json!({ "is": 1 })).await, 400).await, "bad_parameter");
    assert_eq!(error_code(house.get("/api/v1/logs/invoices/counts").await, 404).await, "unknown_kind");
}
