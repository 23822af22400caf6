//! Waiting for settings and parents without ever sleeping through the wake-up.

use model::{Asker, Block, Kind, Outcome, RecordId, Settings, SyncState, Waiting};

use super::Shop;
use super::shop::{is_blocked, parent, queued, seen_sale, settlement, synced, tax};
use crate::{End, Retest, Settled};

fn item() -> Block {
    Block::Item { id: "512".to_owned(), name: "Brass kettle".to_owned(), sku: "KETTLE-1".to_owned() }
}

async fn save_settings(shop: &Shop) -> i64 {
    let current = shop.store.settings(shop.merchant).await.unwrap().version;
    shop.store.save_settings(shop.merchant, "Ana", current, &Settings::default()).await.unwrap()
}

async fn blocked_refs(shop: &Shop, key: &str) -> Vec<String> {
    let records = shop.store.blocked_by(shop.merchant, &[key.to_owned()], 0, 10).await.unwrap();
    records.into_iter().map(|record| record.source_ref).collect()
}

async fn free(shop: &Shop, id: RecordId) -> u64 {
    shop.store.retest(shop.merchant, 1, &[(id, Retest::Free)]).await.unwrap()
}

pub async fn a_blocked_row_sleeps_and_is_found_by_what_it_waits_for(shop: Shop) {
    let id = shop.sale("1").await;
    shop.block_next(Kind::Order, vec![tax(), item()]).await;
    let record = shop.record(id).await;
    assert_eq!(record.state, SyncState::Pending(Waiting::Blocked { by: vec![tax(), item()] }));
    assert_eq!((record.due_at, record.attempts), (None, 0));
    shop.seconds_pass(1_000_000);
    assert!(shop.claim(Kind::Order, 1).await.is_empty());
    assert_eq!(blocked_refs(&shop, "tax:1:2:20 %").await, ["1"]);
    assert_eq!(blocked_refs(&shop, "item:512").await, ["1"]);
    assert!(blocked_refs(&shop, "tax:9:9:20 %").await.is_empty());
}

pub async fn blocked_rows_come_oldest_first_once_each_and_in_pages(shop: Shop) {
    for source_ref in ["3", "1", "2"] {
        shop.sale(source_ref).await;
        shop.block_next(Kind::Order, vec![tax(), item()]).await;
    }
    let keys = [tax().to_string(), item().to_string()];
    let first = shop.store.blocked_by(shop.merchant, &keys, 0, 2).await.unwrap();
    let rest = shop.store.blocked_by(shop.merchant, &keys, first[1].seq, 2).await.unwrap();
    let refs: Vec<String> = first.into_iter().chain(rest).map(|record| record.source_ref).collect();
    assert_eq!(refs, ["3", "1", "2"]);
}

pub async fn settings_saved_before_the_block_leave_the_row_due(shop: Shop) {
    let id = shop.sale("1").await;
    let settings_version = shop.store.settings(shop.merchant).await.unwrap().version;
    let claim = shop.claim_one(Kind::Order).await;
    save_settings(&shop).await;
    shop.settle(&claim, End::Blocked { by: vec![tax()], settings_version }).await;
    assert_eq!(shop.state(id).await, queued());
    assert!(blocked_refs(&shop, "tax:1:2:20 %").await.is_empty());
    assert_eq!(shop.claim_refs(Kind::Order).await, ["1"]);
}

pub async fn settings_saved_after_the_block_find_the_row_and_free_it(shop: Shop) {
    let id = shop.sale("1").await;
    shop.block_next(Kind::Order, vec![tax()]).await;
    save_settings(&shop).await;
    assert_eq!(blocked_refs(&shop, "tax:1:2:20 %").await, ["1"]);
    assert_eq!(free(&shop, id).await, 1);
    assert_eq!(shop.state(id).await, queued());
    let claim = shop.claim_one(Kind::Order).await;
    assert_eq!(claim.asked_by, Asker::Release);
}

pub async fn a_parent_settled_before_the_block_leaves_the_child_due(shop: Shop) {
    shop.customer("8").await;
    let child = shop.sale("1").await;
    let claim = shop.claim_one(Kind::Order).await;
    shop.sync_next(Kind::Customer, "300").await;
    let end = End::Blocked { by: vec![parent(Kind::Customer, "8")], settings_version: 0 };
    shop.settle(&claim, end).await;
    assert_eq!(shop.state(child).await, queued());
    assert_eq!(shop.claim(Kind::Order, 1).await.len(), 1);
}

pub async fn a_parent_settled_after_the_block_releases_the_child(shop: Shop) {
    shop.customer("8").await;
    let child = shop.sale("1").await;
    shop.block_next(Kind::Order, vec![parent(Kind::Customer, "8")]).await;
    shop.sync_next(Kind::Customer, "300").await;
    assert_eq!(shop.state(child).await, queued());
    assert_eq!(shop.claim_one(Kind::Order).await.asked_by, Asker::Release);
}

pub async fn a_product_linked_before_the_block_leaves_the_sale_due(shop: Shop) {
    shop.product("1007", "h1").await;
    let child = shop.sale("1").await;
    let claim = shop.claim_one(Kind::Order).await;
    shop.sync_next(Kind::Product, "512").await;
    shop.settle(&claim, End::Blocked { by: vec![item()], settings_version: 0 }).await;
    assert_eq!(shop.state(child).await, queued());
}

pub async fn a_product_linked_after_the_block_releases_the_sale(shop: Shop) {
    shop.product("1007", "h1").await;
    let child = shop.sale("1").await;
    shop.block_next(Kind::Order, vec![item()]).await;
    shop.sync_next(Kind::Product, "512").await;
    assert_eq!(shop.state(child).await, queued());
}

pub async fn a_child_with_two_blocks_keeps_waiting_for_the_other(shop: Shop) {
    shop.customer("8").await;
    let child = shop.sale("1").await;
    shop.block_next(Kind::Order, vec![parent(Kind::Customer, "8"), tax()]).await;
    shop.sync_next(Kind::Customer, "300").await;
    let record = shop.record(child).await;
    assert_eq!(record.state, SyncState::Pending(Waiting::Blocked { by: vec![tax()] }));
    assert_eq!(record.due_at, None);
    assert!(blocked_refs(&shop, "parent:customer:8").await.is_empty());
    assert_eq!(free(&shop, child).await, 1);
}

pub async fn a_child_waits_for_the_parents_link_not_for_its_status(shop: Shop) {
    shop.customer("8").await;
    let child = shop.sale("1").await;
    shop.block_next(Kind::Order, vec![parent(Kind::Customer, "8")]).await;
    let claim = shop.claim_one(Kind::Customer).await;
    let skipped =
        End::Synced { target_ref: None, outcome: Outcome::Skipped { reason: "archived".to_owned() } };
    assert_eq!(shop.settle(&claim, skipped).await, Settled::Done);
    assert!(is_blocked(&shop.state(child).await));
}

pub async fn a_sale_that_is_not_posted_lets_its_returns_decide(shop: Shop) {
    let skipped =
        || End::Synced { target_ref: None, outcome: Outcome::Skipped { reason: "a test".to_owned() } };
    shop.sale("901").await;
    let back = super::shop::seen_sale("934:credit:901", "h1");
    shop.tell(Kind::Order, crate::Seen { kind: Kind::Refund, payload: None, ..back }).await;
    shop.block_next(Kind::Refund, vec![parent(Kind::Order, "901")]).await;
    let claim = shop.claim_one(Kind::Order).await;
    assert_eq!(shop.settle(&claim, skipped()).await, Settled::Done);
    let released = shop.claim_one(Kind::Refund).await;
    let settings_version = 0;
    shop.settle(&released, End::Blocked { by: vec![parent(Kind::Order, "901")], settings_version }).await;
    assert_eq!(shop.claim_refs(Kind::Refund).await, ["934:credit:901"], "nor does it fall asleep afterwards");
}

pub async fn a_parent_linked_and_failing_now_holds_no_child_up(shop: Shop) {
    shop.customer("8").await;
    shop.sync_next(Kind::Customer, "300").await;
    shop.tell(
        Kind::Customer,
        crate::Seen { hash: "h2".to_owned(), ..super::shop::seen_customer("8", "Jill", "jill@example.test") },
    )
    .await;
    shop.fail_next(Kind::Customer, super::shop::no_sku()).await;
    let child = shop.sale("1").await;
    shop.block_next(Kind::Order, vec![parent(Kind::Customer, "8")]).await;
    assert_eq!(shop.state(child).await, queued());
}

pub async fn a_parent_becomes_as_urgent_as_its_child(shop: Shop) {
    for (source_ref, email) in [("7", "g@b.test"), ("8", "h@b.test")] {
        shop.tell(Kind::Customer, super::shop::seen_customer(source_ref, "Jill", email)).await;
        shop.seconds_pass(1);
    }
    let child = shop.sale("1").await;
    shop.store.resync(shop.merchant, &[child], "Ana").await.unwrap();
    shop.block_next(Kind::Order, vec![parent(Kind::Customer, "8")]).await;
    let refs: Vec<String> =
        shop.claim(Kind::Customer, 1).await.into_iter().map(|claim| claim.record.source_ref).collect();
    assert_eq!(refs, ["8"]);
}

pub async fn a_product_that_a_sale_waits_for_is_brought_forward_by_its_sku(shop: Shop) {
    for (reference, sku) in [("1", "POT-1"), ("2", "kettle-1"), ("3", "PAN-1")] {
        shop.tell(Kind::Product, super::shop::named_product(reference, "Something", sku)).await;
    }
    shop.sale("901").await;
    shop.block_next(Kind::Order, vec![item()]).await;
    assert_eq!(shop.claim_refs(Kind::Product).await, ["2", "1", "3"]);
}

pub async fn a_test_that_still_fails_says_what_is_left(shop: Shop) {
    let id = shop.sale("1").await;
    shop.block_next(Kind::Order, vec![tax(), item()]).await;
    let released = shop.store.retest(shop.merchant, 1, &[(id, Retest::Still(vec![item()]))]).await.unwrap();
    assert_eq!(released, 0);
    assert_eq!(shop.state(id).await, SyncState::Pending(Waiting::Blocked { by: vec![item()] }));
    assert!(blocked_refs(&shop, "tax:1:2:20 %").await.is_empty());
    let (event, writes) = (shop.newest_event().await, shop.writes().await);
    shop.store.retest(shop.merchant, 1, &[(id, Retest::Still(vec![item()]))]).await.unwrap();
    assert_eq!((shop.newest_event().await, shop.writes().await), (event, writes));
}

pub async fn a_parent_linked_during_a_test_is_not_overlooked(shop: Shop) {
    shop.customer("8").await;
    let id = shop.sale("1").await;
    shop.block_next(Kind::Order, vec![parent(Kind::Customer, "8"), tax()]).await;
    let tested = Retest::Still(vec![parent(Kind::Customer, "8")]);
    shop.sync_next(Kind::Customer, "300").await;
    shop.store.retest(shop.merchant, 1, &[(id, tested)]).await.unwrap();
    assert_eq!(shop.state(id).await, queued());
}

pub async fn a_test_that_names_something_new_lets_the_row_be_tried(shop: Shop) {
    let id = shop.sale("1").await;
    shop.block_next(Kind::Order, vec![tax()]).await;
    let tested = Retest::Still(vec![Block::Classification]);
    shop.store.retest(shop.merchant, 1, &[(id, tested)]).await.unwrap();
    assert_eq!(
        shop.state(id).await,
        queued(),
        "its setting may have been saved before the row waited for it"
    );
}

pub async fn a_test_leaves_rows_alone_that_no_longer_wait(shop: Shop) {
    let id = shop.sale("1").await;
    shop.sync_next(Kind::Order, "7001").await;
    let before = shop.record(id).await;
    let results = [(id, Retest::Still(vec![tax()])), (id, Retest::Free)];
    assert_eq!(shop.store.retest(shop.merchant, 1, &results).await.unwrap(), 0);
    assert_eq!(shop.record(id).await, before);
}

pub async fn news_from_the_source_during_the_test_leaves_the_row_due(shop: Shop) {
    let id = shop.sale("1").await;
    let claim = shop.claim_one(Kind::Order).await;
    shop.tell(Kind::Order, seen_sale("1", "h2")).await;
    shop.settle(&claim, End::Blocked { by: vec![tax()], settings_version: 0 }).await;
    assert_eq!(shop.state(id).await, queued());
}

pub async fn news_from_the_source_wakes_a_blocked_row(shop: Shop) {
    let id = shop.sale("1").await;
    shop.block_next(Kind::Order, vec![tax()]).await;
    shop.tell(Kind::Order, seen_sale("1", "h2")).await;
    assert_eq!(shop.state(id).await, queued());
    assert!(blocked_refs(&shop, "tax:1:2:20 %").await.is_empty());
}

pub async fn changed_settings_give_a_row_its_next_revision_once(shop: Shop) {
    let id = shop.product("1", "h1").await;
    shop.sync_next(Kind::Product, "512").await;
    let rows = [(id, "h9".to_owned())];
    assert_eq!(shop.store.reach(shop.merchant, 1, &rows).await.unwrap(), 1);
    let record = shop.record(id).await;
    assert_eq!((record.state, record.revision), (queued(), 2));
    let writes = shop.writes().await;
    assert_eq!(shop.store.reach(shop.merchant, 1, &rows).await.unwrap(), 0);
    assert_eq!(shop.writes().await, writes);
    assert_eq!(shop.claim_one(Kind::Product).await.asked_by, Asker::Release);
}

pub async fn changed_settings_let_a_row_in_work_run_once_more(shop: Shop) {
    let id = shop.product("1", "h1").await;
    let claim = shop.claim_one(Kind::Product).await;
    shop.store.reach(shop.merchant, 1, &[(id, "h9".to_owned())]).await.unwrap();
    shop.store.settle(claim.key, settlement(&claim, synced("512"))).await.unwrap();
    assert_eq!(shop.state(id).await, queued());
}

pub async fn what_records_wait_for_is_counted_with_what_they_are_worth(shop: Shop) {
    for source_ref in ["1", "2"] {
        shop.sale(source_ref).await;
        shop.block_next(Kind::Order, vec![tax(), item()]).await;
    }
    shop.product("7", "h1").await;
    shop.block_next(Kind::Product, vec![Block::Classification]).await;
    let mut waits = shop.store.waits(shop.merchant).await.unwrap();
    waits.sort_by_key(|wait| wait.block.to_string());
    let said: Vec<(Block, i64, i64)> = waits
        .into_iter()
        .map(|wait| (wait.block, wait.records, wait.worth.iter().map(|money| money.minor).sum()))
        .collect();
    assert_eq!(said, [(Block::Classification, 1, 0), (tax(), 2, 2_400)]);
}

pub async fn what_a_save_released_is_followed_until_it_is_in_step(shop: Shop) {
    let mut ids = Vec::new();
    for source_ref in ["1", "2", "3"] {
        ids.push(shop.sale(source_ref).await);
        shop.block_next(Kind::Order, vec![tax()]).await;
    }
    let results: Vec<_> = ids.iter().map(|id| (*id, Retest::Free)).collect();
    shop.store.retest(shop.merchant, 4, &results).await.unwrap();
    let released = async || shop.store.released(shop.merchant, 4).await.unwrap();
    assert_eq!((released().await.going, released().await.all()), (3, 3));
    shop.sync_next(Kind::Order, "700").await;
    shop.block_next(Kind::Order, vec![item()]).await;
    let now = released().await;
    assert_eq!((now.going, now.synced, now.blocked), (1, 1, 1));
    assert_eq!(shop.store.released(shop.merchant, 3).await.unwrap().all(), 0);
    // A later save takes over what it releases.
    shop.store.retest(shop.merchant, 5, &[(ids[1], Retest::Free)]).await.unwrap();
    assert_eq!(shop.store.released(shop.merchant, 5).await.unwrap().going, 1);
    assert_eq!(released().await.all(), 2);
}

pub async fn a_save_racing_with_a_block_never_leaves_a_row_asleep(shop: Shop) {
    for round in 0..40 {
        let id = shop.sale(&round.to_string()).await;
        let version = shop.store.settings(shop.merchant).await.unwrap().version;
        let claim = shop.claim_one(Kind::Order).await;
        let blocking = async {
            shop.settle(&claim, End::Blocked { by: vec![tax()], settings_version: version }).await;
        };
        let saving = async {
            save_settings(&shop).await;
            let waiting = shop.store.blocked_by(shop.merchant, &[tax().to_string()], 0, 10).await.unwrap();
            for record in waiting {
                free(&shop, record.id).await;
            }
        };
        // Whoever is asked first mostly comes first: both orders get their turn.
        if round % 2 == 0 {
            super::walk::both(blocking, saving).await;
        } else {
            super::walk::both(saving, blocking).await;
        }
        assert_eq!(shop.state(id).await, queued(), "round {round}");
        shop.sync_next(Kind::Order, &format!("70{round}")).await;
    }
}
