use model::outgoing::{CreditDraft, Document, Restock};
use model::{Failure, Outcome, Shown};
use platform::StockSource;
use reqwest::Method;
use sandbox::faults::FaultKind;
use serde_json::{Value, json};

use crate::fulfilment::sent_draft;
use crate::office::{Office, Posting, Stopped, nothing};
use crate::orders::goods;

/// A sale that has left, and the return of both pieces.
async fn returned(office: &Office, product: &str) -> CreditDraft {
    let sale = sent_draft(office, product).await;
    let (order, _) = Posting::new(&sale).run(office).await.unwrap();
    let mut document = Document { reference: "ls:90210:902:credit:901".to_owned(), ..sale.document };
    for payment in &mut document.payments {
        payment.reference = payment.reference.replace("901", "902");
    }
    CreditDraft { document, parent_order: Some(order), restock: Some(Restock::default()), void: false }
}

async fn credit(office: &Office, id: &str) -> Value {
    office.api(Method::GET, &format!("order-service/order/{id}"), nothing()).await[0].clone()
}

async fn goods_in(office: &Office, credit: &str) -> usize {
    let path = format!("warehouse-service/order/{credit}/goods-note/goods-in");
    office.api(Method::GET, &path, nothing()).await.as_object().map(serde_json::Map::len).unwrap_or_default()
}

async fn sellable(office: &Office, product: &str) -> i64 {
    let wanted = [product.to_owned()];
    office.client.on_hand(&office.account, &wanted).await.unwrap()[product]["3"]
}

fn shown(posting: &Posting<'_, CreditDraft>) -> Vec<Shown> {
    posting.done.iter().flat_map(|step| step.answer.shows.clone()).collect()
}

#[tokio::test]
async fn a_return_becomes_one_credit_with_its_goods_and_its_money() {
    let office = Office::open().await;
    let product = goods(&office).await;
    let draft = returned(&office, &product).await;
    assert_eq!(sellable(&office, &product).await, 8);
    let mut posting = Posting::new(&draft);
    let (id, outcome) = posting.run(&office).await.unwrap();
    assert_eq!(outcome, Outcome::Created);
    let credit = credit(&office, &id).await;
    assert_eq!(credit["orderTypeCode"], "SC");
    assert_eq!(credit["parentOrderId"].to_string(), draft.parent_order.clone().unwrap());
    assert_eq!(credit["orderPaymentStatus"], "PAID", "{credit}");
    assert_eq!(goods_in(&office, &id).await, 1);
    assert_eq!(sellable(&office, &product).await, 10);
    assert_eq!(shown(&posting), [Shown { line: "5001".to_owned(), units: -2 }]);
}

#[tokio::test]
async fn a_credit_is_taken_whole_when_nothing_is_remembered() {
    let office = Office::open().await;
    let product = goods(&office).await;
    let draft = returned(&office, &product).await;
    let (id, _) = Posting::new(&draft).run(&office).await.unwrap();
    let written = office.running.world.ledger.entries(None, 0).len();
    let mut again = Posting::new(&draft);
    assert_eq!(again.run(&office).await.unwrap(), (id, Outcome::Linked));
    assert_eq!(office.running.world.ledger.entries(None, 0).len(), written, "nothing is written twice");
    assert_eq!(shown(&again), [Shown { line: "5001".to_owned(), units: -2 }], "what came back is told again");
}

#[tokio::test]
async fn each_step_of_a_credit_whose_answer_is_lost_is_found_and_made_only_once() {
    for (path, key) in [
        ("/order-service/sales-credit", "credit"),
        ("/goods-note/goods-in", "goods-in"),
        ("/multi-message", "payments"),
    ] {
        let office = Office::open().await;
        let product = goods(&office).await;
        let draft = returned(&office, &product).await;
        office.fault("POST", path, FaultKind::DropAfterCommit);
        let mut posting = Posting::new(&draft);
        let Err(Stopped::At(step, error)) = posting.run(&office).await else { panic!("{path}") };
        assert_eq!(step.key, key);
        assert!(error.may_have_arrived());
        assert!(posting.clear_up(&office, &step).await, "{key} is found");
        let (id, outcome) = posting.run(&office).await.unwrap();
        assert_eq!(outcome, Outcome::Created);
        assert_eq!(goods_in(&office, &id).await, 1);
        assert_eq!(sellable(&office, &product).await, 10);
        assert_eq!(office.ledger("customer-payment.created").len(), 4, "two in, two out");
        assert_eq!(shown(&posting), [Shown { line: "5001".to_owned(), units: -2 }]);
    }
}

#[tokio::test]
async fn goods_in_that_never_arrived_are_not_found() {
    let office = Office::open().await;
    let product = goods(&office).await;
    let draft = returned(&office, &product).await;
    office.fault("POST", "/goods-note/goods-in", FaultKind::DropBefore);
    let mut posting = Posting::new(&draft);
    let Err(Stopped::At(step, _)) = posting.run(&office).await else { panic!("the call was to be dropped") };
    assert!(!posting.clear_up(&office, &step).await);
    let (id, _) = posting.run(&office).await.unwrap();
    assert_eq!(goods_in(&office, &id).await, 1);
}

#[tokio::test]
async fn an_order_of_the_same_reference_is_not_taken_for_the_credit() {
    let office = Office::open().await;
    let mut draft = returned(&office, &goods(&office).await).await;
    draft.document.reference = "ls:90210:901:order".to_owned();
    draft.restock = None;
    draft.document.payments.clear();
    let (id, outcome) = Posting::new(&draft).run(&office).await.unwrap();
    assert_eq!(outcome, Outcome::Created);
    assert_ne!(Some(&id), draft.parent_order.as_ref());
}

#[tokio::test]
async fn a_credit_that_differs_by_a_penny_moves_nothing() {
    let office = Office::open().await;
    let product = goods(&office).await;
    let mut draft = returned(&office, &product).await;
    draft.document.total = "48.01".parse().unwrap();
    let stopped = Posting::new(&draft).run(&office).await;
    assert!(matches!(stopped, Err(Stopped::Person(Failure::TotalsDiffer { .. }))), "{stopped:?}");
    assert_eq!(sellable(&office, &product).await, 8);
    assert_eq!(office.ledger("customer-payment.created").len(), 2);
}

#[tokio::test]
async fn a_location_of_ones_own_gets_the_goods() {
    let office = Office::open().await;
    let product = goods(&office).await;
    let mut draft = returned(&office, &product).await;
    let path = "warehouse-service/warehouse/3/location/quarantine";
    let location = office.api(Method::GET, path, nothing()).await;
    draft.restock = Some(Restock { location: location.to_string() });
    let (id, _) = Posting::new(&draft).run(&office).await.unwrap();
    let path = format!("warehouse-service/order/{id}/goods-note/goods-in");
    let notes = office.api(Method::GET, &path, nothing()).await;
    assert!(
        notes.to_string().contains(&json!({"destinationLocationId": location}).to_string()[1..20]),
        "{notes}"
    );
    assert_eq!(goods_in(&office, &id).await, 1);
}
