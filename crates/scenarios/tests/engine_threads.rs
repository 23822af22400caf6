//! The main job, over HTTP from sandbox to sandbox: products out, customers and sales in.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "the helpers of a test may stop it")]

use std::time::Duration;

use model::{Kind, Outcome, Status, SyncState};
use reqwest::Method;
use sandbox::Config;
use scenarios::shop::{MERCHANT, Shop};
use serde_json::json;

const PATIENCE: Duration = Duration::from_secs(40);

fn fast() -> Config {
    Config { limits: 50, ..Config::for_tests() }
}

fn entries<'a>(shop: &Shop, platform: &'a str, what: &'a str) -> Vec<sandbox::ledger::Entry> {
    shop.sandbox
        .world
        .ledger
        .entries(Some(platform), 0)
        .into_iter()
        .filter(|entry| entry.what == what)
        .collect()
}

async fn sell(shop: &Shop, body: serde_json::Value) -> String {
    let answer = shop.cause(Method::POST, "lightspeed/sell", body).await;
    answer["sales"][0].to_string()
}

async fn until_synced(shop: &Shop, kind: Kind, source_ref: &str) -> model::Record {
    shop.until(&format!("{} {source_ref} synced", kind.word()), PATIENCE, || async {
        let record = shop.record(kind, source_ref).await;
        record.is_some_and(|record| record.state.status() == Status::Synced)
    })
    .await;
    shop.record(kind, source_ref).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn products_reach_the_tills_and_those_already_there_are_linked_without_a_write() {
    let shop = Shop::open(fast(), |_| {}).await;
    shop.until("all products seen", PATIENCE, || async { shop.counts(Kind::Product).await.all() >= 60 })
        .await;
    shop.until_settled(&[Kind::Product], PATIENCE).await;
    let records = shop.records(Kind::Product).await;
    let linked: Vec<&str> = records
        .iter()
        .filter(|record| record.state == SyncState::Synced(Outcome::Linked))
        .filter_map(|record| record.target_ref.as_deref())
        .collect();
    assert!(linked.len() >= 10, "only {} linked", linked.len());
    let written = entries(&shop, "lightspeed", "item.updated");
    assert!(
        written.iter().all(|entry| !linked.contains(&entry.id.as_str())),
        "what was equal was left alone"
    );
    let created = entries(&shop, "lightspeed", "item.created");
    let made = records.iter().filter(|record| {
        matches!(&record.state, SyncState::Synced(Outcome::Created | Outcome::Warned { .. }))
            && record.target_ref.is_some()
    });
    assert!(created.len() <= made.count(), "each item made belongs to a record");
    let skus: Vec<&str> = created.iter().map(|entry| entry.reference.as_str()).collect();
    let mut unique = skus.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), skus.len(), "no item was made twice");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unclassified_product_waits_and_classifying_it_makes_it_synced_by_itself() {
    let mut kept = Vec::new();
    let shop = Shop::open(fast(), |settings| kept = std::mem::take(&mut settings.classification)).await;
    shop.until("all products seen", PATIENCE, || async { shop.counts(Kind::Product).await.all() >= 60 })
        .await;
    shop.until_settled(&[Kind::Product], PATIENCE).await;
    let waiting = shop.counts(Kind::Product).await.pending;
    assert!(waiting >= 40, "{waiting} wait");
    let released = shop.change_settings(|settings| settings.classification = kept).await;
    assert!(released >= 40, "{released} released");
    shop.until_settled(&[Kind::Product], PATIENCE).await;
    assert!(shop.counts(Kind::Product).await.synced >= 40);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_walk_in_sale_becomes_one_order_with_the_tills_total_and_its_payments() {
    let shop = Shop::open(fast(), |_| {}).await;
    shop.until("products are linked", PATIENCE, || async { shop.counts(Kind::Product).await.synced >= 30 })
        .await;
    shop.until_settled(&[Kind::Product], PATIENCE).await;
    let item = linked_item(&shop).await;
    let sale = sell(
        &shop,
        json!({ "lines": [{ "item": item, "quantity": 2 }],
        "payments": [{ "name": "Cash", "amount": "1.50" }, { "name": "Card" }] }),
    )
    .await;
    let record = until_synced(&shop, Kind::Order, &sale).await;
    let orders = entries(&shop, "brightpearl", "sales-order.created");
    assert_eq!(orders.len(), 1);
    assert_eq!(orders[0].reference, format!("ls:90210:{sale}:order"));
    assert_eq!(Some(orders[0].id.as_str()), record.target_ref.as_deref());
    let Some(model::Payload::Order(came)) = &record.payload else { panic!("a sale") };
    assert_eq!(orders[0].amount, Some(came.total));
    let paid: rust_decimal::Decimal = entries(&shop, "brightpearl", "customer-payment.created")
        .iter()
        .filter_map(|entry| entry.amount)
        .sum();
    assert_eq!(paid, came.total);
    assert_eq!(entries(&shop, "brightpearl", "customer-payment.created").len(), 2);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_customers_sale_waits_for_the_contact_and_a_known_one_is_not_made_twice() {
    let shop = Shop::open(fast(), |_| {}).await;
    shop.until("products are linked", PATIENCE, || async { shop.counts(Kind::Product).await.synced >= 30 })
        .await;
    let item = linked_item(&shop).await;
    let new = shop
        .cause(Method::POST, "lightspeed/customers", json!({ "firstName": "Mira", "lastName": "Okafor",
            "Contact": { "Emails": { "ContactEmail": [{ "address": "mira.okafor@example.test", "useType": "Primary" }] } } }))
        .await["customerID"]
        .to_string();
    let first =
        sell(&shop, json!({ "customer": new.parse::<u64>().unwrap(), "lines": [{ "item": item }] })).await;
    let second =
        sell(&shop, json!({ "customer": new.parse::<u64>().unwrap(), "lines": [{ "item": item }] })).await;
    until_synced(&shop, Kind::Order, &first).await;
    until_synced(&shop, Kind::Order, &second).await;
    let contact = until_synced(&shop, Kind::Customer, &new).await.target_ref.unwrap();
    let mira =
        entries(&shop, "brightpearl", "contact.created").into_iter().filter(|entry| entry.id == contact);
    assert_eq!(mira.count(), 1);
    shop.until_settled(&[Kind::Customer], PATIENCE).await;
    let known = shop.records(Kind::Customer).await;
    assert!(
        known.iter().any(|record| record.state == SyncState::Synced(Outcome::Linked)),
        "known customers are linked"
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unmapped_tax_and_tender_hold_a_sale_until_they_are_mapped() {
    let (mut tax, mut tender) = (Vec::new(), String::new());
    let shop = Shop::open(fast(), |settings| {
        tax = std::mem::take(&mut settings.taxes);
        tender = settings.payments.remove("1").unwrap();
    })
    .await;
    shop.until("products are linked", PATIENCE, || async { shop.counts(Kind::Product).await.synced >= 30 })
        .await;
    let item = linked_item(&shop).await;
    let sale = sell(&shop, json!({ "lines": [{ "item": item }], "payments": [{ "name": "Cash" }] })).await;
    let says = async |words: &str| {
        let record = shop.record(Kind::Order, &sale).await;
        record.is_some_and(|record| record.state.say().contains(words))
    };
    shop.until("both are named", PATIENCE, || async {
        says("tax code for 20 %").await && says("“Cash”").await
    })
    .await;
    assert_eq!(shop.change_settings(|settings| settings.taxes = tax).await, 0, "the tender is still missing");
    shop.until("only the tender is named", PATIENCE, || async {
        says("“Cash”").await && !says("tax code").await
    })
    .await;
    assert_eq!(
        shop.change_settings(|settings| _ = settings.payments.insert("1".to_owned(), tender)).await,
        1
    );
    until_synced(&shop, Kind::Order, &sale).await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_re_sync_never_makes_a_duplicate_and_a_second_run_writes_nothing() {
    let shop = Shop::open(fast(), |_| {}).await;
    shop.until("products are linked", PATIENCE, || async { shop.counts(Kind::Product).await.synced >= 30 })
        .await;
    let item = linked_item(&shop).await;
    let sale = sell(&shop, json!({ "lines": [{ "item": item }] })).await;
    let record = until_synced(&shop, Kind::Order, &sale).await;
    shop.until_settled(&[Kind::Product, Kind::Customer, Kind::Order], PATIENCE).await;
    let before = shop.sandbox.world.ledger.entries(Some("brightpearl"), 0).len();
    for _ in 0..3 {
        shop.control.resync(MERCHANT, &[record.id], "Ann").await.unwrap();
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    shop.until_settled(&[Kind::Order], PATIENCE).await;
    assert_eq!(
        shop.sandbox.world.ledger.entries(Some("brightpearl"), 0).len(),
        before,
        "nothing was written again"
    );
    let attempts = shop.store.attempts(MERCHANT, record.id).await.unwrap();
    assert!(!attempts.is_empty());

    let writes = |shop: &Shop| {
        let entries = shop.sandbox.world.ledger.entries(None, 0);
        entries.iter().filter(|entry| !entry.what.starts_with("token.")).count()
    };
    let before = writes(&shop);
    let shop = shop.restart().await;
    tokio::time::sleep(Duration::from_secs(8)).await;
    shop.until_settled(&[Kind::Product, Kind::Customer, Kind::Order], PATIENCE).await;
    assert_eq!(writes(&shop), before, "a second run writes nothing");
    shop.close().await;
}

/// An item at the till that a product record is linked to.
async fn linked_item(shop: &Shop) -> u64 {
    let records = shop.records(Kind::Product).await;
    let item = records.iter().find_map(|record| {
        let stocked =
            matches!(&record.payload, Some(model::Payload::Product(product)) if product.stock_tracked);
        record
            .target_ref
            .as_ref()
            .filter(|_| stocked && record.state == SyncState::Synced(Outcome::Linked))
            .cloned()
    });
    item.unwrap().parse().unwrap()
}
