use model::Answer;
use platform::DoneStep;
use serde_json::json;

use super::*;

fn draft(sku: &str) -> ProductDraft {
    ProductDraft {
        description: "Bottle".to_owned(),
        sku: sku.to_owned(),
        ean: String::new(),
        upc: String::new(),
        manufacturer_sku: String::new(),
        price: "1".parse().unwrap(),
        cost: None,
        archive: false,
        category: String::new(),
        tax_class: String::new(),
        stock_tracked: true,
        match_by: Identifier::Sku,
        warnings: Vec::new(),
    }
}

fn asked<'a>(
    draft: &'a ProductDraft,
    source_ref: &'a str,
    link: Option<&'a str>,
    done: &'a [DoneStep],
) -> Asked<'a, ProductDraft> {
    Asked { draft, source_ref, link, done, forced: false }
}

#[test]
fn a_linked_product_is_looked_for_by_its_item_and_a_new_one_by_its_sku() {
    let draft = draft("A");
    let made = [DoneStep { key: plan::MAKE.to_owned(), answer: Answer::id("9") }];
    let wanted = wanted(&[
        asked(&draft, "1", Some("5"), &[]),
        asked(&draft, "2", None, &made),
        asked(&draft, "3", None, &[]),
    ]);
    let expect = [
        Wanted::Id("5".to_owned()),
        Wanted::Id("9".to_owned()),
        Wanted::Identifier(Identifier::Sku, "A".to_owned()),
    ];
    assert_eq!(wanted, expect);
}

#[test]
fn a_product_without_the_identifier_is_not_looked_for() {
    let draft = draft(" ");
    let expect = Wanted::Not(Failure::NoIdentifier { identifier: "SKU".to_owned() });
    assert_eq!(wanted(&[asked(&draft, "1", None, &[])]), [expect]);
}

#[test]
fn two_products_with_one_sku_are_both_stopped_before_either_is_made() {
    let (one, other) = (draft("A"), draft("B"));
    let wanted =
        wanted(&[asked(&one, "11", None, &[]), asked(&other, "12", None, &[]), asked(&one, "13", None, &[])]);
    let failure = several(
        Platform::Brightpearl,
        Identifier::Sku,
        "A".to_owned(),
        ["11".to_owned(), "13".to_owned()].into_iter(),
    );
    assert_eq!(wanted[0], Wanted::Not(failure.clone()));
    assert_eq!(wanted[1], Wanted::Identifier(Identifier::Sku, "B".to_owned()));
    assert_eq!(wanted[2], Wanted::Not(failure));
}

#[test]
fn identifiers_are_compared_exactly() {
    let rows = vec![
        json!({ "itemID": "1", "customSku": "AB-1" }),
        json!({ "itemID": "2", "customSku": "ab-1" }),
        json!({ "itemID": "3", "customSku": "AB-10" }),
    ];
    let sorted = sort_by_value(rows, "customSku", &["AB-1".to_owned()]).unwrap();
    let ids: Vec<&str> = sorted["AB-1"].iter().map(|row| row.id.as_str()).collect();
    assert_eq!((sorted.len(), ids), (1, vec!["1"]));
}

#[test]
fn a_filter_that_was_not_obeyed_proves_nothing_absent() {
    let rows: Vec<Value> =
        (1..=100).map(|id| json!({ "itemID": id, "customSku": format!("X{id}") })).collect();
    assert!(sort_by_value(rows, "customSku", &["A".to_owned()]).is_err());
}

#[test]
fn a_row_that_hides_its_identifier_proves_nothing_absent() {
    assert!(
        sort_by_value(vec![json!({ "itemID": "1", "customSku": {} })], "customSku", &["A".to_owned()])
            .is_err()
    );
}

#[test]
fn a_found_item_that_cannot_be_read_is_told_for_that_product_alone() {
    let row = json!({ "itemID": "1", "customSku": "A", "archived": [] });
    let sorted = sort_by_value(vec![row], "customSku", &["A".to_owned()]).unwrap();
    assert!(matches!(seen(&sorted["A"][0]), Err(Failure::Unreadable { what, .. }) if what == "item 1"));
}
