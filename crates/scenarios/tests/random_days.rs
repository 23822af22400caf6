//! Random days at the tills, with faults and power cuts, and afterwards the books of both sides: equal to the penny and to the
//! unit, nothing twice, and a second run over everything writes nothing.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "the helpers of a test may stop it")]

use std::time::{Duration, Instant};

use engine::EngineConfig;
use futures::StreamExt;
use model::{Kind, Payload, Status, SyncState, Waiting};
use reqwest::Method;
use sandbox::{Config, LagRange};
use scenarios::books;
use scenarios::day::{Day, lines_of};
use scenarios::shop::{MERCHANT, Shop};
use serde_json::Value;
use store::ErrandRow;

/// Days lived at the same time: they wait for clocks more than they compute.
const AT_ONCE: usize = 8;
/// Events before and after the power cut.
const EVENTS: usize = 14;
const PATIENCE: Duration = Duration::from_secs(90);

/// Seeds whose day once ended with unequal books, beside those that are lived anyway; they stay.
const ONCE_FAILED: [u64; 1] = [
    // One line with two taxes, of which net and each tax were rounded away from the line's own sum.
    196,
];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_five_days_at_the_tills_end_with_equal_books() {
    live(ONCE_FAILED.into_iter().chain(1..=25)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "takes long; part of --long"]
async fn two_hundred_days_at_the_tills_end_with_equal_books() {
    live(26..=225).await;
}

async fn live(seeds: impl Iterator<Item = u64>) {
    let seeds = match std::env::var("LOCKSTEP_DAY") {
        Ok(seed) => vec![seed.parse().unwrap()],
        Err(_) => seeds.collect::<Vec<u64>>(),
    };
    let days = futures::stream::iter(seeds.into_iter().map(|seed| tokio::spawn(one_day(seed))));
    let mut wrong = Vec::new();
    let mut days = days.buffer_unordered(AT_ONCE);
    while let Some(day) = days.next().await {
        wrong.extend(day.unwrap().err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn patience() -> EngineConfig {
    EngineConfig {
        call_timeout: Duration::from_secs(5),
        lease: Duration::from_secs(12),
        check_after: [1, 2, 3, 5, 7].map(Duration::from_secs).to_vec(),
        rescue_every: Duration::from_secs(1),
        ..EngineConfig::default()
    }
}

/// One day; the error tells the seed and everything that happened.
async fn one_day(seed: u64) -> Result<(), String> {
    let began = Instant::now();
    let config =
        Config { seed, limits: 1_000, lag: LagRange { min_ms: 0, max_ms: 2_000 }, ..Config::for_tests() };
    let since = jiff::Timestamp::now().to_string();
    let shop = Shop::open_patiently(config, patience(), |settings| {
        // Every second shop sends its goods off at once.
        settings.orders.fulfil = seed.is_multiple_of(2);
        settings.orders.shipping_method = "1".to_owned();
        settings.orders.staff_contact = "4".to_owned();
    })
    .await;
    let told = |what: &str, diary: &[String], situation: &str| {
        Err(format!("seed {seed} (LOCKSTEP_DAY={seed}): {what}\n{situation}\ndiary:\n{}", diary.join("\n")))
    };
    if !settles(&shop, PATIENCE).await {
        return told("the morning does not settle", &[], &shop.situation().await);
    }
    let mut day = Day::new(seed, goods(&shop).await);
    day.goes_on(&shop, EVENTS).await;
    tokio::time::sleep(day.moment()).await;
    let shop = shop.power_cut().await;
    day.diary.push("— power cut —".to_owned());
    day.goes_on(&shop, EVENTS).await;
    look_everywhere(&shop).await;
    through(&shop, &["inventory:sweep"]).await;
    if !settles(&shop, PATIENCE).await {
        return told("the day does not settle", &day.diary, &shop.situation().await);
    }
    let differences = books::differences(&shop, &since).await;
    if !differences.is_empty() {
        return told(&differences.join("\n"), &day.diary, &shop.situation().await);
    }
    let written = writes(&shop);
    let shop = shop.restart().await;
    everything_once_more(&shop).await;
    if !settles(&shop, PATIENCE).await {
        return told("the second run does not settle", &day.diary, &shop.situation().await);
    }
    let again = writes(&shop);
    if again != written {
        return told(&format!("the second run wrote: {:?}", again.get(written.len()..)), &day.diary, "");
    }
    let of = |what: &str| written.iter().filter(|line| line.starts_with(what)).count();
    println!(
        "seed {seed}: equal after {:.1} s: {} orders, {} credits, {} cancelled, {} shipped, {} booked in, {} shelves set",
        began.elapsed().as_secs_f32(),
        of("sales-order.created"),
        of("sales-credit.created"),
        of("order.cancelled"),
        of("goods-out.shipped"),
        of("goods-in.created"),
        of("item-shop.set"),
    );
    shop.close().await;
    Ok(())
}

/// Linked items that keep stock, with their product.
async fn goods(shop: &Shop) -> Vec<(u64, String)> {
    let records = shop.records(Kind::Product).await.into_iter();
    let stocked = records.filter_map(|record| match (&record.payload, &record.target_ref) {
        (Some(Payload::Product(product)), Some(item)) if product.stock_tracked => {
            Some((item.parse().ok()?, record.source_ref))
        }
        _ => None,
    });
    stocked.take(12).collect()
}

/// Side effects of ours on both platforms, in order.
fn writes(shop: &Shop) -> Vec<String> {
    let ledger = &shop.sandbox.world.ledger;
    ledger
        .entries(None, 0)
        .into_iter()
        .map(|entry| format!("{} {} {}", entry.what, entry.id, entry.reference))
        .collect()
}

async fn look_everywhere(shop: &Shop) {
    shop.cause(Method::DELETE, "faults", Value::Null).await;
    for kind in [Kind::Order, Kind::Customer, Kind::Product, Kind::Inventory] {
        shop.control.run_now(MERCHANT, kind).await.unwrap();
    }
}

/// Every sweep and every nightly comparison, from the beginning.
async fn everything_once_more(shop: &Shop) {
    let at_once = ErrandRow { cursor: None, next_at: Some(model::When(1)) };
    let all = ["product:sweep", "product:nightly", "customer:nightly", "order:nightly", "inventory:sweep"];
    for errand in all {
        shop.store.save_errand(MERCHANT, errand, &at_once).await.unwrap();
    }
    look_everywhere(shop).await;
    through(shop, &all).await;
}

/// Waits for errands that were told to begin. They do within five seconds; each leaves its next time behind when it is
/// through. Until then a shop may look settled that is not: nobody has compared its stock yet.
async fn through(shop: &Shop, errands: &[&str]) {
    shop.until("all errands are done", PATIENCE, || async {
        for errand in errands {
            let row = shop.store.errand(MERCHANT, errand).await.unwrap();
            let now = shop.store.now().await.unwrap();
            if row.cursor.is_some() || row.next_at.is_none_or(|at| at <= now) {
                return false;
            }
        }
        true
    })
    .await;
}

/// Whether everything the tills did is known and nothing more happens by itself.
async fn settles(shop: &Shop, patience: Duration) -> bool {
    let began = Instant::now();
    let mut quiet = 0;
    while began.elapsed() < patience {
        quiet = if is_quiet(shop).await { quiet + 1 } else { 0 };
        if quiet >= 3 {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
    false
}

async fn is_quiet(shop: &Shop) -> bool {
    for kind in Kind::ALL {
        let records = shop.records(kind).await;
        // Before the first look nothing is under way either; that is not the quiet that is meant.
        if kind == Kind::Product && records.is_empty() {
            return false;
        }
        for record in records {
            let settled = match &record.state {
                SyncState::Synced(_) | SyncState::Failed(_) => record.due_at.is_none(),
                SyncState::Pending(Waiting::Blocked { .. }) => true,
                _ => false,
            };
            if !settled {
                return false;
            }
        }
    }
    knows_all_sales(shop).await
}

/// Whether each completed sale, and each void, has been read.
async fn knows_all_sales(shop: &Shop) -> bool {
    let sales = shop.cause(Method::GET, "lightspeed/sales", Value::Null).await;
    for sale in sales.as_array().into_iter().flatten().filter(|sale| sale["completed"] == "true") {
        let id = sale["saleID"].as_str().unwrap_or_default();
        let lines = lines_of(sale);
        let only_returns = !lines.is_empty()
            && lines
                .iter()
                .all(|line| line["unitQuantity"].as_str().is_some_and(|units| units.starts_with('-')));
        match shop.record(Kind::Order, id).await {
            Some(record) => {
                let void = matches!(&record.payload, Some(Payload::Order(sale)) if sale.voided);
                if void != (sale["voided"] == "true") {
                    return false;
                }
            }
            None if only_returns => {
                let known = shop.records(Kind::Refund).await;
                if !known.iter().any(|record| record.source_ref.starts_with(&format!("{id}:"))) {
                    return false;
                }
            }
            None => return false,
        }
    }
    true
}

/// Fills one mapping in, as the complete settings have it.
type Mend = fn(&mut model::Settings, &model::Settings);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mapping_that_is_missing_holds_up_exactly_what_needs_it() {
    let config = Config { limits: 1_000, ..Config::for_tests() };
    let shop = Shop::open_patiently(config, patience(), |settings| {
        settings.orders.nominals.tip.clear();
        settings.orders.clearing_method.clear();
        settings.payments.remove("3");
        settings.taxes.retain(|tax| tax.code != "QC");
        settings.shops.get_mut("2").unwrap().warehouse.clear();
    })
    .await;
    assert!(settles(&shop, PATIENCE).await, "{}", shop.situation().await);
    let goods = goods(&shop).await;
    let item = goods[0].0;
    let line = serde_json::json!([{ "item": item, "price": "20.00" }]);
    let sell = async |basket: Value| {
        shop.cause(Method::POST, "lightspeed/sell", basket).await["sales"][0].to_string()
    };
    let plain = sell(serde_json::json!({ "shop": 1, "lines": line })).await;
    let bought = shop.cause(Method::GET, &format!("lightspeed/sales/{plain}"), Value::Null).await;
    let bought = lines_of(&bought)[0]["saleLineID"].as_str().unwrap().parse::<u64>().unwrap();
    let waiting = [
        ("setting:nominal_tip", sell(serde_json::json!({ "shop": 1, "lines": line, "payments": [{ "name": "Card", "tip": "1" }] })).await),
        ("payment:3", sell(serde_json::json!({ "shop": 1, "lines": line, "payments": [{ "name": "Cheque" }] })).await),
        ("tax:4:1:5 % + 9.975 %", sell(serde_json::json!({ "shop": 1, "lines": line, "tax_category": 4 })).await),
        ("shop:2", sell(serde_json::json!({ "shop": 2, "lines": line })).await),
        ("setting:clearing_method", sell(serde_json::json!({ "shop": 1, "lines": [{ "item": item, "price": "50.00" }], "returns": [{ "line": bought }] })).await),
    ];
    look_everywhere(&shop).await;
    assert!(settles(&shop, PATIENCE).await, "{}", shop.situation().await);
    assert_eq!(shop.record(Kind::Order, &plain).await.unwrap().state.status(), Status::Synced);
    for (key, sale) in &waiting {
        let record = shop.record(Kind::Order, sale).await.unwrap();
        let SyncState::Pending(Waiting::Blocked { by }) = &record.state else {
            panic!("{key}: {:?}", record.state)
        };
        assert_eq!(by.iter().map(ToString::to_string).collect::<Vec<_>>(), [*key]);
    }
    let complete = scenarios::shop::settings_of(&shop.sandbox).await;
    let mends: [(usize, Mend); 5] = [
        (0, |settings, complete| settings.orders.nominals.tip.clone_from(&complete.orders.nominals.tip)),
        (1, |settings, complete| settings.payments.clone_from(&complete.payments)),
        (2, |settings, complete| settings.taxes.clone_from(&complete.taxes)),
        (3, |settings, complete| settings.shops.clone_from(&complete.shops)),
        (4, |settings, complete| {
            settings.orders.clearing_method.clone_from(&complete.orders.clearing_method)
        }),
    ];
    for (mended, mend) in mends {
        let released = shop.change_settings(|settings| mend(settings, &complete)).await;
        assert!(released >= 1, "{} released nothing", waiting[mended].0);
        assert!(settles(&shop, PATIENCE).await, "{}", shop.situation().await);
        for (place, (key, sale)) in waiting.iter().enumerate() {
            let status = shop.record(Kind::Order, sale).await.unwrap().state.status();
            let expected = if place <= mended { Status::Synced } else { Status::Pending };
            assert_eq!(status, expected, "{key} after {}", waiting[mended].0);
        }
    }
    shop.close().await;
}
