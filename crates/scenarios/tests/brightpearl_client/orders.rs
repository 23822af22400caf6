use model::outgoing::{Document, OrderDraft, OrderRow, PaymentDraft};
use model::{Failure, Outcome, When};
use reqwest::Method;
use rust_decimal::Decimal;
use sandbox::faults::FaultKind;
use serde_json::{Value, json};

use crate::office::{FIRST_CUSTOMER, Office, Posting, Stopped, nothing};

/// A product with ten pieces at the shop in Harbour Street (warehouse 3).
pub(crate) async fn goods(office: &Office) -> String {
    let kettle = json!({"name": "Tin Kettle", "sku": "KET-1", "price": "24.00", "stock_tracked": true, "stock": {"3": 10}});
    office.product(kettle).await.to_string()
}

/// A sale of two pieces to a contact who is there, paid with cash and card.
pub(crate) fn draft(product: &str) -> OrderDraft {
    let paid = |id: u32, method: &str, amount: &str| PaymentDraft {
        reference: format!("ls-901-{id}"),
        method: method.to_owned(),
        amount: amount.parse().unwrap(),
        currency: "GBP".to_owned(),
        paid_at: When::parse("2026-11-20T09:15:30Z").unwrap(),
    };
    let document = Document {
        reference: "ls:90210:901:order".to_owned(),
        customer_reference: "220000000901".to_owned(),
        contact: customer(),
        placed_at: When::parse("2026-11-20T09:15:00Z").unwrap(),
        status: String::new(),
        channel: "3".to_owned(),
        warehouse: "3".to_owned(),
        price_list: String::new(),
        currency: "GBP".to_owned(),
        exchange_rate: None,
        tax_inclusive: true,
        instance: None,
        rows: vec![OrderRow {
            line: "5001".to_owned(),
            product: Some(product.to_owned()),
            name: "Tin Kettle".to_owned(),
            quantity: Decimal::TWO,
            tax_code: "T20".to_owned(),
            net: "40.00".parse().unwrap(),
            tax: "8.00".parse().unwrap(),
            nominal: String::new(),
        }],
        total: "48.00".parse().unwrap(),
        payments: vec![paid(640, "CASH", "20.00"), paid(641, "CARD", "28.00")],
        warnings: Vec::new(),
    };
    OrderDraft { document, reserve: true, fulfil: None }
}

fn customer() -> String {
    FIRST_CUSTOMER.to_string()
}

async fn orders_there(office: &Office) -> Vec<Value> {
    let all = office.control(Method::GET, "brightpearl/orders", nothing()).await;
    let ours = |order: &&Value| order["external_ref"] == "ls:90210:901:order";
    all.as_array().unwrap().iter().filter(ours).cloned().collect()
}

#[tokio::test]
async fn a_sale_becomes_one_order_with_its_total_its_reservation_and_its_payments() {
    let office = Office::open().await;
    let draft = draft(&goods(&office).await);
    let before = office.calls();
    let (id, outcome) = Posting::new(&draft).run(&office).await.unwrap();
    assert_eq!(outcome, Outcome::Created);
    let orders = orders_there(&office).await;
    assert_eq!(orders.len(), 1);
    let order = &orders[0];
    assert_eq!(order["id"].to_string(), id);
    assert_eq!(order["total"].as_str().unwrap().parse::<Decimal>().unwrap(), draft.document.total);
    assert_eq!(order["reservation"], json!({"warehouse_id": 3, "units": 2}));
    assert_eq!(order["paid"], "PAID", "{order}");
    assert_eq!(order["payments"].as_array().unwrap().len(), 2);
    assert_eq!(
        office.calls() - before,
        7,
        "search, order, read back, product, reservation and a look at it, both payments"
    );
}

#[tokio::test]
async fn a_second_run_writes_nothing() {
    let office = Office::open().await;
    let draft = draft(&goods(&office).await);
    let mut posting = Posting::new(&draft);
    posting.run(&office).await.unwrap();
    let written = office.running.world.ledger.entries(None, 0).len();
    posting.link = Some("linked");
    let (_, outcome) = posting.run(&office).await.unwrap();
    assert_eq!(outcome, Outcome::Unchanged);
    assert_eq!(office.running.world.ledger.entries(None, 0).len(), written);
}

#[tokio::test]
async fn an_order_that_is_there_already_is_taken_whole_even_when_nothing_is_remembered() {
    let office = Office::open().await;
    let draft = draft(&goods(&office).await);
    let (id, _) = Posting::new(&draft).run(&office).await.unwrap();
    let written = office.running.world.ledger.entries(None, 0).len();
    let (again, outcome) = Posting::new(&draft).run(&office).await.unwrap();
    assert_eq!((again, outcome), (id, Outcome::Linked));
    assert_eq!(
        office.running.world.ledger.entries(None, 0).len(),
        written,
        "no second payment, no second reservation"
    );
}

#[tokio::test]
async fn each_step_whose_answer_is_lost_is_found_and_made_only_once() {
    for (path, key) in [
        ("/order-service/sales-order", "order"),
        ("/reservation/warehouse/3", "reserve"),
        ("/multi-message", "payments"),
    ] {
        let office = Office::open().await;
        let draft = draft(&goods(&office).await);
        office.fault("POST", path, FaultKind::DropAfterCommit);
        let mut posting = Posting::new(&draft);
        let Err(Stopped::At(step, error)) = posting.run(&office).await else { panic!("{path}") };
        assert_eq!(step.key, key);
        assert!(error.may_have_arrived());
        assert!(posting.clear_up(&office, &step).await, "{key} is found");
        let (_, outcome) = posting.run(&office).await.unwrap();
        assert_eq!(outcome, Outcome::Created);
        assert_eq!(office.ledger("sales-order.created").len(), 1);
        assert_eq!(office.ledger("reservation.created").len(), 1);
        assert_eq!(office.ledger("customer-payment.created").len(), 2);
    }
}

#[tokio::test]
async fn a_call_that_never_arrived_is_not_found_and_the_identical_body_is_sent_again() {
    let office = Office::open().await;
    let draft = draft(&goods(&office).await);
    office.fault("POST", "/order-service/sales-order", FaultKind::DropBefore);
    let mut posting = Posting::new(&draft);
    let Err(Stopped::At(first, _)) = posting.run(&office).await else { panic!("the call was to be dropped") };
    assert!(!posting.clear_up(&office, &first).await);
    office.fault("POST", "/order-service/sales-order", FaultKind::DropBefore);
    let Err(Stopped::At(second, _)) = posting.run(&office).await else {
        panic!("the call was to be dropped")
    };
    assert_eq!(first, second);
    posting.run(&office).await.unwrap();
    assert_eq!(office.ledger("sales-order.created").len(), 1);
}

#[tokio::test]
async fn payments_are_booked_one_by_one_where_several_at_once_cannot_be() {
    let office = Office::open().await;
    let draft = draft(&goods(&office).await);
    let mut knobs = office.running.world.knobs();
    knobs.brightpearl.multi_message_down = true;
    office.running.world.set_knobs(knobs);
    let mut posting = Posting::new(&draft);
    let (_, outcome) = posting.run(&office).await.unwrap();
    assert_eq!(outcome, Outcome::Created);
    let steps: Vec<&str> = posting.done.iter().map(|step| step.key.as_str()).collect();
    assert!(steps.ends_with(&["payments", "payment:ls-901-640", "payment:ls-901-641"]), "{steps:?}");
    assert_eq!(orders_there(&office).await[0]["paid"], "PAID");
    assert_eq!(office.ledger("customer-payment.created").len(), 2);
}

#[tokio::test]
async fn a_payment_that_exists_already_is_taken_for_ours() {
    let office = Office::open().await;
    let draft = draft(&goods(&office).await);
    let mut posting = Posting::new(&draft);
    let (_, _) = posting.run(&office).await.unwrap();
    posting.done.retain(|step| !step.key.starts_with("payment"));
    let (_, outcome) = posting.run(&office).await.unwrap();
    assert_eq!(outcome, Outcome::Created);
    assert_eq!(office.ledger("customer-payment.created").len(), 2);
}

#[tokio::test]
async fn goods_that_are_not_there_leave_the_order_paid_and_say_so() {
    let office = Office::open().await;
    let product = goods(&office).await;
    office.product(json!({"id": product.parse::<u64>().unwrap(), "stock": {"3": 0}})).await;
    let draft = draft(&product);
    let mut posting = Posting::new(&draft);
    let (_, outcome) = posting.run(&office).await.unwrap();
    let Outcome::Warned { warning } = outcome else { panic!("{outcome:?}") };
    assert!(warning.starts_with("not reserved: no stock"), "{warning}");
    assert_eq!(orders_there(&office).await[0]["paid"], "PAID");
    office.product(json!({"id": product.parse::<u64>().unwrap(), "stock": {"3": 5}})).await;
    posting.link = Some("linked");
    posting.forced = true;
    let (_, outcome) = posting.run(&office).await.unwrap();
    assert_eq!(outcome, Outcome::Unchanged);
    assert_eq!(orders_there(&office).await[0]["reservation"]["units"], 2);
}

#[tokio::test]
async fn what_keeps_no_stock_is_not_reserved() {
    let office = Office::open().await;
    let service = office.product(json!({"name": "Sharpening", "sku": "SRV-1", "stock_tracked": false})).await;
    let mut draft = draft(&service.to_string());
    let mut text = draft.document.rows[0].clone();
    (text.product, text.line, text.name) = (None, "5002".to_owned(), "Gift wrap".to_owned());
    (text.net, text.tax) = (Decimal::ZERO, Decimal::ZERO);
    draft.document.rows.push(text);
    let (_, outcome) = Posting::new(&draft).run(&office).await.unwrap();
    assert_eq!(outcome, Outcome::Created);
    assert!(office.ledger("reservation.created").is_empty());
}

#[tokio::test]
async fn a_total_that_differs_by_a_penny_stops_before_the_payments() {
    let office = Office::open().await;
    let mut draft = draft(&goods(&office).await);
    draft.document.total = "48.01".parse().unwrap();
    let Err(Stopped::Person(Failure::TotalsDiffer { till, there, .. })) =
        Posting::new(&draft).run(&office).await
    else {
        panic!("the totals were to differ")
    };
    assert_eq!((till.as_str(), there.as_str()), ("48.01 GBP", "48.00 GBP"));
    assert!(office.ledger("customer-payment.created").is_empty());
}

#[tokio::test]
async fn a_cancelled_order_is_not_taken_for_ours() {
    let office = Office::open().await;
    let mut draft = draft(&goods(&office).await);
    draft.document.payments.clear();
    let (first, _) = Posting::new(&draft).run(&office).await.unwrap();
    let cancelled = json!({"orderStatusId": 5});
    office.api(Method::PUT, &format!("order-service/order/{first}/status"), cancelled).await;
    let (second, outcome) = Posting::new(&draft).run(&office).await.unwrap();
    assert_ne!(first, second);
    assert_eq!(outcome, Outcome::Created);
}

#[tokio::test]
async fn two_orders_with_our_reference_are_named_and_none_is_touched() {
    let office = Office::open().await;
    let draft = draft(&goods(&office).await);
    let (first, _) = Posting::new(&draft).run(&office).await.unwrap();
    let twin = json!({"customer": {"id": customer().parse::<u64>().unwrap()}, "externalRef": draft.document.reference,
        "rows": [{"name": "Twin", "quantity": "1", "taxCode": "T20", "net": "1.00", "tax": "0.20"}]});
    let second = office.api(Method::POST, "order-service/sales-order", twin).await;
    let Err(Stopped::Person(Failure::SeveralMatches { ids, .. })) = Posting::new(&draft).run(&office).await
    else {
        panic!("both were to be named")
    };
    assert_eq!(ids, [format!("order {first}"), format!("order {second}")]);
}
