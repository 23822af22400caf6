use model::Answer;
use model::outgoing::Identifier;
use platform::DoneStep;
use rstest::rstest;
use serde_json::Value;

use super::*;

fn draft() -> ProductDraft {
    ProductDraft {
        description: "Trail Bottle".to_owned(),
        sku: "TB-750".to_owned(),
        ean: String::new(),
        upc: String::new(),
        manufacturer_sku: String::new(),
        price: "9.95".parse().unwrap(),
        cost: None,
        archive: false,
        category: "12".to_owned(),
        tax_class: "1".to_owned(),
        stock_tracked: true,
        match_by: Identifier::Sku,
        warnings: Vec::new(),
    }
}

fn item() -> TillItem {
    TillItem {
        id: "512".to_owned(),
        description: "Trail Bottle".to_owned(),
        sku: "TB-750".to_owned(),
        price: Some("9.95".parse().unwrap()),
        category: "12".to_owned(),
        tax_class: "1".to_owned(),
        item_type: "default".to_owned(),
        ..TillItem::default()
    }
}

fn other() -> TillItem {
    TillItem { description: "Bottle".to_owned(), ..item() }
}

fn away() -> TillItem {
    TillItem { archived: true, ..item() }
}

fn did(key: &str, item: &TillItem) -> DoneStep {
    let detail = serde_json::to_value(item).unwrap();
    DoneStep { key: key.to_owned(), answer: Answer::with(Some(item.id.clone()), detail) }
}

struct Case {
    link: Option<&'static str>,
    seen: Seen,
    done: Vec<DoneStep>,
    forced: bool,
    draft: ProductDraft,
}

fn linked(seen: TillItem, done: Vec<DoneStep>) -> Case {
    Case { link: Some("512"), seen: Seen::Item(Box::new(seen)), done, forced: false, draft: draft() }
}

fn unlinked(seen: Seen, done: Vec<DoneStep>) -> Case {
    Case { link: None, seen, done, forced: false, draft: draft() }
}

fn next(case: &Case) -> Result<Next, Failure> {
    let asked = Asked {
        draft: &case.draft,
        source_ref: "1001",
        link: case.link,
        done: &case.done,
        forced: case.forced,
    };
    next_step(&asked, &Found(serde_json::to_value(&case.seen).unwrap()))
}

fn outcome(case: &Case) -> Outcome {
    match next(case).unwrap() {
        Next::Done { target_ref, outcome } => {
            assert_eq!(target_ref, "512");
            outcome
        }
        Next::Do(step) => panic!("wants {}", step.key),
    }
}

fn step_of(case: &Case) -> (String, Nature, Value) {
    match next(case).unwrap() {
        Next::Do(step) => (step.key, step.nature, step.body),
        Next::Done { outcome, .. } => panic!("done: {outcome:?}"),
    }
}

#[test]
fn what_is_nowhere_is_made_once_and_can_be_found_again() {
    let (key, nature, body) = step_of(&unlinked(Seen::Nothing, vec![]));
    assert_eq!((key.as_str(), nature), (MAKE, Nature::Once));
    assert_eq!((body["by"].as_str(), body["value"].as_str()), (Some("sku"), Some("TB-750")));
    assert_eq!(body["item"], new_item(&draft()));
}

#[test]
fn the_same_arguments_give_the_same_step() {
    let case = unlinked(Seen::Nothing, vec![]);
    assert_eq!(next(&case), next(&case));
}

#[rstest]
#[case::made(unlinked(Seen::Nothing, vec![did(MAKE, &item())]), Outcome::Created)]
#[case::made_in_an_earlier_attempt(unlinked(Seen::Item(Box::new(item())), vec![did(MAKE, &other())]), Outcome::Created)]
#[case::found_equal(unlinked(Seen::Item(Box::new(item())), vec![]), Outcome::Linked)]
#[case::found_and_changed(unlinked(Seen::Item(Box::new(other())), vec![did(CHANGE, &item())]), Outcome::Updated)]
#[case::known_and_equal(linked(item(), vec![]), Outcome::Unchanged)]
#[case::known_since_it_was_made(linked(item(), vec![did(MAKE, &item())]), Outcome::Unchanged)]
#[case::known_and_changed(linked(other(), vec![did(CHANGE, &item())]), Outcome::Updated)]
#[case::brought_back(linked(away(), vec![did(RESTORE, &item())]), Outcome::Updated)]
fn the_outcome_says_how_it_came_to_be(#[case] case: Case, #[case] expect: Outcome) {
    assert_eq!(outcome(&case), expect);
}

#[test]
fn warnings_of_the_draft_are_passed_on() {
    let mut case = linked(item(), vec![]);
    case.draft.warnings = vec!["The EAN has 9 digits and was left out.".to_owned()];
    assert_eq!(
        outcome(&case),
        Outcome::Warned { warning: "The EAN has 9 digits and was left out.".to_owned() }
    );
}

#[test]
fn only_what_differs_is_written() {
    let (key, nature, body) = step_of(&linked(other(), vec![]));
    assert_eq!((key.as_str(), nature, body["id"].as_str()), (CHANGE, Nature::Repeatable, Some("512")));
    assert_eq!(body["item"], json!({ "description": "Trail Bottle" }));
}

#[test]
fn a_put_away_item_is_brought_back_first_and_then_changed() {
    let mut there = away();
    there.description = "Bottle".to_owned();
    let (key, nature, body) = step_of(&unlinked(Seen::Item(Box::new(there.clone())), vec![]));
    assert_eq!(
        (key.as_str(), nature, &body["item"]),
        (RESTORE, Nature::Repeatable, &json!({ "archived": false }))
    );
    let (key, ..) = step_of(&unlinked(Seen::Item(Box::new(there)), vec![did(RESTORE, &other())]));
    assert_eq!(key, CHANGE);
}

#[test]
fn a_forced_sync_writes_everything_once_though_nothing_differs() {
    let mut case = linked(item(), vec![]);
    case.forced = true;
    let (key, _, body) = step_of(&case);
    assert_eq!((key.as_str(), &body["item"]["description"]), (CHANGE, &json!("Trail Bottle")));
    case.done = vec![did(CHANGE, &item())];
    assert_eq!(outcome(&case), Outcome::Updated);
}

#[test]
fn a_forced_sync_does_not_write_again_what_it_has_just_made() {
    let mut case = unlinked(Seen::Nothing, vec![did(MAKE, &item())]);
    case.forced = true;
    assert_eq!(outcome(&case), Outcome::Created);
}

#[test]
fn what_was_made_for_an_older_draft_is_brought_up_to_date() {
    let (key, _, body) = step_of(&unlinked(Seen::Nothing, vec![did(MAKE, &other())]));
    assert_eq!((key.as_str(), &body["item"]), (CHANGE, &json!({ "description": "Trail Bottle" })));
}

#[test]
fn what_lightspeed_keeps_against_our_will_is_told() {
    let mut kept = item();
    kept.price = Some("8".parse().unwrap());
    let failure = next(&linked(other(), vec![did(CHANGE, &kept)])).unwrap_err();
    let Failure::Refused { message, .. } = failure else { panic!("other failure") };
    assert_eq!(message, "Lightspeed took the item but the price stays “8” instead of “9.95”.");
}

#[test]
fn an_item_that_stays_put_away_is_told() {
    assert!(matches!(next(&linked(away(), vec![did(RESTORE, &away())])), Err(Failure::Refused { .. })));
}

#[test]
fn a_linked_item_that_is_gone_is_told_and_not_made_again() {
    let case = Case { seen: Seen::Gone { id: "512".to_owned() }, ..linked(item(), vec![]) };
    let expect = Failure::Gone { platform: Platform::Lightspeed, what: "item 512".to_owned() };
    assert_eq!(next(&case).unwrap_err(), expect);
}

#[test]
fn an_item_the_till_goes_on_counting_is_a_warning_and_no_failure() {
    let mut case = linked(item(), vec![did(CHANGE, &item())]);
    case.draft.stock_tracked = false;
    let warning = "The till keeps it as “default”; change its type there.".to_owned();
    assert_eq!(outcome(&case), Outcome::Warned { warning });
    case.draft.price = "8".parse().unwrap();
    assert!(matches!(next(&case), Err(Failure::Refused { .. })), "another difference is no matter of type");
}
