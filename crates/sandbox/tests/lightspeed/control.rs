//! The control routes themselves.

use reqwest::Method;
use serde_json::{Value, json};

use super::Till;

#[tokio::test]
async fn control_routes_answer_on_both_servers_and_count_as_no_calls() {
    let till = Till::open().await;
    let calls = till.running.world.ledger.calls("lightspeed");
    for server in [&till.running.lightspeed_url, &till.running.brightpearl_url] {
        let stats = till.http.get(format!("{server}/_sandbox/stats")).send().await.unwrap();
        let stats: Value = stats.json().await.unwrap();
        assert_eq!(stats["lightspeed"]["calls"], calls);
        assert_eq!(stats["lightspeed"]["throttles"], 0);
    }
}

#[tokio::test]
async fn knobs_are_turned_one_by_one_and_a_wrong_name_is_told() {
    let till = Till::open().await;
    let before = till.control(Method::GET, "knobs", Value::Null).await;
    let after =
        till.control(Method::PUT, "knobs", json!({ "lightspeed": { "access_token_seconds": 5 } })).await;
    assert_eq!(after["lightspeed"]["access_token_seconds"], 5);
    assert_eq!(after["lightspeed"]["code_seconds"], before["lightspeed"]["code_seconds"]);
    assert_eq!(after["brightpearl"], before["brightpearl"]);
    let url = till.url("/_sandbox/knobs");
    let wrong = till.http.put(url).json(&json!({ "lightspeed": { "speed": 5 } })).send().await.unwrap();
    assert_eq!(wrong.status(), 400);
}

#[tokio::test]
async fn the_ledger_is_read_from_where_one_left_off() {
    let till = Till::open().await;
    till.sell(json!({ "lines": [{ "item": 1, "price": "9" }], "shop": 1 })).await;
    let all = till.control(Method::GET, "ledger?platform=lightspeed", Value::Null).await;
    let last = all.as_array().unwrap().last().unwrap();
    assert_eq!((last["what"].as_str(), last["amount"].as_str()), (Some("sale.completed"), Some("9")));
    let n = last["n"].as_u64().unwrap();
    assert_eq!(till.control(Method::GET, &format!("ledger?after={n}"), Value::Null).await, json!([]));
}

#[tokio::test]
async fn a_basket_that_makes_no_sense_is_refused_with_a_reason() {
    let till = Till::open().await;
    for body in [
        json!({ "customer": 9999, "lines": [{ "item": 1 }] }),
        json!({ "lines": [{ "item": 9999 }] }),
        json!({ "lines": [{ "sku": "NO-SUCH" }] }),
        json!({ "shop": 9 }),
        json!({ "tax_category": 9 }),
        json!({ "at": "2999-01-01T00:00:00Z" }),
        json!({ "basket": 1 }),
    ] {
        let answer = till.http.post(till.url("/_sandbox/lightspeed/sell")).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 400, "{body}");
        assert!(answer.json::<Value>().await.unwrap()["error"].is_string());
    }
}
