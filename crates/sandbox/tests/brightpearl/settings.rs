//! Reference data.

use serde_json::{Value, json};

use crate::shop::{Shop, rows};

#[tokio::test]
async fn the_account_configuration_holds_nothing_but_texts() {
    let shop = Shop::open().await;
    let settings =
        shop.get("integration-service/account-configuration").await.response()["configuration"].clone();
    assert_eq!(
        (&settings["baseCurrencyCode"], &settings["timeZone"]),
        (&json!("GBP"), &json!("Europe/London"))
    );
    assert!(settings.as_object().unwrap().values().all(Value::is_string));
}

#[tokio::test]
async fn a_zero_rate_is_left_out_of_a_tax_code() {
    let shop = Shop::open().await;
    let answer = shop.get("accounting-service/tax-code").await;
    assert!(answer.text.contains("\"rate\":20.0000"), "{}", answer.text);
    let taxes = answer.response();
    let of = |code: &str| taxes.as_array().unwrap().iter().find(|tax| tax["code"] == code).unwrap().clone();
    assert_eq!(of("T20")["rate"], 20.0);
    assert!(of("Z").get("rate").is_none());
}

#[tokio::test]
async fn price_lists_say_whether_they_contain_tax() {
    let shop = Shop::open().await;
    let lists = shop.get("product-service/price-list/2,4").await.response();
    assert_eq!((&lists[0]["gross"], &lists[1]["gross"]), (&json!(true), &json!(false)));
    assert_eq!(lists[0]["name"]["text"], "Retail");
}

#[tokio::test]
async fn lists_are_read_whole_or_by_id_and_unknown_ids_are_404() {
    let shop = Shop::open().await;
    for (resource, one) in [
        ("product-service/channel", "3"),
        ("product-service/brand", "74"),
        ("product-service/product-type", "1"),
        ("product-service/brightpearl-category", "290"),
        ("product-service/price-list", "2"),
        ("warehouse-service/warehouse", "2"),
        ("warehouse-service/shipping-method", "4"),
        ("order-service/order-status", "3"),
        ("accounting-service/tax-code", "7"),
        ("accounting-service/nominal-code", "4000"),
        ("accounting-service/payment-method", "1"),
        ("contact-service/lead-source", "2"),
    ] {
        let all = shop.get(resource).await.response();
        assert!(all.as_array().unwrap().len() > 1, "{resource}");
        assert_eq!(
            shop.get(&format!("{resource}/{one}")).await.response().as_array().unwrap().len(),
            1,
            "{resource}"
        );
        assert_eq!(
            shop.get(&format!("{resource}/99999")).await.error(),
            (404, "CMNC-404".to_owned()),
            "{resource}"
        );
    }
    let instances = shop.get("integration-service/integration/instance").await.response();
    assert_eq!(instances[0]["installedIntegrationInstanceId"], 21);
}

#[tokio::test]
async fn channels_leave_out_what_they_do_not_have() {
    let shop = Shop::open().await;
    let channels = shop.get("product-service/channel/1,3").await.response();
    assert!(channels[0].get("defaultWarehouseId").is_none());
    assert_eq!(channels[1]["defaultWarehouseId"], 3);
}

#[tokio::test]
async fn the_default_location_is_a_number_or_a_list_of_one() {
    let shop = Shop::open().await;
    assert_eq!(shop.get("warehouse-service/warehouse/2/location/default").await.response(), 2);
    shop.knobs(json!({ "default_location_as_list": true })).await;
    assert_eq!(shop.get("warehouse-service/warehouse/3/location/default").await.response(), json!([4]));
    assert_eq!(shop.get("warehouse-service/warehouse/99/location/default").await.error().0, 404);
    let places = shop.get("warehouse-service/warehouse/2/location").await.response();
    assert_eq!(places[1]["groupingA"], "QUARANTINE");
}

#[tokio::test]
async fn small_searches_share_the_form_of_the_large_ones() {
    let shop = Shop::open().await;
    let base: Vec<Value> = shop.found("accounting-service/currency-search?isDefault=true").await;
    assert_eq!((base.len(), &base[0]["code"]), (1, &json!("GBP")));
    let euro = shop.found("accounting-service/currency-search?code=EUR").await;
    assert_eq!(euro[0]["exchangeRate"], "1.150000");
    let cash = shop.found("accounting-service/payment-method-search?code=CASH").await;
    assert_eq!(cash[0]["id"], 1);
    let brands = shop.get("product-service/brand-search").await.response();
    assert!(rows(&brands).len() > 5);
}
