//! Goods that come back on a credit, and quarantine.

use rstest::rstest;
use serde_json::{Value, json};

use crate::shop::Shop;

/// A shop with ten units and a credit of one.
async fn shop() -> (Shop, i64, i64) {
    let shop = Shop::open().await;
    shop.stock(10).await;
    let credit = shop.credit(shop.order().await).await;
    let row = shop.credit_row(credit).await;
    (shop, credit, row)
}

fn notes(order: i64) -> String {
    format!("warehouse-service/order/{order}/goods-note/goods-in")
}

fn returned(row: i64, location: i64) -> Value {
    json!({ "transfer": false, "warehouseId": 3, "receivedOn": "2026-07-10T09:00:00.000Z",
            "goodsMoved": [{ "productId": 1002, "purchaseOrderRowId": row, "quantity": 1,
                             "destinationLocationId": location,
                             "productValue": { "currency": "GBP", "value": "4.20" } }] })
}

#[tokio::test]
async fn returned_goods_are_stock_again() {
    let (shop, credit, row) = shop().await;
    let id = shop.post(&notes(credit), returned(row, 4)).await.response();
    assert!(id.is_i64());
    assert_eq!(shop.units().await, (11, 11, 0));
    assert_eq!(shop.nested(credit).await["stockStatusCode"], "SCA");
    let note = shop.get(&notes(credit)).await.response()[id.to_string()].clone();
    assert_eq!(
        (&note["orderId"], &note["goodsMoved"][0]["purchaseOrderRowId"]),
        (&json!(credit), &json!(row))
    );
    let found = shop.found(&format!("warehouse-service/goods-note/goods-in-search?orderId={credit}")).await;
    assert_eq!(found[0]["goodsInNoteId"], id);
    let moved = shop.found(&format!("warehouse-service/goods-movement-search?goodsNoteId={id}")).await;
    assert_eq!((&moved[0]["quantity"], &moved[0]["isQuarantine"]), (&json!(1), &json!(false)));
    assert_eq!(shop.effects().last().unwrap(), "goods-in.created");
}

#[tokio::test]
async fn goods_in_quarantine_cannot_be_sold_until_they_are_released() {
    let (shop, credit, row) = shop().await;
    let quarantine = shop.get("warehouse-service/warehouse/3/location/quarantine").await.response();
    shop.post(&notes(credit), returned(row, quarantine.as_i64().unwrap())).await.response();
    assert_eq!(shop.units().await, (10, 10, 0));
    let moved = shop.found("warehouse-service/goods-movement-search?isQuarantine=true").await;
    assert_eq!(moved.len(), 1);
    let release = "warehouse-service/warehouse/3/quarantine/release";
    let body =
        |units: i64| json!({ "releases": [{ "productId": 1002, "quantity": units, "toLocationId": 4 }] });
    assert_eq!(shop.post(release, body(2)).await.error().0, 400, "more than is in quarantine");
    assert_eq!(shop.post(release, body(1)).await.status, 200);
    assert_eq!(shop.units().await, (11, 11, 0));
    assert_eq!(shop.post(release, body(1)).await.error().0, 400);
}

#[tokio::test]
async fn more_than_the_credit_says_cannot_come_in() {
    let (shop, credit, row) = shop().await;
    shop.post(&notes(credit), returned(row, 4)).await.response();
    assert_eq!(shop.post(&notes(credit), returned(row, 4)).await.error().0, 400, "posted twice");
    assert_eq!(shop.units().await.0, 11);
}

#[rstest]
#[case::no_warehouse("/warehouseId", json!(null))]
#[case::no_date("/receivedOn", json!(null))]
#[case::row_of_another_order("/goodsMoved/0/purchaseOrderRowId", json!(1))]
#[case::other_product("/goodsMoved/0/productId", json!(1003))]
#[case::nothing("/goodsMoved/0/quantity", json!(0))]
#[case::location_of_another_warehouse("/goodsMoved/0/destinationLocationId", json!(2))]
#[case::no_value("/goodsMoved/0/productValue", json!(null))]
#[case::no_goods("/goodsMoved", json!([]))]
#[tokio::test]
async fn an_incomplete_note_is_refused(#[case] pointer: &str, #[case] value: Value) {
    let (shop, credit, row) = shop().await;
    let mut body = returned(row, 4);
    *body.pointer_mut(pointer).unwrap() = value;
    assert_eq!(shop.post(&notes(credit), body).await.error().0, 400);
    assert_eq!(shop.get(&notes(credit)).await.error(), (404, "CMNC-404".to_owned()));
}

#[tokio::test]
async fn nothing_comes_in_on_a_sale() {
    let (shop, _, _) = shop().await;
    let order = shop.order().await;
    let row = shop.row_of(order, 1002).await;
    assert_eq!(shop.post(&notes(order), returned(row, 4)).await.error().0, 400);
}
