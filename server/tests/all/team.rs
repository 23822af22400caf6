use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::house::{House, error_code};

async fn post(house: &House, path: &str, body: &Value) -> reqwest::Response {
    house.request("POST", path).json(body).send().await.unwrap()
}

#[tokio::test]
async fn a_record_given_to_a_colleague_is_theirs_in_the_log_until_it_is_given_to_nobody() {
    let house = House::open().await;
    house.products(2).await;
    let id = house.failed_product("P9").await;
    let assign = format!("/api/v1/records/{id}/assign");
    let given = post(&house, &assign, &json!({ "to": " Ana  B. " })).await;
    assert_eq!(given.status(), StatusCode::CREATED);
    let given: Value = given.json().await.unwrap();
    assert_eq!(
        (&given["what"], &given["to"], &given["who"]),
        (&json!("assigned"), &json!("Ana B."), &json!("API"))
    );
    let search = json!({ "assigned": "ana b." });
    let found: Value = post(&house, "/api/v1/logs/products/search", &search).await.json().await.unwrap();
    assert_eq!(found["records"].as_array().unwrap().len(), 1);
    assert_eq!(found["records"][0]["assigned"], json!("Ana B."));
    let typed: Value = post(&house, "/api/v1/logs/products/counts", &json!({ "q": "assigned:anybody" }))
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(typed["counts"]["failed"], json!(1));
    assert_eq!(post(&house, &assign, &json!({ "to": null })).await.status(), StatusCode::CREATED);
    let nobody = house.json("/api/v1/logs/products?assigned=nobody").await;
    assert_eq!(nobody["records"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn notes_stand_with_the_record_the_latest_first() {
    let house = House::open().await;
    let id = house.failed_product("P9").await;
    let notes = format!("/api/v1/records/{id}/notes");
    for text in ["first", " second\nline "] {
        assert_eq!(post(&house, &notes, &json!({ "text": text })).await.status(), StatusCode::CREATED);
    }
    let record = house.json(&format!("/api/v1/records/{id}")).await;
    let said: Vec<&Value> = record["team"].as_array().unwrap().iter().map(|note| &note["text"]).collect();
    assert_eq!(said, [&json!("second\nline"), &json!("first")]);
    assert_eq!(record["record"]["notes"], json!(2));
}

#[tokio::test]
async fn what_cannot_be_a_note_or_a_name_is_refused_with_what_to_send() {
    let house = House::open().await;
    let id = house.failed_product("P9").await;
    let notes = format!("/api/v1/records/{id}/notes");
    for body in [json!({}), json!({ "text": " \n" }), json!({ "text": "x".repeat(1_001) })] {
        assert_eq!(error_code(post(&house, &notes, &body).await, 400).await, "bad_note");
    }
    let assign = format!("/api/v1/records/{id}/assign");
    for body in [json!({}), json!({ "to": "nobody" }), json!({ "to": "x".repeat(41) }), json!({ "to": 3 })] {
        assert_eq!(error_code(post(&house, &assign, &body).await, 400).await, "bad_colleague");
    }
    let nobody = "/api/v1/records/00000000-0000-7000-8000-00000000ffff/notes";
    assert_eq!(error_code(post(&house, nobody, &json!({ "text": "x" })).await, 404).await, "no_record");
    let me = house.request("GET", "/api/v1/logs/products?assigned=me").send().await.unwrap();
    assert_eq!(error_code(me, 400).await, "bad_parameter");
}

#[tokio::test]
async fn many_records_are_given_to_a_colleague_at_once() {
    let house = House::open().await;
    house.products(3).await;
    let body = json!({ "kind": "product", "action": { "do": "assign", "to": "Ana" }, "filter": {} });
    let plan: Value = post(&house, "/api/v1/bulk", &body).await.json().await.unwrap();
    assert_eq!(plan["bulk"]["tally"]["waiting"], json!(3));
    assert_eq!(plan["takes_seconds"], json!(null));
    let refused = json!({ "kind": "product", "action": { "do": "note", "text": "" }, "filter": {} });
    assert_eq!(error_code(post(&house, "/api/v1/bulk", &refused).await, 400).await, "bad_action");
}
