//! What a platform can do wrong, and what staff see of it: nothing is lost, nothing doubled, nothing stalls.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "the helpers of a test may stop it")]

use std::time::Duration;

use engine::EngineConfig;
use model::{Kind, Outcome, Status, SyncState};
use reqwest::Method;
use sandbox::{Config, LagRange};
use scenarios::shop::{MERCHANT, Shop};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(60);

/// Checks for lost answers come quickly, so that a test need not wait two minutes; the order of things is the same.
fn hurried() -> EngineConfig {
    EngineConfig {
        call_timeout: Duration::from_secs(3),
        lease: Duration::from_secs(8),
        check_after: [1, 2, 4, 6, 9].map(Duration::from_secs).to_vec(),
        ..EngineConfig::default()
    }
}

async fn open(config: Config) -> (Shop, u64) {
    let shop = Shop::open_patiently(config, hurried(), |_| {}).await;
    shop.until("products are linked", PATIENCE, || async { shop.counts(Kind::Product).await.synced >= 30 })
        .await;
    shop.until_settled(&[Kind::Product, Kind::Customer], PATIENCE).await;
    let records = shop.records(Kind::Product).await;
    let item = records.iter().find_map(|record| {
        let stocked =
            matches!(&record.payload, Some(model::Payload::Product(product)) if product.stock_tracked);
        record.target_ref.clone().filter(|_| stocked && record.state == SyncState::Synced(Outcome::Linked))
    });
    (shop, item.unwrap().parse().unwrap())
}

fn fast() -> Config {
    Config { limits: 50, ..Config::for_tests() }
}

async fn fault(shop: &Shop, method: &str, path: &str, times: u32, kind: Value) {
    let body = json!({ "platform": "brightpearl", "method": method, "path_contains": path, "times": times, "kind": kind });
    shop.cause(Method::POST, "faults", body).await;
}

async fn sell(shop: &Shop, item: u64) -> String {
    let answer = shop.cause(Method::POST, "lightspeed/sell", json!({ "lines": [{ "item": item }] })).await;
    answer["sales"][0].to_string()
}

async fn until_synced(shop: &Shop, sale: &str) {
    shop.until(&format!("sale {sale} synced"), PATIENCE, || async {
        let record = shop.record(Kind::Order, sale).await;
        record.is_some_and(|record| record.state.status() == Status::Synced)
    })
    .await;
}

fn orders_of(shop: &Shop, sale: &str) -> usize {
    let reference = format!("ls:90210:{sale}:order");
    let entries = shop.sandbox.world.ledger.entries(Some("brightpearl"), 0);
    entries.iter().filter(|entry| entry.what == "sales-order.created" && entry.reference == reference).count()
}

fn payments_of(shop: &Shop, sale: &str) -> usize {
    let start = format!("ls-{sale}-");
    let entries = shop.sandbox.world.ledger.entries(Some("brightpearl"), 0);
    entries
        .iter()
        .filter(|entry| entry.what == "customer-payment.created" && entry.reference.starts_with(&start))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_whose_answer_was_lost_after_commit_is_found_and_not_sent_again() {
    let (shop, item) = open(Config { lag: LagRange { min_ms: 2_000, max_ms: 5_000 }, ..fast() }).await;
    for kind in ["drop_after_commit", "truncated_json", "wrong_types"] {
        fault(&shop, "POST", "/order-service/sales-order", 1, json!(kind)).await;
        let sale = sell(&shop, item).await;
        shop.until("it is being looked for", PATIENCE, || async {
            let record = shop.record(Kind::Order, &sale).await;
            record.is_some_and(|record| {
                record.state.status() == Status::Processing && record.state.say().contains("Checking")
            })
        })
        .await;
        until_synced(&shop, &sale).await;
        assert_eq!((orders_of(&shop, &sale), payments_of(&shop, &sale)), (1, 1), "{kind}");
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_lost_before_commit_is_sent_once_more_after_all_looks() {
    let (shop, item) = open(fast()).await;
    fault(&shop, "POST", "/order-service/sales-order", 1, json!("drop_before")).await;
    let sale = sell(&shop, item).await;
    until_synced(&shop, &sale).await;
    assert_eq!((orders_of(&shop, &sale), payments_of(&shop, &sale)), (1, 1));
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_whose_answer_was_lost_is_not_paid_twice() {
    let (shop, item) = open(fast()).await;
    fault(&shop, "POST", "/accounting-service/customer-payment", 1, json!("drop_after_commit")).await;
    let sale = sell(&shop, item).await;
    until_synced(&shop, &sale).await;
    assert_eq!((orders_of(&shop, &sale), payments_of(&shop, &sale)), (1, 1));
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_several_payments_whose_answer_was_lost_is_not_paid_twice_however_late_the_search_shows_it() {
    let (shop, item) = open(Config { lag: LagRange { min_ms: 4_000, max_ms: 6_000 }, ..fast() }).await;
    let basket = json!({
        "lines": [{ "item": item }], "payments": [{ "name": "Cash", "amount": "1.00" }, { "name": "Card" }],
    });
    for skip in [0, 1] {
        let lost = json!({
            "platform": "brightpearl", "method": "POST", "path_contains": "/accounting-service/customer-payment",
            "skip": skip, "times": 1, "kind": "drop_after_commit",
        });
        shop.cause(Method::POST, "faults", lost).await;
        let answer = shop.cause(Method::POST, "lightspeed/sell", basket.clone()).await;
        let sale = answer["sales"][0].to_string();
        until_synced(&shop, &sale).await;
        assert_eq!((orders_of(&shop, &sale), payments_of(&shop, &sale)), (1, 2), "payment {skip} was lost");
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn outages_and_refusals_out_of_the_blue_only_delay() {
    let (shop, item) = open(fast()).await;
    for kind in ["outage_html", "outage_json", "html_error", "too_many"] {
        fault(&shop, "GET", "/order-service/", 1, json!(kind)).await;
        let sale = sell(&shop, item).await;
        until_synced(&shop, &sale).await;
        assert_eq!((orders_of(&shop, &sale), payments_of(&shop, &sale)), (1, 1), "{kind}");
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_till_token_is_refreshed_without_anyone_noticing() {
    let (shop, item) = open(fast()).await;
    shop.cause(Method::POST, "lightspeed/expire-token", json!({})).await;
    let sale = sell(&shop, item).await;
    until_synced(&shop, &sale).await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_connection_keeps_records_waiting_without_counting_attempts() {
    let (shop, item) = open(fast()).await;
    let knobs = shop.cause(Method::GET, "knobs", json!({})).await;
    let mut removed = knobs.clone();
    removed["brightpearl"]["app_removed"] = json!(true);
    shop.cause(Method::PUT, "knobs", removed).await;
    let sale = sell(&shop, item).await;
    shop.until("the sale says the connection is lost", PATIENCE, || async {
        let record = shop.record(Kind::Order, &sale).await;
        record.is_some_and(|record| record.state.say().contains("Connection to Brightpearl lost"))
            || shop.control.overview(MERCHANT).await.unwrap().connections[0].state
                != model::ConnectionState::Working
                && shop.record(Kind::Order, &sale).await.is_some()
    })
    .await;
    assert_eq!(shop.record(Kind::Order, &sale).await.unwrap().attempts, 0);
    shop.cause(Method::PUT, "knobs", knobs).await;
    until_synced(&shop, &sale).await;
    assert_eq!(orders_of(&shop, &sale), 1);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_bad_element_is_a_failed_row_and_the_rest_of_its_page_goes_on() {
    let (shop, item) = open(fast()).await;
    let bad = json!({ "platform": "lightspeed", "method": "GET", "path_contains": "/Sale.json", "kind": "bad_element" });
    let (one, two) = (sell(&shop, item).await, sell(&shop, item).await);
    shop.cause(Method::POST, "faults", bad).await;
    let three = sell(&shop, item).await;
    for sale in [&one, &two, &three] {
        until_synced(&shop, sale).await;
        assert_eq!(orders_of(&shop, sale), 1);
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_cannot_be_read_pauses_the_flow_visibly_and_it_goes_on_when_it_can() {
    let (shop, item) = open(fast()).await;
    for kind in ["truncated_json", "html_error", "wrong_types", "error_in_200", "huge"] {
        let body = json!({ "platform": "lightspeed", "method": "GET", "path_contains": "/Sale.json", "times": 500, "kind": kind });
        // Stock reads the sales as well, so the fault has to last until the sales' own look has met it.
        shop.cause(Method::POST, "faults", body).await;
        shop.until(&format!("{kind} is shown"), PATIENCE, || async {
            let overview = shop.control.overview(MERCHANT).await.unwrap();
            overview.flows.iter().any(|flow| flow.kind == Kind::Order && flow.problem.is_some())
        })
        .await;
        shop.cause(Method::DELETE, "faults", Value::Null).await;
        let sale = sell(&shop, item).await;
        until_synced(&shop, &sale).await;
        // The stock flow may have read the sale first; the problem is over with the next look of the sales' own.
        shop.control.run_now(MERCHANT, Kind::Order).await.unwrap();
        shop.until(&format!("{kind} is over"), PATIENCE, || async {
            let overview = shop.control.overview(MERCHANT).await.unwrap();
            overview.flows.iter().all(|flow| flow.kind != Kind::Order || flow.problem.is_none())
        })
        .await;
    }
    shop.close().await;
}
