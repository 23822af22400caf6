//! Stock corrections and the availability of bundles.

use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};

use crate::shop::Shop;

const POST: &str = "warehouse-service/warehouse/3/stock-correction";

async fn shop() -> Shop {
    let shop = Shop::open().await;
    shop.stock(10).await;
    shop
}

fn correction(units: i64) -> Value {
    json!({ "corrections": [{ "productId": 1002, "quantity": units, "reason": "cycle count", "locationId": 4,
                              "cost": { "currency": "GBP", "value": "4.20" } }] })
}

#[tokio::test]
async fn a_correction_is_a_delta_and_counts_twice_when_posted_twice() {
    let shop = shop().await;
    let first = shop.post(POST, correction(5)).await.response();
    assert_eq!(shop.units().await, (15, 15, 0));
    let second = shop.post(POST, correction(5)).await.response();
    assert_eq!(shop.units().await, (20, 20, 0), "nothing protects from a second effect");
    assert_ne!(first, second);
    let found = shop.get(&format!("{POST}/{}-{}", first[0], second[0])).await.response();
    assert_eq!(found.as_array().unwrap().len(), 2);
    let moved = &found[0]["goodsMoved"][0];
    assert_eq!((&found[0]["reason"], &moved["quantity"]), (&json!("cycle count"), &json!(5)));
    assert_eq!(moved["productValue"], json!({ "currency": "GBP", "value": "4.20" }));
    assert_eq!(shop.get(&format!("{POST}/1")).await.error(), (404, "CMNC-404".to_owned()));
    assert_eq!(shop.effects().iter().filter(|what| *what == "stock-correction.created").count(), 2);
}

#[tokio::test]
async fn stock_does_not_fall_below_zero_and_all_corrections_of_a_call_count_or_none() {
    let shop = shop().await;
    let mut body = correction(-6);
    body["corrections"][0].as_object_mut().unwrap().remove("cost");
    let again = body["corrections"][0].clone();
    body["corrections"].as_array_mut().unwrap().push(again);
    assert_eq!(shop.post(POST, body.clone()).await.error().0, 400, "twelve of ten");
    assert_eq!(shop.units().await.0, 10);
    body["corrections"].as_array_mut().unwrap().pop();
    assert_eq!(shop.post(POST, body).await.status, 200, "no cost is needed to take units away");
    assert_eq!(shop.units().await.0, 4);
}

#[rstest]
#[case::no_product("productId", json!(null))]
#[case::unknown_product("productId", json!(9999))]
#[case::untracked_product("productId", json!(1015))]
#[case::nothing("quantity", json!(0))]
#[case::half("quantity", json!(1.5))]
#[case::no_reason("reason", json!(""))]
#[case::location_of_another_warehouse("locationId", json!(2))]
#[case::no_location("locationId", json!(null))]
#[case::no_cost("cost", json!(null))]
#[case::foreign_cost("cost", json!({ "currency": "EUR", "value": "4.20" }))]
#[tokio::test]
async fn an_incomplete_correction_is_refused(#[case] field: &str, #[case] value: Value) {
    let shop = shop().await;
    let mut body = correction(1);
    body["corrections"][0][field] = value;
    assert_eq!(shop.post(POST, body).await.error().0, 400);
    assert_eq!(shop.units().await.0, 10);
}

#[tokio::test]
async fn new_units_bring_an_archived_product_back() {
    let shop = shop().await;
    let status = |shop: &Shop| {
        let request = shop.request(Method::GET, "product-service/product/1002");
        async move { shop_json(request).await["response"][0]["status"].clone() }
    };
    shop.control(Method::POST, "brightpearl/products", json!({ "id": 1002, "status": "ARCHIVED" })).await;
    shop.post(POST, correction(-1)).await.response();
    assert_eq!(status(&shop).await, "ARCHIVED");
    shop.post(POST, correction(1)).await.response();
    assert_eq!(status(&shop).await, "LIVE");
}

async fn shop_json(request: reqwest::RequestBuilder) -> Value {
    request.send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn a_bundle_has_as_many_sets_as_its_scarcest_part_allows() {
    let shop = shop().await;
    shop.control(
        Method::POST,
        "brightpearl/products",
        json!({ "id": 1003, "stock": { "2": 0, "3": 3, "4": 0, "5": 0 } }),
    )
    .await;
    let bundle = json!({ "name": "Picnic set", "sku": "SET-1", "components": [[1002, 4], [1003, 1]] });
    let bundle = shop.control(Method::POST, "brightpearl/products", bundle).await["id"].clone();
    let found = shop.get(&format!("warehouse-service/bundle-availability/{bundle}")).await.response();
    assert_eq!(found[bundle.to_string()]["total"]["onHand"], 2, "ten units make two sets of four");
    assert_eq!(found[bundle.to_string()]["warehouses"]["3"]["inStock"], 2);
    assert_eq!(shop.get("warehouse-service/bundle-availability/1002").await.error().0, 404, "no bundle");
    let plain = shop.get(&format!("warehouse-service/product-availability/{bundle}")).await.response();
    assert_eq!(plain, json!({}));
}
