//! Webhooks: registered, heard, delivered and lost.

use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};

use crate::receiver::Receiver;
use crate::shop::Shop;

const WEBHOOK: &str = "integration-service/webhook";

fn hook(url: &str, event: &str, id_set: bool, quality: i64) -> Value {
    json!({ "subscribeTo": event, "httpMethod": "POST", "uriTemplate": format!("{url}/bp/secret"),
            "contentType": "application/json", "idSetAccepted": id_set, "qualityOfService": quality,
            "bodyTemplate": "{\"account\":\"${account-code}\",\"type\":\"${resource-type}\",\"id\":\"${resource-id}\",\
                             \"lifecycle\":\"${lifecycle-event}\",\"event\":\"${full-event}\",\"at\":\"${raised-on}\"}" })
}

/// A shop whose webhooks are quick, with one of them.
async fn listening(event: &str, id_set: bool, quality: i64, switches: Value) -> (Shop, Receiver, i64) {
    let shop = Shop::open().await;
    let receiver = Receiver::open().await;
    let mut quick = json!({ "gather_ms": 30, "retry_ms": 30 });
    for (name, value) in switches.as_object().unwrap() {
        quick[name] = value.clone();
    }
    shop.knobs(json!({ "webhooks": quick })).await;
    let id = shop.post(WEBHOOK, hook(&receiver.url, event, id_set, quality)).await.response();
    (shop, receiver, id.as_i64().unwrap())
}

async fn stock(shop: &Shop, product: i64, units: i64) {
    let body = json!({ "id": product, "stock": { "3": units } });
    shop.control(Method::POST, "brightpearl/products", body).await;
}

#[tokio::test]
async fn webhooks_are_registered_listed_and_deleted() {
    let shop = Shop::open().await;
    assert_eq!(shop.get(WEBHOOK).await.response(), json!([]));
    assert_eq!(shop.get(&format!("{WEBHOOK}/1")).await.error(), (404, "CMNC-404".to_owned()));
    let mut sent = hook("http://127.0.0.1:1", "product", true, 1);
    let id = shop.post(WEBHOOK, sent.clone()).await.response();
    sent["id"] = id.clone();
    assert_eq!(shop.get(&format!("{WEBHOOK}/{id}")).await.response(), json!([sent]));
    assert_eq!(shop.delete(&format!("{WEBHOOK}/{id}")).await.text, "{}");
    let gone = shop.delete(&format!("{WEBHOOK}/{id}")).await;
    assert_eq!(gone.json()["errors"][0]["message"], format!("Cannot find webhook: {id}"));
    let none = shop.get(&format!("{WEBHOOK}/{id}")).await;
    assert_eq!(none.json()["errors"][0]["message"], format!("No webhooks available in ID Set {id}"));
}

#[rstest]
#[case::no_such_event("subscribeTo", json!("order.modified.order-status-updated"), "INTC-064")]
#[case::new_orders("subscribeTo", json!("order.created"), "INTC-064")]
#[case::contacts("subscribeTo", json!("contact.modified"), "INTC-064")]
#[case::lifecycle("subscribeTo", json!("product.updated"), "INTC-062")]
#[case::variable_missing("bodyTemplate", json!("${account-code}${resource-type}${resource-id}"), "INTC-057")]
#[case::no_body("bodyTemplate", json!(null), "INTC-900")]
#[case::no_content_type("contentType", json!(null), "INTC-900")]
#[case::relative_address("uriTemplate", json!("/hook"), "INTC-900")]
#[case::other_method("httpMethod", json!("PATCH"), "INTC-900")]
#[case::other_quality("qualityOfService", json!(2), "INTC-900")]
#[tokio::test]
async fn a_wrong_registration_is_refused(#[case] field: &str, #[case] value: Value, #[case] code: &str) {
    let shop = Shop::open().await;
    let mut body = hook("http://127.0.0.1:1", "product", true, 1);
    body[field] = value;
    assert_eq!(shop.post(WEBHOOK, body).await.error(), (400, code.to_owned()));
}

#[tokio::test]
async fn units_on_hand_that_change_are_told_with_ids_only() {
    let (shop, mut receiver, _) = listening("product.modified.on-hand-modified", false, 1, json!({})).await;
    stock(&shop, 1002, 77).await;
    let arrived = receiver.next().await;
    assert_eq!((arrived.method.as_str(), arrived.uri.as_str()), ("POST", "/bp/secret"));
    let told = arrived.json();
    assert_eq!(
        (&told["account"], &told["type"], &told["id"]),
        (&json!("acmeshop"), &json!("product"), &json!("1002"))
    );
    assert_eq!(
        (&told["lifecycle"], &told["event"]),
        (&json!("modified"), &json!("product.modified.on-hand-modified"))
    );
    stock(&shop, 1002, 77).await;
    receiver.quiet().await;
}

#[tokio::test]
async fn reserving_and_noting_move_units_on_hand_and_shipping_does_not() {
    let (shop, mut receiver, _) = listening("product.modified.on-hand-modified", false, 1, json!({})).await;
    stock(&shop, 1002, 10).await;
    receiver.next().await;
    let order = shop.order().await;
    let row = shop.row_of(order, 1002).await;
    let note = shop.goods_out(order, row, 2).await;
    assert_eq!(receiver.next().await.json()["id"], "1002");
    shop.ship(note).await;
    receiver.quiet().await;
    shop.control(
        Method::POST,
        "brightpearl/stock",
        json!({ "product_id": 1002, "warehouse_id": 3, "delta": 1 }),
    )
    .await;
    receiver.next().await;
}

#[tokio::test]
async fn events_of_one_kind_become_one_call_where_id_sets_are_accepted() {
    let (shop, mut receiver, _) =
        listening("product.modified.on-hand-modified", true, 1, json!({ "gather_ms": 300 })).await;
    for product in [1004, 1002, 1003, 1006] {
        stock(&shop, product, 77).await;
    }
    assert_eq!(receiver.next().await.json()["id"], "1002-1004,1006");
    receiver.quiet().await;
}

#[tokio::test]
async fn a_prefix_hears_everything_below_it() {
    let (shop, mut receiver, _) = listening("goods-out-note", false, 1, json!({})).await;
    shop.stock(10).await;
    let order = shop.order().await;
    let row = shop.row_of(order, 1002).await;
    let note = shop.goods_out(order, row, 1).await;
    assert_eq!(receiver.next().await.json()["event"], "goods-out-note.created");
    shop.ship(note).await;
    let mut events = Vec::new();
    for _ in 0..4 {
        events.push(receiver.next().await.json()["event"].as_str().unwrap().to_owned());
    }
    assert!(events.contains(&"goods-out-note.modified.shipped".to_owned()), "{events:?}");
    let second = shop.goods_out(order, row, 1).await;
    receiver.next().await;
    shop.delete(&format!("warehouse-service/order/{order}/goods-note/goods-out/{second}")).await;
    assert_eq!(receiver.next().await.json()["event"], "goods-out-note.destroyed");
}

#[tokio::test]
async fn orders_are_told_only_where_the_vendor_tells_them() {
    let (shop, mut created, _) = listening("sales-order", false, 1, json!({})).await;
    let mut modified = Receiver::open().await;
    shop.post(WEBHOOK, hook(&modified.url, "order", false, 1)).await.response();
    shop.stock(10).await;
    let order = shop.order().await;
    assert_eq!(created.next().await.json()["id"], order.to_string());
    let customer = shop.nested(order).await["parties"]["customer"]["contactId"].clone();
    let generic = json!({ "orderTypeCode": "SO", "parties": { "customer": { "contactId": customer } } });
    shop.post("order-service/order", generic).await.response();
    shop.credit(order).await;
    created.quiet().await;
    shop.put(&format!("order-service/order/{order}/status"), json!({ "orderStatusId": 18 })).await;
    assert_eq!(modified.next().await.json()["event"], "order.modified.order-status");
    let row = shop.row_of(order, 1002).await;
    let note = shop.goods_out(order, row, 2).await;
    shop.ship(note).await;
    assert_eq!(modified.next().await.json()["event"], "order.modified.fully-shipped");
    let patch = json!([{ "op": "replace", "path": "/reference", "value": "x" }]);
    shop.patch(&format!("order-service/order/{order}"), patch).await;
    assert_eq!(modified.next().await.json()["event"], "order.modified");
}

#[rstest]
#[case::at_most_once_forgets_a_failure(0, 500, 1)]
#[case::at_most_once_repeats_after_503(0, 503, 2)]
#[case::at_least_once_repeats(1, 500, 2)]
#[case::a_client_error_loses_the_event(1, 404, 1)]
#[tokio::test]
async fn the_quality_of_service_decides_about_repeats(
    #[case] quality: i64,
    #[case] status: u16,
    #[case] calls: usize,
) {
    let (shop, mut receiver, _) = listening("product", false, quality, json!({})).await;
    receiver.answer(&[status]);
    stock(&shop, 1002, 77).await;
    for _ in 0..calls {
        receiver.next().await;
    }
    receiver.quiet().await;
}

#[tokio::test]
async fn calls_are_lost_doubled_and_late_by_switch() {
    let (shop, mut receiver, id) = listening("product", false, 1, json!({ "lost_percent": 100 })).await;
    stock(&shop, 1002, 77).await;
    receiver.quiet().await;
    let seen = shop.control(Method::GET, "brightpearl/webhooks", json!(null)).await;
    assert_eq!((&seen["attempts"][0]["outcome"], &seen["webhooks"][0]["id"]), (&json!("lost"), &json!(id)));
    shop.knobs(json!({ "webhooks": { "lost_percent": 0, "doubled_percent": 100, "delay_ms": 400 } })).await;
    let before = std::time::Instant::now();
    stock(&shop, 1002, 78).await;
    assert_eq!(receiver.next().await.body, receiver.next().await.body);
    assert!(before.elapsed() >= std::time::Duration::from_millis(400));
}

#[tokio::test]
async fn calls_come_in_any_order_by_switch() {
    let (shop, mut receiver, _) =
        listening("product", false, 1, json!({ "gather_ms": 400, "reordered": true })).await;
    for product in 1002..1012 {
        stock(&shop, product, 77).await;
    }
    let mut ids = Vec::new();
    for _ in 0..9 {
        ids.push(receiver.next().await.json()["id"].as_str().unwrap().to_owned());
    }
    assert!(!ids.is_sorted(), "{ids:?}");
}

#[tokio::test]
async fn nothing_but_this_machine_is_called() {
    let shop = Shop::open().await;
    shop.knobs(json!({ "webhooks": { "gather_ms": 10 } })).await;
    shop.post(WEBHOOK, hook("http://hooks.example.test", "product", false, 1)).await.response();
    stock(&shop, 1002, 77).await;
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    let seen = shop.control(Method::GET, "brightpearl/webhooks", json!(null)).await;
    assert_eq!(seen["attempts"][0]["outcome"], "not this machine");
}

#[tokio::test]
async fn a_trial_sends_what_it_is_told_for_at_most_ten_ids() {
    let (shop, mut receiver, id) = listening("product", true, 1, json!({})).await;
    let path = format!("{WEBHOOK}/{id}/simulate");
    let data = |ids: &str| {
        json!({ "testData": { "${account-code}": "acmeshop", "${resource-type}": "product", "${resource-id}": ids,
                              "${lifecycle-event}": "modified", "${raised-on}": "2026-02-01T01:01:01Z",
                              "${brightpearl-version}": "4.0" } })
    };
    assert_eq!(shop.post(&path, data("1-11")).await.error().0, 400);
    assert_eq!(shop.post(&path, data("1-5,99")).await.text, "{}");
    let told = receiver.next().await.json();
    assert_eq!((&told["id"], &told["at"]), (&json!("1-5,99"), &json!("2026-02-01T01:01:01Z")));
    assert_eq!(shop.post(&format!("{WEBHOOK}/1/simulate"), data("1")).await.error().0, 404);
}
