//! Sales made void after they were posted: cancelled while that is possible, credited when the goods have left.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "the helpers of a test may stop it")]

use std::time::Duration;

use engine::EngineConfig;
use model::{Kind, Status};
use reqwest::Method;
use sandbox::{Config, LagRange};
use scenarios::books;
use scenarios::shop::{MERCHANT, Shop};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(90);

async fn open(fulfil: bool) -> (Shop, u64) {
    // The search of payments lags: what was paid a moment ago is not shown yet when the void is read.
    let lag = LagRange { min_ms: 1_000, max_ms: 4_000 };
    let config = Config { limits: 1_000, lag, ..Config::for_tests() };
    let shop = Shop::open_patiently(config, EngineConfig::default(), |settings| {
        settings.orders.fulfil = fulfil;
        settings.orders.shipping_method = "1".to_owned();
        settings.orders.staff_contact = "4".to_owned();
    })
    .await;
    shop.until_open(PATIENCE).await;
    let item = shop.stocked_item().await.unwrap();
    (shop, item)
}

/// Rings a sale up, waits until it is posted, makes it void, and waits until that is undone. Answers the sale.
async fn sold_and_undone(shop: &Shop, item: u64) -> String {
    let basket = json!({
        "shop": 1, "lines": [{ "item": item, "quantity": 2, "price": "20.00" }],
        "payments": [{ "name": "Card", "amount": "10.00" }, { "name": "Cash" }],
    });
    let sale = shop.cause(Method::POST, "lightspeed/sell", basket).await["sales"][0].to_string();
    let synced = async |kind: Kind, reference: String| {
        shop.until(&format!("{} {reference}", kind.word()), PATIENCE, || async {
            let record = shop.record(kind, &reference).await;
            record.is_some_and(|record| record.state.status() == Status::Synced)
        })
        .await;
    };
    synced(Kind::Order, sale.clone()).await;
    shop.cause(Method::POST, &format!("lightspeed/sales/{sale}/void"), json!({})).await;
    shop.control.run_now(MERCHANT, Kind::Order).await.unwrap();
    synced(Kind::Refund, format!("{sale}:void")).await;
    sale
}

async fn documents(shop: &Shop, sale: &str) -> Vec<Value> {
    let all = shop.cause(Method::GET, "brightpearl/orders", Value::Null).await;
    let ours = |one: &&Value| {
        one["external_ref"]
            .as_str()
            .is_some_and(|reference| reference.starts_with(&format!("ls:90210:{sale}:")))
    };
    all.as_array().unwrap().iter().filter(ours).cloned().collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sale_made_void_before_it_is_sent_off_is_cancelled_with_its_payments() {
    let since = jiff::Timestamp::now().to_string();
    let (shop, item) = open(false).await;
    let sale = sold_and_undone(&shop, item).await;
    let documents = documents(&shop, &sale).await;
    assert_eq!(documents.len(), 1, "{documents:?}");
    assert_eq!(
        (&documents[0]["status_id"], documents[0]["payments"].as_array().unwrap().len()),
        (&json!(5), 0)
    );
    assert!(documents[0]["reservation"].is_null());
    let order = shop.record(Kind::Order, &sale).await.unwrap();
    assert!(order.state.say().contains("void"), "{}", order.state.say());
    shop.until("the books are equal", PATIENCE, || async {
        books::differences(&shop, &since).await.is_empty()
    })
    .await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sale_made_void_after_it_was_sent_off_is_credited_paid_back_and_its_goods_booked_in() {
    let since = jiff::Timestamp::now().to_string();
    let (shop, item) = open(true).await;
    let sale = sold_and_undone(&shop, item).await;
    let documents = documents(&shop, &sale).await;
    let credit = documents.iter().find(|one| one["type"] == "SC").expect("a credit");
    let order = documents.iter().find(|one| one["type"] == "SO").expect("an order");
    assert_eq!((&credit["total"], &credit["parent_id"]), (&order["total"], &order["id"]));
    assert_eq!(credit["payments"].as_array().unwrap().len(), 2);
    assert_eq!(credit["goods_in"][0]["goods"][0]["units"], 2);
    shop.until("the books are equal", PATIENCE, || async {
        books::differences(&shop, &since).await.is_empty()
    })
    .await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sale_made_void_before_anybody_saw_it_leaves_nothing_to_undo() {
    let (shop, item) = open(false).await;
    let basket = json!({ "shop": 1, "lines": [{ "item": item }] });
    shop.change_settings(|settings| {
        settings.schedule.insert(Kind::Order, model::settings::FlowSchedule::every(3_600));
    })
    .await;
    // The look that was planned before the change may still come; the sale is rung up after it.
    tokio::time::sleep(Duration::from_secs(7)).await;
    let sale = shop.cause(Method::POST, "lightspeed/sell", basket).await["sales"][0].to_string();
    shop.cause(Method::POST, &format!("lightspeed/sales/{sale}/void"), json!({})).await;
    shop.control.run_now(MERCHANT, Kind::Order).await.unwrap();
    shop.until("the sale is skipped", PATIENCE, || async {
        shop.record(Kind::Order, &sale).await.is_some_and(|record| record.state.say().contains("void"))
    })
    .await;
    assert!(shop.record(Kind::Refund, &format!("{sale}:void")).await.is_none());
    assert!(documents(&shop, &sale).await.is_empty());
    shop.close().await;
}
