use std::time::Duration;

use reqwest::Response;
use serde_json::{Value, json};

use crate::house::{House, error_code, keys};

const NOBODY: &str = "00000000-0000-7000-8000-00000000ffff";

async fn post(house: &House, path: &str) -> Response {
    house.request("POST", path).send().await.unwrap()
}

async fn asked(house: &House, body: &Value) -> Response {
    house.request("POST", "/api/v1/bulk").json(body).send().await.unwrap()
}

/// Drafts bulk work; it must be taken.
async fn drafted(house: &House, body: &Value) -> Value {
    let response = asked(house, body).await;
    assert_eq!(response.status(), 201);
    response.json().await.unwrap()
}

/// Begins, or cancels, a draft; it must be taken.
async fn told(house: &House, plan: &Value, what: &str, status: u16) -> Value {
    let id = plan["bulk"]["id"].as_str().unwrap();
    let response = post(house, &format!("/api/v1/bulk/{id}/{what}")).await;
    assert_eq!(response.status(), status);
    response.json().await.unwrap()
}

/// The work with its records, once it is as wanted.
async fn once(house: &House, plan: &Value, wanted: impl Fn(&Value) -> bool) -> Value {
    let path = format!("/api/v1/bulk/{}", plan["bulk"]["id"].as_str().unwrap());
    for _ in 0..200 {
        let shown = house.json(&path).await;
        if wanted(&shown["bulk"]) {
            return shown;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("never as wanted: {:#}", house.json(&path).await);
}

#[tokio::test]
async fn a_draft_tells_exactly_what_would_happen_and_nothing_begins() {
    let house = House::open().await;
    house.products(2).await;
    let failed = house.failed_product("P9").await.to_string();
    let plan =
        drafted(&house, &json!({ "kind": "product", "action": { "do": "resync" }, "filter": {} })).await;
    assert_eq!(keys(&plan), ["bulk", "by_cause", "by_status", "first", "left_out", "takes_seconds"]);
    let bulk = &plan["bulk"];
    assert_eq!(
        (&bulk["state"], &bulk["which"], &bulk["who"]),
        (&json!("drafted"), &json!("the whole log"), &json!("API"))
    );
    assert_eq!((&bulk["tally"]["waiting"], &bulk["tally"]["left_out"]), (&json!(1), &json!(2)));
    assert_eq!(plan["by_status"], json!({ "pending": 0, "processing": 0, "synced": 0, "failed": 1 }));
    assert_eq!(plan["by_cause"], json!([{ "cause": "This product has no SKU.", "records": 1 }]));
    assert_eq!(plan["first"][0]["id"], json!(failed));
    assert_eq!(plan["left_out"], json!([{ "why": "in_line", "text": "in line already", "records": 2 }]));
    assert_eq!(house.json("/api/v1/logs/product?status=failed").await["records"][0]["id"], json!(failed));
    assert_eq!(house.json("/api/v1/bulk").await, json!({ "bulk": [] }));
}

#[tokio::test]
async fn work_that_was_begun_comes_to_its_end_and_tells_what_became_of_each_record() {
    let house = House::open().await;
    let (one, other) = (house.failed_product("P1").await, house.failed_product("P2").await);
    house.failed_product("P3").await;
    let action = json!({ "do": "skip", "reason": "  Sample goods " });
    let rows = json!([one.to_string(), other.to_string()]);
    let plan = drafted(&house, &json!({ "kind": "product", "action": action, "rows": rows })).await;
    assert_eq!((&plan["takes_seconds"], &plan["bulk"]["tally"]["waiting"]), (&json!(null), &json!(2)));
    assert!(told(&house, &plan, "begin", 202).await["began_at"].is_string());
    let shown = once(&house, &plan, |bulk| bulk["state"] == "ended").await;
    assert_eq!((&shown["bulk"]["tally"]["done"], &shown["bulk"]["tally"]["waiting"]), (&json!(2), &json!(0)));
    assert!(shown["bulk"]["ended_at"].is_string());
    let records = shown["records"].as_array().unwrap();
    assert_eq!(records.len(), 2);
    assert!(records.iter().all(|record| record["detail"]["outcome"] == "skipped"));
    assert!(records.iter().all(|record| record["detail"]["note"] == "Sample goods"));
    assert_eq!(house.json("/api/v1/logs/product").await["counts"]["failed"], 1);
    assert_eq!(house.json("/api/v1/bulk").await["bulk"][0], shown["bulk"]);
}

#[tokio::test]
async fn beginning_twice_is_beginning_once() {
    let house = House::open().await;
    house.failed_product("P1").await;
    let action = json!({ "do": "resync" });
    let plan =
        drafted(&house, &json!({ "kind": "products", "action": action, "filter": { "status": "failed" } }))
            .await;
    let first = told(&house, &plan, "begin", 202).await;
    let second = told(&house, &plan, "begin", 202).await;
    assert_eq!(first["began_at"], second["began_at"]);
    // This house has no flows, so that what is asked for stays in line.
    let shown = once(&house, &plan, |bulk| bulk["tally"]["asked"] == 1).await;
    assert_eq!(shown["bulk"]["state"], "running");
    assert_eq!(house.json("/api/v1/bulk").await["bulk"].as_array().unwrap().len(), 1);
    assert_eq!(shown["records"][0]["status"], "pending");
    let third = told(&house, &plan, "begin", 202).await;
    assert_eq!((&third["began_at"], &third["tally"]), (&first["began_at"], &shown["bulk"]["tally"]));
}

#[tokio::test]
async fn cancelled_work_leaves_records_as_they_are_and_cannot_begin() {
    let house = House::open().await;
    house.failed_product("P1").await;
    let action = json!({ "do": "resync" });
    let plan =
        drafted(&house, &json!({ "kind": "product", "action": action, "filter": { "is": "needs-me" } }))
            .await;
    let cancelled = told(&house, &plan, "cancel", 200).await;
    assert_eq!((&cancelled["state"], &cancelled["tally"]["dropped"]), (&json!("cancelled"), &json!(1)));
    assert_eq!(told(&house, &plan, "cancel", 200).await, cancelled);
    assert_eq!(told(&house, &plan, "begin", 202).await["state"], "cancelled");
    assert_eq!(house.json("/api/v1/logs/product").await["counts"]["failed"], 1);
}

#[tokio::test]
async fn a_draft_that_cannot_be_understood_is_refused_in_the_one_form() {
    let house = House::open().await;
    let resync = json!({ "do": "resync" });
    for (body, status, code) in [
        (json!({ "action": resync, "filter": {} }), 404, "unknown_kind"),
        (json!({ "kind": "invoice", "action": resync, "filter": {} }), 404, "unknown_kind"),
        (json!({ "kind": "order", "filter": {} }), 400, "bad_action"),
        (json!({ "kind": "order", "action": { "do": "delete" }, "filter": {} }), 400, "bad_action"),
        (
            json!({ "kind": "order", "action": { "do": "skip", "reason": " " }, "filter": {} }),
            400,
            "bad_action",
        ),
        (json!({ "kind": "order", "action": resync }), 400, "bad_rows"),
        (json!({ "kind": "order", "action": resync, "rows": [], "filter": {} }), 400, "bad_rows"),
        (json!({ "kind": "order", "action": resync, "rows": ["12"] }), 400, "bad_rows"),
        (json!({ "kind": "order", "action": resync, "filter": { "status": "odd" } }), 400, "bad_parameter"),
        (json!([]), 400, "bad_json"),
    ] {
        assert_eq!(error_code(asked(&house, &body).await, status).await, code, "{body}");
    }
}

#[tokio::test]
async fn work_that_is_not_there_is_a_404() {
    let house = House::open().await;
    for id in [NOBODY, "12"] {
        assert_eq!(error_code(house.get(&format!("/api/v1/bulk/{id}")).await, 404).await, "no_bulk");
        for what in ["begin", "cancel"] {
            let response = post(&house, &format!("/api/v1/bulk/{id}/{what}")).await;
            assert_eq!(error_code(response, 404).await, "no_bulk", "{id} {what}");
        }
    }
}
