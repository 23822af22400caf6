//! The control routes of Brightpearl.

use reqwest::Method;
use serde_json::json;

use crate::shop::Shop;

#[tokio::test]
async fn orders_are_shown_plainly_with_payments_and_reservation() {
    let shop = Shop::open().await;
    shop.control(Method::POST, "brightpearl/products", json!({ "id": 1002, "stock": { "3": 5 } })).await;
    let id = shop.order().await;
    let row = shop.row_of(id, 1002).await;
    let wanted = json!({ "products": [{ "productId": 1002, "salesOrderRowId": row, "quantity": 2 }] });
    shop.post(&format!("warehouse-service/order/{id}/reservation/warehouse/3"), wanted).await.response();
    let payment = json!({ "transactionRef": "ls-1-1", "paymentMethodCode": "CASH", "paymentType": "RECEIPT",
                          "orderId": id, "currencyIsoCode": "GBP", "amountPaid": "30.00", "paymentDate": "2026-07-03" });
    shop.post("accounting-service/customer-payment", payment).await.response();
    let orders = shop.control(Method::GET, "brightpearl/orders", json!(null)).await;
    assert_eq!(
        (&orders[0]["id"], &orders[0]["total"], &orders[0]["paid"]),
        (&json!(id), &json!("30.00"), &json!("PAID"))
    );
    assert_eq!(orders[0]["external_ref"], "ls:90210:1:order");
    assert_eq!(orders[0]["payments"][0]["transaction_ref"], "ls-1-1");
    assert_eq!(orders[0]["reservation"], json!({ "warehouse_id": 3, "units": 2 }));
}

#[tokio::test]
async fn contacts_are_shown_plainly_and_nothing_costs_quota() {
    let shop = Shop::open().await;
    let id = shop.customer("Ann", "ann@example.test").await;
    let contacts = shop.control(Method::GET, "brightpearl/contacts", json!(null)).await;
    let ann = contacts.as_array().unwrap().iter().find(|one| one["id"] == id).unwrap();
    assert_eq!(
        (&ann["email"], &ann["address"]["postalCode"]),
        (&json!("ann@example.test"), &json!("BH15 1AA"))
    );
    let calls = shop.running.world.ledger.calls("brightpearl");
    assert_eq!(calls, 2, "the address and the contact");
}

#[tokio::test]
async fn a_product_that_does_not_exist_cannot_be_changed() {
    let shop = Shop::open().await;
    let url = format!("{}/_sandbox/brightpearl/products", shop.running.brightpearl_url);
    let answer = shop.send(shop.client.post(url).json(&json!({ "id": 5, "name": "x" }))).await;
    assert_eq!(answer.status, 404);
}
