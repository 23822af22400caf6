use serde_json::json;

use crate::house::{House, error_code, keys};

#[tokio::test]
async fn a_log_has_exactly_the_shape_that_was_promised() {
    let house = House::open().await;
    house.products(1).await;
    let page = house.json("/api/v1/logs/product").await;
    assert_eq!(keys(&page), ["counts", "next", "previous", "records"]);
    assert_eq!(page["counts"], json!({ "pending": 1, "processing": 0, "synced": 0, "failed": 0 }));
    assert_eq!((&page["next"], &page["previous"]), (&json!(null), &json!(null)));
    let record = &page["records"][0];
    let promised = [
        "assigned",
        "attempts",
        "detail",
        "id",
        "kind",
        "notes",
        "payload",
        "seq",
        "source",
        "source_ref",
        "status",
        "target_ref",
        "updated_at",
    ];
    assert_eq!(keys(record), promised);
    assert_eq!((&record["kind"], &record["source"]), (&json!("product"), &json!("brightpearl")));
    assert_eq!((&record["status"], &record["attempts"]), (&json!("pending"), &json!(0)));
    assert_eq!(record["detail"]["why"], "queued");
    assert_eq!(record["payload"]["sku"], "SKU-1");
    assert!(model::When::parse(record["updated_at"].as_str().unwrap()).is_some());
}

#[tokio::test]
async fn every_kind_has_a_log_under_both_its_words() {
    let house = House::open().await;
    for word in
        ["product", "products", "inventory", "order", "orders", "customer", "customers", "refund", "refunds"]
    {
        assert_eq!(house.json(&format!("/api/v1/logs/{word}")).await["records"], json!([]), "{word}");
    }
    assert_eq!(error_code(house.get("/api/v1/logs/invoices").await, 404).await, "unknown_kind");
}

#[tokio::test]
async fn cursors_lead_through_all_rows_once_and_back() {
    let house = House::open().await;
    house.products(7).await;
    let mut refs = Vec::new();
    let mut path = "/api/v1/logs/product?limit=3".to_owned();
    let mut previous = None;
    loop {
        let page = house.json(&path).await;
        refs.extend(page["records"].as_array().unwrap().iter().map(|record| record["source_ref"].clone()));
        previous = page["previous"].as_str().map(str::to_owned).or(previous);
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/v1/logs/product?limit=3&cursor={next}");
    }
    assert_eq!(json!(refs), json!(["P7", "P6", "P5", "P4", "P3", "P2", "P1"]));
    let back = house.json(&format!("/api/v1/logs/product?limit=3&cursor={}", previous.unwrap())).await;
    assert_eq!(back["records"][2]["source_ref"], "P2");
    let oldest = house.json("/api/v1/logs/product?limit=1&sort=oldest").await;
    assert_eq!(oldest["records"][0]["source_ref"], "P1");
}

#[tokio::test]
async fn status_and_text_narrow_a_log_and_its_counts_stay_whole() {
    let house = House::open().await;
    house.products(3).await;
    house.failed_product("P9").await;
    let failed = house.json("/api/v1/logs/product?status=failed").await;
    assert_eq!(failed["records"].as_array().unwrap().len(), 1);
    assert_eq!(failed["records"][0]["detail"]["failure"]["cause"], "This product has no SKU.");
    assert_eq!(failed["counts"]["pending"], 3);
    let found = house.json("/api/v1/logs/product?q=sku-2&source=brightpearl").await;
    assert_eq!(found["records"].as_array().unwrap().len(), 1);
    assert_eq!(found["records"][0]["source_ref"], "P2");
    assert_eq!(house.json("/api/v1/logs/product?source=lightspeed").await["records"], json!([]));
}

#[tokio::test]
async fn a_search_by_body_answers_as_one_by_address() {
    let house = House::open().await;
    house.customer("C1", "Okafor").await;
    house.customer("C2", "Byrne").await;
    let search =
        |body: serde_json::Value| house.request("POST", "/api/v1/logs/customer/search").json(&body).send();
    let found: serde_json::Value =
        search(json!({ "q": "okafor", "limit": 5 })).await.unwrap().json().await.unwrap();
    assert_eq!(found["records"].as_array().unwrap().len(), 1);
    assert_eq!(found["records"][0]["source_ref"], "C1");
    assert_eq!(error_code(search(json!({ "limit": 500 })).await.unwrap(), 400).await, "bad_parameter");
    assert_eq!(error_code(search(json!([1])).await.unwrap(), 400).await, "bad_json");
}

#[tokio::test]
async fn a_bad_parameter_is_a_400_that_says_what_is_allowed() {
    let house = House::open().await;
    for query in [
        "limit=0",
        "limit=201",
        "status=done",
        "sort=up",
        "source=x",
        "cursor=zzz",
        "colour=red",
        "limit=1&limit=2",
    ] {
        let response = house.get(&format!("/api/v1/logs/order?{query}")).await;
        assert_eq!(error_code(response, 400).await, "bad_parameter", "{query}");
    }
}

#[tokio::test]
async fn a_body_that_is_no_json_is_refused_in_the_one_form() {
    let house = House::open().await;
    let post = |kind: &'static str, body: &'static str| {
        house.request("POST", "/api/v1/logs/order/search").header("content-type", kind).body(body).send()
    };
    assert_eq!(error_code(post("text/plain", "{}").await.unwrap(), 415).await, "not_json");
    assert_eq!(error_code(post("application/json", "{").await.unwrap(), 400).await, "bad_json");
    assert_eq!(post("application/json; charset=utf-8", "{}").await.unwrap().status(), 200);
}
