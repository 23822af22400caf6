//! Customers and their contacts.

use std::time::Duration;

use reqwest::Method;
use sandbox::Config;
use serde_json::{Value, json};

use super::{Till, rows, texts};

/// The connection of the demo may only read customers; staff write them at the till.
async fn add(till: &Till, payload: Value) -> u64 {
    till.control(Method::POST, "lightspeed/customers", payload).await["customerID"].as_u64().unwrap()
}

async fn edit(till: &Till, id: u64, payload: Value) {
    till.control(Method::PUT, &format!("lightspeed/customers/{id}"), payload).await;
}

fn mira() -> Value {
    json!({ "firstName": "Mira", "lastName": "Okafor", "company": "Okafor Ltd", "vatNumber": "GB123456789",
            "Contact": { "noEmail": false,
                "Addresses": { "ContactAddress": { "address1": "5 Quay Rd", "city": "Bristol", "zip": "BS1 4QA",
                                                   "country": "United Kingdom", "countryCode": "GB" } },
                "Phones": { "ContactPhone": [ { "number": "07700 900100", "useType": "Mobile" },
                                              { "number": "0117 496 0101", "useType": "Work" } ] },
                "Emails": { "ContactEmail": { "address": "mira@post.example", "useType": "Primary" } } } })
}

async fn with_contact(till: &Till, id: u64) -> Value {
    till.list(&format!("Customer/{id}.json"), &[("load_relations", r#"["Contact"]"#)]).await["Customer"]
        .take()
}

#[tokio::test]
async fn the_contact_comes_only_when_it_is_asked_for() {
    let till = Till::open().await;
    let id = add(&till, mira()).await;
    assert!(till.get(&format!("Customer/{id}.json")).await["Customer"].get("Contact").is_none());
    let customer = with_contact(&till, id).await;
    let contact = &customer["Contact"];
    assert_eq!((contact["noEmail"].as_str(), contact["noPhone"].as_str()), (Some("false"), Some("true")));
    assert_eq!(contact["Websites"], "");
    assert_eq!(contact["Emails"]["ContactEmail"]["address"], "mira@post.example");
    assert_eq!(texts(&contact["Phones"], "ContactPhone", "useType"), ["Work", "Mobile"]);
    assert_eq!(contact["Addresses"]["ContactAddress"]["zip"], "BS1 4QA");
}

#[tokio::test]
async fn empty_collections_of_a_contact_are_empty_texts() {
    let till = Till::open().await;
    let id = add(&till, json!({ "firstName": "Sam" })).await;
    let contact = &with_contact(&till, id).await["Contact"];
    for collection in ["Addresses", "Phones", "Emails", "Websites"] {
        assert_eq!(contact[collection], "", "{collection}");
    }
}

#[tokio::test]
async fn customers_are_found_by_the_fields_of_their_contact() {
    let till = Till::open().await;
    let id = add(&till, mira()).await;
    let find = async |field: &str, value: &str| {
        let query = [("load_relations", r#"["Contact"]"#), (field, value)];
        texts(&till.list("Customer.json", &query).await, "Customer", "customerID")
    };
    assert_eq!(find("Contact.email", "MIRA@post.example").await, [id.to_string()]);
    assert_eq!(find("Contact.mobile", "07700 900100").await, [id.to_string()]);
    assert!(find("Contact.phoneWork", "0117 496 0999").await.is_empty());
    let all = rows(&till.get("Customer.json").await, "Customer").len();
    assert!(find("Contact.email", "!~,").await.len() < all);
}

#[tokio::test]
async fn a_change_of_the_contact_moves_the_customers_stamp_unless_the_switch_says_no() {
    let till = Till::open().await;
    let id = add(&till, mira()).await;
    let phone = |number: &str| json!({ "Contact": { "Phones": { "ContactPhone": { "number": number, "useType": "Mobile" } } } });
    let before = with_contact(&till, id).await;
    tokio::time::sleep(Duration::from_millis(1100)).await;
    till.knobs(json!({ "contact_moves_customer": false })).await;
    edit(&till, id, phone("07700 900101")).await;
    let quiet = with_contact(&till, id).await;
    assert_eq!(quiet["timeStamp"], before["timeStamp"]);
    assert_ne!(quiet["Contact"]["timeStamp"], before["Contact"]["timeStamp"]);
    assert_eq!(
        texts(&quiet["Contact"]["Phones"], "ContactPhone", "number"),
        ["0117 496 0101", "07700 900101"]
    );
    till.knobs(json!({ "contact_moves_customer": true })).await;
    edit(&till, id, phone("07700 900102")).await;
    assert_ne!(with_contact(&till, id).await["timeStamp"], before["timeStamp"]);
}

#[tokio::test]
async fn customers_are_polled_by_their_stamp() {
    let till = Till::open().await;
    let since = jiff_now_minus_a_minute();
    assert!(
        rows(&till.list("Customer.json", &[("timeStamp", &since), ("sort", "timeStamp")]).await, "Customer")
            .is_empty()
    );
    let id = add(&till, json!({})).await;
    let seen = till.list("Customer.json", &[("timeStamp", &since), ("sort", "timeStamp")]).await;
    assert_eq!(texts(&seen, "Customer", "customerID"), [id.to_string()]);
}

fn jiff_now_minus_a_minute() -> String {
    let at = jiff::Timestamp::now() - jiff::SignedDuration::from_secs(60);
    format!(">=,{}", at.strftime("%Y-%m-%dT%H:%M:%SZ"))
}

#[tokio::test]
async fn a_right_to_read_customers_is_no_right_to_write_them() {
    let till = Till::open().await;
    let (status, _) = till.attempt(till.call(Method::POST, "Customer.json").json(&mira())).await;
    assert_eq!(status, 403);
}

#[tokio::test]
async fn newcomers_are_people_lightspeed_did_not_know() {
    let till = Till::with(Config { limits: 100, ..Config::for_tests() }).await;
    let mut names = std::collections::BTreeSet::new();
    for _ in 0..70 {
        let id = add(&till, json!({})).await;
        let row = till.get(&format!("Customer/{id}.json")).await["Customer"].take();
        names.insert(format!("{} {}", row["firstName"], row["lastName"]));
    }
    assert_eq!(names.len(), 70);
}

#[tokio::test]
async fn the_same_person_can_be_taken_down_twice() {
    let till = Till::open().await;
    let (one, two) = (add(&till, mira()).await, add(&till, mira()).await);
    assert_ne!(one, two);
    let query = [("load_relations", r#"["Contact"]"#), ("Contact.email", "mira@post.example")];
    let found = till.list("Customer.json", &query).await;
    assert_eq!(texts(&found, "Customer", "customerID"), [one.to_string(), two.to_string()]);
}

#[tokio::test]
async fn archiving_hides_a_customer_and_takes_the_credit_account_along() {
    let till = Till::granted("employee:customers employee:register").await;
    till.sell(json!({ "customer": 1, "deposit": "10" })).await;
    let before = rows(&till.get("Customer.json?limit=100").await, "Customer").len();
    assert_eq!(till.attempt(till.call(Method::DELETE, "Customer/1.json")).await.0, 200);
    assert_eq!(rows(&till.get("Customer.json?limit=100").await, "Customer").len(), before - 1);
    assert_eq!(
        texts(&till.list("Customer.json", &[("archived", "only")]).await, "Customer", "customerID"),
        ["1"]
    );
    assert!(rows(&till.get("CreditAccount.json").await, "CreditAccount").is_empty());
    // A sale keeps its customer, archived or not.
    let sale = till.list("Sale.json", &[("load_relations", r#"["Customer"]"#)]).await["Sale"].take();
    assert_eq!(sale["Customer"]["archived"], "true");
    till.put("Customer/1.json", json!({ "archived": false })).await;
    assert_eq!(rows(&till.get("Customer.json?limit=100").await, "Customer").len(), before);
}

#[tokio::test]
async fn anonymizing_leaves_no_personal_data() {
    let till = Till::granted("employee:customers").await;
    let id = add(&till, mira()).await;
    let path = format!("Customer/{id}/Anonymize.json?load_relations=%5B%22Contact%22%5D");
    let blank = till.attempt(till.call(Method::DELETE, &path)).await.1["Customer"].take();
    assert_eq!(
        (blank["firstName"].as_str(), blank["lastName"].as_str()),
        (Some("Customer"), Some(format!("[{id}]").as_str()))
    );
    let text = blank.to_string();
    for private in ["Mira", "Okafor", "mira@post.example", "07700", "Quay", "GB123456789"] {
        assert!(!text.contains(private), "{private} is still in {text}");
    }
}

#[tokio::test]
async fn a_new_customer_is_opted_out_or_not_by_switch() {
    let till = Till::open().await;
    let opted_out = async |till: &Till| {
        let id = add(till, json!({ "firstName": "Sam" })).await;
        with_contact(till, id).await["Contact"]["noEmail"].take()
    };
    assert_eq!(opted_out(&till).await, "true");
    till.knobs(json!({ "new_customers_opted_out": false })).await;
    assert_eq!(opted_out(&till).await, "false");
}
