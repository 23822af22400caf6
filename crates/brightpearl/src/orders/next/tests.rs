use model::outgoing::Fulfilment;
use model::{Answer, Outcome};
use platform::{DoneStep, Nature, Step};
use serde_json::{Value, json};

use super::*;
use crate::convert::order::tests::draft as document;

fn draft() -> OrderDraft {
    OrderDraft { document: document(), reserve: true, fulfil: None }
}

fn done(key: &str, id: Option<&str>, detail: Value) -> DoneStep {
    DoneStep { key: key.to_owned(), answer: Answer::with(id.map(str::to_owned), detail) }
}

fn made() -> DoneStep {
    done("order", Some("7001"), Value::Null)
}

fn verified(total: &str) -> DoneStep {
    let rows = json!([{"row": 6201, "line": "5001", "product": 1042, "quantity": 2}, {"row": 6202, "line": "", "product": 1000}]);
    done(
        "verify",
        Some("7001"),
        json!({"total": total, "currency": "GBP", "rows": rows, "untouched": true, "paid": []}),
    )
}

fn looked(live: Value) -> DoneStep {
    done("look", None, json!({ "live": live }))
}

fn paid() -> DoneStep {
    done("payment:ls-901-640", Some("9001"), Value::Null)
}

struct Case {
    draft: OrderDraft,
    done: Vec<DoneStep>,
    link: Option<&'static str>,
    forced: bool,
}

impl Case {
    fn new(done: Vec<DoneStep>) -> Case {
        Case { draft: draft(), done, link: None, forced: false }
    }

    fn next(&self) -> Result<Next, Failure> {
        let asked = Asked {
            draft: &self.draft,
            source_ref: "901",
            link: self.link,
            done: &self.done,
            forced: self.forced,
        };
        next_step(&asked)
    }

    fn step(&self) -> Step {
        match self.next() {
            Ok(Next::Do(step)) => step,
            other => panic!("{other:?}"),
        }
    }

    fn key(&self) -> String {
        self.step().key
    }

    /// A later attempt, whose order has been read back: what only reads is forgotten.
    fn later(&mut self) {
        self.done.retain(|step| !["look", "verify", "held", "notes"].contains(&step.key.as_str()));
        self.done.push(verified("25.00"));
    }

    fn outcome(&self) -> Outcome {
        match self.next() {
            Ok(Next::Done { target_ref, outcome }) => {
                assert_eq!(target_ref, "7001");
                outcome
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_new_order_goes_through_its_steps_one_after_the_other() {
    let mut case = Case::new(Vec::new());
    assert_eq!(case.key(), "look");
    case.done.push(looked(json!([])));
    assert_eq!(case.key(), "order");
    case.done.push(made());
    assert_eq!(case.key(), "verify");
    case.done.push(verified("25.00"));
    assert_eq!(case.key(), "reserve");
    case.done.push(done("reserve", None, json!({})));
    assert_eq!(case.key(), "payment:ls-901-640");
    case.done.push(paid());
    assert_eq!(case.outcome(), Outcome::Created);
}

#[test]
fn the_same_question_gives_the_same_frozen_body() {
    let case = Case::new(vec![looked(json!([]))]);
    assert_eq!(case.next(), case.next());
    let Ok(Next::Do(step)) = case.next() else { panic!() };
    assert_eq!(step.nature, Nature::Once);
    assert_eq!(step.body["create"]["post"]["externalRef"], "ls:90210:901:order");
}

#[test]
fn an_order_that_carries_our_reference_is_taken_and_not_made_twice() {
    let mut case = Case::new(vec![looked(json!([7001]))]);
    assert_eq!(case.key(), "verify");
    case.done.push(verified("25.00"));
    assert_eq!(case.key(), "reserve");
    case.done.push(done("reserve", None, json!({})));
    case.done.push(paid());
    assert_eq!(case.outcome(), Outcome::Linked);
}

#[test]
fn payments_that_are_there_already_are_not_booked_again() {
    let mut case = Case::new(vec![looked(json!([7001]))]);
    let Ok(Next::Do(step)) = case.next() else { panic!() };
    assert_eq!(step.body["verify"]["payments"], true, "an order that was there before us may have been paid");
    let mut there = verified("25.00");
    there.answer.detail["paid"] = json!(["ls-901-640 CARD"]);
    there.answer.detail["untouched"] = json!(false);
    case.done.push(there);
    case.done.push(done("held", None, json!({"held": {"6201": 2}, "notes": []})));
    assert_eq!(case.outcome(), Outcome::Linked);
}

#[test]
fn a_cancelled_order_does_not_count_and_is_not_taken_for_ours_later() {
    let case = Case::new(vec![done("look", None, json!({"live": [], "cancelled": [6900]}))]);
    let Ok(Next::Do(step)) = case.next() else { panic!() };
    assert_eq!(step.key, "order");
    assert_eq!(step.body["create"]["not"], json!([6900]));
}

#[test]
fn two_orders_with_our_reference_are_named() {
    let case = Case::new(vec![looked(json!([7001, 7002]))]);
    let Err(Failure::SeveralMatches { ids, .. }) = case.next() else { panic!() };
    assert_eq!(ids, ["order 7001", "order 7002"]);
    let twins = Case::new(vec![done("order", Some("7001"), json!({"twins": [7001, 7002]}))]);
    assert!(matches!(twins.next(), Err(Failure::SeveralMatches { .. })));
}

#[test]
fn a_penny_of_difference_stops_before_any_payment() {
    let case = Case::new(vec![made(), verified("25.01")]);
    let Err(Failure::TotalsDiffer { till, there, document }) = case.next() else { panic!() };
    assert_eq!((till.as_str(), there.as_str(), document.as_str()), ("25.00 GBP", "25.01 GBP", "order 7001"));
}

#[test]
fn another_currency_is_another_total() {
    let mut case = Case::new(vec![made(), verified("25.00")]);
    case.draft.document.currency = "EUR".to_owned();
    assert!(matches!(case.next(), Err(Failure::TotalsDiffer { .. })));
}

#[test]
fn only_counted_goods_are_reserved_each_row_once() {
    let case = Case::new(vec![made(), verified("25.00")]);
    let Ok(Next::Do(step)) = case.next() else { panic!() };
    let body = &step.body["reserve"];
    assert_eq!(body["warehouse"], 2);
    let products = json!([{"productId": 1042, "salesOrderRowId": 6201, "quantity": 2}]);
    assert_eq!(body["post"], json!({ "products": products }));
}

#[test]
fn nothing_is_reserved_where_nobody_wants_it_or_there_is_nothing_to_reserve() {
    let mut unwanted = Case::new(vec![made(), verified("25.00")]);
    unwanted.draft.reserve = false;
    assert_eq!(unwanted.key(), "payment:ls-901-640");
    let mut nothing = Case::new(vec![made(), verified("25.00")]);
    nothing.done[1].answer.detail["rows"] = json!([{"row": 6202, "product": 1000, "quantity": 0}]);
    assert_eq!(nothing.key(), "payment:ls-901-640");
}

#[test]
fn want_of_stock_is_a_warning_and_is_tried_once_more_in_each_later_attempt() {
    let short = done("reserve", None, json!({"shortage": "no stock", "held": {}}));
    let mut case = Case::new(vec![made(), verified("25.00"), short, paid()]);
    let warned = Outcome::Warned { warning: "not reserved: no stock".to_owned() };
    assert_eq!(case.outcome(), warned, "once an attempt is enough");
    case.later();
    case.link = Some("7001");
    assert_eq!(case.key(), "held");
    case.done.push(done("held", None, json!({"held": {}, "notes": []})));
    assert_eq!(case.key(), "reserve:2");
    case.done.push(done("reserve:2", None, json!({"shortage": "no stock", "held": {}})));
    assert_eq!(case.outcome(), warned);
    case.done.pop();
    case.done.push(done("reserve:2", None, json!({"held": {"6201": 2}})));
    assert_eq!(case.outcome(), Outcome::Unchanged);
}

#[test]
fn what_is_held_back_in_part_is_named_and_left_alone_since_there_is_one_reservation_only() {
    let part = done("reserve", None, json!({"held": {"6201": 1}}));
    let mut case = Case::new(vec![made(), verified("25.00"), part, paid()]);
    let warned = Outcome::Warned { warning: "not reserved: no stock for 1 of 2 Mug blue 350ml".to_owned() };
    assert_eq!(case.outcome(), warned);
    case.later();
    assert_eq!(case.key(), "held");
    case.done.push(done("held", None, json!({"held": {"6201": 1}, "notes": []})));
    assert_eq!(case.outcome(), warned);
}

#[test]
fn an_order_that_was_there_tells_what_is_held_back_without_holding_back_more() {
    let mut there = verified("25.00");
    there.answer.detail["untouched"] = json!(false);
    let mut case = Case::new(vec![looked(json!([7001])), there]);
    assert_eq!(case.key(), "held");
    case.done.push(done("held", None, json!({"held": {"6201": 2}, "notes": []})));
    assert_eq!(case.key(), "payment:ls-901-640");
}

#[test]
fn an_order_that_had_left_before_we_knew_it_tells_its_goods_and_nothing_else() {
    let mut there = verified("25.00");
    there.answer.detail["untouched"] = json!(false);
    there.answer.detail["shipped"] = json!(true);
    let mut case = Case::new(vec![looked(json!([7001])), there]);
    assert_eq!(case.key(), "held");
    let sent = json!([{"id": 12001, "shipped": true, "rows": {"6201": 2}}]);
    case.done.push(done("held", None, json!({"held": {}, "notes": sent})));
    case.done.push(paid());
    assert_eq!(case.outcome(), Outcome::Linked);
}

fn fulfilled() -> Case {
    let held = done("reserve", None, json!({"held": {"6201": 2}}));
    let mut case = Case::new(vec![made(), verified("25.00"), held]);
    case.draft.fulfil = Some(Fulfilment { shipping_method: "4".to_owned(), staff_contact: "203".to_owned() });
    case
}

#[test]
fn a_fulfilled_order_is_paid_then_put_on_a_note_then_sent() {
    let mut case = fulfilled();
    assert_eq!(case.key(), "payment:ls-901-640");
    case.done.push(paid());
    assert_eq!(case.key(), "notes");
    case.done.push(done("notes", None, json!({"notes": []})));
    let step = case.step();
    assert_eq!((step.key.as_str(), step.nature), ("goods-out", Nature::Once));
    let body = &step.body["send_off"];
    assert_eq!(body["post"]["shippingMethodId"], 4);
    assert_eq!(
        body["post"]["warehouses"][0]["products"],
        json!([{"productId": 1042, "salesOrderRowId": 6201, "quantity": 2}])
    );
    assert_eq!(body["shows"], json!([{"line": "5001", "units": 2}]), "as many as before, not more");
    case.done.push(done("goods-out", Some("12001"), body["after"].clone()));
    let step = case.step();
    assert_eq!(step.key, "shipped:12001");
    assert_eq!(step.body["ship"]["post"]["events"][0]["eventOwnerId"], 203);
    case.done.push(done("shipped:12001", None, Value::Null));
    assert_eq!(case.outcome(), Outcome::Created);
}

#[test]
fn what_is_on_a_note_already_is_not_put_on_another() {
    let mut case = fulfilled();
    case.done.push(paid());
    case.done.push(done("notes", None, json!({"notes": [{"id": 12001, "rows": {"6201": 2}}]})));
    assert_eq!(case.key(), "shipped:12001", "only the event is missing");
    case.done.pop();
    let sent = json!({"notes": [{"id": 12001, "shipped": true, "rows": {"6201": 2}}]});
    case.done.push(done("notes", None, sent));
    assert_eq!(case.outcome(), Outcome::Created);
}

#[test]
fn an_order_that_has_left_or_has_no_goods_is_not_looked_at_again() {
    let mut case = fulfilled();
    case.done.push(paid());
    case.done[1].answer.detail["shipped"] = json!(true);
    assert_eq!(case.outcome(), Outcome::Created);
    let mut case = fulfilled();
    case.done.push(paid());
    case.done[1].answer.detail["rows"] = json!([{"row": 6202, "product": 1000, "quantity": 0}]);
    assert_eq!(case.outcome(), Outcome::Created);
}

#[test]
fn goods_that_are_not_there_are_not_sent_and_a_later_attempt_tries_again() {
    let mut case = fulfilled();
    case.done[2] = done("reserve", None, json!({"shortage": "no stock", "held": {}}));
    case.done.push(paid());
    case.done.push(done("notes", None, json!({"notes": []})));
    let warned = Outcome::Warned { warning: "not shipped: no stock".to_owned() };
    assert_eq!(case.outcome(), warned);
    case.later();
    assert_eq!(case.key(), "held");
    case.done.push(done("held", None, json!({"held": {}, "notes": []})));
    assert_eq!(case.key(), "reserve:2");
    case.done.push(done("reserve:2", None, json!({"held": {"6201": 2}})));
    case.done.push(done("notes", None, json!({"notes": []})));
    assert_eq!(case.key(), "goods-out");
}

#[test]
fn a_note_the_warehouse_refuses_is_tried_under_a_new_number_next_time() {
    let mut case = fulfilled();
    case.done.push(paid());
    case.done.push(done("notes", None, json!({"notes": []})));
    case.done.push(done("goods-out", None, json!({"shortage": "no stock (Brightpearl says “gone”)"})));
    let warning = "not shipped: no stock (Brightpearl says “gone”)".to_owned();
    assert_eq!(case.outcome(), Outcome::Warned { warning });
    case.later();
    assert_eq!(case.key(), "notes", "all is held back, so nothing is reserved again");
    case.done.push(done("notes", None, json!({"notes": []})));
    assert_eq!(case.key(), "goods-out:2");
}

#[test]
fn part_of_the_goods_is_sent_and_the_rest_is_named() {
    let mut case = fulfilled();
    case.done[2] = done("reserve", None, json!({"held": {"6201": 1}}));
    case.done.push(paid());
    case.done.push(done("notes", None, json!({"notes": []})));
    let body = case.step().body["send_off"].clone();
    assert_eq!(body["post"]["warehouses"][0]["products"][0]["quantity"], 1);
    case.done.push(done("goods-out", Some("12001"), body["after"].clone()));
    case.done.push(done("shipped:12001", None, Value::Null));
    let warning = "not shipped: no stock for 1 of 2 Mug blue 350ml".to_owned();
    assert_eq!(case.outcome(), Outcome::Warned { warning });
}

#[test]
fn an_order_in_step_is_only_read_back() {
    let reserved = done("reserve", None, json!({"held": {"6201": 2}}));
    let mut case = Case::new(vec![made(), reserved, paid()]);
    case.link = Some("7001");
    assert_eq!(case.key(), "verify");
    case.done.push(verified("25"));
    assert_eq!(case.outcome(), Outcome::Unchanged);
}

#[test]
fn a_contact_that_is_no_id_is_named_before_anything_is_sent() {
    let mut case = Case::new(vec![looked(json!([]))]);
    case.draft.document.contact = "walk-in".to_owned();
    let Err(failure) = case.next() else { panic!() };
    assert!(failure.cause().contains("the contact “walk-in” is no Brightpearl id"), "{}", failure.cause());
}
