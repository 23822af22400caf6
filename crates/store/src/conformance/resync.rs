//! A person asks.

use std::time::Duration;

use model::{Asker, Doing, Kind, Platform, RecordId, Status, SyncState, Waiting};
use uuid::Uuid;

use super::Shop;
use super::shop::{no_sku, outage, queued, synced, tax};
use crate::{End, ResyncAnswer};

fn ana() -> Asker {
    Asker::Person { name: "Ana".to_owned() }
}

async fn press(shop: &Shop, id: RecordId) -> ResyncAnswer {
    let answers = shop.store.resync(shop.merchant, &[id], "Ana").await.unwrap();
    assert_eq!(answers[0].0, id);
    answers[0].1
}

pub async fn a_failed_row_is_due_now_and_says_who_asked(shop: Shop) {
    let id = shop.product("1", "h1").await;
    shop.fail_next(Kind::Product, no_sku()).await;
    assert_eq!(press(&shop, id).await, ResyncAnswer::Queued);
    let record = shop.record(id).await;
    assert_eq!((record.state, record.attempts), (queued(), 0));
    let claim = shop.claim_one(Kind::Product).await;
    assert_eq!((claim.asked_by.clone(), claim.forced), (ana(), true));
    shop.settle(&claim, synced("512")).await;
    shop.product("1", "h2").await;
    let claim = shop.claim_one(Kind::Product).await;
    assert_eq!((claim.asked_by, claim.forced), (Asker::Schedule, false));
}

pub async fn pressing_twice_is_pressing_once(shop: Shop) {
    let id = shop.product("1", "h1").await;
    shop.sync_next(Kind::Product, "512").await;
    assert_eq!(press(&shop, id).await, ResyncAnswer::Queued);
    let (writes, event) = (shop.writes().await, shop.newest_event().await);
    assert_eq!(shop.store.resync(shop.merchant, &[id], "Bo").await.unwrap(), [(id, ResyncAnswer::Queued)]);
    assert_eq!((shop.writes().await, shop.newest_event().await), (writes, event));
    assert_eq!(shop.sync_next(Kind::Product, "512").await.asked_by, ana());
    assert!(shop.claim(Kind::Product, 1).await.is_empty());
}

pub async fn a_row_in_work_runs_once_more_afterwards(shop: Shop) {
    let id = shop.product("1", "h1").await;
    let claim = shop.claim_one(Kind::Product).await;
    assert_eq!(press(&shop, id).await, ResyncAnswer::InWork);
    let writes = shop.writes().await;
    assert_eq!(press(&shop, id).await, ResyncAnswer::InWork);
    assert_eq!(shop.writes().await, writes);
    assert!(shop.record(id).await.resync_asked);
    shop.settle(&claim, synced("512")).await;
    let record = shop.record(id).await;
    assert_eq!((record.state, record.resync_asked, record.synced_revision), (queued(), false, Some(1)));
    let again = shop.claim_one(Kind::Product).await;
    assert_eq!((again.asked_by.clone(), again.forced), (ana(), true));
    shop.settle(&again, synced("512")).await;
    assert_eq!(shop.state(id).await.status(), Status::Synced);
}

pub async fn a_row_being_looked_for_is_only_flagged(shop: Shop) {
    let id = shop.sale("1").await;
    shop.crash_with_intent(Kind::Order).await;
    let before = shop.record(id).await;
    assert_eq!(press(&shop, id).await, ResyncAnswer::InWork);
    let after = shop.record(id).await;
    assert_eq!((after.state, after.due_at), (before.state, before.due_at));
    assert!(after.resync_asked);
}

pub async fn a_flagged_row_that_is_checked_again_keeps_the_flag(shop: Shop) {
    let id = shop.sale("1").await;
    let claim = shop.claim_one(Kind::Order).await;
    shop.intend(claim.key, "order").await;
    press(&shop, id).await;
    let at = shop.store.now().await.unwrap();
    shop.settle(&claim, End::Check { at }).await;
    assert!(matches!(shop.state(id).await, SyncState::Processing(Doing::CheckingArrival { .. })));
    shop.sync_next(Kind::Order, "7001").await;
    assert_eq!(shop.state(id).await, queued());
    assert!(shop.claim_one(Kind::Order).await.forced);
}

pub async fn a_blocked_row_is_tried_now(shop: Shop) {
    let id = shop.sale("1").await;
    shop.block_next(Kind::Order, vec![tax()]).await;
    assert_eq!(press(&shop, id).await, ResyncAnswer::Queued);
    assert_eq!(shop.state(id).await, queued());
    shop.block_next(Kind::Order, vec![tax()]).await;
    assert_eq!(shop.state(id).await, SyncState::Pending(Waiting::Blocked { by: vec![tax()] }));
}

pub async fn a_row_that_waits_for_its_next_try_is_tried_now_from_the_first(shop: Shop) {
    let id = shop.product("1", "h1").await;
    let later = shop.store.now().await.unwrap().plus(Duration::from_secs(600));
    let throttled = End::Throttled { platform: Platform::Lightspeed, until: later };
    for end in [End::Retry { failure: outage(), at: later, of: 8 }, throttled] {
        let claim = shop.claim_one(Kind::Product).await;
        shop.settle(&claim, end).await;
        assert!(shop.claim(Kind::Product, 1).await.is_empty());
        assert_eq!(press(&shop, id).await, ResyncAnswer::Queued);
        assert_eq!(shop.record(id).await.attempts, 0);
    }
    assert_eq!(shop.claim(Kind::Product, 1).await.len(), 1);
}

pub async fn a_wish_during_the_work_beats_a_pause_after_it(shop: Shop) {
    let id = shop.product("1", "h1").await;
    let claim = shop.claim_one(Kind::Product).await;
    press(&shop, id).await;
    let at = shop.store.now().await.unwrap().plus(Duration::from_secs(600));
    shop.settle(&claim, End::Retry { failure: outage(), at, of: 8 }).await;
    assert!(shop.claim_one(Kind::Product).await.forced);
}

pub async fn a_wish_survives_a_retry(shop: Shop) {
    let id = shop.product("1", "h1").await;
    press(&shop, id).await;
    let claim = shop.claim_one(Kind::Product).await;
    let at = shop.store.now().await.unwrap();
    shop.settle(&claim, End::Retry { failure: outage(), at, of: 8 }).await;
    let again = shop.claim_one(Kind::Product).await;
    assert_eq!((again.asked_by, again.forced), (ana(), true));
}

pub async fn a_record_of_another_merchant_is_not_there(shop: Shop) {
    let neighbour = shop.neighbour().await;
    let theirs = neighbour.product("1", "h1").await;
    assert_eq!(press(&shop, theirs).await, ResyncAnswer::NotThere);
    assert_eq!(press(&shop, RecordId(Uuid::from_u128(5))).await, ResyncAnswer::NotThere);
}
