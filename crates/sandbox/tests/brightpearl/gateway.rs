//! Accounts, authentication, quota, headers and envelope.

use reqwest::Method;
use sandbox::Config;
use serde_json::{Value, json};

use crate::shop::Shop;

const HEALTH: &str = "integration-service/account-configuration";

#[tokio::test]
async fn staff_and_system_apps_are_let_in() {
    let shop = Shop::open().await;
    assert_eq!(shop.get(HEALTH).await.status, 200);
    let url = format!("{}/public-api/acmeshop/{HEALTH}", shop.running.brightpearl_url);
    let system = shop
        .client
        .get(url)
        .header("brightpearl-app-ref", "acmeshop_legacy")
        .header("brightpearl-account-token", "sandbox-account-token");
    let answer = shop.send(system).await;
    assert_eq!(
        (answer.status, answer.header("brightpearl-requests-remaining")),
        (200, "9998"),
        "one pool for both"
    );
}

#[tokio::test]
async fn a_wrong_or_missing_token_is_a_401_with_a_string_and_costs_quota() {
    let shop = Shop::open().await;
    let url = format!("{}/public-api/acmeshop/{HEALTH}", shop.running.brightpearl_url);
    let with = |headers: &[(&'static str, &'static str)]| {
        headers.iter().fold(shop.client.get(&url), |request, (name, value)| request.header(*name, *value))
    };
    let cases: [(&[(&str, &str)], &str); 5] = [
        (&[], "Not authenticated."),
        (&[("brightpearl-app-ref", "acmeshop_lockstep")], "Not authenticated."),
        (
            &[("brightpearl-app-ref", "acmeshop_lockstep"), ("brightpearl-staff-token", "stolen")],
            "Invalid instance token: stolen",
        ),
        (
            &[("brightpearl-app-ref", "acmeshop_other"), ("brightpearl-staff-token", "sandbox-staff-token")],
            "Not authenticated.",
        ),
        (
            &[
                ("brightpearl-app-ref", "acmeshop_lockstep"),
                ("brightpearl-account-token", "sandbox-account-token"),
            ],
            "Not authenticated.",
        ),
    ];
    for (calls, (headers, message)) in (1..).zip(cases) {
        let answer = shop.send(with(headers)).await;
        assert_eq!(answer.status, 401);
        assert!(answer.json()["response"].as_str().unwrap().starts_with(message), "{}", answer.text);
        assert!(answer.json().get("errors").is_none());
        assert_eq!(answer.header("message-type"), "api-proxy");
        assert_eq!(answer.header("www-authenticate"), "");
        assert_eq!(answer.header("brightpearl-requests-remaining"), (10_000 - calls).to_string());
    }
}

#[tokio::test]
async fn a_removed_app_is_an_unknown_token() {
    let shop = Shop::open().await;
    shop.knobs(json!({ "app_removed": true })).await;
    let answer = shop.get(HEALTH).await;
    assert_eq!(
        (answer.status, answer.json()["response"].as_str().unwrap().starts_with("Invalid")),
        (401, true)
    );
}

#[tokio::test]
async fn another_account_is_never_served_and_an_unknown_address_is_404() {
    let shop = Shop::open().await;
    let url = format!("{}/public-api/othershop/{HEALTH}", shop.running.brightpearl_url);
    let stranger = shop
        .client
        .get(url)
        .header("brightpearl-app-ref", "acmeshop_lockstep")
        .header("brightpearl-staff-token", "sandbox-staff-token");
    assert_eq!(shop.send(stranger).await.status, 401);
    for path in ["no-service/thing", "order-service/thing", "product-service/thing/1"] {
        assert_eq!(shop.get(path).await.error(), (404, "CMNC-404".to_owned()), "{path}");
    }
    assert_eq!(shop.post(HEALTH, json!({})).await.status, 404);
}

#[tokio::test]
async fn every_answer_tells_quota_request_id_and_operation() {
    let shop = Shop::with(Config::for_tests()).await;
    let first = shop.get("product-service/product-search?pageSize=1").await;
    assert_eq!(first.header("brightpearl-requests-remaining"), "199");
    assert_eq!(first.header("message-type"), "bulk-data-search");
    assert_eq!(first.header("content-type"), "application/json;charset=UTF-8");
    let second = shop.get("product-service/product/1/").await;
    assert_eq!((second.status, second.header("brightpearl-requests-remaining")), (404, "198"));
    assert_eq!(second.header("message-type"), "get-product");
    assert_ne!(first.header("ruid"), second.header("ruid"));
    assert_eq!(first.header("ruid").len(), 36);
    let left = |answer: &crate::shop::Answer| -> i64 {
        answer.header("brightpearl-next-throttle-period").parse().unwrap()
    };
    assert!(left(&first) <= 60_000 && left(&second) <= left(&first) && left(&second) > 50_000);
}

#[tokio::test]
async fn beyond_the_quota_all_apps_get_503_and_nothing_is_processed() {
    let shop = Shop::with(Config::for_tests()).await;
    shop.control(Method::POST, "brightpearl/other-app", json!({ "calls": 199 })).await;
    let last = shop.get(HEALTH).await;
    assert_eq!((last.status, last.header("brightpearl-requests-remaining")), (200, "0"));
    let address = json!({ "addressLine1": "1 Quay Rd", "countryIsoCode": "GBR" });
    let refused = shop.post("contact-service/postal-address", address).await;
    assert_eq!(refused.status, 503);
    assert!(refused.json()["response"].as_str().unwrap().contains("too many requests"));
    assert_eq!(refused.header("brightpearl-requests-remaining"), "0");
    assert!(refused.header("brightpearl-next-throttle-period").parse::<i64>().unwrap() <= 60_000);
    assert!(shop.effects().is_empty(), "a throttled call does nothing");
    assert_eq!(shop.running.world.ledger.throttles("brightpearl"), 1);
}

#[tokio::test]
async fn a_throttle_answer_can_be_a_429_without_headers() {
    let shop = Shop::with(Config::for_tests()).await;
    shop.knobs(json!({ "throttle_status": 429, "throttle_headers": false })).await;
    shop.control(Method::POST, "brightpearl/other-app", json!({ "calls": 500 })).await;
    let refused = shop.get(HEALTH).await;
    assert_eq!((refused.status, refused.header("brightpearl-next-throttle-period")), (429, ""));
}

#[tokio::test]
async fn another_app_can_call_steadily() {
    let shop = Shop::with(Config::for_tests()).await;
    let before: i64 = shop.get(HEALTH).await.header("brightpearl-requests-remaining").parse().unwrap();
    shop.control(Method::POST, "brightpearl/other-app-rate", json!({ "per_minute": 6000 })).await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let after: i64 = shop.get(HEALTH).await.header("brightpearl-requests-remaining").parse().unwrap();
    assert!(before - after > 20, "{before} {after}");
}

#[tokio::test]
async fn the_limits_setting_multiplies_the_quota() {
    let shop = Shop::with(Config { limits: 20, ..Config::for_tests() }).await;
    assert_eq!(shop.get(HEALTH).await.header("brightpearl-requests-remaining"), "3999");
}

#[tokio::test]
async fn a_write_without_a_readable_body_is_refused() {
    let shop = Shop::open().await;
    for path in
        ["contact-service/contact", "order-service/sales-order", "accounting-service/customer-payment"]
    {
        let empty = shop.send(shop.request(Method::POST, path)).await;
        assert_eq!(empty.error(), (400, "CMNC-010".to_owned()), "{path}");
        let broken = shop.send(shop.request(Method::POST, path).body("{")).await;
        assert_eq!(broken.error(), (400, "CMNC-010".to_owned()), "{path}");
    }
}

#[tokio::test]
async fn several_errors_come_at_once() {
    let shop = Shop::open().await;
    let answer = shop
        .post("order-service/sales-order", json!({ "channelId": 99, "rows": [{ "quantity": "0" }] }))
        .await;
    let codes: Vec<Value> =
        answer.json()["errors"].as_array().unwrap().iter().map(|one| one["code"].clone()).collect();
    assert!(
        codes.len() > 3 && codes.contains(&json!("ORDC-024")) && codes.contains(&json!("ORDC-026")),
        "{codes:?}"
    );
}
