//! Goods-out notes: made, picked, shipped, taken back.

use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};

use crate::shop::{Shop, event, goods_out};

/// A shop with ten units and an order of two of them.
async fn shop() -> (Shop, i64, i64) {
    let shop = Shop::open().await;
    shop.stock(10).await;
    let order = shop.order().await;
    let row = shop.row_of(order, 1002).await;
    (shop, order, row)
}

fn notes(order: i64) -> String {
    format!("warehouse-service/order/{order}/goods-note/goods-out")
}

fn one_note(id: i64) -> String {
    format!("warehouse-service/goods-note/goods-out/{id}")
}

async fn read(shop: &Shop, id: i64) -> Value {
    shop.get(&format!("warehouse-service/order/*/goods-note/goods-out/{id}")).await.response()[id.to_string()]
        .clone()
}

async fn codes(shop: &Shop, order: i64) -> [String; 3] {
    let order = shop.nested(order).await;
    ["shippingStatusCode", "allocationStatusCode", "stockStatusCode"]
        .map(|name| order[name].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_note_allocates_and_shipping_it_takes_the_units_out_of_stock() {
    let (shop, order, row) = shop().await;
    assert_eq!(codes(&shop, order).await, ["SNS", "ANA", "SON"]);
    let note = shop.goods_out(order, row, 2).await;
    assert_eq!(shop.units().await, (10, 8, 2));
    assert_eq!(codes(&shop, order).await, ["SNS", "AAA", "SOA"]);
    shop.ship(note).await;
    assert_eq!(shop.units().await, (8, 8, 0), "on hand stays as it was");
    assert_eq!(codes(&shop, order).await, ["ASS", "AAA", "SOA"]);
    let effects = shop.effects();
    assert!(
        effects.ends_with(&["goods-out.created".to_owned(), "goods-out.shipped".to_owned()]),
        "{effects:?}"
    );
}

#[tokio::test]
async fn a_note_takes_the_reservation_over_instead_of_allocating_twice() {
    let (shop, order, row) = shop().await;
    let wanted = json!({ "products": [{ "productId": 1002, "salesOrderRowId": row, "quantity": 2 }] });
    shop.post(&format!("warehouse-service/order/{order}/reservation/warehouse/3"), wanted).await.response();
    shop.goods_out(order, row, 1).await;
    assert_eq!(shop.units().await, (10, 8, 2));
    let held = shop.get(&format!("warehouse-service/order/{order}/reservation")).await.response();
    assert_eq!(held[0]["orderRows"][row.to_string()]["quantity"], 1);
    shop.goods_out(order, row, 1).await;
    assert_eq!(shop.units().await, (10, 8, 2));
    assert_eq!(shop.get(&format!("warehouse-service/order/{order}/reservation")).await.status, 404);
}

#[tokio::test]
async fn an_order_is_shipped_in_parts_but_never_more_than_was_ordered() {
    let (shop, order, row) = shop().await;
    let first = shop.goods_out(order, row, 1).await;
    assert_eq!(codes(&shop, order).await, ["SNS", "APA", "SOP"]);
    shop.ship(first).await;
    assert_eq!(codes(&shop, order).await[0], "SPS");
    assert_eq!(shop.post(&notes(order), goods_out(row, 2)).await.error().0, 400);
    let second = shop.goods_out(order, row, 1).await;
    assert_eq!(read(&shop, second).await["sequence"], 2);
    shop.ship(second).await;
    assert_eq!(codes(&shop, order).await[0], "ASS");
    assert_eq!(shop.post(&notes(order), goods_out(row, 1)).await.error().0, 400);
    let status = shop.get(&format!("warehouse-service/order/{order}/fulfilment-status")).await.response();
    assert_eq!(
        status[row.to_string()],
        json!({ "quantity": 2, "fulfilled": 2, "shipped": 2, "fulfilmentLocations": { "4": 2 } })
    );
    let delivery = shop.row_of(order, 1000).await;
    assert_eq!(status[delivery.to_string()], json!({ "quantity": 1, "fulfilled": 0, "shipped": 0 }));
}

#[tokio::test]
async fn each_warehouse_named_gets_a_note_and_all_or_none_are_made() {
    let (shop, order, row) = shop().await;
    shop.control(Method::POST, "brightpearl/products", json!({ "id": 1002, "stock": { "2": 5 } })).await;
    let mut body = goods_out(row, 1);
    let mut second = body["warehouses"][0].clone();
    second["warehouseId"] = json!(2);
    body["warehouses"].as_array_mut().unwrap().push(second);
    let mut too_many = body.clone();
    too_many["warehouses"][1]["products"][0]["quantity"] = json!(2);
    assert_eq!(shop.post(&notes(order), too_many).await.error().0, 400);
    assert_eq!(shop.get(&notes(order)).await.response(), json!({}), "none was made");
    let ids = shop.post(&notes(order), body).await.response();
    assert_eq!(ids.as_array().unwrap().len(), 2);
    let found = shop.get(&notes(order)).await.response();
    assert_eq!(found[ids[1].to_string()]["warehouseId"], 2);
}

#[tokio::test]
async fn a_single_note_may_be_answered_as_a_number() {
    let (shop, order, row) = shop().await;
    shop.knobs(json!({ "goods_out_answers_number": true })).await;
    assert!(shop.post(&notes(order), goods_out(row, 1)).await.response().is_i64());
}

#[tokio::test]
async fn what_is_not_on_hand_cannot_leave_unless_the_account_allows_it() {
    let (shop, order, row) = shop().await;
    shop.stock(1).await;
    assert_eq!(shop.post(&notes(order), goods_out(row, 2)).await.error().0, 400);
    shop.knobs(json!({ "goods_out_beyond_stock_refused": false })).await;
    shop.goods_out(order, row, 2).await;
    assert_eq!(shop.units().await, (1, -1, 2));
}

#[tokio::test]
async fn a_note_is_a_map_entry_with_its_events() {
    let (shop, order, row) = shop().await;
    let id = shop.goods_out(order, row, 2).await;
    let note = read(&shop, id).await;
    assert_eq!(
        note["status"],
        json!({ "shipped": false, "packed": false, "picked": false, "printed": false })
    );
    assert_eq!(
        note["orderRows"][row.to_string()],
        json!([{ "productId": 1002, "quantity": 2, "locationId": 4 }])
    );
    assert_eq!((&note["events"][0]["eventCode"], &note["orderId"]), (&json!("PLA"), &json!(order)));
    assert!(note["events"][0]["occured"].is_string(), "the vendor's spelling");
    assert!(note["shipping"].get("boxes").is_none());
    shop.ship(id).await;
    let note = read(&shop, id).await;
    let happened: Vec<&str> =
        note["events"].as_array().unwrap().iter().map(|one| one["eventCode"].as_str().unwrap()).collect();
    assert_eq!(happened, ["PLA", "SHW", "PRI", "PIC", "PAC"], "shipping brings the missing steps with it");
    assert_eq!(note["status"]["packedById"], 4);
    assert_eq!(shop.get("warehouse-service/order/5/goods-note/goods-out").await.response(), json!({}));
    assert_eq!(shop.get("warehouse-service/order/1-501/goods-note/goods-out").await.error().0, 400);
    assert_eq!(shop.get("warehouse-service/order/1-500/goods-note/goods-out").await.status, 200);
}

#[tokio::test]
async fn steps_can_be_taken_back_until_the_goods_are_gone() {
    let (shop, order, row) = shop().await;
    let id = shop.goods_out(order, row, 2).await;
    let events = format!("{}/event", one_note(id));
    for (code, field, holds) in [
        ("PRI", "printed", true),
        ("UPR", "printed", false),
        ("PIC", "picked", true),
        ("UPI", "picked", false),
        ("PAC", "packed", true),
        ("UPA", "packed", false),
    ] {
        assert_eq!(shop.post(&events, event(code)).await.text, "{}", "{code}");
        assert_eq!(read(&shop, id).await["status"][field], holds, "{code}");
    }
    shop.ship(id).await;
    for code in ["SHW", "UPA"] {
        assert_eq!(shop.post(&events, event(code)).await.error().0, 400, "nothing follows SHW");
    }
    assert_eq!(shop.put(&one_note(id), json!({ "priority": true })).await.error().0, 400);
    assert_eq!(shop.delete(&format!("{}/{id}", notes(order))).await.error().0, 400);
    assert_eq!(shop.units().await, (8, 8, 0), "shipped once");
}

#[rstest]
#[case::no_time("occured", json!(null))]
#[case::right_spelling("occured", json!("now"))]
#[case::no_owner("eventOwnerId", json!(null))]
#[case::owner_is_no_staff("eventOwnerId", json!(301))]
#[case::no_code("eventCode", json!(null))]
#[case::system_code("eventCode", json!("PLA"))]
#[tokio::test]
async fn an_event_needs_code_time_and_a_member_of_staff(#[case] field: &str, #[case] value: Value) {
    let (shop, order, row) = shop().await;
    let id = shop.goods_out(order, row, 2).await;
    let mut body = event("SHW");
    body["events"][0][field] = value;
    assert_eq!(shop.post(&format!("{}/event", one_note(id)), body).await.error().0, 400);
    assert_eq!(shop.units().await, (10, 8, 2));
}

#[tokio::test]
async fn an_event_is_refused_when_another_came_in_between() {
    let (shop, order, row) = shop().await;
    let id = shop.goods_out(order, row, 2).await;
    let version = read(&shop, id).await["lastEventVersion"].as_i64().unwrap();
    let path = format!("{}/event", one_note(id));
    let post = |version: i64, code: &str| {
        shop.request(Method::POST, &path).header("If-Match", version.to_string()).json(&event(code))
    };
    assert_eq!(shop.send(post(version, "PRI")).await.status, 200);
    assert_eq!(shop.send(post(version, "SHW")).await.error().0, 412);
    assert_eq!(shop.units().await.2, 2, "not shipped");
    let version = read(&shop, id).await["lastEventVersion"].as_i64().unwrap();
    assert_eq!(shop.send(post(version, "SHW")).await.status, 200);
}

#[tokio::test]
async fn shipping_details_are_put_and_a_note_that_was_not_shipped_is_taken_back() {
    let (shop, order, row) = shop().await;
    let id = shop.goods_out(order, row, 2).await;
    let body = json!({ "priority": true, "shipping": { "reference": "JD0001", "boxes": 1, "shippingMethodId": 6,
                                                       "weight": 1.2 } });
    assert_eq!(shop.put(&one_note(id), body).await.text, "{}");
    let note = read(&shop, id).await;
    assert_eq!(
        note["shipping"],
        json!({ "reference": "JD0001", "shippingMethodId": 6, "boxes": 1, "weight": 1.2 })
    );
    assert_eq!(shop.delete(&format!("{}/{id}", notes(order + 1))).await.error().0, 404, "of another order");
    assert_eq!(shop.delete(&format!("{}/{id}", notes(order))).await.text, "{}");
    assert_eq!(shop.units().await, (10, 10, 0));
    assert_eq!(codes(&shop, order).await, ["SNS", "ANA", "SON"]);
    assert_eq!(shop.delete(&format!("{}/{id}", notes(order))).await.error(), (404, "CMNC-404".to_owned()));
    assert_eq!(shop.put(&one_note(id), json!({})).await.error().0, 404);
    assert_eq!(shop.effects().last().unwrap(), "goods-out.deleted");
}

#[tokio::test]
async fn notes_are_searched_by_order_and_by_when_they_were_shipped() {
    let (shop, order, row) = shop().await;
    let (first, second) = (shop.goods_out(order, row, 1).await, shop.goods_out(order, row, 1).await);
    shop.ship(first).await;
    let search = |filter: &str| format!("warehouse-service/goods-note/goods-out-search?{filter}");
    let ids = |rows: Vec<Value>| -> Vec<i64> {
        rows.iter().map(|row| row["goodsOutNoteId"].as_i64().unwrap()).collect()
    };
    assert_eq!(ids(shop.found(&search(&format!("orderId={order}"))).await), [first, second]);
    assert_eq!(ids(shop.found(&search("shipped=false")).await), [second]);
    assert_eq!(ids(shop.found(&search("shippedOn=2026-07-03T00:00:00Z/")).await), [first]);
    assert!(shop.found(&search("shippedOn=2026-07-04T00:00:00Z/")).await.is_empty());
    let meta = shop.get("warehouse-service/goods-note/goods-out-search/meta-data").await.response();
    assert!(!meta["columns"].to_string().contains("updatedOn"));
    let moved = shop.found("warehouse-service/goods-movement-search?goodsNoteTypeCode=GO").await;
    assert_eq!(
        (moved.len(), &moved[0]["quantity"], &moved[0]["goodsNoteId"]),
        (1, &json!(-1), &json!(first))
    );
}

#[rstest]
#[case::no_warehouses(json!({}))]
#[case::unknown_warehouse(json!({ "warehouses": [{ "warehouseId": 99, "products": [] }] }))]
#[case::no_products(json!({ "warehouses": [{ "warehouseId": 3, "products": [] }] }))]
#[case::foreign_row(json!({ "warehouses": [{ "warehouseId": 3, "products": [{ "productId": 1002, "salesOrderRowId": 5, "quantity": 1 }] }] }))]
#[case::unknown_method(json!({ "warehouses": [], "shippingMethodId": 99 }))]
#[tokio::test]
async fn an_incomplete_note_is_refused(#[case] body: Value) {
    let (shop, order, _) = shop().await;
    assert_eq!(shop.post(&notes(order), body).await.error().0, 400);
    assert_eq!(shop.post(&notes(5), goods_out(1, 1)).await.error(), (404, "ORDC-003".to_owned()));
}

#[tokio::test]
async fn an_order_with_a_note_cannot_be_cancelled() {
    let (shop, order, row) = shop().await;
    let id = shop.goods_out(order, row, 1).await;
    let path = format!("order-service/order/{order}/status");
    assert_eq!(shop.put(&path, json!({ "orderStatusId": 5 })).await.error().0, 400);
    shop.delete(&format!("{}/{id}", notes(order))).await;
    assert_eq!(shop.put(&path, json!({ "orderStatusId": 5 })).await.status, 200);
    assert!(shop.effects().contains(&"order.cancelled".to_owned()));
    assert_eq!(
        shop.post(&notes(order), goods_out(row, 1)).await.error().0,
        400,
        "nothing leaves for it any more"
    );
}
