//! What a merchant does in the settings, seen at the records: sets, pauses, quiet hours, releases that are followed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "the helpers of a test may stop it")]

use std::time::Duration;

use model::settings::{Class, QuietHours};
use model::{Kind, Rest, Status};
use reqwest::Method;
use sandbox::Config;
use scenarios::shop::{MERCHANT, Shop};
use serde_json::json;

const PATIENCE: Duration = Duration::from_secs(90);

fn plenty() -> Config {
    Config { limits: 1_000, ..Config::for_tests() }
}

/// A shop whose products have all been read and wait for a set.
async fn unsorted() -> Shop {
    let shop = Shop::open(plenty(), |settings| settings.classification.clear()).await;
    shop.until("products wait", PATIENCE, || async {
        let counts = shop.counts(Kind::Product).await;
        counts.pending > 10 && counts.processing == 0
    })
    .await;
    shop.until_settled(&[Kind::Product], PATIENCE).await;
    shop
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sets_made_of_groups_leave_no_product_unclassified_and_tell_what_they_share() {
    let shop = unsorted().await;
    let mut settings = shop.control.settings(MERCHANT).await.unwrap().settings;
    let open = shop.control.unclassified(MERCHANT, &settings).await.unwrap();
    assert!(open.of > 10 && open.products == open.of, "{open:?}");
    assert_eq!(open.more_groups, 0);
    let id = |named: &Option<model::payload::Named>| {
        vec![named.as_ref().map_or_else(|| Class::NONE.to_owned(), |named| named.id.clone())]
    };
    for group in &open.groups {
        settings.classification.push(Class {
            name: format!("{:?} {:?}", group.brand, group.product_type),
            brands: id(&group.brand),
            types: id(&group.product_type),
            ..Class::default()
        });
    }
    assert_eq!(shop.control.unclassified(MERCHANT, &settings).await.unwrap().products, 0);
    let placed = shop.control.placed(MERCHANT, &settings).await.unwrap();
    let groups: Vec<u64> = open.groups.iter().map(|group| group.products).collect();
    assert_eq!(placed, groups);

    // One that is tried first and takes all of the first group too: the group's set places nothing any more.
    let brand = id(&open.groups[0].brand);
    settings
        .classification
        .insert(0, Class { name: "All of the brand".to_owned(), brands: brand, ..Class::default() });
    let group = shop.control.set_reach(MERCHANT, &settings, 1).await.unwrap();
    assert_eq!((group.matches, group.places), (groups[0], 0));
    assert_eq!(group.before, [("All of the brand".to_owned(), groups[0])]);
    let brand = shop.control.set_reach(MERCHANT, &settings, 0).await.unwrap();
    assert_eq!(brand.matches, brand.places);
    let shared: u64 = brand.after.iter().map(|(_, products)| products).sum();
    assert_eq!(shared, brand.places);
    assert!(!brand.examples.is_empty());
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_save_releases_is_told_before_and_followed_after_until_it_is_in_step() {
    let shop = unsorted().await;
    let waits = shop.store.waits(MERCHANT).await.unwrap();
    let waiting = waits.iter().find(|wait| wait.block == model::Block::Classification).unwrap().records;
    let saved = shop.control.settings(MERCHANT).await.unwrap();
    let mut settings = saved.settings;
    let any = vec!["0".to_owned()];
    settings.classification = vec![Class {
        name: "Everything".to_owned(),
        rules: model::settings::Rules::Any,
        brands: any,
        price_from: Some(0.into()),
        ..Class::default()
    }];
    let (would, _) = shop.control.would_release(MERCHANT, settings.clone()).await.unwrap();
    assert!(would.releases > 0 && would.releases <= u64::try_from(waiting).unwrap());
    let done = shop.control.save_settings(MERCHANT, "Ana", saved.version, settings).await.unwrap();
    assert_eq!(done.released, would.releases);
    let released = async || shop.store.released(MERCHANT, done.version).await.unwrap();
    // Those that are skipped or failed are looked at again as well: the set concerns them too.
    assert!(u64::try_from(released().await.all()).unwrap() >= done.released);
    shop.until("what was released has settled", PATIENCE, || async { released().await.going == 0 }).await;
    let now = released().await;
    assert!(now.synced > 0, "{now:?}");
    // A moved category sends what is in step again, and that is told before as well.
    let saved = shop.control.settings(MERCHANT).await.unwrap();
    let mut settings = saved.settings;
    settings.classification[0].tax_class = "2".to_owned();
    let (would, _) = shop.control.would_release(MERCHANT, settings.clone()).await.unwrap();
    assert_eq!((would.releases, i64::try_from(would.sends_again).unwrap()), (0, now.synced));
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paused_log_stands_still_for_everyone_to_see_and_catches_up_when_it_goes_on() {
    let shop = Shop::open(plenty(), |_| ()).await;
    shop.until_open(PATIENCE).await;
    let item = shop.stocked_item().await.unwrap();
    shop.control.pause(MERCHANT, Kind::Order, "Ana", Some("stock-take")).await.unwrap();
    let version = shop.control.settings(MERCHANT).await.unwrap().version;
    let again = shop.control.pause(MERCHANT, Kind::Order, "Ben", Some("stock-take")).await.unwrap();
    assert_eq!(again, version, "pausing twice is pausing once");
    let rests = shop.control.rests(MERCHANT).await.unwrap();
    let said: Vec<String> = rests.iter().map(|(_, rest)| rest.say()).collect();
    assert_eq!(said, ["Paused by Ana: stock-take"]);
    // A look that had begun before the pause may still end.
    tokio::time::sleep(Duration::from_secs(3)).await;
    let basket = json!({ "shop": 1, "lines": [{ "item": item }] });
    let sale = shop.cause(Method::POST, "lightspeed/sell", basket).await["sales"][0].to_string();
    tokio::time::sleep(Duration::from_secs(8)).await;
    // Stock may have looked at it, so that nothing is sold twice; it is not posted.
    let seen = shop.record(Kind::Order, &sale).await;
    assert!(seen.is_none_or(|record| record.state.status() == Status::Pending));
    let orders = shop.cause(Method::GET, "brightpearl/orders", serde_json::Value::Null).await;
    let posted = |order: &&serde_json::Value| {
        order["external_ref"].as_str().is_some_and(|reference| reference.contains(&format!(":{sale}:")))
    };
    assert_eq!(orders.as_array().unwrap().iter().find(posted), None);
    shop.control.pause(MERCHANT, Kind::Order, "Ben", None).await.unwrap();
    shop.until("the sale is posted", PATIENCE, || async {
        let record = shop.record(Kind::Order, &sale).await;
        record.is_some_and(|record| record.state.status() == Status::Synced)
    })
    .await;
    assert!(shop.control.rests(MERCHANT).await.unwrap().is_empty());
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_its_quiet_hours_a_log_says_until_when_and_the_others_go_on() {
    let shop = Shop::open(plenty(), |_| ()).await;
    shop.change_settings(|settings| {
        let mut schedule = settings.schedule_of(Kind::Product);
        // All day but its last minute; a test in that minute waits it out.
        schedule.quiet = QuietHours::parse("00:00", "23:59");
        settings.schedule.insert(Kind::Product, schedule);
    })
    .await;
    shop.until("the hours begin", PATIENCE, || async {
        !shop.control.rests(MERCHANT).await.unwrap().is_empty()
    })
    .await;
    let rests = shop.control.rests(MERCHANT).await.unwrap();
    assert_eq!(rests, [(Kind::Product, Rest::Quiet { until: "23:59".to_owned() })]);
    let overview = shop.control.overview(MERCHANT).await.unwrap();
    let products = overview.flows.iter().find(|flow| flow.kind == Kind::Product).unwrap();
    assert_eq!((products.rests.is_some(), products.next_run_at), (true, None));
    shop.close().await;
}
