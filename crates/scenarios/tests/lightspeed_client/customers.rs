//! Customers as they change.

use std::collections::BTreeMap;

use model::payload::Customer;
use platform::{Batch, Fetched, Source};
use reqwest::Method;
use serde_json::{Value, json};

use super::till::Till;

fn by_ref(batches: Vec<Batch<Customer>>) -> BTreeMap<String, Customer> {
    let sightings = batches.into_iter().flat_map(|batch| batch.sightings);
    sightings.map(|sighting| (sighting.source_ref, sighting.item.unwrap())).collect()
}

fn mira() -> Value {
    json!({ "firstName": "Mira", "lastName": "Okafor", "company": "Okafor Ltd",
        "Contact": {
            "Addresses": { "ContactAddress": { "address1": "5 Quay Rd", "city": "Bristol", "zip": "BS1 4QA",
                "country": "United Kingdom", "countryCode": "GB" } },
            "Phones": { "ContactPhone": [{ "number": "07700 900100", "useType": "Mobile" },
                { "number": "0117 496 0101", "useType": "Work" }] },
            "Emails": { "ContactEmail": { "address": "mira@example.test", "useType": "Primary" } } } })
}

#[tokio::test]
async fn every_customer_is_told_and_an_idle_look_is_one_call() {
    let till = Till::open().await;
    let there = till.control(Method::GET, "lightspeed/customers", Value::Null).await;
    let (batches, cursor) = till.walk::<Customer>(None).await;
    assert_eq!(by_ref(batches).len(), there.as_array().unwrap().len());
    let before = till.calls();
    let idle = till.changes::<Customer>(Some(&cursor)).await.unwrap();
    assert_eq!((till.calls() - before, idle.sightings.len(), idle.more), (1, 0, false));
}

#[tokio::test]
async fn a_customer_is_read_with_all_ways_to_reach_them() {
    let till = Till::open().await;
    let (_, cursor) = till.walk::<Customer>(None).await;
    let id = till.write("Customer", mira()).await;
    let (batches, _) = till.walk::<Customer>(Some(&cursor)).await;
    let told = by_ref(batches).remove(&id).unwrap();
    assert_eq!((told.full_name().as_str(), told.company.as_str()), ("Mira Okafor", "Okafor Ltd"));
    assert_eq!(
        (told.email.as_str(), told.phone.as_str(), told.mobile.as_str()),
        ("mira@example.test", "0117 496 0101", "07700 900100")
    );
    let address = told.address.unwrap();
    assert_eq!(
        (address.line1.as_str(), address.postcode.as_str(), address.country_code.as_str()),
        ("5 Quay Rd", "BS1 4QA", "GB")
    );
    assert!(told.created_at.is_some() && !told.archived);
}

#[tokio::test]
async fn an_edited_customer_is_told_again() {
    let till = Till::open().await;
    let id = till.write("Customer", mira()).await;
    let (_, cursor) = till.walk::<Customer>(None).await;
    let change = json!({ "Contact": { "Phones": { "ContactPhone": { "number": "07700 900200", "useType": "Mobile" } } } });
    till.control(Method::PUT, &format!("lightspeed/customers/{id}"), change).await;
    let (batches, _) = till.walk::<Customer>(Some(&cursor)).await;
    assert_eq!(by_ref(batches)[&id].mobile, "07700 900200");
}

#[tokio::test]
async fn customers_are_fetched_by_id_and_strangers_are_gone() {
    let till = Till::open().await;
    let id = till.write("Customer", json!({ "firstName": "Solo" })).await;
    let refs = [id, "999999".to_owned(), "not-a-number".to_owned()];
    let fetched = Source::<Customer>::fetch_many(&till.client, &till.account, &refs).await.unwrap();
    let Fetched::Seen(seen) = &fetched[0] else { panic!("gone") };
    assert_eq!(
        seen.item.as_ref().unwrap(),
        &Customer {
            created_at: seen.item.as_ref().unwrap().created_at,
            first_name: "Solo".to_owned(),
            ..Customer::default()
        }
    );
    assert!(fetched[1..].iter().all(|one| matches!(one, Fetched::Gone { .. })));
}
