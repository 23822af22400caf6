//! Products, prices and product-search.

use std::collections::HashSet;

use reqwest::Method;
use serde_json::{Value, json};

use crate::shop::{Shop, rows};

/// Id of a standard-rated product that is in a category.
async fn classed(shop: &Shop) -> i64 {
    let all = shop.get("product-service/product/1002-1061").await.response();
    let fits = |one: &&Value| {
        one["salesChannels"][0]["categories"] != json!([])
            && one["financialDetails"]["taxCode"]["code"] == "T20"
    };
    all.as_array().unwrap().iter().find(fits).unwrap()["id"].as_i64().unwrap()
}

#[tokio::test]
async fn a_product_is_printed_like_a_recorded_one() {
    let shop = Shop::open().await;
    let id = classed(&shop).await;
    let answer = shop.get(&format!("product-service/product/{id}")).await;
    assert!(answer.text.contains("\"length\":9.00"), "numbers keep their zeros: {}", answer.text);
    let product = &answer.response()[0];
    assert_eq!(product["id"], id);
    assert_eq!(product["salesChannels"][0]["salesChannelName"], "Brightpearl");
    assert!(product.get("name").is_none(), "the name lives in the sales channel");
    assert!(product["salesChannels"][0]["productName"].as_str().is_some_and(|name| !name.is_empty()));
    assert!(product["salesChannels"][0]["categories"][0]["categoryCode"].is_string());
    assert!(product["version"].as_i64().unwrap() > 1_600_000_000_000);
    assert_eq!(product["financialDetails"]["taxCode"]["code"], "T20");
    assert!(product.get("variations").is_none() && product.get("customFields").is_none());
}

#[tokio::test]
async fn optional_keys_come_and_go() {
    let shop = Shop::open().await;
    let all = shop.get("product-service/product/1000-1061").await.response();
    let all = all.as_array().unwrap();
    let any = |test: &dyn Fn(&Value) -> bool| all.iter().any(test);
    assert!(any(&|one| one.get("productGroupId").is_none()) && any(&|one| one["productGroupId"] == 0));
    assert!(any(&|one| one.get("updatedOn").is_none()) && any(&|one| one.get("updatedOn").is_some()));
    assert!(
        any(&|one| one["identity"].get("ean").is_none()) && any(&|one| one["identity"].get("ean").is_some())
    );
    assert!(any(&|one| one["status"] == "ARCHIVED"));
    assert!(any(&|one| one["stock"]["stockTracked"] == false));
    assert!(any(&|one| one["id"] == 1000) && any(&|one| one["id"] == 1001), "the placeholders");
    let skus: Vec<&str> = all.iter().map(|one| one["identity"]["sku"].as_str().unwrap()).collect();
    assert!(skus.iter().filter(|sku| sku.is_empty()).count() > 2, "SKUs may be empty");
    let named: Vec<&&str> = skus.iter().filter(|sku| !sku.is_empty()).collect();
    assert!(named.iter().collect::<HashSet<_>>().len() < named.len(), "SKUs may repeat");
}

#[tokio::test]
async fn a_part_of_the_ids_is_enough_and_none_is_404() {
    let shop = Shop::open().await;
    let some = shop.get("product-service/product/1,1002,9999").await.response();
    assert_eq!(some.as_array().unwrap().len(), 1, "no hint at the missing ones");
    assert_eq!(shop.get("product-service/product/1-9").await.error(), (404, "CMNC-404".to_owned()));
    shop.knobs(json!({ "missing_product_is_empty_list": true })).await;
    assert_eq!(shop.get("product-service/product/1-9").await.response(), json!([]));
}

#[tokio::test]
async fn prices_are_texts_by_quantity_and_an_empty_map_is_no_price() {
    let shop = Shop::open().await;
    let all = shop.get("product-service/product-price/1002-1061").await.response();
    let all = all.as_array().unwrap();
    let list = |product: &Value, id: i64| -> Value {
        product["priceLists"]
            .as_array()
            .unwrap()
            .iter()
            .find(|list| list["priceListId"] == id)
            .unwrap()
            .clone()
    };
    let prices: Vec<String> =
        all.iter().filter_map(|one| list(one, 2)["quantityPrice"]["1"].as_str().map(str::to_owned)).collect();
    assert!(prices.len() > 50 && prices.iter().all(|price| price.split_once('.').unwrap().1.len() == 4));
    assert!(all.iter().any(|one| list(one, 2)["quantityPrice"] == json!({})), "a product without a price");
    assert!(all.iter().any(|one| list(one, 4)["quantityPrice"].get("10").is_some()), "a quantity break");
    assert_eq!(list(&all[0], 3)["currencyCode"], "EUR");
    assert_eq!(
        shop.get("product-service/product-price/1-9").await.json()["errors"][0]["message"],
        "No Product Prices Found"
    );
    let one_list = shop.get("product-service/product-price/1002/price-list/2").await.response();
    assert_eq!(one_list[0]["priceLists"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn product_search_pages_through_everything_by_column_name() {
    let shop = Shop::open().await;
    let mut first = 1;
    let mut ids = Vec::new();
    loop {
        let page = shop
            .get(&format!("product-service/product-search?pageSize=25&firstResult={first}"))
            .await
            .response();
        ids.extend(rows(&page).iter().map(|row| row["productId"].as_i64().unwrap()));
        if page["metaData"]["morePagesAvailable"] == false {
            break;
        }
        first = page["metaData"]["lastResult"].as_i64().unwrap() + 1;
    }
    assert_eq!(ids, (1000..=1061).collect::<Vec<i64>>());
}

#[tokio::test]
async fn search_rows_hold_null_where_objects_leave_out() {
    let shop = Shop::open().await;
    let answer = shop.get("product-service/product-search").await;
    let found = rows(&answer.response());
    assert!(found.iter().any(|row| row["updatedOn"].is_null()), "never changed");
    assert!(
        found.iter().any(|row| row["EAN"].is_null())
            && found.iter().any(|row| row["primarySupplierId"].is_null())
    );
    let membership = &answer.json()["reference"]["productCategoryMembership"];
    let id = classed(&shop).await;
    let row = found.iter().find(|row| row["productId"] == id).unwrap();
    assert!(row["brightpearlCategoryCode"].is_i64());
    assert_eq!(membership[id.to_string()][0], row["brightpearlCategoryCode"]);
    let columns = shop.get("product-service/product-search/meta-data").await.response();
    assert_eq!(columns["columns"].as_array().unwrap().len(), 18);
    let none = shop.get("product-service/product-search?productId=1").await.json();
    assert_eq!(none["reference"], json!({}), "only what is on the page");
}

#[tokio::test]
async fn product_search_filters_by_sku_name_status_and_change() {
    let shop = Shop::open().await;
    let made = json!({ "name": "Enamel pot", "sku": "POT-1" });
    let id = shop.control(Method::POST, "brightpearl/products", made).await["id"].clone();
    let found = shop.found("product-service/product-search?SKU=pot-1").await;
    assert!(found.len() == 1 && found[0]["productId"] == id, "in any case, unless a switch says otherwise");
    assert!(shop.found("product-service/product-search?SKU=nothing-like-it").await.is_empty());
    let archived = shop.found("product-service/product-search?productStatus=ARCHIVED").await;
    assert!(!archived.is_empty() && archived.iter().all(|row| row["productStatus"] == "ARCHIVED"));
    let swept = shop.found("product-service/product-search?updatedOn=2024-01-01T00%3A00%3A00Z%2F").await;
    assert!(
        !swept.is_empty() && swept.iter().all(|row| row["updatedOn"].is_string()),
        "never-changed ones are missed"
    );
    let wrong = shop.get("product-service/product-search?stockTracked=maybe").await;
    assert_eq!(wrong.error(), (500, "CMNC-018".to_owned()));
}

#[tokio::test]
async fn a_changed_product_is_read_at_once_and_found_later() {
    let shop = Shop::lagging(1_500).await;
    shop.control(Method::POST, "brightpearl/products", json!({ "id": 1002, "name": "Renamed Mug" })).await;
    let created = shop
        .control(
            Method::POST,
            "brightpearl/products",
            json!({ "name": "Brand new", "sku": "NEW-1", "price": "12.00" }),
        )
        .await;
    let id = created["id"].as_i64().unwrap();
    let read = shop.get(&format!("product-service/product/1002,{id}")).await.response();
    assert_eq!(read[0]["salesChannels"][0]["productName"], "Renamed Mug");
    assert_eq!(read[1]["identity"]["sku"], "NEW-1");
    assert!(shop.found("product-service/product-search?productName=renamed").await.is_empty());
    assert!(shop.found(&format!("product-service/product-search?productId={id}")).await.is_empty());
    assert_eq!(
        shop.found("product-service/product-search?productId=1002").await.len(),
        1,
        "the old row is still there"
    );
    tokio::time::sleep(std::time::Duration::from_millis(1_600)).await;
    assert_eq!(shop.found("product-service/product-search?productName=renamed").await.len(), 1);
    assert_eq!(shop.found(&format!("product-service/product-search?productId={id}")).await.len(), 1);
}

#[tokio::test]
async fn a_new_price_alone_does_not_move_updated_on() {
    let shop = Shop::open().await;
    let before = shop.get("product-service/product/1003").await.response()[0]["updatedOn"].clone();
    shop.control(Method::POST, "brightpearl/products", json!({ "id": 1003, "price": "77.10" })).await;
    assert_eq!(shop.get("product-service/product/1003").await.response()[0]["updatedOn"], before);
    let prices = shop.get("product-service/product-price/1003/price-list/2").await.response();
    assert_eq!(prices[0]["priceLists"][0]["quantityPrice"]["1"], "77.1000");
    shop.control(Method::POST, "brightpearl/products", json!({ "id": 1003, "no_price": true })).await;
    let prices = shop.get("product-service/product-price/1003/price-list/2").await.response();
    assert_eq!(prices[0]["priceLists"][0]["quantityPrice"], json!({}));
}

#[tokio::test]
async fn rows_shift_when_something_new_arrives_between_two_pages() {
    let shop = Shop::open().await;
    let page = "product-service/product-search?sort=productId.DESC&pageSize=5";
    let first = shop.found(page).await;
    shop.control(Method::POST, "brightpearl/products", json!({ "name": "Just in" })).await;
    let second = shop.found(&format!("{page}&firstResult=6")).await;
    assert_eq!(second[0]["productId"], first[4]["productId"], "there is no snapshot");
}
