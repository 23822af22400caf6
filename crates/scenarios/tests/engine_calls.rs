//! How many calls work costs: an idle hour, and a first import of everything.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "the helpers of a test may stop it")]

use std::collections::BTreeSet;
use std::time::Duration;

use engine::EngineConfig;
use model::{Kind, Settings};
use reqwest::Method;
use rust_decimal::Decimal;
use sandbox::ledger::{BRIGHTPEARL, LIGHTSPEED};
use sandbox::{CatalogueSize, Config};
use scenarios::shop::{MERCHANT, Shop};
use serde_json::json;

const PATIENCE: Duration = Duration::from_secs(240);

/// The schedule a merchant has who changed nothing.
fn as_usual(settings: &mut Settings) {
    settings.schedule.clear();
}

async fn large_shop(limits: u32) -> Shop {
    let catalogue = CatalogueSize::default();
    let config = Config { limits, catalogue, ..Config::for_tests() };
    let shop = Shop::open_patiently(config, EngineConfig::default(), as_usual).await;
    shop.until("everything is imported", PATIENCE, || async {
        shop.counts(Kind::Product).await.synced >= 1_500 && shop.counts(Kind::Inventory).await.synced >= 4_500
    })
    .await;
    shop.until_settled(&Kind::ALL, PATIENCE).await;
    shop
}

/// The arithmetic, with 2,000 products, 3 shops and the usual schedule:
/// Lightspeed: sales 60, customers 12, shelves that moved 12, and for each sale the shelves of its items: 84 and a few.
/// Brightpearl: products 12 × 2 searches, the hourly sweep 10 × 3, stock every 15 minutes 4 × 10, and for each sale its order,
/// its comparison, reservation, payment and what can be sold: 94 and a few.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_idle_hour_costs_at_most_a_hundred_and_fifty_calls_a_side_and_a_sale_is_seen_within_a_minute() {
    let shop = large_shop(1_000).await;
    // The import was long ago: the shelves it wrote are not read again and again as just moved.
    shop.cause(Method::POST, "lightspeed/age", json!({ "minutes": 30 })).await;
    let before = [BRIGHTPEARL, LIGHTSPEED].map(|platform| shop.sandbox.world.ledger.calls(platform));
    // An hour passes in steps of half a minute: the store's clock is moved, the schedulers look once a second.
    for step in 0..120 {
        shop.time_passes(Duration::from_secs(30));
        tokio::time::sleep(Duration::from_millis(1_150)).await;
        if step == 60 {
            let sale = shop.cause(Method::POST, "lightspeed/sell", json!({})).await["sales"][0].to_string();
            // After a minute no more time passes than the look itself needs on a busy machine.
            for _ in 0..4 {
                shop.time_passes(Duration::from_secs(15));
                tokio::time::sleep(Duration::from_millis(1_150)).await;
            }
            let look = Duration::from_secs(20);
            shop.until("the sale is seen", look, || async {
                shop.record(Kind::Order, &sale).await.is_some()
            })
            .await;
        }
    }
    let ledger = &shop.sandbox.world.ledger;
    let after = [BRIGHTPEARL, LIGHTSPEED].map(|platform| ledger.calls(platform));
    let cost = [after[0] - before[0], after[1] - before[1]];
    println!("an idle hour: {} calls to Brightpearl, {} to Lightspeed", cost[0], cost[1]);
    assert!(cost[0] > 60 && cost[1] > 50, "the hour did pass: {cost:?}");
    assert!(cost[0] <= 150 && cost[1] <= 150, "{cost:?}");
    shop.close().await;
}

/// Products whose till item had to be changed: that step is in their history.
async fn products_changed(shop: &Shop) -> usize {
    let mut changed = 0;
    for record in shop.records(Kind::Product).await {
        let steps = shop.store.steps(MERCHANT, record.id).await.unwrap();
        changed += usize::from(steps.iter().any(|step| step.title == "Change the till item"));
    }
    changed
}

/// The fewest writes Lightspeed allows: one POST for each item made, one PUT for each item whose fields differ, and one PUT for
/// all shops of each item whose quantity differs. Reads beside them: at most one for each PUT.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_import_makes_hardly_more_calls_than_the_platforms_ask_for() {
    let shop = large_shop(1_000).await;
    let ledger = &shop.sandbox.world.ledger;
    let entries = ledger.entries(Some(LIGHTSPEED), 0);
    let of = |what: &str| -> BTreeSet<String> {
        entries.iter().filter(|entry| entry.what == what).map(|entry| entry.id.clone()).collect()
    };
    let made = of("item.created").len();
    let changed = products_changed(&shop).await;
    let shelves = entries.iter().filter(|entry| entry.what == "item-shop.set");
    let stocked: BTreeSet<String> = shelves.map(|entry| entry.detail["item"].to_string()).collect();
    let fewest = made + changed + stocked.len();
    let traffic = ledger.traffic(LIGHTSPEED);
    let writes = usize::try_from(traffic.writes).unwrap();
    let reads = usize::try_from(traffic.calls - traffic.writes).unwrap();
    println!(
        "Lightspeed: {writes} writes, fewest {fewest} ({made} made, {changed} changed, {} with stock), {reads} reads",
        stocked.len()
    );
    println!("Brightpearl: {} calls", ledger.calls(BRIGHTPEARL));
    assert!(writes * 100 <= fewest * 105, "{writes} writes, the fewest are {fewest}");
    assert!(reads <= changed + stocked.len(), "{reads} reads for {} puts", changed + stocked.len());
    assert_eq!((ledger.throttles(BRIGHTPEARL), ledger.throttles(LIGHTSPEED)), (0, 0));
    shop.close().await;
}

/// The tills are the bottleneck of a first import: at three registers Lightspeed lets two drips a second through for good, and
/// the bucket's first 110 are soon used up.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_there_is_work_nine_tenths_of_what_the_tills_allow_is_used_and_nobody_is_throttled() {
    let config =
        Config { limits: 1, ..Config { catalogue: CatalogueSize::default(), ..Config::for_tests() } };
    let shop = Shop::open_patiently(config, EngineConfig::default(), as_usual).await;
    let ledger = &shop.sandbox.world.ledger;
    tokio::time::sleep(Duration::from_secs(60)).await;
    let before = ledger.traffic(LIGHTSPEED).cost;
    let began = std::time::Instant::now();
    tokio::time::sleep(Duration::from_secs(90)).await;
    let used = ledger.traffic(LIGHTSPEED).cost - before;
    let allowed = Decimal::TWO * Decimal::from(began.elapsed().as_millis() as u64) / Decimal::ONE_THOUSAND;
    let share = (used / allowed * Decimal::ONE_HUNDRED).round_dp(1);
    println!("Lightspeed: {used} of {allowed} drips used ({share} %)");
    let waiting = shop.counts(Kind::Product).await.pending + shop.counts(Kind::Inventory).await.pending;
    assert!(waiting > 0, "there is still work");
    assert!(share >= Decimal::from(90), "{share} %");
    assert_eq!((ledger.throttles(BRIGHTPEARL), ledger.throttles(LIGHTSPEED)), (0, 0));
    shop.close().await;
}
