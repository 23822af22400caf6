//! Power cuts at every call that moves money or goods: after its intent and before it goes out, and after the platform carried
//! it out and before we hear of it. Whatever was cut, afterwards each thing is there exactly once.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "the helpers of a test may stop it")]

use std::collections::BTreeMap;
use std::time::Duration;

use engine::EngineConfig;
use model::{Kind, Status};
use reqwest::Method;
use sandbox::Config;
use scenarios::books;
use scenarios::day::lines_of;
use scenarios::shop::{MERCHANT, Shop};
use scenarios::snare::{At, Snares};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(60);

/// The calls of an order and of a credit that write, by the beginning of their step's key.
const ORDER: [&str; 5] = ["order", "reserve", "payments", "goods-out", "shipped"];
const CREDIT: [&str; 3] = ["credit", "goods-in", "payment"];

fn patience() -> EngineConfig {
    EngineConfig {
        call_timeout: Duration::from_secs(2),
        lease: Duration::from_secs(5),
        check_after: [1, 2, 3].map(Duration::from_secs).to_vec(),
        rescue_every: Duration::from_millis(500),
        ..EngineConfig::default()
    }
}

async fn open(snares: &Snares) -> (Shop, u64) {
    let config = Config { limits: 1_000, ..Config::for_tests() };
    let shop = Shop::open_with_snares(
        config,
        patience(),
        |settings| {
            settings.orders.fulfil = true;
            settings.orders.shipping_method = "1".to_owned();
            settings.orders.staff_contact = "4".to_owned();
        },
        snares,
    )
    .await;
    shop.until_open(PATIENCE).await;
    let item = shop.stocked_item().await.unwrap();
    (shop, item)
}

async fn sell(shop: &Shop, item: u64) -> u64 {
    let basket = json!({
        "shop": 1, "lines": [{ "item": item, "quantity": 2, "price": "20.00" }],
        "payments": [{ "name": "Card", "amount": "10.00" }, { "name": "Cash" }],
    });
    shop.cause(Method::POST, "lightspeed/sell", basket).await["sales"][0].as_u64().unwrap()
}

async fn give_back(shop: &Shop, sale: u64) -> u64 {
    let seen = shop.cause(Method::GET, &format!("lightspeed/sales/{sale}"), Value::Null).await;
    let line: u64 = lines_of(&seen)[0]["saleLineID"].as_str().unwrap().parse().unwrap();
    let basket = json!({ "shop": 1, "returns": [{ "line": line }], "payments": [{ "name": "Cash" }] });
    shop.cause(Method::POST, "lightspeed/sell", basket).await["sales"][0].as_u64().unwrap()
}

async fn until_synced(shop: &Shop, kind: Kind, reference: &str) {
    shop.control.run_now(MERCHANT, kind).await.unwrap();
    shop.until(&format!("{} {reference} synced", kind.word()), PATIENCE, || async {
        shop.record(kind, reference).await.is_some_and(|record| record.state.status() == Status::Synced)
    })
    .await;
}

/// How often each side effect at the back office is in its ledger.
fn effects(shop: &Shop) -> BTreeMap<String, usize> {
    let mut effects = BTreeMap::new();
    for entry in shop.sandbox.world.ledger.entries(Some("brightpearl"), 0) {
        let counted = [
            "sales-order.created",
            "sales-credit.created",
            "customer-payment.created",
            "reservation.created",
            "goods-out.created",
            "goods-out.shipped",
            "goods-in.created",
        ];
        if counted.contains(&entry.what.as_str()) {
            *effects.entry(entry.what).or_default() += 1;
        }
    }
    effects
}

async fn cut(at: At, credit: bool) {
    let since = jiff::Timestamp::now().to_string();
    let snares = Snares::set(at.clone());
    let (shop, item) = if credit {
        // The snare must not catch the order's own payment: the sale is posted before it is set.
        let (shop, item) = open(&Snares::none()).await;
        let sale = sell(&shop, item).await;
        until_synced(&shop, Kind::Order, &sale.to_string()).await;
        let shop = shop.restart_with(&snares).await;
        give_back(&shop, sale).await;
        (shop, item)
    } else {
        let (shop, item) = open(&snares).await;
        sell(&shop, item).await;
        (shop, item)
    };
    shop.control.run_now(MERCHANT, Kind::Order).await.unwrap();
    tokio::time::timeout(PATIENCE, snares.sprung())
        .await
        .unwrap_or_else(|_| panic!("{at:?} is never reached"));
    let shop = shop.power_cut().await;
    shop.until_settled(&[Kind::Order, Kind::Refund], PATIENCE).await;
    for kind in [Kind::Order, Kind::Refund] {
        for record in shop.records(kind).await {
            assert_eq!(record.state.status(), Status::Synced, "{at:?}: {}", record.state.say());
        }
    }
    let effects = effects(&shop);
    let count = |what: &str| effects.get(what).copied().unwrap_or_default();
    let expected = if credit { (1, 1, 3) } else { (1, 0, 2) };
    assert_eq!(
        (count("sales-order.created"), count("sales-credit.created"), count("customer-payment.created")),
        expected,
        "{at:?}"
    );
    assert_eq!((count("goods-out.created"), count("goods-out.shipped")), (1, 1), "{at:?}");
    assert_eq!(count("goods-in.created"), usize::from(credit), "{at:?}");
    shop.until("the books are equal", PATIENCE, || async {
        books::differences(&shop, &since).await.is_empty()
    })
    .await;
    let _ = item;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_power_cut_before_any_call_of_an_order_loses_and_doubles_nothing() {
    for step in ORDER {
        cut(At::Before(step.to_owned()), false).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_power_cut_after_any_call_of_an_order_loses_and_doubles_nothing() {
    for step in ORDER {
        cut(At::After(step.to_owned()), false).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_power_cut_before_any_call_of_a_credit_loses_and_doubles_nothing() {
    for step in CREDIT {
        cut(At::Before(step.to_owned()), true).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_power_cut_after_any_call_of_a_credit_loses_and_doubles_nothing() {
    for step in CREDIT {
        cut(At::After(step.to_owned()), true).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_cuts_above_name_every_call_that_writes() {
    let snares = Snares::none();
    let (shop, item) = open(&snares).await;
    let sale = sell(&shop, item).await;
    until_synced(&shop, Kind::Order, &sale.to_string()).await;
    let back = give_back(&shop, sale).await;
    until_synced(&shop, Kind::Refund, &format!("{back}:credit:{sale}")).await;
    let mut named: Vec<&str> = ORDER.into_iter().chain(CREDIT).collect();
    named.sort_unstable();
    named.dedup();
    assert_eq!(snares.seen().into_iter().collect::<Vec<_>>(), named);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sale_made_void_while_a_power_cut_leaves_its_order_half_made_is_undone_whole() {
    for at in [At::After("order".to_owned()), At::Before("payments".to_owned())] {
        let since = jiff::Timestamp::now().to_string();
        let snares = Snares::set(at.clone());
        let (shop, item) = open(&snares).await;
        let sale = sell(&shop, item).await;
        shop.control.run_now(MERCHANT, Kind::Order).await.unwrap();
        tokio::time::timeout(PATIENCE, snares.sprung()).await.unwrap();
        shop.cause(Method::POST, &format!("lightspeed/sales/{sale}/void"), json!({})).await;
        let shop = shop.power_cut().await;
        until_synced(&shop, Kind::Refund, &format!("{sale}:void")).await;
        until_synced(&shop, Kind::Order, &sale.to_string()).await;
        assert_eq!(effects(&shop).get("sales-order.created"), Some(&1), "{at:?}");
        shop.until(&format!("the books are equal after {at:?}"), PATIENCE, || async {
            books::differences(&shop, &since).await.is_empty()
        })
        .await;
        shop.close().await;
    }
}
