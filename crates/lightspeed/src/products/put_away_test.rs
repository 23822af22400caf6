use model::Answer;
use model::outgoing::Identifier;
use platform::{DoneStep, Found};
use rstest::rstest;
use serde_json::json;

use super::*;
use crate::convert::TillStock;
use crate::products::plan;

fn draft() -> ProductDraft {
    ProductDraft {
        description: "Another name".to_owned(),
        sku: "TB-750".to_owned(),
        ean: String::new(),
        upc: String::new(),
        manufacturer_sku: String::new(),
        price: "9.95".parse().unwrap(),
        cost: None,
        archive: true,
        category: String::new(),
        tax_class: String::new(),
        stock_tracked: true,
        match_by: Identifier::Sku,
        warnings: Vec::new(),
    }
}

fn item(stock: Option<TillStock>, archived: bool) -> TillItem {
    TillItem {
        id: "512".to_owned(),
        description: "Trail Bottle".to_owned(),
        stock,
        archived,
        ..TillItem::default()
    }
}

fn stocked(left: i64, short: i64, held: i64) -> Seen {
    Seen::Item(Box::new(item(Some(TillStock { left, short, held }), false)))
}

fn away() -> Seen {
    Seen::Item(Box::new(item(None, true)))
}

fn next(seen: &Seen, done: &[DoneStep], forced: bool) -> Result<Next, Failure> {
    let draft = draft();
    let asked = Asked { draft: &draft, source_ref: "1001", link: Some("512"), done, forced };
    plan::next_step(&asked, &Found(serde_json::to_value(seen).unwrap()))
}

fn did(archived: bool) -> [DoneStep; 1] {
    let detail = serde_json::to_value(item(None, archived)).unwrap();
    [DoneStep { key: PUT_AWAY.to_owned(), answer: Answer::with(Some("512".to_owned()), detail) }]
}

#[rstest]
#[case(false)]
#[case(true)]
fn what_is_sold_out_is_put_away_and_nothing_else_of_it_is_touched(#[case] forced: bool) {
    let Next::Do(step) = next(&stocked(0, 0, 0), &[], forced).unwrap() else { panic!("done") };
    assert_eq!((step.key.as_str(), step.nature), (PUT_AWAY, Nature::Repeatable));
    assert_eq!(step.title, "Put the till item away");
    assert_eq!(step.body, json!({ "do": "put_away", "id": "512" }));
    let done = Next::Done { target_ref: "512".to_owned(), outcome: Outcome::Updated };
    assert_eq!(next(&stocked(0, 0, 0), &did(true), forced), Ok(done));
}

#[rstest]
#[case(stocked(3, 0, 0), "still in stock at the till (3); put away once it is sold out")]
#[case(stocked(3, 1, 2), "still in stock at the till (3); put away once it is sold out")]
#[case(stocked(0, 0, 2), "still held for customers at the till (2)")]
#[case(stocked(0, 1, 0), "sold below nothing at the till (-1)")]
#[case(Seen::Item(Box::new(item(None, false))), "does not tell its stock")]
fn what_is_left_of_it_keeps_it_where_it_is(#[case] seen: Seen, #[case] words: &str) {
    let Ok(Next::Done { target_ref, outcome: Outcome::Warned { warning } }) = next(&seen, &[], false) else {
        panic!("not warned")
    };
    assert!(target_ref == "512" && warning.contains(words), "{warning}");
}

#[rstest]
#[case(away())]
#[case(Seen::Gone { id: "512".to_owned() })]
fn what_is_away_already_is_left_there(#[case] seen: Seen) {
    let done = Next::Done { target_ref: "512".to_owned(), outcome: Outcome::Unchanged };
    assert_eq!(next(&seen, &[], true), Ok(done));
}

#[test]
fn what_the_till_never_had_is_not_made_to_be_put_away() {
    assert!(matches!(next(&Seen::Nothing, &[], false), Err(Failure::NotCovered { .. })));
}

#[test]
fn an_item_that_does_not_go_is_told() {
    assert!(matches!(next(&stocked(0, 0, 0), &did(false), false), Err(Failure::Refused { .. })));
}
