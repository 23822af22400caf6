//! The first two minutes of a real shop at the platforms' true limits: fast enough, and never too fast.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use model::{Kind, Status};
use reqwest::Method;
use sandbox::Config;
use sandbox::ledger::{BRIGHTPEARL, LIGHTSPEED};
use scenarios::shop::Shop;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn at_true_limits_three_hundred_products_are_in_step_within_a_minute_and_nobody_is_throttled() {
    let opened = Instant::now();
    let go_live = model::When(jiff::Timestamp::now().as_microsecond());
    let shop = Shop::open(Config { seed: 3, limits: 1, ..Config::default() }, |settings| {
        settings.go_live = Some(go_live);
        // As in the demo: one tax and one tender are left for staff to map.
        settings.taxes.retain(|mapping| mapping.code != "T5");
        settings.payments.remove("3");
    })
    .await;
    let mut seen = HashSet::new();
    while opened.elapsed() < Duration::from_secs(60) {
        for kind in [Kind::Product, Kind::Order] {
            let counts = shop.counts(kind).await;
            seen.extend(
                Status::ALL.into_iter().filter(|status| counts.of(*status) > 0).map(|status| (kind, status)),
            );
        }
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
    let synced = shop.counts(Kind::Product).await.synced;
    let ledger = &shop.sandbox.world.ledger;
    println!(
        "after a minute: {synced} products in step, orders {:?}, calls {} + {}",
        shop.counts(Kind::Order).await,
        ledger.calls(BRIGHTPEARL),
        ledger.calls(LIGHTSPEED)
    );
    assert!(synced >= 300, "{synced} products in step");
    assert_eq!(seen.len(), 8, "every status of products and orders was seen: {seen:?}");
    assert_eq!((ledger.throttles(BRIGHTPEARL), ledger.throttles(LIGHTSPEED)), (0, 0), "nobody was throttled");

    // Another app takes half of Brightpearl's calls, and a register leaves the subscription: it only slows.
    shop.cause(Method::POST, "brightpearl/other-app-rate", json!({ "per_minute": 100 })).await;
    shop.cause(Method::POST, "lightspeed/registers", json!({ "count": 2 })).await;
    let failed_before = failed_by_limits(&shop).await;
    let orders_before = shop.counts(Kind::Order).await.synced;
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(failed_by_limits(&shop).await, failed_before, "nothing fails for want of calls");
    let orders = shop.counts(Kind::Order).await.synced;
    println!(
        "a minute later, with another app: {orders} orders in step, throttles {} + {}",
        ledger.throttles(BRIGHTPEARL),
        ledger.throttles(LIGHTSPEED)
    );
    assert!(orders > orders_before, "sales still arrive");
    shop.close().await;
}

/// Records Failed for a reason that only a limit could cause.
async fn failed_by_limits(shop: &Shop) -> usize {
    let mut failed = 0;
    for kind in [Kind::Product, Kind::Order, Kind::Customer] {
        let records = shop.records(kind).await;
        failed += records
            .iter()
            .filter(|record| {
                record.state.say().contains("allows no more calls") && record.state.status() == Status::Failed
            })
            .count();
    }
    failed
}
