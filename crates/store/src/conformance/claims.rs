//! Taking rows and keeping them.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use model::{Kind, RecordId};
use uuid::Uuid;

use super::Shop;
use super::shop::{LEASE, no_sku, outage, seen_customer, seen_product, settlement, synced};
use crate::{End, Intent, Owner, Settled};

pub async fn two_claimers_never_take_the_same_row(shop: Shop) {
    let rows: Vec<_> = (0..200).map(|n| seen_product(&n.to_string(), "h1")).collect();
    shop.store.see(shop.merchant, Kind::Product, &rows, None).await.unwrap();
    let claimers = (0..4_u128).map(|n| {
        let (store, merchant) = (Arc::clone(&shop.store), shop.merchant);
        async move {
            let mut taken: Vec<RecordId> = Vec::new();
            loop {
                let claims =
                    store.claim(merchant, Kind::Product, Owner(Uuid::from_u128(n)), LEASE, 7).await.unwrap();
                if claims.is_empty() {
                    return taken;
                }
                taken.extend(claims.iter().map(|claim| claim.key.id));
            }
        }
    });
    let taken = super::walk::side_by_side(claimers.collect()).await.concat();
    assert_eq!(taken.len(), 200);
    assert_eq!(taken.iter().collect::<HashSet<_>>().len(), 200);
}

pub async fn a_claim_changes_nothing_that_is_shown(shop: Shop) {
    let id = shop.product("1", "h1").await;
    let (before, event) = (shop.record(id).await, shop.newest_event().await);
    shop.seconds_pass(5);
    let claim = shop.claim_one(Kind::Product).await;
    let after = shop.record(id).await;
    assert_eq!((after.state, after.updated_at), (before.state, before.updated_at));
    assert_eq!(after.due_at, None);
    assert_eq!(shop.newest_event().await, event);
    assert_eq!(claim.key.fence, 1);
}

pub async fn a_persons_row_is_claimed_first_then_the_oldest_due(shop: Shop) {
    let mut ids = Vec::new();
    for source_ref in ["1", "2", "3"] {
        ids.push(shop.product(source_ref, "h1").await);
        shop.seconds_pass(1);
    }
    shop.store.resync(shop.merchant, &[ids[2]], "Ana").await.unwrap();
    let order: Vec<String> =
        shop.claim(Kind::Product, 3).await.into_iter().map(|claim| claim.record.source_ref).collect();
    assert_eq!(order, ["3", "1", "2"]);
}

pub async fn a_claim_takes_no_more_than_asked_and_no_other_kind(shop: Shop) {
    for n in 0..5 {
        shop.product(&n.to_string(), "h1").await;
    }
    shop.sale("1").await;
    assert_eq!(shop.claim(Kind::Product, 3).await.len(), 3);
    assert_eq!(shop.claim(Kind::Product, 3).await.len(), 2);
}

pub async fn a_row_is_not_claimed_before_it_is_due(shop: Shop) {
    shop.product("1", "h1").await;
    let claim = shop.claim_one(Kind::Product).await;
    assert_eq!(shop.store.next_due(shop.merchant, Kind::Product).await.unwrap(), None);
    let at = shop.store.now().await.unwrap().plus(Duration::from_secs(30));
    shop.settle(&claim, End::Retry { failure: outage(), at, of: 5 }).await;
    assert_eq!(shop.store.next_due(shop.merchant, Kind::Product).await.unwrap(), Some(at));
    assert!(shop.claim(Kind::Product, 1).await.is_empty());
    shop.seconds_pass(31);
    assert_eq!(shop.claim(Kind::Product, 1).await.len(), 1);
}

pub async fn rows_of_one_person_are_never_in_work_together(shop: Shop) {
    for (source_ref, email) in [("1", "a@b.test"), ("2", "a@b.test"), ("3", "c@d.test")] {
        shop.tell(Kind::Customer, seen_customer(source_ref, "Jill", email)).await;
    }
    let first = shop.claim(Kind::Customer, 10).await;
    let refs: Vec<&str> = first.iter().map(|claim| claim.record.source_ref.as_str()).collect();
    assert_eq!(refs, ["1", "3"]);
    assert!(shop.claim(Kind::Customer, 10).await.is_empty());
    shop.settle(&first[0], synced("300")).await;
    assert_eq!(shop.claim_refs(Kind::Customer).await, ["2"]);
}

pub async fn a_person_whose_answer_is_being_looked_for_keeps_the_other_row_waiting(shop: Shop) {
    for source_ref in ["1", "2"] {
        shop.tell(Kind::Customer, seen_customer(source_ref, "Jill", "a@b.test")).await;
    }
    let claim = shop.claim_one(Kind::Customer).await;
    shop.intend(claim.key, "contact").await;
    let at = shop.store.now().await.unwrap().plus(Duration::from_secs(8));
    shop.settle(&claim, End::Check { at }).await;
    assert!(shop.claim(Kind::Customer, 10).await.is_empty());
    shop.seconds_pass(9);
    let again = shop.claim(Kind::Customer, 10).await;
    assert_eq!(again.len(), 1);
    assert_eq!(again[0].record.source_ref, "1");
}

pub async fn a_heartbeat_keeps_a_lease_and_names_what_is_lost(shop: Shop) {
    shop.product("1", "h1").await;
    shop.product("2", "h1").await;
    let claims = shop.claim(Kind::Product, 2).await;
    shop.settle(&claims[1], synced("512")).await;
    shop.seconds_pass(50);
    let keys: Vec<_> = claims.iter().map(|claim| claim.key).collect();
    let lost = shop.store.heartbeat(shop.owner, &keys, LEASE).await.unwrap();
    assert_eq!(lost, [claims[1].key.id]);
    shop.seconds_pass(50);
    assert_eq!(shop.store.rescue().await.unwrap(), 0);
    let stranger = Owner(Uuid::from_u128(99));
    assert_eq!(shop.store.heartbeat(stranger, &keys[..1], LEASE).await.unwrap(), [claims[0].key.id]);
}

pub async fn a_stale_fence_writes_nothing(shop: Shop) {
    let id = shop.product("1", "h1").await;
    let stale = shop.claim_one(Kind::Product).await;
    shop.seconds_pass(61);
    assert_eq!(shop.store.rescue().await.unwrap(), 1);
    let fresh = shop.claim_one(Kind::Product).await;
    assert!(fresh.key.fence > stale.key.fence);
    let (before, writes) = (shop.record(id).await, shop.writes().await);
    let body = serde_json::json!({});
    let margin = Duration::from_secs(1);
    assert_eq!(shop.settle(&stale, End::Failed { failure: no_sku() }).await, Settled::FenceLost);
    assert_eq!(
        shop.store.intend(stale.key, "order", "Order", &body, margin).await.unwrap(),
        Intent::FenceLost
    );
    assert!(!shop.store.unknown(stale.key, "order", &outage()).await.unwrap());
    assert!(!shop.store.withdraw(stale.key, "order").await.unwrap());
    shop.store.transforming(&[stale.key], true).await.unwrap();
    assert_eq!(shop.store.heartbeat(shop.owner, &[stale.key], LEASE).await.unwrap(), [id]);
    assert_eq!((shop.record(id).await, shop.writes().await), (before, writes));
    assert_eq!(shop.settle(&fresh, synced("512")).await, Settled::Done);
}

pub async fn a_row_is_settled_once(shop: Shop) {
    shop.product("1", "h1").await;
    let claim = shop.claim_one(Kind::Product).await;
    assert_eq!(shop.settle(&claim, synced("512")).await, Settled::Done);
    let again = shop.store.settle(claim.key, settlement(&claim, End::HandBack)).await.unwrap();
    assert_eq!(again, Settled::FenceLost);
}
