use std::collections::HashSet;
use std::time::Duration;

use model::payload::Lifecycle;
use platform::{Fetched, Source};
use sandbox::faults::FaultKind;
use sandbox::{CatalogueSize, Config, LagRange};
use serde_json::json;

use crate::office::Office;

/// Long enough for a change not to be of the very moment it is read (moments are whole seconds there).
const A_MOMENT: Duration = Duration::from_millis(3_200);

#[tokio::test]
async fn every_product_is_read_once_and_an_idle_poll_costs_two_calls() {
    let office = Office::open().await;
    let (all, cursor) = office.read_all(None).await;
    let ids: HashSet<&str> = all.iter().map(|sighting| sighting.source_ref.as_str()).collect();
    assert_eq!(ids.len(), all.len(), "none twice");
    assert!(all.len() >= 60, "{}", all.len());
    assert!(all.iter().all(|sighting| sighting.item.is_ok()), "{all:?}");
    assert_eq!(office.calls(), 6, "search, products, prices and three lists of names");
    let (idle, _) = office.read_all(Some(cursor)).await;
    assert!(idle.is_empty(), "{idle:?}");
    assert_eq!(office.calls(), 8);
}

#[tokio::test]
async fn a_large_catalogue_is_walked_in_pages_without_a_gap() {
    let catalogue = CatalogueSize { products: 650, already_linked: 10 };
    let office = Office::with(Config { limits: 100, catalogue, ..Config::for_tests() }).await;
    let (all, _) = office.read_all(None).await;
    let ids: HashSet<&str> = all.iter().map(|sighting| sighting.source_ref.as_str()).collect();
    assert_eq!(ids.len(), all.len(), "none twice");
    assert!(ids.len() >= 650, "{}", ids.len());
    assert_eq!(office.calls(), 4 * 3 + 3, "three calls for two hundred products");
}

#[tokio::test]
async fn a_new_product_and_a_changed_one_are_seen_by_the_next_poll_and_then_no_more() {
    let office = Office::open().await;
    let (all, cursor) = office.read_all(None).await;
    let old = all.last().unwrap().source_ref.clone();
    let new = office.product(json!({"name": "Tin Kettle", "sku": "KET-1", "price": "24.00"})).await;
    office.product(json!({"id": old.parse::<u64>().unwrap(), "name": "Renamed"})).await;
    tokio::time::sleep(A_MOMENT).await;
    let before = office.calls();
    let (seen, cursor) = office.read_all(Some(cursor)).await;
    let mut told: Vec<(String, String)> =
        seen.iter().map(|one| (one.source_ref.clone(), one.item.as_ref().unwrap().name.clone())).collect();
    told.sort();
    let mut expected = vec![(old, "Renamed".to_owned()), (new.to_string(), "Tin Kettle".to_owned())];
    expected.sort();
    assert_eq!(told, expected);
    assert_eq!(office.calls() - before, 4, "two searches, products, prices");
    let (idle, _) = office.read_all(Some(cursor)).await;
    assert!(idle.is_empty(), "{idle:?}");
    assert_eq!(office.calls() - before, 6);
}

#[tokio::test]
async fn a_change_the_index_shows_late_is_not_lost() {
    let lag = LagRange { min_ms: 1_500, max_ms: 1_500 };
    let office = Office::with(Config { limits: 100, lag, ..Config::for_tests() }).await;
    let (_, cursor) = office.read_all(None).await;
    let new = office.product(json!({"name": "Tin Kettle", "sku": "KET-1"})).await.to_string();
    let (seen, mut cursor) = office.read_all(Some(cursor)).await;
    assert!(seen.is_empty(), "the index does not show it yet");
    for _ in 0..40 {
        let (seen, next) = office.read_all(Some(cursor)).await;
        if seen.iter().any(|one| one.source_ref == new) {
            return;
        }
        cursor = next;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("never seen");
}

#[tokio::test]
async fn one_unreadable_product_in_a_good_page_does_not_cost_the_others() {
    let office = Office::open().await;
    office.fault("GET", "/product-service/product/", FaultKind::BadElement);
    let (all, _) = office.read_all(None).await;
    let bad: Vec<_> = all.iter().filter(|sighting| sighting.item.is_err()).collect();
    assert_eq!(bad.len(), 1, "{bad:?}");
    assert!(bad[0].source_ref.parse::<u64>().is_ok());
}

#[tokio::test]
async fn an_unreadable_price_is_no_missing_price() {
    let office = Office::open().await;
    office.fault("GET", "/product-service/product-price/", FaultKind::BadElement);
    let (all, _) = office.read_all(None).await;
    let bad: Vec<_> = all.iter().filter_map(|sighting| sighting.item.as_ref().err()).collect();
    assert_eq!(bad.len(), 1, "{bad:?}");
    assert!(bad[0].contains("prices cannot be read"), "{bad:?}");
}

#[tokio::test]
async fn products_read_on_purpose_are_the_same_as_those_seen() {
    let office = Office::open().await;
    let (all, _) = office.read_all(None).await;
    let mut refs: Vec<String> = all.iter().take(20).map(|sighting| sighting.source_ref.clone()).collect();
    refs.extend(["99999999".to_owned(), "no id".to_owned()]);
    let fetched = office.client.fetch_many(&office.account, &refs).await.unwrap();
    assert_eq!(fetched.len(), refs.len());
    let mut gone = Vec::new();
    for one in fetched {
        match one {
            Fetched::Gone { source_ref } => gone.push(source_ref),
            Fetched::Seen(sighting) => {
                let seen = all.iter().find(|seen| seen.source_ref == sighting.source_ref).unwrap();
                assert_eq!(seen.item, sighting.item);
            }
        }
    }
    gone.sort();
    assert_eq!(gone, ["99999999", "no id"]);
}

#[tokio::test]
async fn names_prices_troubles_and_placeholders_are_told() {
    let office = Office::open().await;
    let bare =
        office.product(json!({"name": "Odd one", "sku": "", "no_price": true, "status": "PAUSED"})).await;
    let (all, _) = office.read_all(None).await;
    let of = |id: &str| all.iter().find(|sighting| sighting.source_ref == id).unwrap().item.clone().unwrap();
    let odd = of(&bare.to_string());
    assert_eq!(odd.lifecycle, Lifecycle::Other { word: "PAUSED".to_owned() });
    assert!(odd.prices.iter().all(|price| price.list != "2"), "{:?}", odd.prices);
    assert!(of("1000").placeholder);
    let usual =
        all.iter().filter_map(|sighting| sighting.item.as_ref().ok()).find(|product| !product.sku.is_empty());
    let usual = usual.unwrap();
    assert!(!usual.brand.as_ref().unwrap().name.is_empty(), "{usual:?}");
    assert!(!usual.prices.is_empty());
}

#[tokio::test]
async fn names_that_cannot_be_read_leave_products_as_they_are() {
    let office = Office::open().await;
    office.fault("GET", "/product-service/brand", FaultKind::OutageHtml);
    let (all, _) = office.read_all(None).await;
    assert!(all.iter().all(|sighting| sighting.item.is_ok()));
}

#[tokio::test]
async fn two_hundred_products_are_read_with_three_calls() {
    let office = Office::open().await;
    let (all, _) = office.read_all(None).await;
    let mut refs: Vec<String> = all.iter().map(|sighting| sighting.source_ref.clone()).collect();
    refs.truncate(office.client.batch());
    let before = office.calls();
    office.client.fetch_many(&office.account, &refs).await.unwrap();
    assert_eq!(
        office.calls() - before,
        3,
        "search row, product, prices; the names of brands are known by now"
    );
}

#[tokio::test]
async fn recount_cursor_everything_is_told_once_more_and_then_only_what_is_new() {
    let office = Office::open().await;
    let (all, _) = office.read_all(None).await;
    let cursor = office.client.recount_cursor(model::When(0));
    let (again, cursor) = office.read_all(Some(cursor.unwrap())).await;
    assert_eq!(again.len(), all.len());
    let (quiet, _) = office.read_all(Some(cursor)).await;
    assert!(quiet.len() < all.len(), "{}", quiet.len());
}
