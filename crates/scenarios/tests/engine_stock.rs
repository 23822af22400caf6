//! Stock: what shops show follows what can be sold, and never for long shows more than is left.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "the helpers of a test may stop it")]

use std::time::{Duration, Instant};

use engine::EngineConfig;
use model::{Kind, Outcome, Payload, Status, SyncState};
use reqwest::Method;
use sandbox::Config;
use scenarios::shop::{MERCHANT, Shop};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(60);
/// The pause between two looks at the sales here, as `scenarios::settings` sets it, and its jitter.
const POLL: Duration = Duration::from_millis(5_500);

async fn open() -> (Shop, u64, String) {
    let config = Config { limits: 1_000, ..Config::for_tests() };
    let shop = Shop::open_patiently(config, EngineConfig::default(), |_| {}).await;
    shop.until_open(PATIENCE).await;
    let found = shop.records(Kind::Product).await.into_iter().find_map(|record| match &record.payload {
        Some(Payload::Product(product)) if product.stock_tracked => {
            Some((record.target_ref?.parse().ok()?, record.source_ref))
        }
        _ => None,
    });
    let (item, product) = found.unwrap();
    (shop, item, product)
}

/// What a shop shows of an item.
async fn shown(shop: &Shop, item: u64, at: u64) -> i64 {
    let shelves = shop.cause(Method::GET, &format!("lightspeed/stock/{item}"), Value::Null).await;
    let shelves = shelves.as_array().unwrap();
    let shelf =
        shelves.iter().find(|shelf| shelf["shopID"].as_str() == Some(at.to_string().as_str())).unwrap();
    shelf["qoh"].as_str().unwrap().parse().unwrap()
}

async fn on_hand(shop: &Shop, product: &str, warehouse: i64) -> i64 {
    let rows = shop.cause(Method::GET, &format!("brightpearl/stock?product_id={product}"), Value::Null).await;
    let rows = rows.as_array().unwrap();
    rows.iter().find(|row| row["warehouse_id"] == warehouse).unwrap()["on_hand"].as_i64().unwrap()
}

/// Staff bring what can be sold in a warehouse to a number.
async fn correct(shop: &Shop, product: &str, warehouse: i64, to: i64) {
    let delta = to - on_hand(shop, product, warehouse).await;
    if delta != 0 {
        let edit = json!({
            "product_id": product.parse::<i64>().unwrap(), "warehouse_id": warehouse, "delta": delta,
        });
        shop.cause(Method::POST, "brightpearl/stock", edit).await;
    }
}

async fn until_shown(shop: &Shop, item: u64, at: u64, units: i64) {
    shop.control.run_now(MERCHANT, Kind::Inventory).await.unwrap();
    shop.until(&format!("shop {at} shows {units}"), PATIENCE, || async {
        shown(shop, item, at).await == units
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_linked_product_has_a_figure_in_every_shop_that_shows_what_can_be_sold() {
    let (shop, item, product) = open().await;
    for at in 1..=3 {
        let record = shop.record(Kind::Inventory, &format!("{product}:{at}")).await.unwrap();
        assert_eq!(record.state.status(), Status::Synced, "{}", record.state.say());
        let Some(Payload::Inventory(stock)) = record.payload else { panic!("no figure") };
        let there = on_hand(&shop, &product, i64::try_from(at).unwrap() + 2).await;
        assert_eq!(stock.figures.unwrap().on_hand, there);
        assert_eq!(shown(&shop, item, at).await, there.max(0));
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_correction_in_the_office_and_a_count_at_the_till_both_end_at_what_can_be_sold() {
    let (shop, item, product) = open().await;
    correct(&shop, &product, 3, 17).await;
    until_shown(&shop, item, 1, 17).await;
    shop.cause(Method::PUT, &format!("lightspeed/stock/{item}"), json!({ "shop": 1, "qoh": 99 })).await;
    until_shown(&shop, item, 1, 17).await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_buffer_holds_units_back_in_its_shop_only() {
    let (shop, item, product) = open().await;
    correct(&shop, &product, 3, 20).await;
    correct(&shop, &product, 4, 20).await;
    until_shown(&shop, item, 1, 20).await;
    until_shown(&shop, item, 2, 20).await;
    shop.change_settings(|settings| settings.shops.get_mut("1").unwrap().buffer = Some(3)).await;
    until_shown(&shop, item, 1, 17).await;
    assert_eq!(shown(&shop, item, 2).await, 20);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sale_the_office_cannot_take_yet_is_held_back_from_its_shop() {
    let (shop, item, product) = open().await;
    correct(&shop, &product, 3, 10).await;
    until_shown(&shop, item, 1, 10).await;
    shop.change_settings(|settings| {
        settings.payments.remove("3");
    })
    .await;
    let line = json!([{ "item": item, "quantity": 4, "price": "5.00" }]);
    let basket = json!({ "shop": 1, "lines": line, "payments": [{ "name": "Cheque" }] });
    let sale = shop.cause(Method::POST, "lightspeed/sell", basket).await["sales"][0].to_string();
    shop.until("the sale waits", PATIENCE, || async {
        shop.record(Kind::Order, &sale).await.is_some_and(|record| record.state.status() == Status::Pending)
    })
    .await;
    // Somebody counts what is on the shelf before the sale is known: that must not bring the four back.
    shop.cause(Method::PUT, &format!("lightspeed/stock/{item}"), json!({ "shop": 1, "qoh": 10 })).await;
    until_shown(&shop, item, 1, 6).await;
    // The till answers first; the row says why a moment later.
    shop.until("its row says that four are held back of ten", PATIENCE, || async {
        let record = shop.record(Kind::Inventory, &format!("{product}:1")).await;
        let Some(Payload::Inventory(stock)) = record.and_then(|record| record.payload) else { return false };
        stock.figures.is_some_and(|figures| (figures.on_hand, figures.unsynced_sales) == (10, 4))
    })
    .await;
    assert_eq!(on_hand(&shop, &product, 3).await, 10, "nothing is reserved for it yet");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_as_it_should_be_is_never_written_again() {
    let (shop, _, _) = open().await;
    let written = |shop: &Shop| {
        let entries = shop.sandbox.world.ledger.entries(Some("lightspeed"), 0);
        entries.into_iter().filter(|entry| entry.what == "item-shop.set").count()
    };
    let before = written(&shop);
    let attempts =
        shop.records(Kind::Inventory).await.iter().map(|record| record.updated_at).collect::<Vec<_>>();
    shop.control.run_now(MERCHANT, Kind::Inventory).await.unwrap();
    tokio::time::sleep(Duration::from_secs(12)).await;
    assert_eq!(written(&shop), before);
    let after = shop.records(Kind::Inventory).await;
    assert_eq!(after.iter().map(|record| record.updated_at).collect::<Vec<_>>(), attempts);
    assert!(after.iter().all(|record| !matches!(record.state, SyncState::Synced(Outcome::Warned { .. }))));
    shop.close().await;
}

/// Three tills sell the last ten units of something while its quantity is written again and again.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_polls_after_the_last_sale_no_shop_shows_more_than_is_left() {
    let (shop, item, product) = open().await;
    for (at, warehouse) in [(1, 3), (2, 4), (3, 5)] {
        correct(&shop, &product, warehouse, 10).await;
        until_shown(&shop, item, at, 10).await;
    }
    let mut left = [10_i64; 3];
    let mut over_since: [Option<Instant>; 3] = [None; 3];
    let mut longest = Duration::ZERO;
    let mut last_sale = Instant::now();
    let mut round = 0_u64;
    while left.iter().any(|units| *units > 0) {
        round += 1;
        let at = usize::try_from(round % 3).unwrap();
        if left[at] > 0 {
            let units = 1 + i64::try_from(round % 2).unwrap().min(left[at] - 1);
            let line = json!([{ "item": item, "quantity": units, "price": "5.00" }]);
            shop.cause(Method::POST, "lightspeed/sell", json!({ "shop": at + 1, "lines": line })).await;
            left[at] -= units;
            last_sale = Instant::now();
        }
        // Pushes run all the while: staff miscount, and the office books something in and out again.
        if round.is_multiple_of(4) {
            let counted = json!({ "shop": at + 1, "qoh": 10 });
            shop.cause(Method::PUT, &format!("lightspeed/stock/{item}"), counted).await;
        }
        longest = longest.max(watch(&shop, item, &left, &mut over_since).await);
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    while last_sale.elapsed() < POLL * 2 {
        longest = longest.max(watch(&shop, item, &left, &mut over_since).await);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    for (place, units) in left.iter().enumerate() {
        let shows = shown(&shop, item, u64::try_from(place).unwrap() + 1).await;
        assert!(shows <= *units, "shop {} shows {shows}, {units} are left", place + 1);
    }
    println!("the longest time a shop showed more than was left: {:.1} s", longest.as_secs_f32());
    shop.close().await;
}

/// Looks at every shop; answers the longest time one has shown more than is left.
async fn watch(shop: &Shop, item: u64, left: &[i64; 3], since: &mut [Option<Instant>; 3]) -> Duration {
    let mut longest = Duration::ZERO;
    for (place, units) in left.iter().enumerate() {
        let shows = shown(shop, item, u64::try_from(place).unwrap() + 1).await;
        since[place] = (shows > *units).then(|| since[place].unwrap_or_else(Instant::now));
        longest = longest.max(since[place].map(|at| at.elapsed()).unwrap_or_default());
    }
    longest
}
