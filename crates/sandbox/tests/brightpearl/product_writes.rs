//! Products and prices written through the API.

use reqwest::Method;
use serde_json::{Value, json};

use crate::shop::Shop;

const PRODUCT: &str = "product-service/product";

async fn read(shop: &Shop, id: &Value) -> Value {
    shop.get(&format!("{PRODUCT}/{id}")).await.response()[0].clone()
}

#[tokio::test]
async fn a_product_needs_a_brand_and_a_name() {
    let shop = Shop::open().await;
    let mut body = json!({ "brandId": 74, "identity": { "sku": "API-1" },
                           "salesChannels": [{ "salesChannelName": "Brightpearl", "productName": "Teapot" }] });
    let id = shop.post(PRODUCT, body.clone()).await.response();
    let product = read(&shop, &id).await;
    assert_eq!((&product["identity"]["sku"], &product["status"]), (&json!("API-1"), &json!("LIVE")));
    body.as_object_mut().unwrap().remove("brandId");
    assert_eq!(shop.post(PRODUCT, body.clone()).await.error(), (400, "PRDC-014".to_owned()));
    body["brandId"] = json!(74);
    body["identity"]["sku"] = json!("x".repeat(33));
    assert_eq!(shop.post(PRODUCT, body).await.error().0, 400);
}

#[tokio::test]
async fn a_change_meant_for_another_version_is_refused_with_412() {
    let shop = Shop::open().await;
    let version = read(&shop, &json!(1002)).await["version"].as_i64().unwrap();
    let put = |version: i64, sku: &str| {
        shop.request(Method::PUT, "product-service/product/1002")
            .header("If-Match", version.to_string())
            .json(&json!({ "identity": { "sku": sku } }))
    };
    assert_eq!(shop.send(put(version + 1, "NO")).await.error().0, 412);
    assert_eq!(shop.send(put(version, "YES")).await.text, "{}");
    let product = read(&shop, &json!(1002)).await;
    assert_eq!(product["identity"]["sku"], "YES");
    assert_ne!(product["version"], version);
}

#[tokio::test]
async fn prices_of_the_named_lists_are_replaced_and_no_other() {
    let shop = Shop::open().await;
    let path = "product-service/product-price/1002/price-list";
    let before = shop.get(path).await.response()[0]["priceLists"][0].clone();
    let body = json!({ "priceLists": [{ "priceListId": 2, "quantityPrice": { "1": "19.99", "10": 18 } }] });
    assert_eq!(shop.put(path, body).await.text, "{}");
    let lists = shop.get(path).await.response()[0]["priceLists"].clone();
    assert_eq!(lists[0], before);
    assert_eq!(lists[1]["quantityPrice"], json!({ "1": "19.9900", "10": "18.0000" }));
    for wrong in [json!({}), json!({ "priceLists": [{ "priceListId": 99, "quantityPrice": {} }] })] {
        assert_eq!(shop.put(path, wrong).await.error().0, 400);
    }
    let negative = json!({ "priceLists": [{ "priceListId": 2, "quantityPrice": { "1": "-1" } }] });
    assert_eq!(shop.put(path, negative).await.error().0, 400);
    assert_eq!(shop.effects(), ["product-price.changed"]);
}
