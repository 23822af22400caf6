//! Events and calls.

use std::sync::Arc;
use std::time::Duration;

use model::{Call, Kind, Platform, TraceId, When};
use uuid::Uuid;

use super::Shop;
use super::shop::seen_product;

fn call(trace: u128, at: When, path: &str) -> Call {
    Call {
        trace: TraceId(Uuid::from_u128(trace)),
        at,
        platform: Platform::Lightspeed,
        method: "GET".to_owned(),
        path: path.to_owned(),
        status: Some(200),
        took_ms: 12,
        request: String::new(),
        response: "{}".to_owned(),
    }
}

pub async fn a_reader_misses_no_event_while_others_write(shop: Shop) {
    let writers = (0..4).map(|writer| {
        let (store, merchant) = (Arc::clone(&shop.store), shop.merchant);
        async move {
            for n in 0..25 {
                let row = seen_product(&format!("{writer}-{n}"), "h1");
                store.see(merchant, Kind::Product, &[row], None).await.unwrap();
            }
            Vec::<()>::new()
        }
    });
    let (store, merchant) = (Arc::clone(&shop.store), shop.merchant);
    let reading = async move {
        let mut read = Vec::new();
        while read.len() < 100 {
            let after = read.last().copied().unwrap_or(0);
            let events = store.events_after(merchant, after, 7).await.unwrap();
            read.extend(events.iter().map(|event| event.id));
        }
        read
    };
    let (_, read) = super::walk::both(super::walk::side_by_side(writers.collect()), reading).await;
    assert!(read.windows(2).all(|pair| pair[0] < pair[1]));
    assert_eq!(read, all_events(&shop).await);
}

async fn all_events(shop: &Shop) -> Vec<i64> {
    shop.store.events_after(shop.merchant, 0, 1_000).await.unwrap().iter().map(|event| event.id).collect()
}

pub async fn the_range_of_events_is_zero_where_there_is_none(shop: Shop) {
    assert_eq!(shop.store.event_range(shop.merchant).await.unwrap(), (0, 0));
    shop.product("1", "h1").await;
    shop.product("2", "h1").await;
    let events = all_events(&shop).await;
    assert_eq!(shop.store.event_range(shop.merchant).await.unwrap(), (events[1], events[0]));
}

pub async fn old_events_and_calls_are_pruned_and_the_newest_event_stays(shop: Shop) {
    shop.product("1", "h1").await;
    shop.product("2", "h1").await;
    let now = shop.store.now().await.unwrap();
    shop.store.save_calls(shop.merchant, &[call(1, now, "/a")]).await.unwrap();
    shop.pass(Duration::from_secs(25 * 3600));
    shop.store.prune().await.unwrap();
    assert_eq!(all_events(&shop).await.len(), 1);
    let trace = TraceId(Uuid::from_u128(1));
    assert_eq!(shop.store.calls(shop.merchant, trace).await.unwrap().len(), 1);
    shop.pass(Duration::from_secs(30 * 24 * 3600));
    shop.store.prune().await.unwrap();
    assert!(shop.store.calls(shop.merchant, trace).await.unwrap().is_empty());
    assert_eq!(all_events(&shop).await.len(), 1);
}

pub async fn calls_of_a_batch_come_in_time_order(shop: Shop) {
    let calls = [call(1, When(30), "/c"), call(2, When(20), "/b"), call(1, When(10), "/a")];
    shop.store.save_calls(shop.merchant, &calls).await.unwrap();
    let lost = Call { status: None, ..call(1, When(40), "/d") };
    shop.store.save_calls(shop.merchant, std::slice::from_ref(&lost)).await.unwrap();
    let kept = shop.store.calls(shop.merchant, TraceId(Uuid::from_u128(1))).await.unwrap();
    assert_eq!(kept, [calls[2].clone(), calls[0].clone(), lost]);
}

pub async fn the_store_answers_and_its_clock_moves(shop: Shop) {
    shop.store.ping().await.unwrap();
    let before = shop.store.now().await.unwrap();
    shop.seconds_pass(10);
    assert!(shop.store.now().await.unwrap().since(before) >= Duration::from_secs(10));
    shop.store.ensure_merchant(shop.merchant, "Another name").await.unwrap();
    assert_eq!(shop.store.merchants().await.unwrap(), [shop.merchant]);
}
