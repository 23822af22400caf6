use model::outgoing::Restock;
use model::{Answer, Outcome};
use platform::{DoneStep, Nature, Step};
use serde_json::{Value, json};

use super::*;
use crate::convert::order::tests::draft as document;

fn done(key: &str, id: Option<&str>, detail: Value) -> DoneStep {
    DoneStep { key: key.to_owned(), answer: Answer::with(id.map(str::to_owned), detail) }
}

fn made() -> DoneStep {
    done("credit", Some("7100"), Value::Null)
}

fn verified() -> DoneStep {
    let rows =
        json!([{"row": 6301, "line": "5001", "product": 1042, "quantity": 2, "cost": ["GBP", "4.20"]}]);
    let detail = json!({"total": "25.00", "currency": "GBP", "rows": rows, "untouched": true});
    done("verify", Some("7100"), detail)
}

fn sale(detail: Value) -> DoneStep {
    done("sale", Some("7001"), detail)
}

struct Case {
    draft: CreditDraft,
    done: Vec<DoneStep>,
    link: Option<&'static str>,
}

impl Case {
    /// A return whose goods go back to the default location.
    fn of(done: Vec<DoneStep>) -> Case {
        let draft = CreditDraft {
            document: document(),
            parent_order: Some("7001".to_owned()),
            restock: Some(Restock::default()),
            void: false,
        };
        Case { draft, done, link: None }
    }

    /// A whole sale made void.
    fn void(done: Vec<DoneStep>) -> Case {
        let mut case = Case::of(done);
        case.draft.void = true;
        case.draft.restock = None;
        case
    }

    fn next(&self) -> Result<Next, Failure> {
        let asked =
            Asked { draft: &self.draft, source_ref: "902", link: self.link, done: &self.done, forced: false };
        next_step(&asked)
    }

    fn step(&self) -> Step {
        match self.next() {
            Ok(Next::Do(step)) => step,
            other => panic!("{other:?}"),
        }
    }

    fn ended(&self) -> (String, Outcome) {
        match self.next() {
            Ok(Next::Done { target_ref, outcome }) => (target_ref, outcome),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_return_becomes_a_credit_whose_goods_and_money_go_back() {
    let mut case = Case::of(Vec::new());
    let look = case.step();
    assert_eq!((look.key.as_str(), &look.body["look"]["kind"]), ("look", &json!("credit")));
    case.done.push(done("look", None, json!({"live": []})));
    let create = case.step();
    assert_eq!((create.key.as_str(), create.nature), ("credit", Nature::Once));
    assert_eq!(create.body["create"]["post"]["parentId"], 7001);
    case.done.push(made());
    assert_eq!(case.step().key, "verify");
    case.done.push(verified());
    assert_eq!(case.step().key, "location");
    case.done.push(done("location", Some("9"), Value::Null));
    let goods = case.step();
    assert_eq!((goods.key.as_str(), goods.nature), ("goods-in", Nature::Once));
    let body = &goods.body["book_in"];
    assert_eq!(body["post"]["goodsMoved"][0]["destinationLocationId"], 9);
    assert_eq!(body["post"]["goodsMoved"][0]["purchaseOrderRowId"], 6301);
    assert_eq!(body["shows"], json!([{"line": "5001", "units": -2}]));
    assert_eq!(body["look_first"], false);
    case.done.push(done("goods-in", Some("13001"), Value::Null));
    let pay = case.step();
    assert_eq!(pay.key, "payment:ls-901-640");
    assert_eq!(pay.body["pay"]["post"]["paymentType"], "PAYMENT");
    assert_eq!(pay.body["pay"]["post"]["amountPaid"], "25.00");
    case.done.push(done("payment:ls-901-640", Some("9001"), Value::Null));
    assert_eq!(case.ended(), ("7100".to_owned(), Outcome::Created));
}

#[test]
fn a_location_of_the_settings_saves_the_question() {
    let mut case = Case::of(vec![made(), verified()]);
    case.draft.restock = Some(Restock { location: "17".to_owned() });
    let body = case.step().body;
    assert_eq!(body["book_in"]["post"]["goodsMoved"][0]["destinationLocationId"], 17);
}

#[test]
fn goods_that_are_not_to_be_put_back_are_not() {
    let mut case = Case::of(vec![made(), verified()]);
    case.draft.restock = None;
    assert_eq!(case.step().key, "payment:ls-901-640");
    let mut nothing = Case::of(vec![made(), verified()]);
    nothing.done[1].answer.detail["rows"] = json!([{"row": 6301, "line": "5001", "quantity": 0}]);
    assert_eq!(nothing.step().key, "payment:ls-901-640", "nor is what keeps no stock");
}

#[test]
fn a_credit_that_was_there_is_looked_at_before_goods_are_booked_in() {
    let mut case = Case::of(vec![done("look", None, json!({"live": [7100]})), verified()]);
    case.done.push(done("location", Some("9"), Value::Null));
    assert_eq!(case.step().body["book_in"]["look_first"], true);
    case.done.push(done("goods-in", Some("13001"), Value::Null));
    case.done.push(done("payment:ls-901-640", Some("9001"), Value::Null));
    assert_eq!(case.ended().1, Outcome::Linked);
}

#[test]
fn a_credit_that_differs_by_a_penny_moves_neither_goods_nor_money() {
    let mut case = Case::of(vec![made(), verified()]);
    case.done[1].answer.detail["total"] = json!("25.01");
    let Err(Failure::TotalsDiffer { document, .. }) = case.next() else { panic!() };
    assert_eq!(document, "credit 7100");
}

#[test]
fn a_stand_alone_credit_names_no_order() {
    let mut case = Case::of(vec![done("look", None, json!({"live": []}))]);
    case.draft.parent_order = None;
    assert_eq!(case.step().body["create"]["post"].get("parentId"), None);
}

#[test]
fn a_void_sale_loses_its_payments_and_notes_and_is_cancelled() {
    let mut case = Case::void(Vec::new());
    let look = case.step();
    assert_eq!((look.key.as_str(), look.nature), ("sale", Nature::Read));
    case.done.push(sale(json!({"payments": [11, 12], "notes": [21], "cancelled_status": 5})));
    for key in ["unpay:11", "unpay:12", "unsend:21"] {
        let step = case.step();
        assert_eq!((step.key.as_str(), step.nature), (key, Nature::Repeatable));
        case.done.push(done(key, None, Value::Null));
    }
    let cancel = case.step();
    assert_eq!(cancel.body["cancel"], json!({"order": 7001, "status": 5, "lines": ["5001"]}));
    case.done.push(done("cancel", Some("7001"), Value::Null));
    assert_eq!(case.ended(), ("7001".to_owned(), Outcome::Updated));
    case.link = Some("7001");
    case.done = vec![sale(json!({"cancelled": true}))];
    assert_eq!(case.ended(), ("7001".to_owned(), Outcome::Updated));
}

#[test]
fn a_void_sale_that_has_left_or_is_invoiced_is_credited_and_its_goods_come_back() {
    let mut case = Case::void(vec![sale(json!({"too_late": true, "cancelled_status": 5}))]);
    assert_eq!(case.step().key, "look");
    case.done = vec![made(), verified(), done("location", Some("9"), Value::Null)];
    let body = case.step().body;
    assert_eq!(
        body["book_in"]["shows"],
        json!([{"line": "5001", "units": 0}]),
        "nothing of it is sold any more"
    );
}

#[test]
fn a_void_sale_that_was_credited_stays_so() {
    let mut case = Case::void(vec![verified()]);
    case.link = Some("7100");
    case.done.push(done("goods-in", Some("13001"), Value::Null));
    case.done.push(done("payment:ls-901-640", Some("9001"), Value::Null));
    assert_eq!(case.ended(), ("7100".to_owned(), Outcome::Unchanged));
}

#[test]
fn without_a_status_for_cancelled_orders_somebody_must_decide() {
    let case = Case::void(vec![sale(json!({"payments": [11]}))]);
    assert!(matches!(case.next(), Err(Failure::NotCovered { .. })));
}
