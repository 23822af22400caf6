use serde_json::{Value, json};

use crate::house::{House, error_code, keys};

#[tokio::test]
async fn a_record_comes_with_its_steps_attempts_and_calls() {
    let house = House::open().await;
    let id = house.products(1).await[0];
    let whole = house.json(&format!("/api/v1/records/{id}")).await;
    assert_eq!(keys(&whole), ["attempts", "calls", "depends_on", "record", "steps", "team", "waited_for_by"]);
    let promised = [
        "assigned",
        "attempts",
        "detail",
        "due_at",
        "first_seen_at",
        "id",
        "kind",
        "notes",
        "payload",
        "resync_asked",
        "revision",
        "sent",
        "seq",
        "source",
        "source_changed_at",
        "source_ref",
        "status",
        "synced_revision",
        "target_ref",
        "updated_at",
    ];
    assert_eq!(keys(&whole["record"]), promised);
    assert_eq!(whole["record"]["id"], json!(id.to_string()));
    assert_eq!((&whole["steps"], &whole["attempts"], &whole["calls"]), (&json!([]), &json!([]), &json!([])));
}

#[tokio::test]
async fn a_record_that_is_not_there_is_a_404_and_a_bad_id_a_400() {
    let house = House::open().await;
    let nobody = "00000000-0000-7000-8000-00000000ffff";
    for (method, path) in [("GET", ""), ("POST", "/resync")] {
        let ask = |id: &str| house.request(method, &format!("/api/v1/records/{id}{path}")).send();
        assert_eq!(error_code(ask(nobody).await.unwrap(), 404).await, "no_record");
        assert_eq!(error_code(ask("12").await.unwrap(), 400).await, "bad_id");
    }
}

#[tokio::test]
async fn a_second_resync_does_nothing_more_than_the_first() {
    let house = House::open().await;
    let id = house.failed_product("P1").await;
    let mut answers = Vec::new();
    for _ in 0..2 {
        let response = house.request("POST", &format!("/api/v1/records/{id}/resync")).send().await.unwrap();
        assert_eq!(response.status(), 202);
        answers.push(response.json::<Value>().await.unwrap());
    }
    assert_eq!(keys(&answers[0]), ["id", "result", "text"]);
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0]["result"], "queued");
    let page = house.json("/api/v1/logs/product").await;
    assert_eq!(page["records"][0]["status"], "pending");
    assert_eq!(page["counts"], json!({ "pending": 1, "processing": 0, "synced": 0, "failed": 0 }));
}
