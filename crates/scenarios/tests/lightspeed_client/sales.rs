//! Sales as they change.

use std::collections::{BTreeMap, BTreeSet};

use model::When;
use model::payload::{LineKind, Sale};
use platform::{Batch, Fetched, PlatformError, Source};
use reqwest::Method;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::till::Till;

pub(super) fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub(super) fn by_ref(batches: Vec<Batch<Sale>>) -> BTreeMap<String, Sale> {
    let sightings = batches.into_iter().flat_map(|batch| batch.sightings);
    sightings.map(|sighting| (sighting.source_ref, sighting.item.unwrap())).collect()
}

pub(super) async fn fetch(till: &Till, id: &str) -> Sale {
    let fetched = Source::<Sale>::fetch_many(&till.client, &till.account, &[id.to_owned()]).await.unwrap();
    match fetched.into_iter().next().unwrap() {
        Fetched::Seen(sighting) => sighting.item.unwrap(),
        Fetched::Gone { source_ref } => panic!("{source_ref} is gone"),
    }
}

/// Lines and sale agree within what the till rounds.
pub(super) fn assert_adds_up(sale: &Sale) {
    let lines: Decimal = sale.lines.iter().map(|line| line.net + line.tax).sum();
    let slack = dec("0.01") * Decimal::from(sale.lines.len() + 1);
    assert!((lines - sale.total).abs() <= slack, "{lines} against {}: {sale:?}", sale.total);
    let paid: Decimal = sale.payments.iter().map(|payment| payment.amount).sum();
    assert_eq!(paid, sale.total + sale.tips, "{sale:?}");
}

#[tokio::test]
async fn a_sale_is_read_with_goods_tenders_tax_and_customer() {
    let till = Till::open().await;
    let customer = till.write("Customer", json!({ "firstName": "Mira", "lastName": "Okafor" })).await;
    let item = till
        .write(
            "Item",
            json!({ "description": "Trail Bottle", "customSku": "TB-750",
        "Prices": { "ItemPrice": { "amount": "12", "useTypeID": "1" } } }),
        )
        .await;
    let id = till
        .sell(json!({ "shop": 2, "customer": customer.parse::<u64>().unwrap(),
        "lines": [{ "item": item.parse::<u64>().unwrap(), "quantity": 2 }, { "item": 0, "price": "3" }],
        "payments": [{ "name": "Card", "amount": "20" }, { "name": "Cash" }] }))
        .await;
    let sale = fetch(&till, &id).await;
    assert!(sale.completed && !sale.voided && sale.tax_inclusive);
    assert_eq!((sale.shop.name.as_str(), sale.currency.as_str()), ("Mill Lane", "GBP"));
    assert_eq!(
        (sale.customer_ref.as_deref(), sale.customer_name.as_str()),
        (Some(customer.as_str()), "Mira Okafor")
    );
    assert_eq!(sale.total, dec("27"));
    let goods = &sale.lines[0];
    assert_eq!(
        (goods.item.as_deref(), goods.name.as_str(), goods.sku.as_str()),
        (Some(item.as_str()), "Trail Bottle", "TB-750")
    );
    assert_eq!((goods.net + goods.tax, goods.net, goods.quantity), (dec("24"), dec("20"), dec("2")));
    assert_eq!(
        (goods.tax_key.category.as_str(), goods.tax_key.class.as_str(), goods.tax_key.rate1),
        ("1", "1", dec("0.2"))
    );
    assert_eq!((&sale.lines[1].kind, &sale.lines[1].item), (&LineKind::Miscellaneous, &None));
    let tenders: Vec<_> =
        sale.payments.iter().map(|one| (one.name.as_str(), one.sort.as_str(), one.amount)).collect();
    assert_eq!(tenders, [("Card", "credit card", dec("20")), ("Cash", "cash", dec("7"))]);
    assert_adds_up(&sale);
}

#[tokio::test]
async fn net_is_right_whether_or_not_their_subtotal_contains_the_tax() {
    for contains in [false, true] {
        let till = Till::open().await;
        till.knobs(json!({ "inclusive_subtotal_with_tax": contains })).await;
        for (shop, net) in [(1, "10"), (3, "12")] {
            let id = till.sell(json!({ "shop": shop, "lines": [{ "item": 0, "price": "12" }] })).await;
            let sale = fetch(&till, &id).await;
            assert_eq!(sale.lines[0].net, dec(net), "shop {shop}, subtotal with tax: {contains}");
            assert_adds_up(&sale);
        }
    }
}

#[tokio::test]
async fn a_long_walk_tells_every_sale() {
    let till = Till::open().await;
    let sold: BTreeSet<String> = till.sell_many(230).await.into_iter().collect();
    let (batches, _) = till.walk::<Sale>(None).await;
    assert!(batches.len() >= 3);
    let told = by_ref(batches);
    assert!(sold.iter().all(|id| told.contains_key(id)));
    told.values().for_each(assert_adds_up);
}

#[tokio::test]
async fn an_idle_look_is_one_call() {
    let till = Till::open().await;
    till.sell(json!({ "stamped_seconds_ago": 7200 })).await;
    let (_, cursor) = till.walk::<Sale>(None).await;
    let before = till.calls();
    let idle = till.changes::<Sale>(Some(&cursor)).await.unwrap();
    assert_eq!((till.calls() - before, idle.sightings.len(), idle.more), (1, 0, false));
}

#[tokio::test]
async fn a_walk_that_goes_on_tells_again_only_what_is_young() {
    let till = Till::open().await;
    let old = till.sell(json!({ "stamped_seconds_ago": 7200 })).await;
    let young = till.sell(json!({})).await;
    let (_, cursor) = till.walk::<Sale>(None).await;
    let (batches, _) = till.walk::<Sale>(Some(&cursor)).await;
    let told = by_ref(batches);
    assert!(told.contains_key(&young) && !told.contains_key(&old));
}

#[tokio::test]
async fn a_full_last_page_ends_the_walk_either_way() {
    for leads_on in [true, false] {
        let till = Till::open().await;
        till.knobs(json!({ "full_last_page_has_next": leads_on, "empty_list_without_cursors": true })).await;
        till.sell_many(100).await;
        let (batches, _) = till.walk::<Sale>(None).await;
        assert_eq!(by_ref(batches).len(), 100);
    }
}

#[tokio::test]
async fn a_sale_that_is_made_void_later_is_told_again() {
    for camel in [false, true] {
        let till = Till::open().await;
        till.knobs(json!({ "update_time_in_camel_case": camel })).await;
        let id = till.sell(json!({ "at": two_hours_ago().rfc3339(), "stamped_seconds_ago": 7200 })).await;
        let (_, cursor) = till.walk::<Sale>(None).await;
        till.control(Method::POST, &format!("lightspeed/sales/{id}/void"), Value::Null).await;
        let (batches, _) = till.walk::<Sale>(Some(&cursor)).await;
        let told =
            batches.iter().flat_map(|batch| &batch.sightings).find(|sighting| sighting.source_ref == id);
        let changed_at = told.unwrap().changed_at.unwrap();
        assert!(now().since(changed_at).as_secs() < 600, "the void moves only the true last update");
        let sale = &by_ref(batches)[&id];
        assert!(sale.voided, "{sale:?}");
        assert!(!sale.payments.is_empty(), "what was paid is known, so that it can be paid back");
    }
}

#[tokio::test]
async fn a_row_that_commits_late_with_an_earlier_stamp_is_met() {
    let till = Till::open().await;
    till.sell_many(3).await;
    let (_, cursor) = till.walk::<Sale>(None).await;
    let late = till.sell(json!({ "stamped_seconds_ago": 55 })).await;
    let (batches, _) = till.walk::<Sale>(Some(&cursor)).await;
    assert!(by_ref(batches).contains_key(&late));
}

#[tokio::test]
async fn what_changed_before_go_live_is_not_asked_for() {
    let till = Till::open().await;
    till.sell(json!({ "stamped_seconds_ago": 7200 })).await;
    let new = till.sell(json!({})).await;
    let hour_ago = When::from_seconds(now().seconds() - 3_600);
    let (batches, _) = till.walk::<Sale>(Some(&format!("since:{}", hour_ago.rfc3339_seconds()))).await;
    assert_eq!(by_ref(batches).into_keys().collect::<Vec<_>>(), [new]);
}

fn two_hours_ago() -> When {
    now().minus(std::time::Duration::from_secs(7_200))
}

pub(super) fn now() -> When {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    When::from_seconds(i64::try_from(since.as_secs()).unwrap())
}

#[tokio::test]
async fn a_refused_page_is_asked_for_afresh_from_the_watermark() {
    let till = Till::open().await;
    let sold: BTreeSet<String> = till.sell_many(150).await.into_iter().collect();
    let first = till.changes::<Sale>(None).await.unwrap();
    assert!(first.more);
    let mut place: Value = serde_json::from_str(&first.cursor).unwrap();
    let next = place["next"].as_str().unwrap().split("after=").next().unwrap().to_owned();
    place["next"] = json!(format!("{next}after=bm9uc2Vuc2U%3D"));
    let before = till.calls();
    let (rest, _) = till.walk::<Sale>(Some(&place.to_string())).await;
    assert_eq!(till.calls() - before, 3, "one refused, two pages afresh");
    let mut told = by_ref(rest);
    told.extend(by_ref(vec![first]));
    assert!(sold.iter().all(|id| told.contains_key(id)));
}

#[tokio::test]
async fn an_open_cart_is_told_as_unfinished() {
    let till = Till::open().await;
    let id = till.sell(json!({ "open": true, "lines": [{ "item": 0, "price": "5" }] })).await;
    let (batches, _) = till.walk::<Sale>(None).await;
    assert!(!by_ref(batches)[&id].completed);
}

#[tokio::test]
async fn a_hundred_sales_are_fetched_in_one_call_and_strangers_are_gone() {
    let till = Till::open().await;
    let mut refs = till.sell_many(99).await;
    fetch(&till, &refs[0]).await;
    refs.push("999999".to_owned());
    let before = till.calls();
    let fetched = Source::<Sale>::fetch_many(&till.client, &till.account, &refs).await.unwrap();
    assert_eq!(till.calls() - before, 1);
    assert_eq!(fetched.len(), 100);
    let gone: Vec<&str> = fetched
        .iter()
        .filter_map(|one| match one {
            Fetched::Gone { source_ref } => Some(source_ref.as_str()),
            Fetched::Seen(_) => None,
        })
        .collect();
    assert_eq!(gone, ["999999"]);
}

#[tokio::test]
async fn a_cursor_that_is_not_ours_is_an_error_with_words() {
    let till = Till::open().await;
    let error = till.changes::<Sale>(Some("12")).await.unwrap_err();
    assert!(matches!(error, PlatformError::Unreadable { .. }), "{error}");
}
