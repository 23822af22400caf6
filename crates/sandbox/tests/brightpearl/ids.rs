//! Id sets and OPTIONS.

use serde_json::json;

use crate::shop::Shop;

#[tokio::test]
async fn id_sets_must_rise_strictly_wherever_they_stand() {
    let shop = Shop::open().await;
    for resource in [
        "product-service/product",
        "product-service/product-price",
        "product-service/brand",
        "contact-service/contact",
        "order-service/order",
        "order-service/sales-order",
        "warehouse-service/product-availability",
    ] {
        for (set, code) in [("2,1", "CMNC-008"), ("5,5", "CMNC-008"), ("9-3", "CMNC-008"), ("x", "CMNC-006")]
        {
            let answer = shop.get(&format!("{resource}/{set}")).await;
            assert_eq!(answer.error(), (400, code.to_owned()), "{resource}/{set}");
        }
    }
}

#[tokio::test]
async fn more_than_two_hundred_ids_are_refused() {
    let shop = Shop::open().await;
    assert_eq!(shop.get("product-service/product/1000-1199").await.status, 200);
    assert_eq!(shop.get("product-service/product/1000-1200").await.error().0, 400);
    assert_eq!(shop.get("order-service/order/1-201").await.error().0, 400);
}

#[tokio::test]
async fn an_escaped_id_set_is_read_like_a_plain_one() {
    let shop = Shop::open().await;
    let plain = shop.get("product-service/product/1002,1004-1005").await.response();
    let escaped = shop.get("product-service/product/1002%2C1004-1005").await.response();
    assert_eq!(plain.as_array().unwrap().len(), 3);
    assert_eq!(plain, escaped);
}

#[tokio::test]
async fn a_switch_makes_one_resource_take_any_order() {
    let shop = Shop::open().await;
    shop.knobs(json!({ "lenient_id_sets": ["product"] })).await;
    assert_eq!(shop.get("product-service/product/1003,1002").await.status, 200);
    assert_eq!(shop.get("product-service/product-price/1003,1002").await.error().0, 400);
}

#[tokio::test]
async fn options_plans_reads_of_existing_ids_in_chunks() {
    let shop = Shop::with(sandbox::Config {
        limits: 50,
        catalogue: sandbox::CatalogueSize { products: 450, already_linked: 40 },
        ..sandbox::Config::for_tests()
    })
    .await;
    let all = shop.options("product-service/product").await.response();
    assert_eq!(all["getUris"], json!(["/product/1000-1199", "/product/1200-1399", "/product/1400-1451"]));
    let some = shop.options("product-service/product/1-1001,1450-9999").await.response();
    assert_eq!(some["getUris"], json!(["/product/1000-1001,1450-1451"]));
    let none = shop.options("product-service/product/1-9").await.response();
    assert_eq!(none["getUris"], json!([]));
    for uri in all["getUris"].as_array().unwrap() {
        let read = shop.get(&format!("product-service{}", uri.as_str().unwrap())).await.response();
        assert!(!read.as_array().unwrap().is_empty());
    }
    assert_eq!(shop.options("order-service/order").await.response()["getUris"], json!([]));
    assert_eq!(shop.options("order-service/sales-order/1-9").await.response()["getUris"], json!([]));
    assert_eq!(
        shop.options("contact-service/contact/4-5").await.response()["getUris"],
        json!(["/contact/4"])
    );
    assert_eq!(
        shop.options("product-service/product-price/1002").await.response()["getUris"],
        json!(["/product-price/1002"])
    );
}
