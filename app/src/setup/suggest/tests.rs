use engine::Entry;

use super::*;

fn entry(id: &str, name: &str) -> Entry {
    Entry::new(id, name, "")
}

fn lists() -> Lists {
    Lists {
        shops: vec![Entry { includes_tax: Some(true), ..entry("1", "High Street") }, entry("2", "Quay")],
        warehouses: vec![entry("11", "high street "), entry("12", "Attic")],
        taxes: vec![
            entry("1:1:0.2:0", "VAT"),
            entry("2:1:0.05:0.09975", "GST+QST"),
            entry("3:1:0.07:0", "Odd"),
        ],
        tax_codes: vec![Entry::new("T20", "Standard", "20 %"), Entry::new("T1", "Other", "20%")],
        payment_types: vec![entry("1", "Cash"), entry("2", "Credit Card"), entry("3", "Cheque")],
        methods: vec![entry("CASH", "cash"), entry("CARD", "Card terminal")],
        price_lists: vec![
            Entry { currency: Some("GBP".to_owned()), includes_tax: Some(false), ..entry("3", "Trade") },
            Entry { currency: Some("EUR".to_owned()), includes_tax: Some(true), ..entry("4", "Retail EUR") },
            Entry { currency: Some("GBP".to_owned()), includes_tax: Some(true), ..entry("5", "Shop prices") },
        ],
        categories: vec![entry("276", "Shoes"), entry("277", "Maps")],
        till_categories: vec![entry("9", "shoes")],
        ..Lists::default()
    }
}

fn found(settings: &Settings) -> Vec<(String, String, String)> {
    let all = all(settings, &lists(), "GBP").into_iter();
    all.map(|one| (one.field, one.value, one.reason)).collect()
}

fn triple(field: &str, value: &str, reason: &str) -> (String, String, String) {
    (field.to_owned(), value.to_owned(), reason.to_owned())
}

#[test]
fn what_is_alike_is_suggested_with_its_reason_and_nothing_else_is() {
    let expected = [
        triple("price_list", "5", "it is in GBP, its prices include tax as the tills' do"),
        triple("warehouse:1", "11", "the same name"),
        triple("tax:1:1:0.2:0", "T20", "the same rate, 20 %; so have T1"),
        triple("payment:1", "CASH", "the same name"),
        triple("payment:2", "CARD", "both names say “card”"),
        triple("set:276:Shoes", "9", "the same name"),
        triple("set:277:Maps", "", "products no set takes would wait"),
    ];
    assert_eq!(found(&Settings::default()), expected);
}

#[test]
fn what_was_taken_is_not_suggested_again() {
    let mut settings = Settings::default();
    let suggested = found(&settings);
    let taken: Vec<(String, String)> =
        suggested.into_iter().map(|(field, value, _)| (field, value)).collect();
    take(&mut settings, &taken).unwrap();
    assert_eq!(found(&settings), []);
    assert_eq!(settings.tax_code(&tax_key("1:1:0.2:0").unwrap()), Some("T20"));
    assert_eq!(settings.shops.get("1").map(|shop| shop.warehouse.as_str()), Some("11"));
    assert_eq!(settings.classification.len(), 2);
}

#[test]
fn a_shop_that_is_left_out_gets_no_suggestion() {
    let mut settings = Settings::default();
    settings.orders.skip.shops = vec!["1".to_owned()];
    assert!(found(&settings).iter().all(|(field, ..)| !field.starts_with("warehouse")));
}

#[test]
fn a_suggestion_from_another_time_is_refused_with_words() {
    let why = take(&mut Settings::default(), &[("tax:nonsense".to_owned(), "T20".to_owned())]).unwrap_err();
    assert!(why.contains("out of date"), "{why}");
}
