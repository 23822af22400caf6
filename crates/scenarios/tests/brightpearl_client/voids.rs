use model::outgoing::{CreditDraft, OrderDraft};
use model::{Outcome, Shown};
use platform::StockSource;
use reqwest::Method;
use sandbox::faults::FaultKind;
use serde_json::{Value, json};

use crate::fulfilment::sent_draft;
use crate::office::{Office, Posting, Stopped, nothing};
use crate::orders::{draft, goods};

/// Posts a sale, and the draft of undoing it.
async fn made_void(office: &Office, sale: OrderDraft) -> CreditDraft {
    let (order, _) = Posting::new(&sale).run(office).await.unwrap();
    let mut document = sale.document;
    document.reference = "ls:90210:901:credit:901".to_owned();
    for payment in &mut document.payments {
        payment.reference = format!("{}-void", payment.reference);
    }
    CreditDraft { document, parent_order: Some(order), restock: None, void: true }
}

async fn order(office: &Office, id: &str) -> Value {
    office.api(Method::GET, &format!("order-service/order/{id}"), nothing()).await[0].clone()
}

async fn sellable(office: &Office, product: &str) -> i64 {
    let wanted = [product.to_owned()];
    office.client.on_hand(&office.account, &wanted).await.unwrap()[product]["3"]
}

fn shown(posting: &Posting<'_, CreditDraft>) -> Vec<Shown> {
    posting.done.iter().flat_map(|step| step.answer.shows.clone()).collect()
}

fn nothing_shown() -> Vec<Shown> {
    vec![Shown { line: "5001".to_owned(), units: 0 }]
}

#[tokio::test]
async fn a_sale_that_has_not_left_is_cancelled_with_its_money_and_its_reservation() {
    let office = Office::open().await;
    let product = goods(&office).await;
    let draft = made_void(&office, draft(&product)).await;
    assert_eq!(sellable(&office, &product).await, 8);
    let mut posting = Posting::new(&draft);
    let (id, outcome) = posting.run(&office).await.unwrap();
    assert_eq!((Some(&id), outcome), (draft.parent_order.as_ref(), Outcome::Updated));
    let order = order(&office, &id).await;
    assert_eq!(order["orderStatus"]["orderStatusId"], 5);
    assert_eq!(order["orderPaymentStatus"], "UNPAID");
    assert_eq!(sellable(&office, &product).await, 10);
    assert_eq!(shown(&posting), nothing_shown());
    assert!(office.ledger("sales-credit.created").is_empty());
}

#[tokio::test]
async fn a_second_run_of_a_void_writes_nothing_and_tells_the_same() {
    let office = Office::open().await;
    let draft = made_void(&office, draft(&goods(&office).await)).await;
    Posting::new(&draft).run(&office).await.unwrap();
    let written = office.running.world.ledger.entries(None, 0).len();
    let mut again = Posting::new(&draft);
    let (id, _) = again.run(&office).await.unwrap();
    assert_eq!(Some(id), draft.parent_order);
    assert_eq!(office.running.world.ledger.entries(None, 0).len(), written);
    assert_eq!(shown(&again), nothing_shown());
}

#[tokio::test]
async fn a_note_that_has_not_left_is_deleted_before_the_order_is_cancelled() {
    let office = Office::open().await;
    let product = goods(&office).await;
    let draft = made_void(&office, draft(&product)).await;
    let id = draft.parent_order.clone().unwrap();
    let rows = order(&office, &id).await["orderRows"].clone();
    let row: u64 = rows.as_object().unwrap().keys().next().unwrap().parse().unwrap();
    let products =
        json!([{"productId": product.parse::<u64>().unwrap(), "salesOrderRowId": row, "quantity": 2}]);
    let methods = office.api(Method::GET, "warehouse-service/shipping-method", nothing()).await;
    let note = json!({"warehouses": [{"releaseDate": "2026-11-20T09:00:00Z", "warehouseId": 3, "transfer": false,
        "products": products}], "priority": false, "shippingMethodId": methods[0]["id"]});
    office.api(Method::POST, &format!("warehouse-service/order/{id}/goods-note/goods-out"), note).await;
    let (_, outcome) = Posting::new(&draft).run(&office).await.unwrap();
    assert_eq!(outcome, Outcome::Updated);
    assert_eq!(sellable(&office, &product).await, 10);
}

#[tokio::test]
async fn an_answer_lost_on_the_way_to_cancelling_costs_nothing() {
    for (method, path) in [("DELETE", "/customer-payment"), ("PUT", "/status")] {
        let office = Office::open().await;
        let product = goods(&office).await;
        let draft = made_void(&office, draft(&product)).await;
        office.fault(method, path, FaultKind::DropAfterCommit);
        let mut posting = Posting::new(&draft);
        let Err(Stopped::At(..)) = posting.run(&office).await else { panic!("{path}") };
        let (id, outcome) = posting.run(&office).await.unwrap();
        assert_eq!((Some(id), outcome), (draft.parent_order.clone(), Outcome::Updated));
        assert_eq!(sellable(&office, &product).await, 10);
        assert_eq!(shown(&posting), nothing_shown());
    }
}

#[tokio::test]
async fn a_sale_that_has_left_is_credited_and_its_goods_come_back() {
    let office = Office::open().await;
    let product = goods(&office).await;
    let sale = sent_draft(&office, &product).await;
    let draft = made_void(&office, sale).await;
    let mut posting = Posting::new(&draft);
    let (id, outcome) = posting.run(&office).await.unwrap();
    assert_eq!(outcome, Outcome::Created);
    assert_ne!(Some(&id), draft.parent_order.as_ref());
    assert_eq!(order(&office, &id).await["orderPaymentStatus"], "PAID");
    assert_eq!(sellable(&office, &product).await, 10);
    assert_eq!(shown(&posting), nothing_shown());
}

#[tokio::test]
async fn an_invoiced_sale_is_credited_since_it_can_no_longer_be_cancelled() {
    let office = Office::open().await;
    let product = goods(&office).await;
    let draft = made_void(&office, draft(&product)).await;
    let sale = draft.parent_order.clone().unwrap();
    office.api(Method::POST, &format!("order-service/sales-order/{sale}/close"), json!({})).await;
    let invoiced = tokio::time::timeout(std::time::Duration::from_secs(10), async {
        while order(&office, &sale).await["invoices"][0]["invoiceReference"] == "" {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    });
    invoiced.await.unwrap();
    let mut posting = Posting::new(&draft);
    let (id, outcome) = posting.run(&office).await.unwrap();
    assert_eq!(outcome, Outcome::Created);
    assert_eq!(order(&office, &id).await["orderTypeCode"], "SC");
    assert_eq!(order(&office, &sale).await["orderPaymentStatus"], "PAID", "the sale keeps its money");
    assert_eq!(sellable(&office, &product).await, 10, "what is still held back there was put in once more");
    assert_eq!(shown(&posting), nothing_shown());
}

#[tokio::test]
async fn a_void_is_finished_where_somebody_has_cancelled_the_order_already() {
    let office = Office::open().await;
    let mut sale = draft(&goods(&office).await);
    sale.document.payments.clear();
    let draft = made_void(&office, sale).await;
    let id = draft.parent_order.clone().unwrap();
    office.api(Method::PUT, &format!("order-service/order/{id}/status"), json!({"orderStatusId": 5})).await;
    let before = office.running.world.ledger.entries(None, 0).len();
    let mut posting = Posting::new(&draft);
    assert_eq!(posting.run(&office).await.unwrap(), (id, Outcome::Updated));
    assert_eq!(office.running.world.ledger.entries(None, 0).len(), before);
    assert_eq!(shown(&posting), nothing_shown());
}
