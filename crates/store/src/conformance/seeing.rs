//! What a source told.

use model::{Asker, Kind, Status, SyncState};

use super::Shop;
use super::shop::{id, no_sku, queued, seen_product, seen_sale, synced};
use crate::{End, Seen, SeenAs, Start};

pub async fn a_row_seen_first_is_queued_due_now_and_told_as_new(shop: Shop) {
    let answer = shop.tell(Kind::Product, seen_product("1", "h1")).await;
    assert!(matches!(answer, SeenAs::New(_)));
    let record = shop.record(id(answer)).await;
    assert_eq!(record.state, queued());
    assert!(record.due_at.unwrap() <= shop.store.now().await.unwrap());
    assert_eq!((record.revision, record.synced_revision, record.attempts), (1, None, 0));
    let events = shop.store.events_after(shop.merchant, 0, 10).await.unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!((events[0].record, events[0].status, events[0].new), (record.id, Status::Pending, true));
    assert_eq!(shop.store.counts(shop.merchant, Kind::Product).await.unwrap().pending, 1);
}

pub async fn a_row_told_again_unchanged_writes_nothing(shop: Shop) {
    let rows = [seen_product("1", "h1"), seen_product("2", "h1")];
    shop.store.see(shop.merchant, Kind::Product, &rows, Some("page 1")).await.unwrap();
    let before = (shop.writes().await, shop.newest_event().await);
    let again = shop.store.see(shop.merchant, Kind::Product, &rows, Some("page 1")).await.unwrap();
    assert!(again.iter().all(|answer| matches!(answer, SeenAs::Same(_))));
    assert_eq!((shop.writes().await, shop.newest_event().await), before);
}

pub async fn answers_come_in_the_order_of_the_sightings(shop: Shop) {
    let second = shop.product("2", "h1").await;
    let rows = [seen_product("1", "h1"), seen_product("2", "h2"), seen_product("2", "h2")];
    let answers = shop.store.see(shop.merchant, Kind::Product, &rows, None).await.unwrap();
    assert!(matches!(answers[0], SeenAs::New(_)));
    assert_eq!(answers[1..], [SeenAs::Changed(second), SeenAs::Same(second)]);
}

pub async fn the_cursor_is_kept_with_the_rows(shop: Shop) {
    shop.store.see(shop.merchant, Kind::Product, &[seen_product("1", "h1")], Some("page 2")).await.unwrap();
    let flow = shop.store.flow(shop.merchant, Kind::Product).await.unwrap();
    assert_eq!(flow.cursor.as_deref(), Some("page 2"));
    assert_eq!(shop.store.flow(shop.merchant, Kind::Order).await.unwrap().cursor, None);
}

pub async fn a_changed_row_is_due_again_with_the_next_revision(shop: Shop) {
    let id = shop.product("1", "h1").await;
    shop.sync_next(Kind::Product, "512").await;
    assert_eq!(shop.tell(Kind::Product, seen_product("1", "h2")).await, SeenAs::Changed(id));
    let record = shop.record(id).await;
    assert_eq!((record.state, record.revision, record.synced_revision), (queued(), 2, Some(1)));
    assert_eq!(record.target_ref.as_deref(), Some("512"));
    assert_eq!(shop.claim_refs(Kind::Product).await, ["1"]);
}

pub async fn a_change_in_flight_puts_the_row_back_after_settling(shop: Shop) {
    let id = shop.product("1", "h1").await;
    let claim = shop.claim_one(Kind::Product).await;
    shop.product("1", "h2").await;
    assert_eq!(shop.record(id).await.revision, 2);
    assert!(shop.claim(Kind::Product, 1).await.is_empty(), "a row in work is not claimed again");
    shop.settle(&claim, synced("512")).await;
    let record = shop.record(id).await;
    assert_eq!((record.state, record.synced_revision, record.attempts), (queued(), Some(1), 0));
    assert_eq!(shop.claim_one(Kind::Product).await.record.revision, 2);
}

pub async fn a_change_in_flight_revives_a_row_that_fails_meanwhile(shop: Shop) {
    let id = shop.product("1", "h1").await;
    let claim = shop.claim_one(Kind::Product).await;
    shop.product("1", "h2").await;
    shop.settle(&claim, End::Failed { failure: no_sku() }).await;
    let record = shop.record(id).await;
    assert_eq!((record.state, record.attempts), (queued(), 0));
}

pub async fn a_failed_row_whose_source_changes_is_tried_from_the_first_attempt(shop: Shop) {
    let id = shop.product("1", "h1").await;
    shop.fail_next(Kind::Product, no_sku()).await;
    assert_eq!(shop.record(id).await.attempts, 1);
    shop.product("1", "h2").await;
    let record = shop.record(id).await;
    assert_eq!((record.state, record.attempts), (queued(), 0));
}

pub async fn a_row_that_cannot_be_read_fails_at_once_and_keeps_what_was_known(shop: Shop) {
    let id = shop.product("1", "h1").await;
    shop.sync_next(Kind::Product, "512").await;
    let unreadable = Seen { payload: None, start: Start::Fail(no_sku()), ..seen_product("1", "h2") };
    assert_eq!(shop.tell(Kind::Product, unreadable).await, SeenAs::Changed(id));
    let record = shop.record(id).await;
    assert_eq!(record.state, SyncState::Failed(no_sku()));
    assert!(record.payload.is_some());
    assert_eq!(record.due_at, None);
}

pub async fn a_row_that_could_never_be_read_is_listed_as_failed(shop: Shop) {
    let unreadable = Seen { payload: None, start: Start::Fail(no_sku()), ..seen_product("1", "h1") };
    let id = id(shop.tell(Kind::Product, unreadable).await);
    assert_eq!(shop.state(id).await, SyncState::Failed(no_sku()));
    assert_eq!(shop.store.counts(shop.merchant, Kind::Product).await.unwrap().failed, 1);
    assert!(shop.claim(Kind::Product, 1).await.is_empty());
}

pub async fn an_unreadable_sighting_of_a_row_in_work_is_news_again_next_time(shop: Shop) {
    let id = shop.product("1", "h1").await;
    let claim = shop.claim_one(Kind::Product).await;
    let unreadable = Seen { payload: None, start: Start::Fail(no_sku()), ..seen_product("1", "h2") };
    assert_eq!(shop.tell(Kind::Product, unreadable.clone()).await, SeenAs::Same(id));
    shop.settle(&claim, synced("512")).await;
    assert_eq!(shop.tell(Kind::Product, unreadable).await, SeenAs::Changed(id));
    assert_eq!(shop.state(id).await, SyncState::Failed(no_sku()));
}

pub async fn a_change_of_a_queued_row_is_not_told_as_a_change_of_status(shop: Shop) {
    let id = shop.product("1", "h1").await;
    let (before, event) = (shop.record(id).await, shop.newest_event().await);
    shop.seconds_pass(5);
    shop.product("1", "h2").await;
    assert_eq!(shop.newest_event().await, event);
    assert_eq!(shop.record(id).await.updated_at, before.updated_at);
}

pub async fn merchants_do_not_see_each_others_rows(shop: Shop) {
    let neighbour = shop.neighbour().await;
    let ours = shop.product("1", "h1").await;
    let theirs = neighbour.product("1", "h1").await;
    assert_ne!(ours, theirs);
    assert_eq!(shop.store.record(shop.merchant, theirs).await.unwrap(), None);
    assert_eq!(neighbour.claim(Kind::Product, 10).await.len(), 1);
    assert_eq!(shop.store.counts(shop.merchant, Kind::Product).await.unwrap().all(), 1);
    assert_eq!(shop.store.merchants().await.unwrap().len(), 2);
}

pub async fn a_record_is_found_by_its_reference_and_walked_in_order(shop: Shop) {
    for source_ref in ["3", "1", "2"] {
        shop.sale(source_ref).await;
    }
    let found = shop.store.record_by_ref(shop.merchant, Kind::Order, "1").await.unwrap().unwrap();
    assert_eq!(found.payload, seen_sale("1", "h1").payload);
    assert_eq!(shop.store.record_by_ref(shop.merchant, Kind::Product, "1").await.unwrap(), None);
    let first = shop.store.walk(shop.merchant, Kind::Order, 0, 2).await.unwrap();
    let rest = shop.store.walk(shop.merchant, Kind::Order, first[1].seq, 2).await.unwrap();
    let refs: Vec<String> = first.into_iter().chain(rest).map(|record| record.source_ref).collect();
    assert_eq!(refs, ["3", "1", "2"]);
    assert_eq!(shop.claim_one(Kind::Order).await.asked_by, Asker::Schedule);
}
