//! Answers that make no sense, at each source: a page that cannot be read pauses its flow visibly, one bad element of a good
//! page is a row of its own, and both go on by themselves once the platform makes sense again.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "the helpers of a test may stop it")]

use std::time::Duration;

use engine::EngineConfig;
use model::{Failure, Kind, SyncState};
use reqwest::Method;
use sandbox::Config;
use scenarios::shop::{MERCHANT, Shop};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(60);

/// One of the sources, and how it is given something new to tell.
struct Told {
    kind: Kind,
    platform: &'static str,
    path: &'static str,
}

const PRODUCTS: Told =
    Told { kind: Kind::Product, platform: "brightpearl", path: "/product-service/product/" };
const CUSTOMERS: Told = Told { kind: Kind::Customer, platform: "lightspeed", path: "/Customer.json" };
const SALES: Told = Told { kind: Kind::Order, platform: "lightspeed", path: "/Sale.json" };

async fn open() -> Shop {
    let patience = EngineConfig { call_timeout: Duration::from_secs(3), ..EngineConfig::default() };
    let config = Config { limits: 100, ..Config::for_tests() };
    let shop = Shop::open_patiently(config, patience, |_| {}).await;
    shop.until_settled(&[Kind::Product, Kind::Customer], PATIENCE).await;
    shop
}

/// Causes news at the source; answers with its reference there.
async fn news(shop: &Shop, kind: Kind, number: usize) -> String {
    match kind {
        Kind::Product => {
            let name = json!({ "id": 1010 + number, "name": format!("Renamed {number}") });
            shop.cause(Method::POST, "brightpearl/products", name).await;
            (1010 + number).to_string()
        }
        Kind::Customer => {
            shop.cause(Method::POST, "lightspeed/customers", json!({})).await["customerID"].to_string()
        }
        _ => shop.cause(Method::POST, "lightspeed/sell", json!({})).await["sales"][0].to_string(),
    }
}

async fn fault(shop: &Shop, told: &Told, times: u32, kind: &str) {
    let body = json!({
        "platform": told.platform, "method": "GET", "path_contains": told.path, "times": times, "kind": kind,
    });
    shop.cause(Method::POST, "faults", body).await;
}

/// Whether the record is there as its source has it now, and not for want of something readable.
async fn is_readable(shop: &Shop, kind: Kind, reference: &str, number: usize) -> bool {
    let Some(record) = shop.record(kind, reference).await else { return false };
    let renamed = match (&record.payload, kind) {
        (Some(model::Payload::Product(product)), Kind::Product) => {
            product.name == format!("Renamed {number}")
        }
        (payload, _) => payload.is_some(),
    };
    renamed && !matches!(record.state, SyncState::Failed(Failure::Unreadable { .. }))
}

/// Records that are Failed because their source made no sense.
async fn unreadable(shop: &Shop, kind: Kind) -> usize {
    let records = shop.records(kind).await.into_iter();
    records.filter(|one| matches!(one.state, SyncState::Failed(Failure::Unreadable { .. }))).count()
}

async fn problem(shop: &Shop, kind: Kind) -> Option<String> {
    let overview = shop.control.overview(MERCHANT).await.unwrap();
    overview.flows.into_iter().find(|flow| flow.kind == kind).and_then(|flow| flow.problem)
}

async fn a_page_that_cannot_be_read_pauses_the_flow_and_it_goes_on(told: Told) {
    let shop = open().await;
    for (number, kind) in
        ["truncated_json", "html_error", "wrong_types", "error_in_200", "huge"].into_iter().enumerate()
    {
        fault(&shop, &told, 2, kind).await;
        let reference = news(&shop, told.kind, number).await;
        shop.control.run_now(MERCHANT, told.kind).await.unwrap();
        shop.until(&format!("{kind} is shown"), PATIENCE, || async {
            // Elements of the wrong type in a readable page are rows of their own.
            problem(&shop, told.kind).await.is_some() || unreadable(&shop, told.kind).await > 0
        })
        .await;
        shop.cause(Method::DELETE, "faults", Value::Null).await;
        shop.control.run_now(MERCHANT, told.kind).await.unwrap();
        shop.until(&format!("{} {reference} after {kind}", told.kind.word()), PATIENCE, || {
            is_readable(&shop, told.kind, &reference, number)
        })
        .await;
        shop.until("the problem is over", PATIENCE, || async { problem(&shop, told.kind).await.is_none() })
            .await;
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn products_that_cannot_be_read_pause_their_flow_visibly_and_go_on() {
    a_page_that_cannot_be_read_pauses_the_flow_and_it_goes_on(PRODUCTS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn customers_that_cannot_be_read_pause_their_flow_visibly_and_go_on() {
    a_page_that_cannot_be_read_pauses_the_flow_and_it_goes_on(CUSTOMERS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_bad_element_of_a_page_holds_nothing_up_and_a_resync_heals_it() {
    for told in [PRODUCTS, CUSTOMERS, SALES] {
        let shop = open().await;
        fault(&shop, &told, 1, "bad_element").await;
        let mut references = Vec::new();
        for number in 0..3 {
            references.push(news(&shop, told.kind, number).await);
        }
        shop.control.run_now(MERCHANT, told.kind).await.unwrap();
        for (number, reference) in references.iter().enumerate() {
            shop.until(&format!("{} {reference} is readable", told.kind.word()), PATIENCE, || {
                is_readable(&shop, told.kind, reference, number)
            })
            .await;
        }
        assert_eq!(problem(&shop, told.kind).await, None, "a bad element is no bad page");
        for bad in shop.records(told.kind).await {
            if matches!(bad.state, SyncState::Failed(Failure::Unreadable { .. })) {
                shop.control.resync(MERCHANT, &[bad.id], "Ann").await.unwrap();
            }
        }
        shop.until("the bad element is read", PATIENCE, || async { unreadable(&shop, told.kind).await == 0 })
            .await;
        shop.close().await;
    }
}
