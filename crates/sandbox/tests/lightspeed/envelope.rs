//! Transport and shape: formats, scalars, one or many, absent keys.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Till, rows};

#[tokio::test]
async fn json_must_be_asked_for_and_the_accept_header_wins() {
    let till = Till::open().await;
    let ask = |path: &str, accept: &'static str| {
        let url = till.url(&format!("/API/V3/Account/90210/{path}"));
        let request = till.http.get(url).bearer_auth(&till.token).header("accept", accept);
        async move { request.send().await.unwrap().status().as_u16() }
    };
    assert_eq!(ask("Shop.json", "*/*").await, 200);
    assert_eq!(ask("Shop", "application/json").await, 200);
    assert_eq!(ask("Shop", "*/*").await, 406);
    assert_eq!(ask("Shop.json", "application/xml").await, 406);
}

#[tokio::test]
async fn every_scalar_is_a_text() {
    let till = Till::open().await;
    till.sell(json!({})).await;
    let wanted = r#"["SaleLines","SalePayments"]"#;
    let body = till.list("Sale.json", &[("load_relations", wanted)]).await;
    fn only_texts(value: &Value) -> bool {
        match value {
            Value::Object(fields) => fields.values().all(only_texts),
            Value::Array(list) => list.iter().all(only_texts),
            value => value.is_string(),
        }
    }
    assert!(only_texts(&body), "{body}");
}

#[tokio::test]
async fn none_is_absent_one_is_an_object_and_several_are_a_list() {
    let till = Till::open().await;
    let list = async |id: &str| till.list("Shop.json", &[("shopID", id)]).await;
    let none = list("99").await;
    assert_eq!(none, json!({ "@attributes": { "next": "", "previous": "" } }));
    assert!(list("1").await["Shop"].is_object());
    assert!(list("IN,1,2").await["Shop"].is_array());
    till.knobs(json!({ "empty_list_without_cursors": true })).await;
    assert_eq!(list("99").await, json!({ "@attributes": {} }));
}

#[tokio::test]
async fn slashes_are_escaped_and_times_have_an_offset_and_whole_seconds() {
    let till = Till::open().await;
    let text = till.call(Method::GET, "Shop/1.json").send().await.unwrap().text().await.unwrap();
    assert!(text.contains("Europe\\/London"), "{text}");
    let shop: Value = serde_json::from_str(&text).unwrap();
    let stamp = shop["Shop"]["timeStamp"].as_str().unwrap();
    assert!(stamp.ends_with("+00:00") && stamp.len() == 25, "{stamp}");
}

#[tokio::test]
async fn foreign_keys_of_nothing_are_zero_and_some_ids_are_empty() {
    let till = Till::open().await;
    let shop = &till.get("Shop/1.json").await["Shop"];
    assert_eq!((shop["ccGatewayID"].as_str(), shop["gatewayConfigID"].as_str()), (Some("0"), Some("")));
}

#[tokio::test]
async fn an_open_sale_has_no_complete_time_and_relations_without_rows_are_absent() {
    let till = Till::open().await;
    let cart = till.sell(json!({ "open": true, "customer": 0 })).await;
    assert_eq!(cart["completed"], "false");
    assert!(cart.get("completeTime").is_none());
    assert!(cart.get("SalePayments").is_none() && cart.get("Customer").is_none());
}

#[tokio::test]
async fn a_field_nobody_knows_turns_up_now_and_then() {
    let till = Till::open().await;
    let items = till.get("Item.json").await;
    let strange = rows(&items, "Item").iter().filter(|row| row.get("internalSyncState").is_some()).count();
    assert!(strange > 0 && strange < rows(&items, "Item").len());
    till.knobs(json!({ "unknown_fields": false })).await;
    assert!(till.get("Item/7.json").await["Item"].get("internalSyncState").is_none());
}

#[tokio::test]
async fn bad_requests_and_missing_records_are_json_called_html() {
    let till = Till::open().await;
    for (path, status) in [("Item/99999.json", 404), ("Item.json?limit=500", 400), ("Nothing.json", 404)] {
        let response = till.call(Method::GET, path).send().await.unwrap();
        assert_eq!(response.status(), status);
        assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
        let body: Value = response.json().await.unwrap();
        assert_eq!(body["httpCode"], status.to_string());
    }
    let missing = till.attempt(till.call(Method::GET, "Employee/22.json")).await.1;
    assert_eq!(missing["message"], "Object of type 'Employee' not found with primary ID '22'.");
}

#[tokio::test]
async fn a_verb_that_is_not_allowed_is_a_405() {
    let till = Till::open().await;
    for (method, path) in [
        (Method::DELETE, "Manufacturer/1.json"),
        (Method::POST, "ItemShop.json"),
        (Method::GET, "InventoryLog/1.json"),
    ] {
        assert_eq!(till.attempt(till.call(method, path).json(&json!({}))).await.0, 405, "{path}");
    }
}

#[tokio::test]
async fn the_account_tells_its_id_and_its_currency() {
    let till = Till::open().await;
    let ask = |path: &str| till.attempt(till.http.get(till.url(path)).bearer_auth(&till.token));
    let accounts = ask("/API/V3/Account.json").await.1;
    assert_eq!(
        (accounts["Account"]["accountID"].as_str(), accounts["@attributes"]["count"].as_str()),
        (Some("90210"), Some("1"))
    );
    let account = ask("/API/V3/Account/90210.json").await.1;
    assert_eq!(account["Account"]["defaultCurrency"]["code"], "GBP");
    let session = ask("/API/Session.json").await.1;
    assert_eq!(session["systemCustomerID"], "90210");
    assert_eq!(session["Rights"]["inventory"], "true");
    assert_eq!(ask("/API/V3/Account/1/Item.json").await.0, 403);
}
