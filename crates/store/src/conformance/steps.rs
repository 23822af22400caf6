//! Calls of postings, written down before and after.

use std::time::Duration;

use model::{Answer, Doing, Kind, Status, StepState, SyncState};
use serde_json::json;

use super::Shop;
use super::shop::{outage, queued};
use crate::Intent;

const MARGIN: Duration = Duration::from_secs(30);

pub async fn an_intent_makes_the_row_processing_and_freezes_the_body(shop: Shop) {
    let id = shop.sale("1").await;
    let claim = shop.claim_one(Kind::Order).await;
    let event = shop.newest_event().await;
    let body = json!({ "total": "12.00" });
    let intent = shop.store.intend(claim.key, "order", "Sales order", &body, MARGIN).await.unwrap();
    assert_eq!(intent, Intent::Go);
    assert_eq!(shop.state(id).await, SyncState::Processing(Doing::Sending));
    let events = shop.store.events_after(shop.merchant, event, 10).await.unwrap();
    assert_eq!(events.iter().map(|event| event.status).collect::<Vec<_>>(), [Status::Processing]);
    let steps = shop.store.steps(shop.merchant, id).await.unwrap();
    assert_eq!(steps.len(), 1);
    assert_eq!((steps[0].key.as_str(), steps[0].title.as_str()), ("order", "Sales order"));
    assert_eq!((steps[0].state, steps[0].body.as_ref()), (StepState::Intended, Some(&body)));
}

pub async fn an_open_intent_keeps_its_frozen_body(shop: Shop) {
    let id = shop.sale("1").await;
    let claim = shop.claim_one(Kind::Order).await;
    for total in ["12.00", "13.00"] {
        let body = json!({ "total": total });
        assert_eq!(shop.store.intend(claim.key, "order", "Order", &body, MARGIN).await.unwrap(), Intent::Go);
    }
    let steps = shop.store.steps(shop.merchant, id).await.unwrap();
    assert_eq!(steps.len(), 1);
    assert_eq!(steps[0].body, Some(json!({ "total": "12.00" })));
}

pub async fn an_intent_is_refused_when_too_little_of_the_lease_is_left(shop: Shop) {
    let id = shop.sale("1").await;
    let claim = shop.claim_one(Kind::Order).await;
    shop.seconds_pass(31);
    let intent = shop.store.intend(claim.key, "order", "Order", &json!({}), MARGIN).await.unwrap();
    assert_eq!(intent, Intent::LeaseTooShort);
    assert_eq!(shop.state(id).await.status(), Status::Pending);
    assert!(shop.store.steps(shop.merchant, id).await.unwrap().is_empty());
}

pub async fn an_answer_is_kept_and_the_frozen_body_is_forgotten(shop: Shop) {
    let id = shop.sale("1").await;
    let claim = shop.claim_one(Kind::Order).await;
    shop.intend(claim.key, "order").await;
    let answer = Answer::with(Some("7001".to_owned()), json!({ "rows": [1] }));
    assert!(shop.store.done(claim.key, "order", "Order", &answer).await.unwrap());
    let steps = shop.store.steps(shop.merchant, id).await.unwrap();
    assert_eq!((steps[0].state, &steps[0].body), (StepState::Done, &None));
    assert_eq!(steps[0].answer.as_ref(), Some(&answer));
    assert!(steps[0].done_at.is_some());
}

pub async fn a_read_needs_no_intent(shop: Shop) {
    let id = shop.sale("1").await;
    let claim = shop.claim_one(Kind::Order).await;
    assert!(shop.store.done(claim.key, "~total", "Total", &Answer::id("7001")).await.unwrap());
    assert_eq!(shop.store.steps(shop.merchant, id).await.unwrap().len(), 1);
    assert_eq!(shop.state(id).await.status(), Status::Pending, "a read is no write");
}

pub async fn only_a_row_whose_write_is_on_its_way_says_that_it_is_read_back(shop: Shop) {
    let id = shop.sale("1").await;
    let claim = shop.claim_one(Kind::Order).await;
    shop.store.reading_back(claim.key).await.unwrap();
    assert_eq!(shop.state(id).await, queued());
    shop.intend(claim.key, "order").await;
    shop.store.reading_back(claim.key).await.unwrap();
    assert_eq!(shop.state(id).await, SyncState::Processing(Doing::ReadingBack));
    shop.intend(claim.key, "payment").await;
    assert_eq!(shop.state(id).await, SyncState::Processing(Doing::Sending));
}

pub async fn steps_come_in_the_order_they_were_intended(shop: Shop) {
    let id = shop.sale("1").await;
    let claim = shop.claim_one(Kind::Order).await;
    for key in ["order", "address", "payment:1"] {
        shop.intend(claim.key, key).await;
        shop.store.done(claim.key, key, key, &Answer::id("1")).await.unwrap();
    }
    let keys: Vec<String> =
        shop.store.steps(shop.merchant, id).await.unwrap().into_iter().map(|step| step.key).collect();
    assert_eq!(keys, ["order", "address", "payment:1"]);
}

pub async fn a_lost_answer_leaves_the_intent_open(shop: Shop) {
    let id = shop.sale("1").await;
    let claim = shop.claim_one(Kind::Order).await;
    shop.intend(claim.key, "order").await;
    assert!(shop.store.unknown(claim.key, "order", &outage()).await.unwrap());
    let steps = shop.store.steps(shop.merchant, id).await.unwrap();
    assert_eq!((steps[0].state, steps[0].failure.as_ref()), (StepState::Unknown, Some(&outage())));
    assert!(steps[0].body.is_some());
}

pub async fn a_call_that_was_not_carried_out_is_taken_back(shop: Shop) {
    let id = shop.sale("1").await;
    let claim = shop.claim_one(Kind::Order).await;
    shop.intend(claim.key, "order").await;
    assert!(shop.store.withdraw(claim.key, "order").await.unwrap());
    assert!(shop.store.steps(shop.merchant, id).await.unwrap().is_empty());
    shop.intend(claim.key, "address").await;
    shop.store.done(claim.key, "address", "Address", &Answer::id("5")).await.unwrap();
    shop.store.withdraw(claim.key, "address").await.unwrap();
    assert_eq!(shop.store.steps(shop.merchant, id).await.unwrap().len(), 1, "what is done stays done");
}

pub async fn a_late_answer_of_a_lost_row_is_kept_all_the_same(shop: Shop) {
    let id = shop.sale("1").await;
    let stale = shop.crash_with_intent(Kind::Order).await;
    assert!(!shop.store.done(stale.key, "order", "Order", &Answer::id("7001")).await.unwrap());
    let steps = shop.store.steps(shop.merchant, id).await.unwrap();
    assert_eq!(steps[0].state, StepState::Done);
    assert_eq!(steps[0].answer.as_ref().and_then(|answer| answer.id.as_deref()), Some("7001"));
}

pub async fn a_late_answer_never_replaces_what_the_successor_found(shop: Shop) {
    let id = shop.sale("1").await;
    let stale = shop.crash_with_intent(Kind::Order).await;
    shop.seconds_pass(3);
    let fresh = shop.claim_one(Kind::Order).await;
    assert!(shop.store.done(fresh.key, "order", "Order", &Answer::id("7001")).await.unwrap());
    assert!(!shop.store.done(stale.key, "order", "Order", &Answer::id("9999")).await.unwrap());
    let steps = shop.store.steps(shop.merchant, id).await.unwrap();
    assert_eq!(steps[0].answer.as_ref().and_then(|answer| answer.id.as_deref()), Some("7001"));
}

pub async fn a_step_that_may_be_repeated_begins_afresh(shop: Shop) {
    let id = shop.product("1", "h1").await;
    let claim = shop.claim_one(Kind::Product).await;
    shop.intend(claim.key, "~price").await;
    shop.store.done(claim.key, "~price", "Price", &Answer::default()).await.unwrap();
    shop.intend(claim.key, "~price").await;
    let steps = shop.store.steps(shop.merchant, id).await.unwrap();
    assert_eq!((steps.len(), steps[0].state), (1, StepState::Intended));
    assert_eq!(steps[0].answer, None);
}
