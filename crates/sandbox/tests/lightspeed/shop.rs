//! The shop that lives.

use std::collections::BTreeSet;
use std::time::Duration;

use sandbox::Config;
use serde_json::Value;

use super::Till;

/// Nearly a minute in life: time stands still while the sandbox would wait, so the test takes a second.
#[tokio::test]
async fn the_first_forty_seconds_bring_every_planned_trouble() {
    let till = Till::with(Config { alive: true, ..Config::for_tests() }).await;
    tokio::time::pause();
    for _ in 0..50 {
        tokio::time::advance(Duration::from_secs(1)).await;
        tokio::task::yield_now().await;
    }
    tokio::time::resume();
    let entries = till.running.world.ledger.entries(None, 0);
    let sales: Vec<_> = entries.iter().filter(|entry| entry.what == "sale.completed").collect();
    assert!(sales.len() >= 10, "{}", sales.len());
    let any =
        |test: &dyn Fn(&Value) -> bool| assert!(sales.iter().any(|sale| test(&sale.detail)), "{sales:?}");
    any(&|sale| sale["taxCategory"] == 3);
    any(&|sale| sale["payments"].as_array().unwrap().iter().any(|payment| payment["type"] == 3));
    any(&|sale| sale["lines"].as_object().unwrap().values().any(|quantity| quantity == -1));
    let done: BTreeSet<&str> = entries.iter().map(|entry| entry.what.as_str()).collect();
    for what in ["customer.created", "customer.updated", "product.created", "product.changed"] {
        assert!(done.contains(what), "{what} is not in {done:?}");
    }
    let long =
        |entry: &&sandbox::ledger::Entry| entry.detail["name"].as_str().is_some_and(|name| name.len() > 44);
    assert!(entries.iter().any(|entry| long(&entry)));
}

#[tokio::test]
async fn a_quiet_shop_sells_nothing() {
    let till = Till::with(Config::for_tests()).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let sold = till.running.world.ledger.entries(Some("lightspeed"), 0);
    assert!(sold.iter().all(|entry| entry.what == "token.issued"), "{sold:?}");
}

#[tokio::test]
async fn the_same_seed_sells_the_same_things() {
    let mut baskets = Vec::new();
    for _ in 0..2 {
        let till = Till::open().await;
        till.control(reqwest::Method::POST, "lightspeed/sell", serde_json::json!({ "count": 20 })).await;
        let sales = till.control(reqwest::Method::GET, "lightspeed/sales", Value::Null).await;
        let totals: Vec<String> =
            sales.as_array().unwrap().iter().map(|sale| sale["total"].as_str().unwrap().to_owned()).collect();
        baskets.push(totals);
        till.stop().await;
    }
    assert_eq!(baskets[0], baskets[1]);
}
