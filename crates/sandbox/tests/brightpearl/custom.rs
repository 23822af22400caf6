//! Custom fields of orders, contacts and products.

use rstest::rstest;
use serde_json::{Value, json};

use crate::shop::Shop;

const CONTACT: &str = "contact-service/contact/301/custom-field";

async fn patch(shop: &Shop, op: &str, path: &str, value: Value) -> crate::shop::Answer {
    shop.patch(CONTACT, json!([{ "op": op, "path": path, "value": value }])).await
}

#[tokio::test]
async fn a_patch_answers_the_full_map_and_a_choice_is_written_by_its_id() {
    let shop = Shop::open().await;
    assert_eq!(shop.get(CONTACT).await.response(), json!({}), "fields without a value are left out");
    patch(&shop, "add", "/PCF_TIER", json!({ "id": 160 })).await.response();
    let values = patch(&shop, "add", "/PCF_POINTS", json!("12.5")).await.response();
    assert_eq!(values, json!({ "PCF_TIER": { "id": 160, "value": "Gold" }, "PCF_POINTS": 12.5 }));
    let left = patch(&shop, "remove", "/PCF_POINTS", json!(null)).await.response();
    assert_eq!(left, json!({ "PCF_TIER": { "id": 160, "value": "Gold" } }));
    let contact = shop.get("contact-service/contact/301?includeOptional=customFields,nullCustomFields").await;
    assert_eq!(contact.json()["response"][0]["customFields"], left);
    assert_eq!(contact.json()["response"][0]["nullCustomFields"], json!(["PCF_POINTS"]));
}

#[rstest]
#[case::wrong_type("add", "/PCF_POINTS", json!(true), 500, "CMNU-003")]
#[case::unknown_choice("add", "/PCF_TIER", json!({ "id": 1 }), 500, "CMNU-003")]
#[case::a_choice_by_name("add", "/PCF_TIER", json!("Gold"), 500, "CMNU-003")]
#[case::nothing_to_replace("replace", "/PCF_TIER", json!({ "id": 160 }), 400, "CMNC-038")]
#[case::no_such_field("add", "/PCF_NONE", json!(1), 400, "CMNC-043")]
#[tokio::test]
async fn a_wrong_value_is_refused_by_code(
    #[case] op: &str,
    #[case] path: &str,
    #[case] value: Value,
    #[case] status: u16,
    #[case] code: &str,
) {
    let shop = Shop::open().await;
    assert_eq!(patch(&shop, op, path, value).await.error(), (status, code.to_owned()));
    assert_eq!(shop.get(CONTACT).await.response(), json!({}));
}

#[tokio::test]
async fn a_custom_field_moves_updated_on_only_where_the_account_does_so() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let path = format!("order-service/order/{order}/custom-field");
    let add = |text: &str| json!([{ "op": "add", "path": "/PCF_TILL", "value": text }]);
    shop.patch(&path, add("one")).await.response();
    assert!(shop.nested(order).await.get("updatedOn").is_none());
    shop.knobs(json!({ "custom_fields_move_updated_on": true })).await;
    shop.patch(&path, add("two")).await.response();
    assert!(shop.nested(order).await["updatedOn"].is_string());
    assert_eq!(shop.get("order-service/order/5/custom-field").await.error().0, 404);
}

#[tokio::test]
async fn the_fields_are_listed_and_products_are_read_in_bulk() {
    let shop = Shop::open().await;
    let fields = shop.get("contact-service/customer/custom-field-meta-data").await.response();
    assert_eq!(fields[0]["customFieldType"], "SELECT");
    assert_eq!(fields[0]["options"]["160"], json!({ "id": 160, "value": "Gold" }));
    let one = shop.get("order-service/sale/custom-field-meta-data/133").await.response();
    assert_eq!(one[0]["code"], "PCF_URGENT");
    let add = json!([{ "op": "add", "path": "/PCF_FRAGILE", "value": true }]);
    shop.patch("product-service/product/1002/custom-field", add).await.response();
    let bulk = shop.get("product-service/product-custom-field/1002-1003").await.response();
    assert_eq!(bulk, json!({ "1002": { "PCF_FRAGILE": true }, "1003": {} }));
}
