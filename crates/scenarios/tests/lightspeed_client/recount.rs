//! Telling everything once more, beside the normal walk.

use std::collections::BTreeSet;

use model::When;
use model::payload::{Customer, Sale};
use platform::{Batch, Source};
use reqwest::Method;
use serde_json::{Value, json};

use super::sales::{by_ref, now};
use super::till::Till;

fn ago(seconds: u64) -> When {
    now().minus(std::time::Duration::from_secs(seconds))
}

fn refs<T>(batches: &[Batch<T>]) -> Vec<&str> {
    batches.iter().flat_map(|batch| &batch.sightings).map(|sighting| sighting.source_ref.as_str()).collect()
}

#[tokio::test]
async fn sales_are_recounted_by_the_date_they_bear_and_then_it_ends() {
    let till = Till::open().await;
    let mut expect = Vec::new();
    for days in [9, 3, 2] {
        let at = ago(days * 86_400);
        // Rung up long ago and never touched since: no clock of changes would tell it.
        expect.push(till.sell(json!({ "at": at.rfc3339(), "stamped_seconds_ago": days * 86_400 })).await);
    }
    till.sell(json!({ "open": true, "lines": [{ "item": 0, "price": "5" }] })).await;
    let cursor = Source::<Sale>::recount_cursor(&till.client, ago(5 * 86_400)).unwrap();
    let (batches, end) = till.walk::<Sale>(Some(&cursor)).await;
    assert_eq!(refs(&batches), &expect[1..], "in the order of their dates, without open carts");
    assert_ne!(end, cursor);
    let changed = batches[0].sightings[0].changed_at.unwrap();
    assert!(changed <= now() && changed >= ago(4 * 86_400));
}

#[tokio::test]
async fn a_long_recount_goes_on_page_by_page_and_misses_none() {
    let till = Till::open().await;
    let sold: BTreeSet<String> = till.sell_many(230).await.into_iter().collect();
    let cursor = Source::<Sale>::recount_cursor(&till.client, ago(86_400)).unwrap();
    let (batches, _) = till.walk::<Sale>(Some(&cursor)).await;
    assert_eq!(batches.len(), 3);
    let told: BTreeSet<String> = by_ref(batches).into_keys().collect();
    assert!(sold.is_subset(&told));
}

#[tokio::test]
async fn a_recount_leaves_the_normal_walk_where_it_was() {
    let till = Till::open().await;
    till.sell_many(3).await;
    let (_, normal) = till.walk::<Sale>(None).await;
    let cursor = Source::<Sale>::recount_cursor(&till.client, ago(86_400)).unwrap();
    till.walk::<Sale>(Some(&cursor)).await;
    let old = till.sell(json!({ "at": ago(3_600).rfc3339() })).await;
    till.control(Method::POST, &format!("lightspeed/sales/{old}/void"), Value::Null).await;
    let (batches, _) = till.walk::<Sale>(Some(&normal)).await;
    assert!(by_ref(batches)[&old].voided);
}

#[tokio::test]
async fn all_customers_are_recounted_whenever_they_changed() {
    let till = Till::open().await;
    till.knobs(json!({ "contact_moves_customer": false })).await;
    let id = till.write("Customer", json!({ "firstName": "Mira" })).await;
    let (all, normal) = till.walk::<Customer>(None).await;
    let phone = json!({ "Contact": { "Phones": { "ContactPhone": { "number": "07700 900200", "useType": "Mobile" } } } });
    till.control(Method::PUT, &format!("lightspeed/customers/{id}"), phone).await;
    let cursor = Source::<Customer>::recount_cursor(&till.client, now()).unwrap();
    let (batches, end) = till.walk::<Customer>(Some(&cursor)).await;
    assert_eq!(refs(&batches).len(), refs(&all).len());
    let mut sightings = batches.into_iter().flat_map(|batch| batch.sightings);
    let mira = sightings.find(|sighting| sighting.source_ref == id).unwrap().item.unwrap();
    assert_eq!(mira.mobile, "07700 900200");
    assert_ne!(end, normal);
}
