use platform::{Directory, Listing, PlatformError};
use reqwest::Method;
use serde_json::json;

use crate::office::Office;

#[tokio::test]
async fn everything_the_settings_choose_from_is_listed() {
    let office = Office::open().await;
    for listing in [
        Listing::TaxCodes,
        Listing::PaymentMethods,
        Listing::Channels,
        Listing::Warehouses,
        Listing::PriceLists,
        Listing::OrderStatuses,
        Listing::CreditStatuses,
        Listing::ShippingMethods,
        Listing::NominalCodes,
        Listing::Staff,
        Listing::Brands,
        Listing::ProductTypes,
        Listing::Categories,
    ] {
        let entries = office.client.list(&office.account, listing).await.unwrap();
        assert!(!entries.is_empty(), "{listing:?}: {entries:?}");
        assert!(entries.iter().all(|entry| !entry.id.is_empty() && !entry.name.is_empty()), "{entries:?}");
    }
}

#[tokio::test]
async fn price_lists_and_payment_methods_help_to_choose() {
    let office = Office::open().await;
    let lists = office.client.list(&office.account, Listing::PriceLists).await.unwrap();
    let retail = lists.iter().find(|entry| entry.name == "Retail").unwrap();
    assert_eq!(retail.note, "GBP, includes tax");
    assert_eq!((retail.includes_tax, retail.currency.as_deref()), (Some(true), Some("GBP")));
    let methods = office.client.list(&office.account, Listing::PaymentMethods).await.unwrap();
    let of = |code: &str| methods.iter().find(|entry| entry.id == code);
    assert!(of("CARD").unwrap().note.contains("GBP"));
    assert_eq!(of("VOUCHER").unwrap().note, "no bank account");
    assert_eq!(of("OLDTERM"), None, "a method out of use is not offered");
}

#[tokio::test]
async fn contacts_for_walk_ins_are_those_whose_name_says_so() {
    let office = Office::open().await;
    let list = || office.client.list(&office.account, Listing::WalkIns);
    assert_eq!(list().await.unwrap(), []);
    let address = json!({ "addressLine1": "1 High Street", "countryIsoCode": "GBR" });
    let address = office.api(Method::POST, "contact-service/postal-address", address).await;
    for (first, last) in [("Walk-in", "Customer"), ("Sales", "walk in"), ("Ana", "Reed")] {
        let places = json!({ "DEF": address, "BIL": address, "DEL": address });
        let made = json!({ "firstName": first, "lastName": last, "postAddressIds": places });
        office.api(Method::POST, "contact-service/contact", made).await;
    }
    let names: Vec<String> = list().await.unwrap().into_iter().map(|entry| entry.name).collect();
    assert_eq!(names, ["Walk-in Customer", "Sales walk in"]);
}

#[tokio::test]
async fn suppliers_are_the_contacts_that_products_name() {
    let office = Office::open().await;
    let suppliers = office.client.list(&office.account, Listing::Suppliers).await.unwrap();
    let ids: Vec<&str> = suppliers.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["211"]);
    assert!(!suppliers.iter().any(|entry| entry.name.is_empty()));
}

#[tokio::test]
async fn lists_of_the_till_are_not_here() {
    let office = Office::open().await;
    let error = office.client.list(&office.account, Listing::Shops).await.unwrap_err();
    assert!(matches!(error, PlatformError::NotFound { .. }), "{error}");
}

#[tokio::test]
async fn a_check_tells_account_and_currency_with_one_call() {
    let office = Office::open().await;
    let checked = office.client.check(&office.account).await.unwrap();
    assert_eq!((checked.account.as_str(), checked.currency.as_str()), ("acmeshop", "GBP"));
    assert_eq!(office.calls(), 1);
}

#[tokio::test]
async fn customers_are_no_staff() {
    let office = Office::open().await;
    let staff = office.client.list(&office.account, Listing::Staff).await.unwrap();
    let customer = crate::office::FIRST_CUSTOMER.to_string();
    assert!(staff.iter().all(|entry| entry.id != customer), "{staff:?}");
}
