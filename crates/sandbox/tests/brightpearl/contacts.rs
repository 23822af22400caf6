//! Contacts, addresses and contact-search.

use serde_json::{Value, json};

use crate::shop::Shop;

#[tokio::test]
async fn the_address_comes_first_then_the_contact() {
    let shop = Shop::open().await;
    let missing =
        shop.post("contact-service/contact", json!({ "firstName": "Ann", "lastName": "Example" })).await;
    assert_eq!(missing.status, 400);
    let unknown = json!({ "firstName": "Ann", "postAddressIds": { "DEF": 987_654 } });
    assert_eq!(shop.post("contact-service/contact", unknown).await.status, 400);
    let no_line = json!({ "postalCode": "BH15 1AA", "countryIsoCode": "GBR" });
    assert_eq!(shop.post("contact-service/postal-address", no_line).await.status, 400);
    let no_country = json!({ "addressLine1": "1 Quay Rd", "countryIsoCode": "XXX" });
    assert_eq!(shop.post("contact-service/postal-address", no_country).await.status, 400);
    assert!(shop.effects().is_empty(), "a refused write does nothing");
    shop.customer("Ann", "ann@example.test").await;
    assert_eq!(shop.effects(), ["postal-address.created", "contact.created"]);
}

#[tokio::test]
async fn a_name_of_more_than_32_characters_is_refused() {
    let shop = Shop::open().await;
    let address = json!({ "addressLine1": "1 Quay Rd", "countryId": 222 });
    let address = shop.post("contact-service/postal-address", address).await.response();
    let named =
        |name: String| json!({ "firstName": "Ann", "lastName": name, "postAddressIds": { "DEF": address } });
    assert_eq!(shop.post("contact-service/contact", named("é".repeat(33))).await.status, 400);
    assert_eq!(shop.post("contact-service/contact", named("é".repeat(32))).await.status, 200);
}

#[tokio::test]
async fn a_contact_is_printed_with_its_recorded_peculiarities() {
    let shop = Shop::open().await;
    let id = shop.customer("Ann", "ann@example.test").await;
    let body = shop.get(&format!("contact-service/contact/{id}")).await.json();
    let contact = &body["response"][0];
    assert_eq!(contact["communication"]["emails"]["PRI"]["email"], "ann@example.test");
    assert_eq!(contact["communication"]["telephones"]["PRI"], "+441202000000");
    assert_eq!(contact["createdByid"], 203, "the staff member the app acts for");
    assert!(contact.get("createdById").is_none());
    assert!(contact.get("postalAddresses").is_none(), "only on demand");
    assert_eq!(
        body["pagination"],
        json!({ "morePagesAvailable": false, "resultsReturned": 1, "firstResult": 1, "lastResult": 1 })
    );
    assert_eq!(body["sorting"], json!([{ "field": "contactId", "direction": "ASC" }]));
    assert_eq!(
        shop.get("contact-service/contact/999999").await.json()["errors"][0]["message"],
        "No Contact Found"
    );
    assert_eq!(shop.get("contact-service/contact/999999").await.error(), (404, "CMNC-404".to_owned()));
}

#[tokio::test]
async fn contacts_are_read_in_pages_and_with_their_addresses() {
    let shop = Shop::open().await;
    let page = shop.get("contact-service/contact?pageSize=2&firstResult=2&sort=contactId.DESC").await.json();
    assert_eq!(page["pagination"]["firstResult"], 2);
    assert_eq!(page["pagination"]["morePagesAvailable"], true);
    let ids: Vec<i64> =
        page["response"].as_array().unwrap().iter().map(|one| one["contactId"].as_i64().unwrap()).collect();
    assert!(ids.len() == 2 && ids[0] > ids[1]);
    let id = shop.customer("Ann", "ann@example.test").await;
    let with = shop
        .get(&format!("contact-service/contact/{id}?includeOptional=customFields,postalAddresses"))
        .await
        .response();
    let address = with[0]["postAddressIds"]["DEF"].to_string();
    assert_eq!(with[0]["postalAddresses"][&address]["postalCode"], "BH15 1AA");
    assert_eq!(
        shop.get(&format!("contact-service/postal-address/{address}")).await.response()[0]["countryId"],
        222
    );
}

#[tokio::test]
async fn an_unchanged_contact_shows_the_time_of_asking_as_its_change() {
    let shop = Shop::open().await;
    let path = "contact-service/contact/4";
    let first = shop.get(path).await.response()[0]["updatedOn"].clone();
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    assert_ne!(shop.get(path).await.response()[0]["updatedOn"], first);
    let row = &shop.found("contact-service/contact-search?contactId=4").await[0];
    assert_eq!(row["updatedOn"], row["createdOn"]);
}

#[tokio::test]
async fn emails_repeat_and_are_found_by_a_part() {
    let shop = Shop::open().await;
    let one = shop.customer("Ann", "ann@example.test").await;
    let two = shop.customer("Ann", "ANN@example.test").await;
    let longer = shop.customer("Joann", "joann@example.test").await;
    let found = shop.found("contact-service/contact-search?primaryEmail=ann%40example.test").await;
    let ids: Vec<&Value> = found.iter().map(|row| &row["contactId"]).collect();
    assert_eq!(ids, [&json!(one), &json!(two), &json!(longer)]);
    assert_eq!(found[0]["isCustomer"], true);
    let columns = shop.get("contact-service/contact-search/meta-data").await.response();
    assert_eq!(columns["columns"].as_array().unwrap().len(), 21);
}

#[tokio::test]
async fn a_new_contact_is_found_when_the_index_has_caught_up() {
    let shop = Shop::lagging(1_000).await;
    let id = shop.customer("Ann", "ann@example.test").await;
    let search = "contact-service/contact-search?primaryEmail=ann%40example.test";
    assert_eq!(shop.get(&format!("contact-service/contact/{id}")).await.status, 200);
    assert!(shop.found(search).await.is_empty());
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    assert_eq!(shop.found(search).await.len(), 1);
}

#[tokio::test]
async fn a_patch_changes_what_it_names_and_answers_the_whole_contact() {
    let shop = Shop::open().await;
    let id = shop.customer("Ann", "ann@example.test").await;
    let path = format!("contact-service/contact/{id}");
    let patch = json!([
        { "op": "replace", "path": "/lastName", "value": "Other" },
        { "op": "replace", "path": "/communication/emails/PRI/email", "value": "other@example.test" },
        { "op": "add", "path": "/communication/telephones/MOB", "value": "07700 900001" },
    ]);
    let changed = shop.patch(&path, patch).await.response();
    assert_eq!((&changed["lastName"], &changed["contactId"]), (&json!("Other"), &json!(id)));
    assert_eq!(changed["communication"]["telephones"]["MOB"], "07700 900001");
    let first = shop.get(&path).await.response()[0]["updatedOn"].clone();
    assert_eq!(shop.get(&path).await.response()[0]["updatedOn"], first, "changed once: the time stays");
    assert_eq!(shop.effects().last().unwrap(), "contact.changed");
}

#[tokio::test]
async fn a_patch_is_refused_whole_with_the_known_codes() {
    let shop = Shop::open().await;
    let id = shop.customer("Ann", "ann@example.test").await;
    let path = format!("contact-service/contact/{id}");
    let with =
        |operation: Value| json!([{ "op": "replace", "path": "/firstName", "value": "Changed" }, operation]);
    let cases = [
        (json!({ "op": "replace", "path": "/contactTags", "value": "1" }), (400, "CMNC-043")),
        (json!({ "op": "move", "path": "/lastName", "value": "x" }), (500, "CMNC-044")),
        (
            json!({ "op": "replace", "path": "/communication/telephones/MOB", "value": "1" }),
            (400, "CMNC-038"),
        ),
        (json!({ "op": "replace", "path": "/lastName", "value": 7 }), (500, "CMNU-003")),
    ];
    for (operation, (status, code)) in cases {
        assert_eq!(shop.patch(&path, with(operation)).await.error(), (status, code.to_owned()));
    }
    let too_long = json!({ "op": "replace", "path": "/lastName", "value": "x".repeat(33) });
    assert_eq!(shop.patch(&path, with(too_long)).await.status, 400);
    assert_eq!(shop.patch(&path, json!({ "op": "add" })).await.error(), (400, "CMNC-010".to_owned()));
    assert_eq!(shop.get(&path).await.response()[0]["firstName"], "Ann", "nothing of a refused patch stays");
    assert_eq!(shop.patch("contact-service/contact/99999", json!([])).await.error().0, 404);
}

#[tokio::test]
async fn the_addresses_of_a_contact_can_be_put() {
    let shop = Shop::open().await;
    let id = shop.customer("Ann", "ann@example.test").await;
    let address = json!({ "addressLine1": "2 Mill Lane", "countryIsoCode": "IE" });
    let address = shop.post("contact-service/postal-address", address).await.response();
    let put = shop
        .put(
            &format!("contact-service/contact/{id}/postal-address"),
            json!([{ "postalAddressId": address, "type": "DEF" }]),
        )
        .await;
    assert_eq!((put.status, put.text.as_str()), (200, "{}"));
    let contact = shop.get(&format!("contact-service/contact/{id}")).await.response();
    assert_eq!(contact[0]["postAddressIds"]["DEF"], address);
    let unknown = shop
        .put(
            &format!("contact-service/contact/{id}/postal-address"),
            json!([{ "postalAddressId": 1, "type": "DEF" }]),
        )
        .await;
    assert_eq!(unknown.error().0, 400);
}
