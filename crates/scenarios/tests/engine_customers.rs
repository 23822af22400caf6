//! One person is one contact, whatever two tills do at once and however late the back office's search is.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "the helpers of a test may stop it")]

use std::time::Duration;

use engine::EngineConfig;
use model::{Kind, Status};
use reqwest::Method;
use sandbox::{Config, LagRange};
use scenarios::shop::{MERCHANT, Shop};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(60);
const EMAIL: &str = "mira.okafor@example.test";

/// A shop whose back office shows nothing new in its search for minutes.
async fn open() -> Shop {
    let lag = LagRange { min_ms: 300_000, max_ms: 300_000 };
    let config = Config { limits: 1_000, lag, ..Config::for_tests() };
    let shop = Shop::open_patiently(config, EngineConfig::default(), |_| {}).await;
    shop.until_open(PATIENCE).await;
    shop
}

async fn meet(shop: &Shop, first_name: &str, email: &str) -> String {
    let customer = json!({
        "firstName": first_name, "lastName": "Okafor",
        "Contact": { "noEmail": "false", "Emails": { "ContactEmail": { "address": email, "useType": "Primary" } } },
    });
    shop.cause(Method::POST, "lightspeed/customers", customer).await["customerID"].to_string()
}

async fn until_synced(shop: &Shop, customer: &str) -> String {
    shop.control.run_now(MERCHANT, Kind::Customer).await.unwrap();
    shop.until(&format!("customer {customer}"), PATIENCE, || async {
        let record = shop.record(Kind::Customer, customer).await;
        record.is_some_and(|record| record.state.status() == Status::Synced)
    })
    .await;
    shop.record(Kind::Customer, customer).await.unwrap().target_ref.unwrap()
}

async fn contacts(shop: &Shop) -> usize {
    let all = shop.cause(Method::GET, "brightpearl/contacts", Value::Null).await;
    let same = |one: &&Value| one["email"].as_str().is_some_and(|email| email.eq_ignore_ascii_case(EMAIL));
    all.as_array().unwrap().iter().filter(same).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_tills_that_meet_one_person_at_the_same_time_make_one_contact() {
    let shop = open().await;
    let one = meet(&shop, "Mira", EMAIL).await;
    let two = meet(&shop, "Mira", &EMAIL.to_uppercase()).await;
    let (first, second) = (until_synced(&shop, &one).await, until_synced(&shop, &two).await);
    assert_eq!((first == second, contacts(&shop).await), (true, 1));
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_met_again_after_a_restart_is_still_the_same_contact() {
    let shop = open().await;
    let one = meet(&shop, "Mira", EMAIL).await;
    let first = until_synced(&shop, &one).await;
    let shop = shop.restart().await;
    let two = meet(&shop, "Mira", EMAIL).await;
    assert_eq!((until_synced(&shop, &two).await, contacts(&shop).await), (first, 1));
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_till_changes_of_a_person_reaches_the_contact() {
    let shop = open().await;
    let one = meet(&shop, "Mira", EMAIL).await;
    let contact = until_synced(&shop, &one).await;
    shop.cause(Method::PUT, &format!("lightspeed/customers/{one}"), json!({ "firstName": "Miranda" })).await;
    shop.control.run_now(MERCHANT, Kind::Customer).await.unwrap();
    shop.until("the contact is renamed", PATIENCE, || async {
        let all = shop.cause(Method::GET, "brightpearl/contacts", Value::Null).await;
        all.as_array().unwrap().iter().any(|one| {
            one["id"].as_u64() == contact.parse().ok() && one["first_name"].as_str() == Some("Miranda")
        })
    })
    .await;
    shop.close().await;
}
