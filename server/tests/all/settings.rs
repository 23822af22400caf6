use serde_json::{Value, json};

use crate::house::{House, error_code, keys};

async fn put(house: &House, body: Value) -> reqwest::Response {
    house.request("PUT", "/api/v1/settings").json(&body).send().await.unwrap()
}

#[tokio::test]
async fn settings_are_read_changed_and_saved_as_the_next_version() {
    let house = House::open().await;
    let shown = house.json("/api/v1/settings").await;
    assert_eq!(keys(&shown), ["saved_at", "saved_by", "settings", "version"]);
    assert_eq!((&shown["version"], &shown["saved_at"]), (&json!(0), &json!(null)));
    let mut settings = shown["settings"].clone();
    settings["payments"] = json!({ "1": "CASH" });
    settings["go_live"] = json!("2026-02-03T10:00:00+01:00");
    let response = put(&house, json!({ "based_on": 0, "settings": settings })).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.json::<Value>().await.unwrap(), json!({ "version": 1, "released": 0 }));
    let after = house.json("/api/v1/settings").await;
    assert_eq!(after["version"], 1);
    assert_eq!(after["settings"]["payments"]["1"], "CASH");
    assert_eq!(after["settings"]["go_live"], "2026-02-03T09:00:00Z");
    assert!(after["saved_at"].is_string());
}

#[tokio::test]
async fn a_save_based_on_an_older_version_is_a_conflict_and_changes_nothing() {
    let house = House::open().await;
    assert_eq!(put(&house, json!({ "based_on": 0, "settings": {} })).await.status(), 200);
    let late = put(&house, json!({ "based_on": 0, "settings": { "payments": { "1": "CARD" } } })).await;
    assert_eq!(error_code(late, 409).await, "settings_changed");
    assert_eq!(house.json("/api/v1/settings").await["settings"]["payments"], json!({}));
}

#[tokio::test]
async fn a_setting_that_does_not_exist_is_refused_instead_of_lost() {
    let house = House::open().await;
    let response = put(&house, json!({ "based_on": 0, "settings": { "paymets": {} } })).await;
    assert_eq!(error_code(response, 400).await, "bad_settings");
    assert_eq!(house.json("/api/v1/settings").await["version"], 0);
}

#[tokio::test]
async fn the_history_says_who_changed_what_the_newest_first() {
    let house = House::open().await;
    let none = house.json("/api/v1/settings/history").await;
    assert_eq!(none, json!({ "versions": [], "older": 0 }));
    let first = json!({ "orders": { "status": "4" }, "inventory": { "buffer": 2 } });
    put(&house, json!({ "based_on": 0, "settings": first })).await;
    let second = json!({ "orders": { "status": "7" }, "inventory": { "buffer": 2 } });
    put(&house, json!({ "based_on": 1, "settings": second })).await;
    let history = house.json("/api/v1/settings/history").await;
    let versions = history["versions"].as_array().unwrap();
    assert_eq!(keys(&versions[0]), ["changes", "saved_at", "saved_by", "version"]);
    assert_eq!((&versions[0]["version"], &versions[0]["saved_by"]), (&json!(2), &json!("API")));
    let change =
        json!({ "setting": "orders.status", "text": "Status of a new order", "before": "4", "after": "7" });
    assert_eq!(versions[0]["changes"], json!([change]));
    let first: Vec<&Value> =
        versions[1]["changes"].as_array().unwrap().iter().map(|change| &change["setting"]).collect();
    assert_eq!(first, [&json!("inventory.buffer"), &json!("orders.status")]);
}

#[tokio::test]
async fn the_settings_pages_have_every_form_and_the_history_while_no_platform_answers() {
    let house = House::open().await;
    put(&house, json!({ "based_on": 0, "settings": { "refunds": { "do_not_restock": true } } })).await;
    let page = async |area: &str| house.get(&format!("/settings/{area}")).await.text().await.unwrap();
    for (area, forms) in [
        ("products", vec!["products"]),
        ("classification", vec!["classification"]),
        ("orders", vec!["go-live", "orders"]),
        ("taxes", vec!["taxes"]),
        ("payments", vec!["payments"]),
        ("inventory", vec!["shops", "inventory"]),
        ("customers", vec!["customers"]),
        ("refunds", vec!["refunds"]),
        ("schedule", vec!["schedule"]),
    ] {
        let page = page(area).await;
        for form in forms {
            assert!(page.contains(&format!("aria-labelledby=\"{form}-title\"")), "{area}: {form}");
        }
    }
    let refunds = page("refunds").await;
    assert!(refunds.contains("The list cannot be shown; type the id"), "ids can be typed");
    assert!(refunds.contains("<input type=\"text\" id=\"refund_status\""), "{refunds}");
    let history = page("history").await;
    assert!(history.contains("Returned goods stay out of stock"), "the history says what was changed");
}

#[tokio::test]
async fn a_form_of_the_page_is_saved_by_itself_and_says_what_it_released() {
    let house = House::open().await;
    let form = |based_on: i64, order: &str| {
        let fields = json!([["refund_status", "4"], ["without_order", order]]);
        let body = json!({ "based_on": based_on, "part": "refunds", "fields": fields });
        // As a browser sends it from our own page.
        house.request("POST", "/rpc/save-settings").header("sec-fetch-site", "same-origin").json(&body).send()
    };
    let saved = form(0, "ask_a_person").await.unwrap();
    assert_eq!(saved.status(), 200);
    assert_eq!(saved.json::<Value>().await.unwrap(), json!({ "version": 1, "released": 0 }));
    assert_eq!(form(1, "shrug").await.unwrap().status(), 422);
    assert_eq!(form(0, "stand_alone").await.unwrap().status(), 409);
    let refunds = house.json("/api/v1/settings").await["settings"]["refunds"].clone();
    let wanted = json!({ "status": "4", "do_not_restock": true, "without_order": "ask_a_person" });
    assert_eq!(refunds, wanted);
}
