use serde_json::json;

use crate::house::{House, error_code, keys};

#[tokio::test]
async fn the_overview_tells_of_each_flow_and_connection() {
    let house = House::open().await;
    house.products(2).await;
    let overview = house.json("/api/v1/overview").await;
    assert_eq!(keys(&overview), ["connections", "event", "flows", "now"]);
    let flow = &overview["flows"][0];
    let promised = [
        "counts",
        "every_s",
        "kind",
        "last_success_at",
        "next_run_at",
        "problem",
        "problem_since",
        "rests",
        "runs",
    ];
    assert_eq!(keys(flow), promised);
    assert_eq!((&flow["kind"], &flow["counts"]["pending"]), (&json!("product"), &json!(2)));
    assert_eq!(overview["flows"].as_array().unwrap().len(), 5);
    let connection = &overview["connections"][0];
    assert_eq!(keys(connection), ["account", "budget", "platform", "since", "state", "why"]);
    assert_eq!(connection["state"], "missing");
}

#[tokio::test]
async fn a_flow_this_version_does_not_have_cannot_be_run() {
    let house = House::open().await;
    let run = |kind: &str| house.request("POST", &format!("/api/v1/flows/{kind}/run")).send();
    assert_eq!(error_code(run("refund").await.unwrap(), 409).await, "no_flow");
    assert_eq!(error_code(run("nonsense").await.unwrap(), 404).await, "unknown_kind");
}

#[tokio::test]
async fn health_is_told_while_the_store_answers() {
    let house = House::open().await;
    let health = house.json("/healthz").await;
    assert_eq!(keys(&health), ["status", "version"]);
    assert_eq!(health["status"], "ok");
}
