//! Order status and notes.

use serde_json::json;

use crate::shop::Shop;

#[tokio::test]
async fn a_new_status_moves_version_and_updated_on_and_may_bring_a_note() {
    let shop = Shop::open().await;
    let id = shop.order().await;
    let body = json!({ "orderStatusId": 18, "orderNote": { "text": "handed over", "isPublic": false } });
    let put = shop.put(&format!("order-service/order/{id}/status"), body).await;
    assert_eq!((put.status, put.text.as_str()), (200, "{}"));
    let order = shop.get(&format!("order-service/order/{id}")).await.response()[0].clone();
    assert_eq!((&order["orderStatus"]["orderStatusId"], &order["version"]), (&json!(18), &json!(2)));
    assert!(order["updatedOn"].is_string());
    let notes = shop.get(&format!("order-service/order/{id}/note")).await.response();
    assert_eq!((&notes[0]["text"], &notes[0]["addedBy"]), (&json!("handed over"), &json!(203)));
}

#[tokio::test]
async fn a_status_must_exist_be_of_sales_orders_and_not_be_disabled() {
    let shop = Shop::open().await;
    let id = shop.order().await;
    for status in [99, 6, 17] {
        let answer =
            shop.put(&format!("order-service/order/{id}/status"), json!({ "orderStatusId": status })).await;
        assert_eq!(answer.error().0, 400, "{status}");
    }
    let nowhere = shop.put("order-service/order/5/status", json!({ "orderStatusId": 18 })).await;
    assert_eq!(nowhere.error(), (404, "ORDC-003".to_owned()));
}

#[tokio::test]
async fn cancelling_needs_payments_gone_and_frees_what_was_reserved() {
    let shop = Shop::open().await;
    let id = shop.order().await;
    let row = shop.row_of(id, 1002).await;
    let products = json!({ "products": [{ "productId": 1002, "salesOrderRowId": row, "quantity": 1 }] });
    shop.control(reqwest::Method::POST, "brightpearl/products", json!({ "id": 1002, "stock": { "3": 5 } }))
        .await;
    shop.post(&format!("warehouse-service/order/{id}/reservation/warehouse/3"), products).await.response();
    let payment = json!({ "transactionRef": "ls-1-1", "paymentMethodCode": "CASH", "paymentType": "RECEIPT",
                          "orderId": id, "currencyIsoCode": "GBP", "amountPaid": "30.00",
                          "paymentDate": "2026-07-03T09:15:00Z" });
    let payment = shop.post("accounting-service/customer-payment", payment).await.response();
    let cancel = json!({ "orderStatusId": 5 });
    assert_eq!(shop.put(&format!("order-service/order/{id}/status"), cancel.clone()).await.error().0, 400);
    shop.delete(&format!("accounting-service/customer-payment/{payment}")).await;
    assert_eq!(shop.put(&format!("order-service/order/{id}/status"), cancel).await.status, 200);
    assert_eq!(shop.get(&format!("warehouse-service/order/{id}/reservation")).await.status, 404);
    let order = shop.get(&format!("order-service/sales-order/{id}")).await.response();
    assert_eq!((&order[0]["isCanceled"], &order[0]["allocationStatusCode"]), (&json!(true), &json!("ANA")));
}

#[tokio::test]
async fn notes_are_added_and_listed() {
    let shop = Shop::open().await;
    let id = shop.order().await;
    let path = format!("order-service/order/{id}/note");
    assert_eq!(shop.get(&path).await.response(), json!([]));
    assert!(shop.post(&path, json!({ "text": "Gift wrap", "isPublic": true })).await.response().is_i64());
    assert_eq!(shop.post(&path, json!({ "isPublic": true })).await.error().0, 400, "the text is required");
    let notes = shop.get(&path).await.response();
    assert_eq!((notes.as_array().unwrap().len(), &notes[0]["isPublic"]), (1, &json!(true)));
    assert!(shop.effects().contains(&"order-note.created".to_owned()));
}
