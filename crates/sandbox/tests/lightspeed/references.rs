//! What settings are made of: shops, registers, taxes, payment types, staff.

use serde_json::json;

use super::{Till, rows, texts};

#[tokio::test]
async fn the_three_shops_have_registers_time_zones_and_tax_categories() {
    let till = Till::open().await;
    let body = till.list("Shop.json", &[("load_relations", r#"["Registers","TaxCategory"]"#)]).await;
    let shops = rows(&body, "Shop");
    let names: Vec<_> = shops.iter().map(|shop| shop["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Harbour Street", "Mill Lane", "Airport Kiosk"]);
    let inclusive: Vec<_> =
        shops.iter().map(|shop| shop["TaxCategory"]["isTaxInclusive"].as_str().unwrap()).collect();
    assert_eq!(inclusive, ["true", "true", "false"]);
    assert!(shops.iter().all(|shop| shop["Registers"]["Register"]["registerID"].is_string()));
    assert_ne!(shops[0]["timeZone"], shops[2]["timeZone"]);
    assert_eq!(rows(&till.get("Register.json").await, "Register").len(), 3);
    assert_eq!(rows(&till.get("Employee.json").await, "Employee").len(), 4);
}

#[tokio::test]
async fn tax_rates_are_fractions_and_a_class_may_have_its_own() {
    let till = Till::open().await;
    let body = till.list("TaxCategory.json", &[("load_relations", r#"["TaxCategoryClasses"]"#)]).await;
    let categories = rows(&body, "TaxCategory");
    assert_eq!(texts(&body, "TaxCategory", "tax1Rate"), ["0.2", "0.2", "0.05", "0.05"]);
    let own = &categories[0]["TaxCategoryClasses"]["TaxCategoryClass"];
    assert_eq!((own["tax1Rate"].as_str(), own["taxClassID"].as_str()), (Some("0"), Some("3")));
    assert_eq!(texts(&till.get("TaxClass.json").await, "TaxClass", "name"), ["Item", "Labor", "Zero rated"]);
}

#[tokio::test]
async fn payment_types_have_reserved_kinds_and_user_defined_ones() {
    let till = Till::open().await;
    let body = till.get("PaymentType.json").await;
    let kinds: Vec<(String, String)> =
        texts(&body, "PaymentType", "name").into_iter().zip(texts(&body, "PaymentType", "type")).collect();
    assert!(kinds.contains(&("Cash".to_owned(), "cash".to_owned())));
    assert!(kinds.contains(&("Cheque".to_owned(), "user defined".to_owned())));
}

#[tokio::test]
async fn settings_can_be_written_with_the_right_to_administer_shops() {
    let till = Till::open().await;
    let made = till.post("PaymentType.json", json!({ "name": "Loyalty points" })).await["PaymentType"].take();
    assert_eq!(made["type"], "user defined");
    let id = made["paymentTypeID"].as_str().unwrap();
    let gone = till.attempt(till.call(reqwest::Method::DELETE, &format!("PaymentType/{id}.json"))).await;
    assert_eq!((gone.0, gone.1["PaymentType"]["archived"].as_str()), (200, Some("true")));
    let tax = json!({ "tax1Name": "Book tax", "tax1Rate": 0.05,
                      "TaxCategoryClasses": { "TaxCategoryClass": { "taxClassID": 2, "tax1Rate": "0.1" } } });
    let made = till.post("TaxCategory.json?load_relations=all", tax).await["TaxCategory"].take();
    assert_eq!(made["TaxCategoryClasses"]["TaxCategoryClass"]["tax1Rate"], "0.1");
    let path = format!("TaxCategory/{}.json", made["taxCategoryID"].as_str().unwrap());
    assert_eq!(
        till.attempt(till.call(reqwest::Method::PUT, &path).json(&json!({ "tax1Rate": 20 }))).await.0,
        400
    );
    assert_eq!(till.attempt(till.call(reqwest::Method::DELETE, &path)).await.0, 200);
    assert_eq!(till.attempt(till.call(reqwest::Method::GET, &path)).await.0, 404);
    assert_eq!(till.attempt(till.call(reqwest::Method::DELETE, "TaxClass/1.json")).await.0, 400);
}
