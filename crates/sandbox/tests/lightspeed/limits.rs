//! The leaky bucket, the burst window and their headers.

use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Method, Response};
use sandbox::Config;
use serde_json::{Value, json};

use super::Till;

fn head<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers[name].to_str().unwrap()
}

impl Till {
    async fn raw(&self, path: &str) -> Response {
        self.call(Method::GET, path).send().await.unwrap()
    }
}

#[tokio::test]
async fn every_answer_carries_the_limits_and_its_own_cost() {
    let till = Till::with(Config::for_tests()).await;
    let response = till.raw("Item.json?load_relations=%5B%22ItemShops%22%5D").await;
    let headers = response.headers();
    assert_eq!(head(headers, "X-LS-API-Request-Cost"), "1.4");
    assert_eq!(head(headers, "x-ls-api-bucket-level"), "1.4/110");
    assert_eq!(head(headers, "X-LS-API-Drip-Rate"), "2");
    assert_eq!(head(headers, "X-LS-API-Burst-Level"), "1/24");
    assert_eq!(head(headers, "X-LS-Acct-Id"), "90210");
    assert_eq!(head(headers, "X-LS-OAuth-Client-Id"), "lockstep-sandbox");
    assert!(headers.contains_key("cf-ray"));
    let error = till.raw("Item/999999.json").await;
    assert_eq!((error.status().as_u16(), head(error.headers(), "x-ls-api-request-cost")), (404, "1"));
}

#[tokio::test]
async fn a_full_bucket_serves_one_more_and_then_says_when_to_come_back() {
    let till = Till::with(Config::for_tests()).await;
    till.control(Method::POST, "lightspeed/registers", json!({ "count": 1 })).await;
    // Ten counts of ten drips each are more than the ninety of one register, less what drips away.
    let mut refused = None;
    for n in 0..12 {
        let response = till.raw("Item.json?count=1").await;
        if response.status() == 429 {
            refused = Some((n, response));
            break;
        }
    }
    let (served, response) = refused.unwrap();
    assert!(served >= 9, "{served}");
    assert_eq!(head(response.headers(), "x-ls-api-ratelimit-type"), "api-leaky-bucket");
    let wait: u64 = head(response.headers(), "retry-after").parse().unwrap();
    let level: f64 =
        head(response.headers(), "x-ls-api-bucket-level").split('/').next().unwrap().parse().unwrap();
    assert!(level >= 90.0 && wait as f64 >= level - 90.0, "{level} {wait}");
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["errorClass"], "RateLimitedException");
    assert!(till.running.world.ledger.throttles("lightspeed") >= 1);
    tokio::time::sleep(Duration::from_secs(wait)).await;
    assert_eq!(till.raw("Shop.json").await.status(), 200);
}

#[tokio::test]
async fn too_many_calls_within_a_second_meet_the_burst_limit() {
    let till = Till::with(Config::for_tests()).await;
    till.knobs(json!({ "burst_divisor": 30.0 })).await;
    let mut bursts = 0;
    for _ in 0..8 {
        let response = till.raw("Shop.json").await;
        if response.status() == 429 {
            bursts += 1;
            assert_eq!(head(response.headers(), "x-ls-api-ratelimit-type"), "api-burst-limiter");
            assert_eq!(head(response.headers(), "retry-after"), "1");
            assert!(response.text().await.unwrap().contains("burst rate limit exceeded"));
        }
    }
    assert!(bursts >= 1);
    tokio::time::sleep(Duration::from_millis(1100)).await;
    assert_eq!(till.raw("Shop.json").await.status(), 200);
}

#[tokio::test]
async fn registers_change_the_limits_while_it_runs_and_the_multiplier_is_told_truly() {
    let till = Till::with(Config { limits: 20, ..Config::for_tests() }).await;
    assert_eq!(
        head(till.raw("Shop.json").await.headers(), "x-ls-api-bucket-level").split('/').nth(1),
        Some("2200")
    );
    till.control(Method::POST, "lightspeed/registers", json!({ "count": 1 })).await;
    let response = till.raw("Shop.json").await;
    assert_eq!(head(response.headers(), "x-ls-api-bucket-level").split('/').nth(1), Some("1800"));
    assert_eq!(head(response.headers(), "x-ls-api-drip-rate"), "20");
}

#[tokio::test]
async fn a_refused_request_is_not_carried_out() {
    let till = Till::with(Config::for_tests()).await;
    till.knobs(json!({ "burst_divisor": 1000.0 })).await;
    let before = till.running.world.ledger.entries(Some("lightspeed"), 0).len();
    let mut created = 0;
    for _ in 0..4 {
        let request = till.call(Method::POST, "Manufacturer.json").json(&json!({ "name": "Tarn" }));
        created += usize::from(request.send().await.unwrap().status() == 200);
    }
    assert!(created < 4);
    assert_eq!(till.running.world.ledger.entries(Some("lightspeed"), 0).len() - before, created);
}
