//! Orders changed after they were made: header, rows, and orders of other types.

use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};

use crate::shop::Shop;

async fn patch(shop: &Shop, order: i64, op: &str, path: &str, value: Value) -> crate::shop::Answer {
    let patch = json!([{ "op": op, "path": path, "value": value }]);
    shop.patch(&format!("order-service/order/{order}"), patch).await
}

#[tokio::test]
async fn a_patch_answers_the_whole_order_and_moves_its_version() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let read = patch(&shop, order, "replace", "/reference", json!("NEW-1")).await.response();
    assert_eq!((&read["reference"], &read["version"]), (&json!("NEW-1"), &json!(2)));
    assert!(read["updatedOn"].is_string());
    let read = patch(&shop, order, "add", "/delivery/deliveryDate", json!("2026-01-20")).await.response();
    assert_eq!(read["delivery"]["deliveryDate"], "2026-01-20T00:00:00.000Z");
    patch(&shop, order, "add", "/delivery/shippingMethodId", json!(6)).await.response();
    patch(&shop, order, "replace", "/warehouseId", json!(2)).await.response();
    let read = patch(&shop, order, "remove", "/reference", json!(null)).await.response();
    assert_eq!((&read["reference"], &read["warehouseId"]), (&json!(""), &json!(2)));
}

#[rstest]
#[case::no_such_path("replace", "/total", json!("1"), 400, "CMNC-043")]
#[case::no_such_operation("move", "/reference", json!("1"), 500, "CMNC-044")]
#[case::not_to_be_removed("remove", "/warehouseId", json!(null), 500, "CMNC-044")]
#[case::nothing_to_replace("replace", "/delivery/deliveryDate", json!("2026-01-20"), 400, "CMNC-038")]
#[case::wrong_type("replace", "/reference", json!(7), 500, "CMNU-003")]
#[case::unknown_warehouse("replace", "/warehouseId", json!(99), 400, "ORDC-900")]
#[case::too_long("replace", "/reference", json!("x".repeat(65)), 400, "ORDC-900")]
#[tokio::test]
async fn a_wrong_patch_is_refused_by_code(
    #[case] op: &str,
    #[case] path: &str,
    #[case] value: Value,
    #[case] status: u16,
    #[case] code: &str,
) {
    let shop = Shop::open().await;
    let order = shop.order().await;
    assert_eq!(patch(&shop, order, op, path, value).await.error(), (status, code.to_owned()));
    assert_eq!(shop.nested(order).await["version"], 1);
}

#[tokio::test]
async fn a_new_net_makes_the_server_compute_the_tax_anew() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let row = shop.row_of(order, 1002).await;
    let path = format!("order-service/order/{order}/row/{row}");
    let net = json!([{ "op": "replace", "path": "/rowValue/rowNet/value", "value": "200" }]);
    let read = shop.patch(&path, net).await.response();
    assert_eq!(
        (&read["rowValue"]["rowNet"]["value"], &read["rowValue"]["rowTax"]["value"]),
        (&json!("200.0000"), &json!("40.00"))
    );
    assert_eq!(shop.nested(order).await["totalValue"]["total"], "245.00");
    let half = json!([{ "op": "replace", "path": "/quantity/magnitude", "value": "1.5" }]);
    assert_eq!(shop.patch(&path, half).await.error(), (400, "ORDC-024".to_owned()));
    let unknown = json!([{ "op": "replace", "path": "/productId", "value": 1003 }]);
    assert_eq!(shop.patch(&path, unknown).await.error(), (400, "CMNC-043".to_owned()));
    assert_eq!(shop.patch(&format!("{path}9"), json!([])).await.error().0, 404);
}

#[tokio::test]
async fn rows_are_added_and_taken_away() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let rows = format!("order-service/order/{order}/row");
    let value = json!({ "taxCode": "T20", "rowNet": { "value": "5.00" }, "rowTax": { "value": "1.00" } });
    let text = json!({ "productName": "Gift wrap", "quantity": { "magnitude": "1" }, "rowValue": value });
    let id = shop.post(&rows, text.clone()).await.response();
    let read = shop.nested(order).await;
    assert_eq!(
        (&read["orderRows"][id.to_string()]["productId"], &read["totalValue"]["total"]),
        (&json!(1000), &json!("36.00"))
    );
    let mut nameless = text.clone();
    nameless.as_object_mut().unwrap().remove("productName");
    nameless["quantity"]["magnitude"] = json!("0");
    let refused = shop.post(&rows, nameless).await;
    let codes: Vec<Value> =
        refused.json()["errors"].as_array().unwrap().iter().map(|one| one["code"].clone()).collect();
    assert_eq!(codes, [json!("ORDC-026"), json!("ORDC-024")], "several errors at once");
    assert_eq!(shop.delete(&format!("{rows}/{id}")).await.text, "{}");
    assert_eq!(shop.nested(order).await["totalValue"]["total"], "30.00");
    assert_eq!(shop.delete(&format!("{rows}/{id}")).await.error().0, 404);
}

#[tokio::test]
async fn a_row_on_a_note_stays_and_a_row_that_goes_frees_its_units() {
    let shop = Shop::open().await;
    shop.stock(10).await;
    let order = shop.order().await;
    let row = shop.row_of(order, 1002).await;
    let wanted = json!({ "products": [{ "productId": 1002, "salesOrderRowId": row, "quantity": 2 }] });
    shop.post(&format!("warehouse-service/order/{order}/reservation/warehouse/3"), wanted).await.response();
    let note = shop.goods_out(order, row, 1).await;
    let path = format!("order-service/order/{order}/row/{row}");
    assert_eq!(shop.delete(&path).await.error().0, 400);
    shop.delete(&format!("warehouse-service/order/{order}/goods-note/goods-out/{note}")).await;
    assert_eq!(shop.delete(&path).await.status, 200);
    assert_eq!(shop.units().await, (10, 10, 0));
}

#[tokio::test]
async fn fewer_units_ordered_free_what_was_reserved_beyond_them() {
    let shop = Shop::open().await;
    shop.stock(10).await;
    let order = shop.order().await;
    let row = shop.row_of(order, 1002).await;
    let wanted = json!({ "products": [{ "productId": 1002, "salesOrderRowId": row, "quantity": 2 }] });
    shop.post(&format!("warehouse-service/order/{order}/reservation/warehouse/3"), wanted).await.response();
    let path = format!("order-service/order/{order}/row/{row}");
    let one = json!([{ "op": "replace", "path": "/quantity/magnitude", "value": "1" }]);
    shop.patch(&path, one).await.response();
    assert_eq!(shop.units().await, (10, 9, 1));
    let note = shop.goods_out(order, row, 1).await;
    shop.ship(note).await;
    let none = json!([{ "op": "replace", "path": "/quantity/magnitude", "value": "0" }]);
    assert_eq!(shop.patch(&path, none).await.error(), (400, "ORDC-024".to_owned()));
    assert_eq!(shop.nested(order).await["shippingStatusCode"], "ASS");
}

#[rstest]
#[case::no_type(json!({}), "ORDC-005")]
#[case::wrong_type(json!({ "orderTypeCode": "XX" }), "ORDC-006")]
#[case::no_supplier(json!({ "orderTypeCode": "PO" }), "ORDC-022")]
#[case::no_customer(json!({ "orderTypeCode": "SO" }), "ORDC-900")]
#[tokio::test]
async fn an_order_of_the_generic_kind_needs_type_and_party(#[case] body: Value, #[case] code: &str) {
    let shop = Shop::open().await;
    assert_eq!(shop.post("order-service/order", body).await.error(), (400, code.to_owned()));
}

#[tokio::test]
async fn a_generic_order_has_no_rows_and_no_protection_and_a_bundle_cannot_be_bought() {
    let shop = Shop::open().await;
    let customer = shop.customer("Ann", "ann@example.test").await;
    let body = json!({ "orderTypeCode": "SO", "reference": "G-1", "parties": { "customer": { "contactId": customer } } });
    let first = shop.post("order-service/order", body.clone()).await.response().as_i64().unwrap();
    assert_ne!(shop.post("order-service/order", body).await.response(), json!(first));
    let read = shop.nested(first).await;
    assert!(read.get("orderRows").is_none() && read.get("updatedOn").is_none());
    assert!(!shop.effects().contains(&"sales-order.created".to_owned()));
    let bundle = json!({ "name": "Picnic set", "sku": "SET-1", "components": [[1002, 4], [1003, 1]] });
    let bundle = shop.control(Method::POST, "brightpearl/products", bundle).await["id"].clone();
    let purchase = json!({ "orderTypeCode": "PO", "parties": { "supplier": { "contactId": 211 } } });
    let purchase = shop.post("order-service/order", purchase).await.response().as_i64().unwrap();
    assert!(shop.nested(purchase).await["parties"]["supplier"].is_object());
    let row = json!({ "productId": bundle, "quantity": { "magnitude": "1" },
                      "rowValue": { "taxCode": "T20", "rowNet": { "value": "5" }, "rowTax": { "value": "1" } } });
    let refused = shop.post(&format!("order-service/order/{purchase}/row"), row).await;
    assert_eq!(refused.error(), (400, "ORDC-023".to_owned()));
}

#[tokio::test]
async fn notes_are_searched_and_the_lists_of_codes_are_fixed() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    shop.post(&format!("order-service/order/{order}/note"), json!({ "text": "Gift wrap" })).await.response();
    let found = shop.found(&format!("order-service/order-note-search?orderId={order}")).await;
    assert_eq!((found.len(), &found[0]["noteText"]), (1, &json!("Gift wrap")));
    let kinds = shop.get("order-service/order-type").await.response();
    assert_eq!(kinds[2]["code"], "SC");
    assert_eq!(shop.get("order-service/order-stock-status").await.response().as_array().unwrap().len(), 13);
    assert_eq!(shop.get("order-service/order-shipping-status").await.response()[3]["code"], "ASS");
}
