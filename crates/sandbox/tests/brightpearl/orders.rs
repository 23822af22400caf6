//! Sales orders: created once, read flat and nested, searched.

use serde_json::{Value, json};

use crate::shop::Shop;

const POST: &str = "order-service/sales-order";

#[tokio::test]
async fn a_sales_order_is_read_flat_and_nested_with_text_totals() {
    let shop = Shop::open().await;
    let id = shop.order().await;
    let flat = shop.get(&format!("order-service/sales-order/{id}")).await.response()[0].clone();
    assert_eq!(
        flat["total"],
        json!({ "net": "25.00", "tax": "5.00", "gross": "30.00",
                                      "baseNet": "25.00", "baseTax": "5.00", "baseGross": "30.00" })
    );
    assert_eq!((&flat["statusId"], &flat["orderPaymentStatus"]), (&json!(3), &json!("UNPAID")));
    assert_eq!(flat["externalRef"], "ls:90210:1:order");
    assert_eq!(flat["currency"]["exchangeRate"], "1.000000");
    assert_eq!(flat["placedOn"], "2026-07-03T10:15:00.000+01:00", "the account's offset on that day");
    assert!(flat.get("updatedOn").is_none() && flat.get("parentRowId").is_none());
    let rows = flat["rows"].as_array().unwrap();
    assert_eq!(rows[0]["name"], "Delivery", "rows come in no order of ours");
    assert_eq!(rows[0]["productId"], 1000, "a free-text row");
    assert_eq!((&rows[1]["net"], &rows[1]["tax"]), (&json!("20.8333"), &json!("4.17")));
    assert!(rows[1]["parentRowId"].is_null() && rows[1].get("parentRowId").is_some());

    let nested = shop.get(&format!("order-service/order/{id}")).await.response()[0].clone();
    assert_eq!(
        (&nested["totalValue"]["total"], &nested["totalValue"]["taxAmount"]),
        (&json!("30.00"), &json!("5.00"))
    );
    assert_eq!(nested["orderStatus"], json!({ "orderStatusId": 3, "name": "New sales order" }));
    assert_eq!(nested["version"], 1);
    assert!(nested.get("updatedOn").is_none() && nested.get("closedOn").is_none());
    assert!(nested["delivery"].get("deliveryDate").is_none());
    assert_eq!(nested["invoices"][0]["invoiceReference"], "");
    assert_eq!(nested["parties"]["customer"]["addressFullName"], "Ann Example");
    assert_eq!(nested["parties"]["customer"]["countryIsoCode3"], "GBR");
    let row = &nested["orderRows"][rows[1]["id"].to_string()];
    assert_eq!(
        (&row["quantity"]["magnitude"], &row["rowValue"]["taxRate"]),
        (&json!("2.0000"), &json!("20.0000"))
    );
    assert_eq!(row["rowValue"]["rowNet"]["value"], "20.8333");
}

#[tokio::test]
async fn without_an_instance_id_the_same_reference_makes_a_second_order() {
    let shop = Shop::open().await;
    let body = shop.order_body().await;
    let one = shop.post(POST, body.clone()).await.response();
    let two = shop.post(POST, body).await.response();
    assert_ne!(one, two);
    assert_eq!(shop.effects().iter().filter(|what| *what == "sales-order.created").count(), 2);
    let entry = shop.running.world.ledger.entries(Some("brightpearl"), 0).pop().unwrap();
    assert_eq!(
        (entry.reference.as_str(), entry.amount.unwrap().to_string()),
        ("ls:90210:1:order", "30.00".to_owned())
    );
}

#[tokio::test]
async fn the_pair_of_reference_and_instance_makes_a_repeat_a_no_op() {
    let shop = Shop::open().await;
    let mut body = shop.order_body().await;
    body["installedIntegrationInstanceId"] = json!(21);
    let one = shop.post(POST, body.clone()).await.response();
    let mut changed = body.clone();
    changed["ref"] = json!("changed");
    assert_eq!(shop.post(POST, changed).await.response(), one, "200 with the id that exists");
    let read = shop.get(&format!("order-service/sales-order/{one}")).await.response();
    assert_eq!(read[0]["ref"], "WEB-100045", "nothing changed");
    body["installedIntegrationInstanceId"] = json!(34);
    assert_ne!(shop.post(POST, body.clone()).await.response(), one, "another instance, another order");
    shop.knobs(json!({ "repeated_order_answers_id": false })).await;
    assert_eq!(shop.post(POST, body).await.text, "{}");
    assert_eq!(shop.effects().iter().filter(|what| *what == "sales-order.created").count(), 2);
}

#[tokio::test]
async fn instance_ids_of_private_apps_can_be_dropped_or_refused() {
    let shop = Shop::open().await;
    let mut body = shop.order_body().await;
    body["installedIntegrationInstanceId"] = json!(21);
    shop.knobs(json!({ "instance_ids": "ignored" })).await;
    let one = shop.post(POST, body.clone()).await.response();
    assert_ne!(shop.post(POST, body.clone()).await.response(), one);
    shop.knobs(json!({ "instance_ids": "refused" })).await;
    assert_eq!(shop.post(POST, body).await.status, 400);
}

#[tokio::test]
async fn an_order_with_one_bad_row_is_not_made_at_all() {
    let shop = Shop::open().await;
    let good = shop.order_body().await;
    let spoil = |pointer: &str, value: Value| {
        let mut body = good.clone();
        *body.pointer_mut(pointer).unwrap() = value;
        body
    };
    let cases = [
        ("/customer/id", json!(999_999), None),
        ("/customer/id", json!(null), None),
        ("/warehouseId", json!(99), None),
        ("/channelId", json!(99), None),
        ("/priceListId", json!(99), None),
        ("/priceModeCode", json!("BOTH"), None),
        ("/placedOn", json!("yesterday"), None),
        ("/currency/code", json!("XXX"), None),
        ("/rows/0/productId", json!(5), None),
        ("/rows/0/quantity", json!("0"), Some("ORDC-024")),
        ("/rows/0/quantity", json!("1.5"), Some("ORDC-024")),
        ("/rows/0/quantity", json!("-1"), Some("ORDC-024")),
        ("/rows/0/taxCode", json!(7), None),
        ("/rows/0/taxCode", json!("T99"), None),
        ("/rows/0/net", json!("1.23456"), None),
        ("/rows/0/nominalCode", json!("1"), None),
        ("/rows/1/name", json!(""), Some("ORDC-026")),
    ];
    for (pointer, value, code) in cases {
        let (status, found) = shop.post(POST, spoil(pointer, value.clone())).await.error();
        assert_eq!(status, 400, "{pointer} {value}");
        assert!(
            code.is_none_or(|code| code == found) && found.starts_with("ORDC-"),
            "{pointer} {value}: {found}"
        );
    }
    for status in [99, 6, 17] {
        let mut body = good.clone();
        body["statusId"] = json!(status);
        assert_eq!(
            shop.post(POST, body).await.error().0,
            400,
            "unknown, of another type or disabled: {status}"
        );
    }
    assert!(!shop.effects().contains(&"sales-order.created".to_owned()));
    assert_eq!(shop.options("order-service/order").await.response()["getUris"], json!([]));
}

#[tokio::test]
async fn numbers_are_taken_like_texts_and_the_customer_by_its_alias() {
    let shop = Shop::open().await;
    let customer = shop.customer("Ann", "ann@example.test").await;
    let body = json!({ "customerId": customer, "rows": [
        { "productId": 1002, "quantity": 1, "taxCode": "T20", "net": 10.5, "tax": 2.1 },
        { "productId": 1000, "name": "Rounding", "quantity": "1", "taxCode": "Z", "net": "-0.01", "tax": "0" },
    ]});
    let id = shop.post(POST, body).await.response();
    let flat = shop.get(&format!("order-service/sales-order/{id}")).await.response();
    assert_eq!(flat[0]["total"]["gross"], "12.59");
    assert_eq!(flat[0]["warehouseId"], 2, "the default warehouse");
}

#[tokio::test]
async fn foreign_currency_orders_have_base_totals() {
    let shop = Shop::open().await;
    let mut body = shop.order_body().await;
    body["currency"] = json!({ "code": "EUR", "fixedExchangeRate": true, "exchangeRate": "1.250000" });
    let id = shop.post(POST, body.clone()).await.response();
    let flat = shop.get(&format!("order-service/sales-order/{id}")).await.response();
    assert_eq!(
        (&flat[0]["total"]["gross"], &flat[0]["total"]["baseGross"]),
        (&json!("30.00"), &json!("24.00"))
    );
    body["currency"] = json!({ "code": "EUR" });
    let id = shop.post(POST, body).await.response();
    let flat = shop.get(&format!("order-service/sales-order/{id}")).await.response();
    assert_eq!(flat[0]["currency"]["exchangeRate"], "1.150000", "the account's rate of the day");
}

#[tokio::test]
async fn unknown_orders_are_an_empty_200_nested_and_a_207_flat() {
    let shop = Shop::open().await;
    let id = shop.order().await;
    assert_eq!(shop.get("order-service/order/1-9").await.response(), json!([]));
    let part = shop.get(&format!("order-service/sales-order/1,{id}")).await;
    assert_eq!((part.status, part.json()["response"].as_array().unwrap().len()), (207, 1));
    assert_eq!(shop.get("order-service/sales-order/1").await.status, 207);
    assert_eq!(shop.get("order-service/sales-order").await.error().0, 400, "an id set is needed");
}

#[tokio::test]
async fn several_orders_come_in_no_order() {
    let shop = Shop::open().await;
    let body = shop.order_body().await;
    for _ in 0..12 {
        shop.post(POST, body.clone()).await.response();
    }
    let all = shop.get("order-service/order/500001-500012").await.response();
    let ids: Vec<i64> = all.as_array().unwrap().iter().map(|one| one["id"].as_i64().unwrap()).collect();
    assert_eq!(ids.len(), 12);
    assert!(!ids.is_sorted());
}

#[tokio::test]
async fn both_searches_find_an_order_by_its_references() {
    let shop = Shop::open().await;
    let id = shop.order().await;
    let answer = shop.get("order-service/sales-order-search?externalRef=ls%3A90210%3A1%3Aorder").await;
    let row = crate::shop::rows(&answer.response()).remove(0);
    assert_eq!((&row["salesOrderId"], &row["orderPaymentStatus"]), (&json!(id), &json!("UNPAID")));
    assert!(row["updatedOn"].is_null(), "never changed");
    assert_eq!(answer.json()["reference"]["orderStatusNames"], json!({ "3": "New sales order" }));
    let found = shop.found("order-service/sales-order-search?externalRefs=a,ls%3A90210%3A1%3Aorder").await;
    assert_eq!(found.len(), 1);
    assert!(shop.found("order-service/sales-order-search?externalRef=ls%3A90210").await.is_empty(), "exact");

    let answer = shop.get("order-service/order-search?customerRef=WEB-100045").await;
    let row = crate::shop::rows(&answer.response()).remove(0);
    assert_eq!(
        (&row["orderId"], &row["orderTypeId"], &row["departmentId"]),
        (&json!(id), &json!(1), &json!(3))
    );
    assert_eq!(answer.json()["reference"]["orderTypeNames"], json!({ "1": "SALES_ORDER" }));
    let wrong = shop.get("order-service/order-search?orderStatusId=abc").await;
    assert_eq!(
        wrong.json()["errors"][0]["message"],
        "The filter orderStatusId=abc cannot be parsed as: INTEGER"
    );
}

#[tokio::test]
async fn a_new_order_is_read_at_once_and_found_later() {
    let shop = Shop::lagging(1_500).await;
    let id = shop.order().await;
    assert_eq!(shop.get(&format!("order-service/order/{id}")).await.response().as_array().unwrap().len(), 1);
    let search = "order-service/sales-order-search?externalRef=ls%3A90210%3A1%3Aorder";
    assert!(shop.found(search).await.is_empty());
    tokio::time::sleep(std::time::Duration::from_millis(1_600)).await;
    assert_eq!(shop.found(search).await.len(), 1);
}

#[tokio::test]
async fn a_bundle_is_sent_as_one_row_and_kept_as_its_parts() {
    let shop = Shop::open().await;
    let bundle = json!({ "name": "Picnic set", "sku": "SET-1", "components": [[1002, 2], [1003, 1]] });
    let bundle = shop.control(reqwest::Method::POST, "brightpearl/products", bundle).await["id"].clone();
    let read = shop.get(&format!("product-service/product/{bundle}")).await.response();
    assert_eq!(
        read[0]["composition"]["bundleComponents"][0],
        json!({ "productId": 1002, "productQuantity": 2 })
    );
    assert_eq!(read[0]["stock"]["stockTracked"], false);
    let mut body = shop.order_body().await;
    body["rows"] =
        json!([{ "productId": bundle, "quantity": "2", "taxCode": "T20", "net": "25.00", "tax": "5.00" }]);
    let id = shop.post(POST, body).await.response();
    let flat = shop.get(&format!("order-service/sales-order/{id}")).await.response()[0].clone();
    let rows = flat["rows"].as_array().unwrap();
    let of = |product: &Value| rows.iter().find(|row| row["productId"] == *product).unwrap();
    assert_eq!((rows.len(), &flat["total"]["gross"]), (3, &json!("30.00")));
    assert_eq!(of(&bundle)["bundleParent"], true);
    let part = of(&json!(1002));
    assert_eq!(
        (&part["quantity"], &part["net"], &part["bundleChild"]),
        (&json!("4.0000"), &json!("0.0000"), &json!(true))
    );
    assert_eq!(part["parentRowId"], of(&bundle)["id"]);
    let nested = shop.get(&format!("order-service/order/{id}")).await.response()[0].clone();
    let row = &nested["orderRows"][part["id"].to_string()];
    assert_eq!(row["composition"]["parentOrderRowId"], of(&bundle)["id"]);
}
