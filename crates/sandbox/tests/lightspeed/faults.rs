//! Scripted faults as a client meets them.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use super::{Till, rows};

impl Till {
    async fn fault(&self, method: &str, path: &str, kind: Value) {
        let fault =
            json!({ "platform": "lightspeed", "method": method, "path_contains": path, "kind": kind });
        self.control(Method::POST, "faults", fault).await;
    }

    fn created(&self) -> usize {
        let entries = self.running.world.ledger.entries(Some("lightspeed"), 0);
        entries.iter().filter(|entry| entry.what == "manufacturer.created").count()
    }

    async fn make(&self) -> Result<reqwest::Response, reqwest::Error> {
        self.call(Method::POST, "Manufacturer.json").json(&json!({ "name": "Curlew" })).send().await
    }
}

#[tokio::test]
async fn a_connection_dropped_before_or_after_the_commit_looks_the_same_to_the_client() {
    let till = Till::open().await;
    till.fault("POST", "Manufacturer", json!("drop_before")).await;
    assert!(till.make().await.is_err());
    assert_eq!(till.created(), 0);
    till.fault("POST", "Manufacturer", json!("drop_after_commit")).await;
    assert!(till.make().await.is_err());
    assert_eq!(till.created(), 1);
    assert_eq!(till.make().await.unwrap().status(), 200);
    assert_eq!(till.created(), 2);
}

#[tokio::test]
async fn a_late_answer_is_committed_before_or_after_the_wait() {
    let till = Till::open().await;
    let hasty = |path: &str| {
        till.call(Method::POST, path).json(&json!({ "name": "Curlew" })).timeout(Duration::from_millis(200))
    };
    till.fault("POST", "Manufacturer", json!({ "slow_after_commit": { "ms": 1500 } })).await;
    assert!(hasty("Manufacturer.json").send().await.unwrap_err().is_timeout());
    assert_eq!(till.created(), 1);
    till.fault("POST", "Manufacturer", json!({ "slow": { "ms": 600 } })).await;
    assert!(hasty("Manufacturer.json").send().await.unwrap_err().is_timeout());
    tokio::time::sleep(Duration::from_millis(800)).await;
    assert_eq!(till.created(), 1, "who hangs up first was never served");
    till.fault("GET", "Shop", json!({ "slow": { "ms": 300 } })).await;
    let started = Instant::now();
    till.get("Shop.json").await;
    assert!(started.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn statuses_bodies_and_waiting_times_are_as_scripted() {
    let till = Till::open().await;
    let again = json!({ "httpCode": "400", "message": "Please try again later." }).to_string();
    let kind = json!({ "status": { "code": 503, "body": again, "content_type": "text/html", "retry_after": "Wed, 21 Oct 2026 07:28:00 GMT" } });
    till.fault("GET", "Item", kind).await;
    let response = till.call(Method::GET, "Item.json").send().await.unwrap();
    assert_eq!(response.status(), 503);
    assert_eq!(response.headers()["retry-after"], "Wed, 21 Oct 2026 07:28:00 GMT");
    assert_eq!(response.text().await.unwrap(), again);
}

#[tokio::test]
async fn gateways_and_outages_speak_html_or_json() {
    let till = Till::open().await;
    for (kind, status, json) in [
        ("html_error", 502, false),
        ("outage_html", 503, false),
        ("outage_json", 503, true),
        ("too_many", 429, true),
        ("expire_token", 401, true),
        ("error_in_200", 200, true),
    ] {
        till.fault("GET", "Shop", json!(kind)).await;
        let response = till.call(Method::GET, "Shop.json").send().await.unwrap();
        assert_eq!(response.status(), status, "{kind}");
        let text = response.text().await.unwrap();
        assert_eq!(serde_json::from_str::<Value>(&text).is_ok(), json, "{kind}");
    }
    assert_eq!(till.running.world.ledger.throttles("lightspeed"), 0, "a scripted refusal is nobody's fault");
    assert_eq!(till.running.world.ledger.traffic("lightspeed").faults, 6);
    till.get("Shop.json").await;
}

#[tokio::test]
async fn spoiled_answers_are_spoiled_as_named() {
    let till = Till::open().await;
    let ask = async || till.call(Method::GET, "Item.json").send().await.unwrap();
    till.fault("GET", "Item", json!("truncated_json")).await;
    assert!(ask().await.json::<Value>().await.is_err());
    till.fault("GET", "Item", json!("wrong_types")).await;
    assert!(ask().await.json::<Value>().await.unwrap()["Item"][0]["itemID"].is_object());
    till.fault("GET", "Item", json!("bad_element")).await;
    let items = rows(&ask().await.json::<Value>().await.unwrap(), "Item");
    let bad: Vec<_> = items.iter().filter(|item| !item["description"].is_string()).collect();
    assert!(bad.len() == 1 && bad[0]["itemID"].is_string(), "{bad:?}");
    till.fault("GET", "Item", json!("wrong_content_type")).await;
    assert_eq!(ask().await.headers()["content-type"], "text/plain; charset=ISO-8859-1");
    till.fault("GET", "Item", json!("huge")).await;
    assert!(ask().await.bytes().await.unwrap().len() > 10_000_000);
}

#[tokio::test]
async fn a_redirect_leads_where_the_script_says() {
    let till = Till::open().await;
    till.fault("GET", "Item", json!({ "redirect": { "to": "http://127.0.0.1:9/elsewhere" } })).await;
    let response = till.call(Method::GET, "Item.json").send().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), response.headers()["location"].to_str().unwrap()),
        (302, "http://127.0.0.1:9/elsewhere")
    );
}

#[tokio::test]
async fn the_script_can_be_read_and_torn_up_and_control_calls_are_never_hit() {
    let till = Till::open().await;
    till.control(
        Method::POST,
        "faults",
        json!([{ "platform": "lightspeed", "kind": "drop_before", "times": 9 },
                                                { "platform": "brightpearl", "kind": "html_error" }]),
    )
    .await;
    let pending = till.control(Method::GET, "faults", Value::Null).await;
    assert_eq!(pending.as_array().unwrap().len(), 2);
    assert!(till.call(Method::GET, "Shop.json").send().await.is_err());
    till.control(Method::DELETE, "faults", Value::Null).await;
    till.get("Shop.json").await;
    let url = till.url("/_sandbox/faults");
    let wrong =
        till.http.post(url).json(&json!({ "platform": "magento", "kind": "huge" })).send().await.unwrap();
    assert_eq!(wrong.status(), 400);
}

#[tokio::test]
async fn every_documented_status_can_be_scripted_in_the_platforms_own_shape() {
    let till = Till::open().await;
    for (code, message) in [
        (400, "Please try again later."),
        (404, "Object of type 'Item' not found with primary ID '2'."),
        (405, "Not supported."),
        (409, "The record was changed at the same moment."),
        (422, "A check failed."),
        (500, "Allowed memory size exhausted."),
    ] {
        let body = json!({ "httpCode": code.to_string(), "httpMessage": "", "message": message, "errorClass": "Exception" });
        let kind = json!({ "status": { "code": code, "body": body.to_string() } });
        till.fault("PUT", "Item", kind).await;
        let (status, answer) =
            till.attempt(till.call(Method::PUT, "Item/1.json").json(&json!({ "tax": true }))).await;
        assert_eq!((status, answer["message"].as_str()), (code, Some(message)));
    }
    till.put("Item/1.json", json!({ "tax": true })).await;
}

#[tokio::test]
async fn a_503_may_come_without_a_waiting_time_and_no_webhook_exists() {
    let till = Till::open().await;
    till.fault("GET", "Shop", json!("outage_html")).await;
    let response = till.call(Method::GET, "Shop.json").send().await.unwrap();
    assert!(response.status() == 503 && !response.headers().contains_key("retry-after"));
    for name in ["Webhook.json", "WebHook.json", "webhooks.json"] {
        assert_eq!(till.attempt(till.call(Method::POST, name).json(&json!({}))).await.0, 404, "{name}");
    }
}

#[tokio::test]
async fn a_header_that_asks_for_idempotence_changes_nothing() {
    let till = Till::open().await;
    for _ in 0..2 {
        let request =
            till.call(Method::POST, "Manufacturer.json").header("idempotency-key", "one-and-the-same");
        assert_eq!(request.json(&json!({ "name": "Curlew" })).send().await.unwrap().status(), 200);
    }
    assert_eq!(till.created(), 2);
}
