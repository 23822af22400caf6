//! Multi-messages.

use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};

use crate::shop::Shop;

const MULTI: &str = "multi-message";

fn price(label: &str, product: i64, price: &str) -> Value {
    json!({ "label": label, "uri": format!("/product-service/product-price/{product}/price-list"), "httpMethod": "PUT",
            "body": { "priceLists": [{ "priceListId": 2, "quantityPrice": { "1": price } }] } })
}

fn envelope(mode: &str, on_fail: &str, messages: Vec<Value>) -> Value {
    json!({ "processingMode": mode, "onFail": on_fail, "messages": messages })
}

fn labels(answer: &Value) -> Vec<&str> {
    let processed = answer["response"]["processedMessages"].as_array().unwrap();
    processed.iter().map(|one| one["label"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn several_writes_cost_one_call_and_answer_texts_to_be_read_again() {
    let shop = Shop::open().await;
    let body = envelope("SEQUENTIAL", "STOP", vec![price("p1", 1002, "19.99"), price("p2", 1003, "24.00")]);
    let before: i64 =
        shop.get("order-service/order/1").await.header("brightpearl-requests-remaining").parse().unwrap();
    let answer = shop.post(MULTI, body).await;
    assert_eq!(answer.header("brightpearl-requests-remaining"), (before - 1).to_string());
    let expected = json!({ "processedMessages": [
        { "label": "p1", "statusCode": 200, "body": { "content": "{}" } },
        { "label": "p2", "statusCode": 200, "body": { "content": "{}" } },
    ], "unprocessedMessages": [] });
    assert_eq!(answer.response(), expected);
    let prices = shop.get("product-service/product-price/1003/price-list/2").await.response();
    assert_eq!(prices[0]["priceLists"][0]["quantityPrice"]["1"], "24.0000");
}

#[tokio::test]
async fn a_failure_ends_the_work_or_does_not() {
    let shop = Shop::open().await;
    let messages = || vec![price("p1", 1002, "1.00"), price("p2", 9999, "2.00"), price("p3", 1003, "3.00")];
    let stopped = shop.post(MULTI, envelope("SEQUENTIAL", "STOP", messages())).await;
    assert_eq!((stopped.status, labels(&stopped.json())), (207, vec!["p1", "p2"]));
    assert_eq!(stopped.json()["response"]["unprocessedMessages"], json!(["p3"]));
    let content = stopped.json()["response"]["processedMessages"][1]["body"]["content"].clone();
    let error: Value = serde_json::from_str(content.as_str().unwrap()).unwrap();
    assert_eq!(error["errors"][0]["code"], "CMNC-404");
    for mode in ["SEQUENTIAL", "PARALLEL"] {
        let whole = shop.post(MULTI, envelope(mode, "CONTINUE", messages())).await;
        assert_eq!((whole.status, labels(&whole.json())), (207, vec!["p1", "p2", "p3"]));
    }
}

#[rstest]
#[case::parallel_and_stop("PARALLEL", "STOP", 2)]
#[case::unknown_mode("RANDOM", "CONTINUE", 2)]
#[case::unknown_end("SEQUENTIAL", "PANIC", 2)]
#[case::one("SEQUENTIAL", "STOP", 1)]
#[case::eleven("SEQUENTIAL", "STOP", 11)]
#[tokio::test]
async fn a_wrong_envelope_is_refused_whole(#[case] mode: &str, #[case] on_fail: &str, #[case] count: usize) {
    let shop = Shop::open().await;
    let messages = vec![price("p", 1002, "1.00"); count];
    assert_eq!(shop.post(MULTI, envelope(mode, on_fail, messages)).await.error().0, 400);
    assert!(shop.effects().is_empty());
}

#[tokio::test]
async fn reads_are_refused_and_an_outage_is_a_503() {
    let shop = Shop::open().await;
    let mut read = price("r", 1002, "1.00");
    read["httpMethod"] = json!("GET");
    let body = envelope("SEQUENTIAL", "STOP", vec![price("p", 1002, "1.00"), read]);
    assert_eq!(shop.post(MULTI, body).await.error().0, 400);
    shop.knobs(json!({ "multi_message_down": true })).await;
    let body = envelope("SEQUENTIAL", "STOP", vec![price("a", 1002, "1.00"), price("b", 1003, "1.00")]);
    assert_eq!(shop.post(MULTI, body).await.status, 503);
    assert!(shop.effects().is_empty());
}

#[tokio::test]
async fn a_scripted_fault_hits_a_message_inside() {
    let shop = Shop::open().await;
    let script = |kind: Value| {
        json!({ "platform": "brightpearl", "method": "PUT", "path_contains": "product-price/1003",
                                       "skip": 0, "times": 1, "kind": kind })
    };
    let messages = || vec![price("a", 1002, "1.00"), price("b", 1003, "1.00")];
    shop.control(Method::POST, "faults", script(json!({ "status": { "code": 400, "body": "{}" } }))).await;
    let answer = shop.post(MULTI, envelope("SEQUENTIAL", "CONTINUE", messages())).await;
    assert_eq!(answer.json()["response"]["processedMessages"][1]["statusCode"], 400);
    assert_eq!(shop.effects().len(), 1);
    shop.control(Method::POST, "faults", script(json!("drop_after_commit"))).await;
    let answer = shop.post(MULTI, envelope("SEQUENTIAL", "CONTINUE", messages())).await;
    assert_eq!(answer.json()["response"]["processedMessages"][1]["statusCode"], 500);
    assert_eq!(shop.effects().len(), 3, "the write was made all the same");
}
