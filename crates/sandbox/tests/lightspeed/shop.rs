//! The shop that lives.

use std::collections::BTreeSet;
use std::time::Duration;

use reqwest::Method;
use sandbox::Config;
use serde_json::Value;

use super::{Till, rows};

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

/// Ten minutes in life. Each scene of the table is in the ledger, and the sales themselves show what it was about.
#[tokio::test]
async fn the_first_ten_minutes_play_every_case_of_the_table() {
    let till = Till::with(Config { alive: true, limits: 100, ..Config::for_tests() }).await;
    tokio::time::pause();
    for _ in 0..520 {
        tokio::time::advance(Duration::from_secs(1)).await;
        tokio::task::yield_now().await;
    }
    tokio::time::resume();
    let table: Value = serde_json::from_str(include_str!("../../src/tills/morning.json")).unwrap();
    let planned: BTreeSet<String> =
        table.as_array().unwrap().iter().map(|scene| scene["case"].as_str().unwrap().to_owned()).collect();
    let played: BTreeSet<String> =
        till.entries("till.scene").into_iter().map(|entry| entry.reference).collect();
    assert_eq!(planned.difference(&played).collect::<Vec<_>>(), Vec::<&String>::new());
    let completed = till.entries("sale.completed").len();
    assert!(completed > 2 * planned.len(), "ordinary sales prevail: {completed}");
    assert!(till.entries("sale.refunded").len() >= 8);
    assert_eq!((till.entries("sale.voided").len(), till.entries("layaway.taken").len()), (1, 1));

    let sales = till.control(Method::GET, "lightspeed/sales", Value::Null).await;
    let sales = sales.as_array().unwrap();
    let lines = |sale: &Value| rows(&sale["SaleLines"], "SaleLine");
    let paid = |sale: &Value| rows(&sale["SalePayments"], "SalePayment");
    let some =
        |what: &str, test: &dyn Fn(&Value) -> bool| assert!(sales.iter().any(test), "no sale with {what}");
    let parents = |sale: &Value| {
        let returned =
            lines(sale).into_iter().filter(|line| line["unitQuantity"].as_str().unwrap().starts_with('-'));
        returned.map(|line| line["parentSaleLineID"].as_str().unwrap().to_owned()).collect::<BTreeSet<_>>()
    };
    some("several parents", &|sale| parents(sale).len() > 1);
    some("no parent", &|sale| parents(sale).contains("0"));
    some("goods both ways", &|sale| lines(sale).len() > parents(sale).len() && !parents(sale).is_empty());
    some("a face value", &|sale| sale["displayableTotal"] == "50" && sale["total"] == "0");
    some("a tip", &|sale| sale["calcTips"] == "2.5");
    some("a rounding", &|sale| sale["cashRoundingDelta"] == "0.02");
    some("a fee", &|sale| lines(sale).iter().any(|line| line["lineType"] == "item_fee"));
    some("a test by staff", &|sale| sale["employeeID"] == "4");
    some("a layaway", &|sale| {
        sale["completed"] == "true" && lines(sale).iter().any(|line| line["isLayaway"] == "true")
    });
    some("a gift card used", &|sale| {
        paid(sale).iter().any(|one| one["amount"] == "12.5" && one["creditAccountID"] != "0")
    });
    // The sale from before go-live is old by every stamp, and no ledger counted it.
    assert!(sales[0]["updatetime"].as_str() < sales[1]["completeTime"].as_str());
    assert!(till.entries("sale.completed").iter().all(|entry| entry.id != "1"));
    some("a parent from before go-live", &|sale| parents(sale).contains("1"));
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
