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

#[tokio::test]
async fn staff_correct_stock_and_the_stock_is_shown_by_warehouse() {
    let shop = Shop::open().await;
    shop.stock(10).await;
    let edit = json!({ "product_id": 1002, "warehouse_id": 3, "delta": -4 });
    shop.control(Method::POST, "brightpearl/stock", edit).await;
    let order = shop.order().await;
    let row = shop.row_of(order, 1002).await;
    shop.goods_out(order, row, 2).await;
    let stock = shop.control(Method::GET, "brightpearl/stock?product_id=1002", json!(null)).await;
    assert_eq!(stock.as_array().unwrap().len(), 4);
    let at = stock.as_array().unwrap().iter().find(|one| one["warehouse_id"] == 3).unwrap();
    assert_eq!((&at["in_stock"], &at["allocated"], &at["on_hand"]), (&json!(6), &json!(2), &json!(4)));
    assert!(shop.effects().contains(&"stock-correction.created".to_owned()));
    let url = format!("{}/_sandbox/brightpearl/stock", shop.running.brightpearl_url);
    let beyond = json!({ "product_id": 1002, "warehouse_id": 3, "delta": -40 });
    assert_eq!(shop.send(shop.client.post(url).json(&beyond)).await.error().0, 400);
}

#[tokio::test]
async fn staff_edit_a_contact() {
    let shop = Shop::open().await;
    let id = shop.customer("Ann", "ann@example.test").await;
    let edit =
        json!({ "id": id, "first_name": "Anna", "email": "anna@example.test", "mobile": "+447700900000" });
    shop.control(Method::POST, "brightpearl/contacts", edit).await;
    let contact = shop.get(&format!("contact-service/contact/{id}")).await.response()[0].clone();
    assert_eq!((&contact["firstName"], &contact["lastName"]), (&json!("Anna"), &json!("Example")));
    assert_eq!(contact["communication"]["emails"]["PRI"]["email"], "anna@example.test");
    assert_eq!(shop.effects().last().unwrap(), "contact.changed");
}

#[tokio::test]
async fn staff_cancel_an_order_by_the_rules_of_the_api() {
    let shop = Shop::open().await;
    shop.stock(10).await;
    let order = shop.order().await;
    let row = shop.row_of(order, 1002).await;
    let note = shop.goods_out(order, row, 2).await;
    let path = format!("brightpearl/orders/{order}/cancel");
    let url = format!("{}/_sandbox/{path}", shop.running.brightpearl_url);
    assert_eq!(shop.send(shop.client.post(url)).await.error().0, 400, "there is a note");
    shop.delete(&format!("warehouse-service/order/{order}/goods-note/goods-out/{note}")).await;
    shop.control(Method::POST, &path, json!(null)).await;
    assert_eq!(shop.nested(order).await["orderStatus"]["orderStatusId"], 5);
    assert_eq!(shop.effects().last().unwrap(), "order.cancelled");
}

#[tokio::test]
async fn staff_archive_and_delete_products() {
    let shop = Shop::open().await;
    shop.control(Method::POST, "brightpearl/products/1002/archive", json!(null)).await;
    let product = shop.get("product-service/product/1002").await.response();
    assert_eq!(product[0]["status"], "ARCHIVED");
    shop.control(Method::DELETE, "brightpearl/products/1002", json!(null)).await;
    assert_eq!(shop.get("product-service/product/1002").await.error(), (404, "CMNC-404".to_owned()));
    let created = shop.control(Method::POST, "brightpearl/products", json!({ "name": "Next" })).await;
    assert_ne!(created["id"], 1002, "ids are not given twice");
}

#[tokio::test]
async fn credits_and_goods_notes_are_in_the_view_of_orders() {
    let shop = Shop::open().await;
    shop.stock(10).await;
    let order = shop.order().await;
    let row = shop.row_of(order, 1002).await;
    let note = shop.goods_out(order, row, 2).await;
    shop.ship(note).await;
    let credit = shop.credit(order).await;
    let row = shop.credit_row(credit).await;
    let back = json!({ "warehouseId": 3, "receivedOn": "2026-07-10T09:00:00.000Z", "goodsMoved": [{
        "productId": 1002, "purchaseOrderRowId": row, "quantity": 1, "destinationLocationId": 4,
        "productValue": { "currency": "GBP", "value": "4.20" } }] });
    shop.post(&format!("warehouse-service/order/{credit}/goods-note/goods-in"), back).await.response();
    let orders = shop.control(Method::GET, "brightpearl/orders", json!(null)).await;
    assert_eq!((&orders[0]["type"], &orders[1]["type"]), (&json!("SO"), &json!("SC")));
    assert_eq!(orders[1]["parent_id"], order);
    assert_eq!(
        (&orders[0]["goods_out"][0]["shipped"], &orders[0]["shipping"]),
        (&json!(true), &json!("ASS"))
    );
    assert_eq!(orders[1]["goods_in"][0]["goods"][0]["units"], 1);
}
