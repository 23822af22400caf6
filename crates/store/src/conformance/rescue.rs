//! Rows of dead workers.

use std::time::Duration;

use model::{AttemptEnd, Doing, Failure, Kind, StepState, SyncState};

use super::Shop;
use super::shop::{outage, queued, synced};
use crate::End;

pub async fn only_leases_that_ran_out_are_rescued(shop: Shop) {
    shop.product("1", "h1").await;
    shop.claim_one(Kind::Product).await;
    assert_eq!(shop.store.rescue().await.unwrap(), 0);
    shop.seconds_pass(61);
    assert_eq!(shop.store.rescue().await.unwrap(), 1);
    assert_eq!(shop.claim(Kind::Product, 1).await.len(), 1);
}

pub async fn a_starting_process_takes_back_every_lease_at_once(shop: Shop) {
    shop.product("1", "h1").await;
    shop.sale("1").await;
    shop.claim_one(Kind::Product).await;
    shop.claim_one(Kind::Order).await;
    assert_eq!(shop.store.take_back_all().await.unwrap(), 2);
    assert_eq!(shop.claim(Kind::Product, 1).await.len(), 1);
    assert_eq!(shop.claim(Kind::Order, 1).await.len(), 1);
}

pub async fn a_row_with_an_open_intent_is_looked_for_before_anything_is_sent(shop: Shop) {
    let id = shop.sale("1").await;
    shop.crash_with_intent(Kind::Order).await;
    let now = shop.store.now().await.unwrap();
    let record = shop.record(id).await;
    let SyncState::Processing(Doing::CheckingArrival { next }) = record.state else {
        panic!("{:?}", record.state)
    };
    assert_eq!(record.due_at, Some(next));
    assert!(next > now && next.since(now) <= Duration::from_secs(2));
    let steps = shop.store.steps(shop.merchant, id).await.unwrap();
    assert_eq!(steps[0].state, StepState::Unknown);
    assert!(steps[0].body.is_some() && steps[0].failure.is_some());
    shop.seconds_pass(3);
    let claim = shop.claim_one(Kind::Order).await;
    assert_eq!(claim.crashes, 1);
    assert!(claim.crashed_lease_until.unwrap() < shop.store.now().await.unwrap());
}

pub async fn a_row_that_merely_waited_in_the_batch_is_not_blamed(shop: Shop) {
    let id = shop.product("1", "h1").await;
    for _ in 0..5 {
        let claim = shop.claim_one(Kind::Product).await;
        assert_eq!((claim.crashes, claim.crashed_lease_until), (0, None));
        shop.seconds_pass(61);
        shop.store.rescue().await.unwrap();
    }
    assert_eq!(shop.state(id).await, queued());
}

pub async fn the_third_crash_over_one_row_fails_it(shop: Shop) {
    let id = shop.product("1", "h1").await;
    for crash in 1..=3 {
        let claim = shop.claim_one(Kind::Product).await;
        assert_eq!(claim.crashes, crash - 1);
        shop.store.transforming(&[claim.key], true).await.unwrap();
        shop.seconds_pass(61);
        shop.store.rescue().await.unwrap();
    }
    let poison = Failure::Poison { times: 3 };
    assert_eq!(shop.state(id).await, SyncState::Failed(poison.clone()));
    let attempts = shop.store.attempts(shop.merchant, id).await.unwrap();
    assert_eq!(attempts.len(), 1);
    assert_eq!(attempts[0].end, AttemptEnd::Failed { failure: poison });
}

pub async fn a_transform_that_ended_is_not_blamed(shop: Shop) {
    shop.product("1", "h1").await;
    let claim = shop.claim_one(Kind::Product).await;
    shop.store.transforming(&[claim.key], true).await.unwrap();
    shop.store.transforming(&[claim.key], false).await.unwrap();
    shop.seconds_pass(61);
    shop.store.rescue().await.unwrap();
    assert_eq!(shop.claim_one(Kind::Product).await.crashes, 0);
}

pub async fn a_rescued_row_is_claimed_alone(shop: Shop) {
    for n in 0..3 {
        shop.product(&n.to_string(), "h1").await;
        shop.seconds_pass(1);
    }
    let claim = shop.claim_one(Kind::Product).await;
    shop.store.transforming(&[claim.key], true).await.unwrap();
    shop.store.take_back_all().await.unwrap();
    let mut batches = Vec::new();
    while let claims = shop.claim(Kind::Product, 10).await
        && !claims.is_empty()
    {
        batches.push(claims.into_iter().map(|claim| claim.record.source_ref).collect::<Vec<_>>());
    }
    batches.sort();
    assert_eq!(batches, [vec!["0"], vec!["1", "2"]]);
}

pub async fn success_forgets_the_crashes(shop: Shop) {
    let id = shop.product("1", "h1").await;
    let claim = shop.claim_one(Kind::Product).await;
    shop.store.transforming(&[claim.key], true).await.unwrap();
    shop.store.take_back_all().await.unwrap();
    shop.sync_next(Kind::Product, "512").await;
    shop.product("1", "h2").await;
    let claim = shop.claim_one(Kind::Product).await;
    assert_eq!((claim.key.id, claim.crashes, claim.crashed_lease_until), (id, 0, None));
}

pub async fn an_outage_between_two_crashes_does_not_forgive_them(shop: Shop) {
    shop.product("1", "h1").await;
    let claim = shop.claim_one(Kind::Product).await;
    shop.store.transforming(&[claim.key], true).await.unwrap();
    shop.store.take_back_all().await.unwrap();
    let claim = shop.claim_one(Kind::Product).await;
    let at = shop.store.now().await.unwrap();
    shop.settle(&claim, End::Retry { failure: outage(), at, of: 8 }).await;
    assert_eq!(shop.claim_one(Kind::Product).await.crashes, 1);
}

pub async fn a_row_that_dies_while_being_looked_for_is_looked_for_again(shop: Shop) {
    let id = shop.sale("1").await;
    shop.crash_with_intent(Kind::Order).await;
    shop.seconds_pass(3);
    shop.claim_one(Kind::Order).await;
    shop.seconds_pass(61);
    shop.store.rescue().await.unwrap();
    assert!(matches!(shop.state(id).await, SyncState::Processing(Doing::CheckingArrival { .. })));
    shop.seconds_pass(3);
    assert_eq!(shop.claim_one(Kind::Order).await.crashes, 1, "looking is not to blame");
}

pub async fn a_poisoned_row_begins_anew_when_its_source_changes(shop: Shop) {
    shop.product("1", "h1").await;
    for _ in 0..3 {
        let claim = shop.claim_one(Kind::Product).await;
        shop.store.transforming(&[claim.key], true).await.unwrap();
        shop.store.take_back_all().await.unwrap();
    }
    shop.product("1", "h2").await;
    let claim = shop.claim_one(Kind::Product).await;
    assert_eq!(claim.crashes, 0);
    shop.settle(&claim, synced("512")).await;
}
