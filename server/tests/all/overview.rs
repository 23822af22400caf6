use serde_json::json;

use crate::house::{House, error_code, keys};

#[tokio::test]
async fn the_overview_tells_of_each_flow_and_connection() {
    let house = House::open().await;
    house.products(2).await;
    let overview = house.json("/api/v1/overview").await;
    assert_eq!(keys(&overview), ["connections", "event", "flows", "now", "upcoming"]);
    let flow = &overview["flows"][0];
    let promised = [
        "counts",
        "every_s",
        "health",
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
    // This house has no flows, so nothing is carried and nothing runs.
    let health = json!([{ "code": "not_covered", "says": "Not carried by this version" }]);
    assert_eq!((&flow["health"], &overview["upcoming"]), (&health, &json!([])));
    let connection = &overview["connections"][0];
    assert_eq!(keys(connection), ["account", "budget", "platform", "since", "state", "why"]);
    assert_eq!(connection["state"], "missing");
}

#[tokio::test]
async fn throughput_tells_what_failed_in_the_column_of_this_moment() {
    let house = House::open().await;
    house.products(2).await;
    house.failed_product("P9").await;
    for (span, columns) in [("24h", 24), ("7d", 28), ("30d", 30)] {
        let told = house.json(&format!("/api/v1/overview/throughput?span={span}")).await;
        assert_eq!(keys(&told), ["columns", "failed", "kind", "span", "synced", "zone"]);
        assert_eq!((&told["span"], &told["zone"], &told["failed"]), (&json!(span), &json!("UTC"), &json!(1)));
        let all = told["columns"].as_array().unwrap();
        assert_eq!(all.len(), columns);
        assert_eq!((&all[columns - 1]["failed"], &all[columns - 1]["synced"]), (&json!(1), &json!(0)));
        assert_eq!(all[0]["until"], all[1]["from"]);
    }
    let orders = house.json("/api/v1/overview/throughput?kind=orders").await;
    assert_eq!(
        (&orders["failed"], &orders["kind"], &orders["span"]),
        (&json!(0), &json!("order"), &json!("24h"))
    );
    assert_eq!(
        error_code(house.get("/api/v1/overview/throughput?span=1y").await, 400).await,
        "bad_parameter"
    );
    assert_eq!(
        error_code(house.get("/api/v1/overview/throughput?span=7d&span=7d").await, 400).await,
        "bad_parameter"
    );
    assert_eq!(
        error_code(house.get("/api/v1/overview/throughput?kind=nonsense").await, 404).await,
        "unknown_kind"
    );
}

#[tokio::test]
async fn the_records_that_changed_last_are_told_once_each_and_the_latest_first() {
    let house = House::open().await;
    let products = house.products(25).await;
    let failed = house.failed_product("P2").await;
    let told = house.json("/api/v1/overview/events").await;
    let events = told["events"].as_array().unwrap();
    assert_eq!(events.len(), 20);
    assert_eq!(keys(&events[0]), ["at", "id", "kind", "name", "new", "record", "source_ref", "status"]);
    assert_eq!((&events[0]["record"], &events[0]["status"]), (&json!(failed.to_string()), &json!("failed")));
    assert_eq!(
        (&events[1]["record"], &events[1]["name"]),
        (&json!(products[24].to_string()), &json!("Enamel Mug"))
    );
    assert!(events.iter().skip(1).all(|event| event["record"] != events[0]["record"]));
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
