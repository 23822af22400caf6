//! How far flows have read; allowances; settings.

use std::time::Duration;

use model::{BudgetState, Kind, Platform, Policy, Settings, When};

use super::Shop;
use crate::{ErrandRow, FlowRow, FlowRun, StoreError};

fn run(started_at: When, next_run_at: When, problem: Option<&str>) -> FlowRun {
    FlowRun { started_at, next_run_at, problem: problem.map(str::to_owned) }
}

pub async fn a_flow_that_never_ran_looks_at_once(shop: Shop) {
    assert_eq!(shop.store.flow(shop.merchant, Kind::Order).await.unwrap(), FlowRow::default());
}

pub async fn a_look_is_written_down_and_a_problem_keeps_the_last_success(shop: Shop) {
    let now = shop.store.now().await.unwrap();
    let next = now.plus(Duration::from_secs(60));
    shop.store.ran(shop.merchant, Kind::Order, run(now, next, None)).await.unwrap();
    let good = shop.store.flow(shop.merchant, Kind::Order).await.unwrap();
    assert!(good.last_success_at.unwrap() >= now);
    assert_eq!((good.next_run_at, good.problem), (Some(next), None));
    shop.seconds_pass(60);
    shop.store.ran(shop.merchant, Kind::Order, run(next, next, Some("out of order"))).await.unwrap();
    let bad = shop.store.flow(shop.merchant, Kind::Order).await.unwrap();
    assert_eq!(bad.last_success_at, good.last_success_at);
    assert_eq!(bad.problem.as_deref(), Some("out of order"));
}

pub async fn a_problem_is_known_since_its_first_look_until_a_look_succeeds(shop: Shop) {
    let began = shop.store.now().await.unwrap();
    for problem in ["out of order", "still out of order"] {
        shop.store.ran(shop.merchant, Kind::Order, run(began, began, Some(problem))).await.unwrap();
        let row = shop.store.flow(shop.merchant, Kind::Order).await.unwrap();
        let since = row.problem_since.unwrap();
        assert!(since.since(began) < Duration::from_secs(30), "{problem}: since {since:?}, not {began:?}");
        shop.seconds_pass(60);
    }
    shop.store.ran(shop.merchant, Kind::Order, run(began, began, None)).await.unwrap();
    assert_eq!(shop.store.flow(shop.merchant, Kind::Order).await.unwrap().problem_since, None);
    shop.store.ran(shop.merchant, Kind::Order, run(began, began, Some("out of order"))).await.unwrap();
    let anew = shop.store.flow(shop.merchant, Kind::Order).await.unwrap().problem_since.unwrap();
    assert!(anew.since(began) >= Duration::from_secs(120), "another problem begins anew");
}

pub async fn a_look_asked_for_during_a_look_still_comes(shop: Shop) {
    let next = shop.store.now().await.unwrap().plus(Duration::from_secs(60));
    shop.store.ran(shop.merchant, Kind::Order, run(When(1), next, None)).await.unwrap();
    let started = shop.store.now().await.unwrap();
    shop.seconds_pass(1);
    shop.store.run_now(shop.merchant, Kind::Order).await.unwrap();
    assert_eq!(shop.store.flow(shop.merchant, Kind::Order).await.unwrap().next_run_at, None);
    shop.store.ran(shop.merchant, Kind::Order, run(started, next, None)).await.unwrap();
    assert_eq!(shop.store.flow(shop.merchant, Kind::Order).await.unwrap().next_run_at, None);
    shop.seconds_pass(1);
    let later = shop.store.now().await.unwrap();
    shop.store.ran(shop.merchant, Kind::Order, run(later, next, None)).await.unwrap();
    assert_eq!(shop.store.flow(shop.merchant, Kind::Order).await.unwrap().next_run_at, Some(next));
}

pub async fn a_look_keeps_the_cursor(shop: Shop) {
    shop.store.see(shop.merchant, Kind::Order, &[], Some("page 9")).await.unwrap();
    shop.store.ran(shop.merchant, Kind::Order, run(When(1), When(2), None)).await.unwrap();
    assert_eq!(shop.store.flow(shop.merchant, Kind::Order).await.unwrap().cursor.as_deref(), Some("page 9"));
}

pub async fn an_errand_goes_on_where_it_was_left(shop: Shop) {
    assert_eq!(shop.store.errand(shop.merchant, "product:sweep").await.unwrap(), ErrandRow::default());
    let row = ErrandRow { cursor: Some("17".to_owned()), next_at: Some(model::When(5)) };
    shop.store.save_errand(shop.merchant, "product:sweep", &row).await.unwrap();
    assert_eq!(shop.store.errand(shop.merchant, "product:sweep").await.unwrap(), row);
    assert_eq!(shop.store.errand(shop.merchant, "customer:sweep").await.unwrap(), ErrandRow::default());
    let done = ErrandRow { cursor: None, ..row };
    shop.store.save_errand(shop.merchant, "product:sweep", &done).await.unwrap();
    assert_eq!(shop.store.errand(shop.merchant, "product:sweep").await.unwrap(), done);
}

pub async fn an_allowance_is_kept_a_platform(shop: Shop) {
    assert_eq!(shop.store.budget(shop.merchant, Platform::Brightpearl).await.unwrap(), None);
    for now in [When(5), When(6)] {
        let state = BudgetState::new(Policy::BRIGHTPEARL, now);
        shop.store.save_budget(shop.merchant, Platform::Brightpearl, &state).await.unwrap();
        assert_eq!(shop.store.budget(shop.merchant, Platform::Brightpearl).await.unwrap(), Some(state));
    }
    assert_eq!(shop.store.budget(shop.merchant, Platform::Lightspeed).await.unwrap(), None);
}

pub async fn every_version_of_the_settings_is_kept(shop: Shop) {
    let none = shop.store.settings(shop.merchant).await.unwrap();
    assert_eq!((none.version, none.who.as_str(), none.settings), (0, "", Settings::default()));
    let mut settings = Settings::default();
    for version in 1..=2 {
        settings.products.price_list = version.to_string();
        let saved = shop.store.save_settings(shop.merchant, "Ana", version - 1, &settings).await.unwrap();
        assert_eq!(saved, version);
    }
    assert_eq!(shop.store.settings(shop.merchant).await.unwrap().settings, settings);
    let history = shop.store.settings_history(shop.merchant).await.unwrap();
    let lists: Vec<&str> = history.iter().map(|saved| saved.settings.products.price_list.as_str()).collect();
    assert_eq!(lists, ["2", "1"]);
}

pub async fn settings_based_on_an_old_version_are_refused(shop: Shop) {
    let settings = Settings::default();
    shop.store.save_settings(shop.merchant, "Ana", 0, &settings).await.unwrap();
    let refused = shop.store.save_settings(shop.merchant, "Bo", 0, &settings).await;
    assert_eq!(refused, Err(StoreError::SettingsChanged { current: 1 }));
    assert_eq!(shop.store.settings(shop.merchant).await.unwrap().who, "Ana");
}
