//! What the overview counts: hours, what needs a person, what waits for its turn.

use std::time::Duration;

use model::{Backlog, Block, Kind, Money, Outcome, Status, Tally, Trouble, When};

use super::Shop;
use super::shop::{no_sku, outage, parent, seen_product, seen_sale, settlement, synced, tax};
use crate::{End, Settled, Start};

const HOUR: Duration = Duration::from_secs(3_600);

async fn tallies(shop: &Shop) -> Vec<(Kind, i64, i64)> {
    let all = shop.store.throughput(shop.merchant, When(0)).await.unwrap();
    all.into_iter().map(|tally| (tally.kind, tally.synced, tally.failed)).collect()
}

/// Lets time pass until an hour has just begun.
async fn on_the_hour(shop: &Shop) -> When {
    let hour = i64::try_from(HOUR.as_micros()).unwrap();
    let into = shop.store.now().await.unwrap().0.rem_euclid(hour);
    shop.pass(Duration::from_micros(u64::try_from(hour - into).unwrap()));
    let now = shop.store.now().await.unwrap();
    When(now.0 - now.0.rem_euclid(hour))
}

pub async fn what_comes_into_step_or_fails_is_counted_in_its_hour(shop: Shop) {
    let first = on_the_hour(&shop).await;
    for n in ["1", "2", "3"] {
        shop.product(n, "h1").await;
    }
    shop.sync_next(Kind::Product, "51").await;
    shop.sync_next(Kind::Product, "52").await;
    shop.fail_next(Kind::Product, no_sku()).await;
    shop.pass(HOUR);
    shop.sale("7").await;
    shop.fail_next(Kind::Order, no_sku()).await;
    let told = shop.store.throughput(shop.merchant, first).await.unwrap();
    let products = Tally { kind: Kind::Product, hour: first, synced: 2, failed: 1 };
    let orders = Tally { kind: Kind::Order, hour: first.plus(HOUR), synced: 0, failed: 1 };
    assert_eq!(told, [products, orders]);
    let later = shop.store.throughput(shop.merchant, first.plus(Duration::from_micros(1))).await.unwrap();
    assert_eq!(later, [orders]);
    assert_eq!(tallies(&shop.neighbour().await).await, []);
}

pub async fn only_a_change_of_status_is_counted(shop: Shop) {
    let id = shop.product("1", "h1").await;
    let claim = shop.claim_one(Kind::Product).await;
    let again = End::Retry { failure: outage(), at: shop.store.now().await.unwrap(), of: 5 };
    shop.settle(&claim, again).await;
    assert_eq!(tallies(&shop).await, []);
    let claim = shop.sync_next(Kind::Product, "51").await;
    assert_eq!(shop.settle(&claim, synced("51")).await, Settled::FenceLost);
    assert_eq!(tallies(&shop).await, [(Kind::Product, 1, 0)]);
    // Known as in step, looked at again, and still so: it was pending meanwhile, so this is news.
    shop.store.resync(shop.merchant, &[id], "Ana").await.unwrap();
    let claim = shop.claim_one(Kind::Product).await;
    let unchanged = End::Synced { target_ref: Some("51".to_owned()), outcome: Outcome::Unchanged };
    shop.settle(&claim, unchanged).await;
    assert_eq!(tallies(&shop).await, [(Kind::Product, 2, 0)]);
}

pub async fn a_stale_settlement_is_not_counted(shop: Shop) {
    shop.product("1", "h1").await;
    let claim = shop.claim_one(Kind::Product).await;
    shop.seconds_pass(61);
    shop.store.rescue().await.unwrap();
    let late = shop.store.settle(claim.key, settlement(&claim, synced("51"))).await.unwrap();
    assert_eq!(late, Settled::FenceLost);
    assert_eq!(tallies(&shop).await, []);
}

pub async fn a_row_that_cannot_be_read_is_counted_as_failed(shop: Shop) {
    let unreadable = crate::Seen { payload: None, start: Start::Fail(no_sku()), ..seen_product("1", "h1") };
    shop.tell(Kind::Product, unreadable.clone()).await;
    shop.tell(Kind::Product, unreadable).await;
    assert_eq!(tallies(&shop).await, [(Kind::Product, 0, 1)]);
}

pub async fn hours_older_than_ninety_days_are_forgotten(shop: Shop) {
    shop.product("1", "h1").await;
    shop.sync_next(Kind::Product, "51").await;
    shop.pass(HOUR * 24 * 89);
    shop.product("2", "h1").await;
    shop.sync_next(Kind::Product, "52").await;
    shop.store.prune().await.unwrap();
    assert_eq!(tallies(&shop).await.len(), 2);
    shop.pass(HOUR * 24 * 2);
    shop.store.prune().await.unwrap();
    assert_eq!(tallies(&shop).await.len(), 1);
}

pub async fn the_latest_events_come_first(shop: Shop) {
    shop.product("1", "h1").await;
    let second = shop.product("2", "h1").await;
    shop.sync_next(Kind::Product, "51").await;
    let latest = shop.store.latest_events(shop.merchant, 2).await.unwrap();
    assert_eq!(
        latest.iter().map(|event| event.status).collect::<Vec<_>>(),
        [Status::Synced, Status::Pending]
    );
    assert_eq!((latest[1].record, latest[0].id), (second, shop.newest_event().await));
    assert_eq!(shop.store.latest_events(shop.neighbour().await.merchant, 9).await.unwrap(), []);
}

async fn trouble(shop: &Shop, kind: Kind) -> Trouble {
    shop.store.trouble(shop.merchant, kind).await.unwrap()
}

pub async fn what_needs_a_person_is_counted_by_cause_and_worth(shop: Shop) {
    let worth = |minor, currency: &str| Money { minor, currency: currency.to_owned() };
    for n in ["1", "2", "3", "4"] {
        shop.sale(n).await;
    }
    shop.fail_next(Kind::Order, no_sku()).await;
    shop.fail_next(Kind::Order, no_sku()).await;
    let setting = |name: &str| Block::Setting { name: name.to_owned(), hint: "Choose.".to_owned() };
    shop.block_next(Kind::Order, vec![tax(), setting("channel"), parent(Kind::Customer, "9")]).await;
    shop.block_next(Kind::Order, vec![tax()]).await;
    let mut abroad = seen_sale("5", "h1");
    if let Some(model::Payload::Order(sale)) = &mut abroad.payload {
        sale.currency = "EUR".to_owned();
    }
    shop.tell(Kind::Order, abroad).await;
    shop.fail_next(Kind::Order, outage()).await;
    let told = Trouble { failures: 2, settings: 2, worth: vec![worth(1_200, "EUR"), worth(4_800, "GBP")] };
    assert_eq!(trouble(&shop, Kind::Order).await, told);
    assert_eq!(trouble(&shop, Kind::Refund).await, Trouble::default());
    assert_eq!(trouble(&shop.neighbour().await, Kind::Order).await, Trouble::default());
}

pub async fn products_need_a_person_without_being_worth_anything(shop: Shop) {
    shop.product("1", "h1").await;
    shop.product("2", "h1").await;
    shop.fail_next(Kind::Product, no_sku()).await;
    shop.block_next(Kind::Product, vec![Block::Classification]).await;
    let told = Trouble { failures: 1, settings: 1, worth: Vec::new() };
    assert_eq!(trouble(&shop, Kind::Product).await, told);
}

async fn backlog(shop: &Shop, kind: Kind) -> Option<Backlog> {
    shop.store.backlog(shop.merchant, kind).await.unwrap()
}

pub async fn what_waits_longest_tells_how_far_a_log_is_behind(shop: Shop) {
    assert_eq!(backlog(&shop, Kind::Product).await, None);
    shop.product("1", "h1").await;
    let since = shop.store.record_by_ref(shop.merchant, Kind::Product, "1").await.unwrap().unwrap().due_at;
    shop.seconds_pass(90);
    shop.product("2", "h1").await;
    let told = backlog(&shop, Kind::Product).await.unwrap();
    assert_eq!((Some(told.since), told.first_reading), (since, true));
    assert_eq!(backlog(&shop, Kind::Order).await, None);
    shop.claim(Kind::Product, 2).await;
    assert_eq!(backlog(&shop, Kind::Product).await, None);
}

pub async fn a_try_that_is_not_due_yet_is_no_backlog(shop: Shop) {
    shop.product("1", "h1").await;
    let claim = shop.claim_one(Kind::Product).await;
    let at = shop.store.now().await.unwrap().plus(Duration::from_secs(30));
    shop.settle(&claim, End::Retry { failure: outage(), at, of: 5 }).await;
    assert_eq!(backlog(&shop, Kind::Product).await, None);
    shop.seconds_pass(31);
    assert_eq!(backlog(&shop, Kind::Product).await.unwrap().since, at);
}

pub async fn what_comes_later_is_not_part_of_the_first_reading(shop: Shop) {
    shop.product("1", "h1").await;
    shop.sync_next(Kind::Product, "51").await;
    shop.product("1", "h2").await;
    assert!(!backlog(&shop, Kind::Product).await.unwrap().first_reading);
    shop.sync_next(Kind::Product, "51").await;
    shop.pass(HOUR * 25);
    shop.product("2", "h1").await;
    assert!(!backlog(&shop, Kind::Product).await.unwrap().first_reading);
}
