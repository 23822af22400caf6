//! How work ends.

use std::time::Duration;

use model::outgoing::StockDraft;
use model::{
    Asker, AttemptEnd, ConnectionState, Doing, Kind, Outcome, Outgoing, Platform, Status, SyncState, Waiting,
    When,
};

use super::Shop;
use super::connections::connection;
use super::shop::{attempt, no_sku, outage, queued, settlement, synced};
use crate::{End, LinkAsk, Settled, Settlement, Standing};

pub async fn a_synced_row_is_linked_and_its_tries_are_forgotten(shop: Shop) {
    let id = shop.product("1", "h1").await;
    let claim = shop.claim_one(Kind::Product).await;
    let at = shop.store.now().await.unwrap();
    shop.settle(&claim, End::Retry { failure: outage(), at, of: 5 }).await;
    shop.sync_next(Kind::Product, "512").await;
    let record = shop.record(id).await;
    assert_eq!(record.state, SyncState::Synced(Outcome::Created));
    assert_eq!((record.attempts, record.synced_revision, record.due_at), (0, Some(1), None));
    assert_eq!(record.target_ref.as_deref(), Some("512"));
    assert_eq!(shop.link(Kind::Product, "1").await.as_deref(), Some("512"));
    let back = LinkAsk::ByTarget(Kind::Product, "512".to_owned());
    let unknown = LinkAsk::ByTarget(Kind::Product, "513".to_owned());
    let answers = shop.store.links(shop.merchant, &[back.clone(), unknown]).await.unwrap();
    assert_eq!(answers.into_iter().collect::<Vec<_>>(), [(back, "1".to_owned())]);
    let counts = shop.store.counts(shop.merchant, Kind::Product).await.unwrap();
    assert_eq!((counts.synced, counts.all()), (1, 1));
    assert!(shop.store.last_synced_at(shop.merchant, Kind::Product).await.unwrap().is_some());
    assert_eq!(shop.store.last_synced_at(shop.merchant, Kind::Order).await.unwrap(), None);
}

pub async fn a_target_that_belongs_to_another_record_is_not_linked_twice(shop: Shop) {
    shop.product("1", "h1").await;
    shop.sync_next(Kind::Product, "512").await;
    let second = shop.product("2", "h1").await;
    let claim = shop.claim_one(Kind::Product).await;
    let writes = shop.writes().await;
    let end = Settlement { attempt: Some(attempt(done())), ..settlement(&claim, synced("512")) };
    let answer = shop.store.settle(claim.key, end).await.unwrap();
    assert_eq!(answer, Settled::Taken { holder: "1".to_owned() });
    assert_eq!(shop.writes().await, writes);
    assert_eq!(shop.record(second).await.target_ref, None);
    assert_eq!(shop.settle(&claim, End::Failed { failure: no_sku() }).await, Settled::Done);
}

pub async fn one_target_id_may_be_used_by_two_kinds(shop: Shop) {
    shop.product("1", "h1").await;
    shop.sync_next(Kind::Product, "512").await;
    shop.sale("1").await;
    shop.sync_next(Kind::Order, "512").await;
    assert_eq!(shop.link(Kind::Order, "1").await.as_deref(), Some("512"));
}

pub async fn two_till_customers_may_be_one_contact(shop: Shop) {
    for source_ref in ["8", "9"] {
        shop.customer(source_ref).await;
        shop.sync_next(Kind::Customer, "300").await;
    }
    assert_eq!(shop.link(Kind::Customer, "9").await.as_deref(), Some("300"));
    let ask = LinkAsk::ByTarget(Kind::Customer, "300".to_owned());
    let answers = shop.store.links(shop.merchant, std::slice::from_ref(&ask)).await.unwrap();
    assert_eq!(answers.get(&ask).map(String::as_str), Some("8"), "the one seen first");
}

pub async fn a_record_may_be_linked_anew(shop: Shop) {
    let id = shop.product("1", "h1").await;
    shop.sync_next(Kind::Product, "512").await;
    shop.product("1", "h2").await;
    shop.sync_next(Kind::Product, "600").await;
    assert_eq!(shop.link(Kind::Product, "1").await.as_deref(), Some("600"));
    assert_eq!(shop.record(id).await.target_ref.as_deref(), Some("600"));
    shop.product("2", "h1").await;
    shop.sync_next(Kind::Product, "512").await;
}

pub async fn a_skip_keeps_the_link_there_is(shop: Shop) {
    let id = shop.product("1", "h1").await;
    shop.sync_next(Kind::Product, "512").await;
    shop.product("1", "h2").await;
    let claim = shop.claim_one(Kind::Product).await;
    let outcome = Outcome::Skipped { reason: "no longer classified".to_owned() };
    shop.settle(&claim, End::Synced { target_ref: None, outcome: outcome.clone() }).await;
    let record = shop.record(id).await;
    assert_eq!((record.state, record.target_ref.as_deref()), (SyncState::Synced(outcome), Some("512")));
}

pub async fn where_a_record_stands_is_told_by_its_link_first(shop: Shop) {
    for sale in ["901", "902", "903"] {
        shop.sale(sale).await;
    }
    shop.sync_next(Kind::Order, "7001").await;
    let claim = shop.claim_one(Kind::Order).await;
    let outcome = Outcome::Skipped { reason: "a test by staff".to_owned() };
    shop.settle(&claim, End::Synced { target_ref: None, outcome }).await;
    let asked: Vec<String> = ["901", "902", "903", "904"].map(str::to_owned).to_vec();
    let standing = shop.store.standing(shop.merchant, Kind::Order, &asked).await.unwrap();
    assert_eq!(standing.get("901"), Some(&Standing::Linked("7001".to_owned())));
    assert_eq!(standing.get("902"), Some(&Standing::Skipped("a test by staff".to_owned())));
    assert_eq!(standing.get("903"), Some(&Standing::Waiting));
    assert_eq!(standing.get("904"), None);
}

pub async fn another_record_of_the_same_person_is_found_by_its_link(shop: Shop) {
    shop.customer("8").await;
    shop.customer("9").await;
    let ask = LinkAsk::BySolo(Kind::Customer, "jill@example.test".to_owned());
    let links = async || shop.store.links(shop.merchant, std::slice::from_ref(&ask)).await.unwrap();
    assert!(links().await.is_empty());
    shop.sync_next(Kind::Customer, "300").await;
    assert_eq!(links().await.get(&ask).map(String::as_str), Some("300"));
}

pub async fn a_retry_counts_an_attempt_and_says_which(shop: Shop) {
    let id = shop.product("1", "h1").await;
    for n in 1..=2 {
        let claim = shop.claim_one(Kind::Product).await;
        let at = shop.store.now().await.unwrap().plus(Duration::from_secs(5));
        shop.settle(&claim, End::Retry { failure: outage(), at, of: 8 }).await;
        let record = shop.record(id).await;
        let waiting = Waiting::TryingAgain { attempt: n, of: 8, at, failure: outage() };
        assert_eq!(
            (record.state, record.attempts, record.due_at),
            (SyncState::Pending(waiting), n, Some(at))
        );
        shop.seconds_pass(6);
    }
}

pub async fn throttling_counts_no_attempt(shop: Shop) {
    let id = shop.product("1", "h1").await;
    let claim = shop.claim_one(Kind::Product).await;
    let until = shop.store.now().await.unwrap().plus(Duration::from_secs(20));
    shop.settle(&claim, End::Throttled { platform: Platform::Lightspeed, until }).await;
    let record = shop.record(id).await;
    assert_eq!(
        record.state,
        SyncState::Pending(Waiting::Throttled { platform: Platform::Lightspeed, until })
    );
    assert_eq!((record.attempts, record.due_at), (0, Some(until)));
    assert!(shop.store.attempts(shop.merchant, id).await.unwrap().is_empty());
}

pub async fn a_row_with_a_lost_connection_sleeps_until_it_is_back(shop: Shop) {
    let id = shop.product("1", "h1").await;
    let lost = ConnectionState::Lost { why: "refused".to_owned(), since: When(1) };
    shop.store.save_connection(shop.merchant, Platform::Lightspeed, &connection()).await.unwrap();
    shop.store.set_connection_state(shop.merchant, Platform::Lightspeed, &lost).await.unwrap();
    let claim = shop.claim_one(Kind::Product).await;
    shop.settle(&claim, End::ConnectionLost { platform: Platform::Lightspeed }).await;
    let record = shop.record(id).await;
    let waiting = Waiting::ConnectionLost { platform: Platform::Lightspeed };
    assert_eq!((record.state, record.attempts, record.due_at), (SyncState::Pending(waiting), 0, None));
    let working = ConnectionState::Working;
    shop.store.set_connection_state(shop.merchant, Platform::Brightpearl, &working).await.unwrap();
    assert!(shop.claim(Kind::Product, 1).await.is_empty(), "the other platform wakes nobody");
    shop.store.set_connection_state(shop.merchant, Platform::Lightspeed, &working).await.unwrap();
    assert_eq!(shop.state(id).await, queued());
    assert_eq!(shop.claim(Kind::Product, 1).await.len(), 1);
}

pub async fn a_connection_mended_before_the_row_settles_leaves_nobody_asleep(shop: Shop) {
    let id = shop.product("1", "h1").await;
    let claim = shop.claim_one(Kind::Product).await;
    shop.store.save_connection(shop.merchant, Platform::Lightspeed, &connection()).await.unwrap();
    shop.settle(&claim, End::ConnectionLost { platform: Platform::Lightspeed }).await;
    assert_eq!(shop.state(id).await, queued());
    assert_eq!(shop.claim(Kind::Product, 1).await.len(), 1);
}

pub async fn a_new_connection_wakes_rows_that_waited_for_one(shop: Shop) {
    shop.product("1", "h1").await;
    let claim = shop.claim_one(Kind::Product).await;
    shop.settle(&claim, End::ConnectionLost { platform: Platform::Lightspeed }).await;
    assert!(shop.claim(Kind::Product, 1).await.is_empty());
    shop.store.save_connection(shop.merchant, Platform::Lightspeed, &connection()).await.unwrap();
    assert_eq!(shop.claim(Kind::Product, 1).await.len(), 1);
}

pub async fn a_failed_row_waits_for_a_person(shop: Shop) {
    let id = shop.product("1", "h1").await;
    shop.fail_next(Kind::Product, no_sku()).await;
    let record = shop.record(id).await;
    assert_eq!((record.state, record.due_at, record.attempts), (SyncState::Failed(no_sku()), None, 1));
    shop.seconds_pass(1_000_000);
    assert!(shop.claim(Kind::Product, 1).await.is_empty());
}

pub async fn a_row_handed_back_is_due_now_and_looks_as_before(shop: Shop) {
    let id = shop.product("1", "h1").await;
    let claim = shop.claim_one(Kind::Product).await;
    let at = shop.store.now().await.unwrap();
    shop.settle(&claim, End::Retry { failure: outage(), at, of: 8 }).await;
    let (before, event) = (shop.record(id).await, shop.newest_event().await);
    let claim = shop.claim_one(Kind::Product).await;
    shop.seconds_pass(3);
    shop.settle(&claim, End::HandBack).await;
    let after = shop.record(id).await;
    assert_eq!((after.state, after.updated_at, after.attempts), (before.state, before.updated_at, 1));
    assert_eq!(shop.newest_event().await, event);
    assert_eq!(shop.claim(Kind::Product, 1).await.len(), 1);
}

pub async fn a_row_being_checked_stays_so_when_its_source_changes(shop: Shop) {
    let id = shop.sale("1").await;
    let claim = shop.claim_one(Kind::Order).await;
    shop.intend(claim.key, "order").await;
    shop.tell(Kind::Order, super::shop::seen_sale("1", "h2")).await;
    let next = shop.store.now().await.unwrap().plus(Duration::from_secs(2));
    shop.settle(&claim, End::Check { at: next }).await;
    let record = shop.record(id).await;
    assert_eq!(record.state, SyncState::Processing(Doing::CheckingArrival { next }));
    assert_eq!((record.due_at, record.attempts), (Some(next), 0));
    shop.seconds_pass(3);
    let again = shop.claim_one(Kind::Order).await;
    assert_eq!(again.record.revision, 2);
    shop.settle(&again, synced("7001")).await;
    assert_eq!(shop.state(id).await.status(), Status::Synced);
}

pub async fn attempts_are_numbered_and_the_latest_comes_first(shop: Shop) {
    let id = shop.product("1", "h1").await;
    let ends = [AttemptEnd::Failed { failure: outage() }, done()];
    for end in &ends {
        let claim = shop.claim_one(Kind::Product).await;
        let at = shop.store.now().await.unwrap();
        let retry = End::Retry { failure: outage(), at, of: 8 };
        let settlement = Settlement { attempt: Some(attempt(end.clone())), ..settlement(&claim, retry) };
        shop.store.settle(claim.key, settlement).await.unwrap();
    }
    let attempts = shop.store.attempts(shop.merchant, id).await.unwrap();
    assert_eq!(attempts.iter().map(|attempt| attempt.number).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(attempts.iter().map(|attempt| attempt.end.clone()).rev().collect::<Vec<_>>(), ends);
    assert_eq!(attempts[0].asked_by, Asker::Schedule);
    assert!(attempts[0].ended_at > attempts[0].started_at);
}

pub async fn what_was_to_be_written_is_kept_until_something_else_was(shop: Shop) {
    let id = shop.product("1", "h1").await;
    let sent = Outgoing::Inventory(StockDraft { item: "512".to_owned(), shop: "1".to_owned(), quantity: 3 });
    let claim = shop.claim_one(Kind::Product).await;
    let settlement = Settlement { sent: Some(sent.clone()), ..settlement(&claim, End::HandBack) };
    shop.store.settle(claim.key, settlement).await.unwrap();
    assert_eq!(shop.record(id).await.sent.as_ref(), Some(&sent));
    shop.sync_next(Kind::Product, "512").await;
    assert_eq!(shop.record(id).await.sent.as_ref(), Some(&sent));
}

pub async fn a_status_change_is_told_once_with_its_time(shop: Shop) {
    let id = shop.product("1", "h1").await;
    let event = shop.newest_event().await;
    shop.seconds_pass(7);
    shop.sync_next(Kind::Product, "512").await;
    let record = shop.record(id).await;
    let events = shop.store.events_after(shop.merchant, event, 10).await.unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!((events[0].status, events[0].new, events[0].at), (Status::Synced, false, record.updated_at));
    assert_eq!(events[0].seq, record.seq);
    assert!(record.updated_at.since(record.first_seen_at) >= Duration::from_secs(7));
}

fn done() -> AttemptEnd {
    AttemptEnd::Synced { outcome: "Created".to_owned() }
}
