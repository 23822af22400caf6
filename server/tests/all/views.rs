use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::house::{House, error_code};

const VIEWS: &str = "/api/v1/logs/products/views";

async fn save(house: &House, body: &Value) -> reqwest::Response {
    house.request("POST", VIEWS).json(body).send().await.unwrap()
}

#[tokio::test]
async fn every_log_has_views_that_are_built_in_with_what_they_find() {
    let house = House::open().await;
    house.products(2).await;
    house.failed_product("P9").await;
    let views = house.json(VIEWS).await;
    let told = |view: &Value| (view["name"].clone(), view["query"].clone(), view["records"].clone());
    let views: Vec<_> = views["views"].as_array().unwrap().iter().map(told).collect();
    assert_eq!(
        views,
        [
            (json!("Needs attention"), json!("is=needs-me"), json!(1)),
            (json!("Today"), json!("date=today"), json!(3)),
            (json!("Stuck for 1 hour"), json!("status=pending&date=%3E1h"), json!(0)),
        ]
    );
}

#[tokio::test]
async fn a_view_saved_for_the_team_finds_what_its_parameters_find_until_it_is_removed() {
    let house = House::open().await;
    house.products(3).await;
    house.failed_product("P9").await;
    let saved =
        save(&house, &json!({ "name": " Failed  ones ", "query": "status=failed&at=last&colour=red" })).await;
    assert_eq!(saved.status(), StatusCode::CREATED);
    let saved: Value = saved.json().await.unwrap();
    assert_eq!((&saved["name"], &saved["query"]), (&json!("Failed ones"), &json!("status=failed")));
    let view = house.json(VIEWS).await["views"][3].clone();
    assert_eq!((&view["id"], &view["records"], &view["more"]), (&saved["id"], &json!(1), &json!(false)));
    let path = format!("/api/v1/views/{}", saved["id"].as_str().unwrap());
    let removed = house.request("DELETE", &path).send().await.unwrap();
    assert_eq!(removed.json::<Value>().await.unwrap(), saved);
    let again = house.request("DELETE", &path).send().await.unwrap();
    assert_eq!(error_code(again, 404).await, "no_view");
    assert_eq!(house.json(VIEWS).await["views"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_view_without_a_name_is_refused_with_what_to_send() {
    let house = House::open().await;
    for body in [json!({}), json!({ "name": " " }), json!({ "name": "x".repeat(41) })] {
        let refused = save(&house, &body).await;
        assert_eq!(error_code(refused, 400).await, "bad_name");
    }
}
