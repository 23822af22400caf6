//! Reservations and availability.

use reqwest::Method;
use serde_json::{Value, json};

use crate::shop::Shop;

/// A shop with an order of two of product 1002 and `units` of it in warehouse 3.
async fn shop_with(units: i64) -> (Shop, i64, i64) {
    let shop = Shop::open().await;
    let stock = json!({ "id": 1002, "stock": { "2": 0, "3": units, "4": 0, "5": 0 } });
    shop.control(Method::POST, "brightpearl/products", stock).await;
    let order = shop.order().await;
    let row = shop.row_of(order, 1002).await;
    (shop, order, row)
}

async fn availability(shop: &Shop) -> Value {
    shop.get("warehouse-service/product-availability/1002").await.response()["1002"].clone()
}

fn wanted(row: i64, quantity: i64) -> Value {
    json!({ "products": [{ "productId": 1002, "salesOrderRowId": row, "quantity": quantity }] })
}

#[tokio::test]
async fn reserving_moves_units_from_on_hand_to_allocated() {
    let (shop, order, row) = shop_with(10).await;
    let answer =
        shop.post(&format!("warehouse-service/order/{order}/reservation/warehouse/3"), wanted(row, 2)).await;
    assert_eq!((answer.status, answer.text.as_str()), (200, "{}"));
    let expected = json!({ "inStock": 10, "onHand": 8, "allocated": 2, "inTransit": 0 });
    assert_eq!(availability(&shop).await, json!({ "total": expected, "warehouses": { "3": expected } }));
    let note = shop.get(&format!("warehouse-service/order/{order}/reservation")).await.response();
    assert_eq!(
        note,
        json!([{ "orderId": order, "warehouseId": 3,
                              "orderRows": { row.to_string(): { "productId": 1002, "quantity": 2 } } }])
    );
    let read = shop.get(&format!("order-service/order/{order}")).await.response();
    assert_eq!(
        (&read[0]["allocationStatusCode"], &read[0]["stockStatusCode"]),
        (&json!("AAA"), &json!("SOA"))
    );
}

#[tokio::test]
async fn a_shortage_reserves_what_there_is_and_nothing_at_all_is_an_error() {
    let (shop, order, row) = shop_with(1).await;
    let path = format!("warehouse-service/order/{order}/reservation/warehouse/3");
    assert_eq!(shop.post(&path, wanted(row, 2)).await.status, 200);
    assert_eq!(availability(&shop).await["total"]["onHand"], 0);
    let read = shop.get(&format!("order-service/order/{order}")).await.response();
    assert_eq!(read[0]["allocationStatusCode"], "APA");
    assert_eq!(shop.post(&path, wanted(row, 1)).await.error(), (400, "WHSC-014".to_owned()));
    assert_eq!(shop.effects().iter().filter(|what| *what == "reservation.created").count(), 1);
}

#[tokio::test]
async fn a_reservation_is_missing_changed_and_freed() {
    let (shop, order, row) = shop_with(10).await;
    let path = format!("warehouse-service/order/{order}/reservation");
    assert_eq!(shop.get(&path).await.error(), (404, "CMNC-404".to_owned()));
    assert_eq!(shop.put(&path, wanted(row, 1)).await.error().0, 404);
    shop.post(&format!("{path}/warehouse/3"), wanted(row, 2)).await.response();
    assert_eq!(shop.put(&path, wanted(row, 1)).await.text, "{}");
    assert_eq!(availability(&shop).await["total"]["allocated"], 1);
    assert_eq!(shop.delete(&path).await.text, "{}");
    assert_eq!(availability(&shop).await["total"]["onHand"], 10);
    assert_eq!(shop.delete(&path).await.error().0, 404);
}

#[tokio::test]
async fn an_empty_body_may_answer_a_delete() {
    let (shop, order, row) = shop_with(10).await;
    shop.knobs(json!({ "delete_answers_nothing": true })).await;
    let path = format!("warehouse-service/order/{order}/reservation");
    shop.post(&format!("{path}/warehouse/3"), wanted(row, 2)).await.response();
    let answer = shop.delete(&path).await;
    assert_eq!((answer.status, answer.text.as_str()), (200, ""));
}

#[tokio::test]
async fn wrong_rows_products_and_warehouses_are_refused() {
    let (shop, order, row) = shop_with(10).await;
    let path = format!("warehouse-service/order/{order}/reservation");
    let other_product = json!({ "products": [{ "productId": 1003, "salesOrderRowId": row, "quantity": 1 }] });
    for body in [wanted(1, 1), wanted(row, 0), other_product, json!({ "products": [] }), json!({})] {
        assert_eq!(shop.post(&format!("{path}/warehouse/3"), body).await.error().0, 400);
    }
    assert_eq!(shop.post(&format!("{path}/warehouse/99"), wanted(row, 1)).await.error().0, 404);
    assert_eq!(
        shop.post("warehouse-service/order/5/reservation/warehouse/3", wanted(row, 1)).await.error(),
        (404, "ORDC-003".to_owned())
    );
    shop.post(&format!("{path}/warehouse/3"), wanted(row, 1)).await.response();
    let elsewhere = shop.post(&format!("{path}/warehouse/2"), wanted(row, 1)).await;
    assert_eq!(elsewhere.error(), (400, "WHSC-014".to_owned()), "one reservation an order");
}

#[tokio::test]
async fn a_row_never_reserves_more_than_was_ordered_and_orders_share_the_stock() {
    let (shop, order, row) = shop_with(3).await;
    shop.post(&format!("warehouse-service/order/{order}/reservation/warehouse/3"), wanted(row, 9))
        .await
        .response();
    assert_eq!(availability(&shop).await["total"]["allocated"], 2);
    let second = shop.order().await;
    let row = shop.row_of(second, 1002).await;
    shop.post(&format!("warehouse-service/order/{second}/reservation/warehouse/3"), wanted(row, 2))
        .await
        .response();
    assert_eq!(availability(&shop).await["total"]["onHand"], 0);
}

#[tokio::test]
async fn availability_leaves_out_untracked_products_and_fails_on_unknown_ones() {
    let shop = Shop::open().await;
    let found = shop.get("warehouse-service/product-availability/1002,1015").await.response();
    assert!(found.get("1002").is_some() && found.get("1015").is_none(), "1015 is not stock tracked");
    let total = &found["1002"]["total"];
    let sum: i64 = found["1002"]["warehouses"]
        .as_object()
        .unwrap()
        .values()
        .map(|one| one["inStock"].as_i64().unwrap())
        .sum();
    assert_eq!(total["inStock"].as_i64().unwrap(), sum);
    assert_eq!(shop.get("warehouse-service/product-availability/1002,9999").await.error().0, 400);
    shop.knobs(json!({ "bad_id_fails_availability": false })).await;
    let found = shop.get("warehouse-service/product-availability/1002,9999").await.response();
    assert_eq!(found.as_object().unwrap().len(), 1);
}
