use model::outgoing::{Fulfilment, OrderDraft};
use model::{Outcome, Shown};
use reqwest::Method;
use sandbox::faults::FaultKind;
use serde_json::{Value, json};

use crate::office::{Office, Posting, Stopped, nothing};
use crate::orders::{draft, goods};

/// The draft of a sale whose goods are sent off by themselves.
pub(crate) async fn sent_draft(office: &Office, product: &str) -> OrderDraft {
    let methods = office.api(Method::GET, "warehouse-service/shipping-method", nothing()).await;
    let staff = office.api(Method::GET, "contact-service/contact-search?isStaff=true", nothing()).await;
    let fulfil = Fulfilment {
        shipping_method: methods[0]["id"].to_string(),
        staff_contact: staff["results"][0][0].to_string(),
    };
    OrderDraft { fulfil: Some(fulfil), ..draft(product) }
}

async fn notes(office: &Office, order: &str) -> Vec<Value> {
    let path = format!("warehouse-service/order/{order}/goods-note/goods-out");
    let notes = office.api(Method::GET, &path, nothing()).await;
    notes.as_object().map(|notes| notes.values().cloned().collect()).unwrap_or_default()
}

/// What the back office shows of the sale's line after these steps.
fn shown(posting: &Posting<'_, OrderDraft>) -> Vec<Shown> {
    let told = posting.done.iter().rev().find(|step| !step.answer.shows.is_empty());
    told.map(|step| step.answer.shows.clone()).unwrap_or_default()
}

fn units(units: i64) -> Vec<Shown> {
    vec![Shown { line: "5001".to_owned(), units }]
}

async fn set_stock(office: &Office, product: &str, pieces: i64) {
    let id: u64 = product.parse().unwrap();
    office.product(json!({"id": id, "stock": {"3": pieces}})).await;
}

#[tokio::test]
async fn an_order_is_put_on_a_note_and_sent() {
    let office = Office::open().await;
    let draft = sent_draft(&office, &goods(&office).await).await;
    let mut posting = Posting::new(&draft);
    let (id, outcome) = posting.run(&office).await.unwrap();
    assert_eq!(outcome, Outcome::Created);
    let notes = notes(&office, &id).await;
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0]["status"]["shipped"], true, "{notes:?}");
    assert_eq!(shown(&posting), units(2));
}

#[tokio::test]
async fn a_sent_order_is_never_sent_twice_whatever_is_remembered() {
    let office = Office::open().await;
    let draft = sent_draft(&office, &goods(&office).await).await;
    let mut posting = Posting::new(&draft);
    let (id, _) = posting.run(&office).await.unwrap();
    let written = office.running.world.ledger.entries(None, 0).len();
    posting.link = Some("linked");
    let (_, outcome) = posting.run(&office).await.unwrap();
    assert_eq!(outcome, Outcome::Unchanged);
    let mut forgotten = Posting::new(&draft);
    let (again, outcome) = forgotten.run(&office).await.unwrap();
    assert_eq!((&again, outcome), (&id, Outcome::Linked));
    assert_eq!(shown(&forgotten), units(2), "what has left is told again");
    assert_eq!(office.running.world.ledger.entries(None, 0).len(), written);
    assert_eq!(notes(&office, &id).await.len(), 1);
}

#[tokio::test]
async fn a_note_or_an_event_whose_answer_is_lost_is_found_and_made_only_once() {
    for (path, key) in [("/goods-note/goods-out", "goods-out"), ("/event", "shipped:")] {
        let office = Office::open().await;
        let draft = sent_draft(&office, &goods(&office).await).await;
        office.fault("POST", path, FaultKind::DropAfterCommit);
        let mut posting = Posting::new(&draft);
        let Err(Stopped::At(step, error)) = posting.run(&office).await else { panic!("{path}") };
        assert!(step.key.starts_with(key), "{}", step.key);
        assert!(error.may_have_arrived());
        assert!(posting.clear_up(&office, &step).await, "{key} is found");
        let (id, outcome) = posting.run(&office).await.unwrap();
        assert_eq!(outcome, Outcome::Created);
        let notes = notes(&office, &id).await;
        assert_eq!(notes.len(), 1, "{key}");
        assert_eq!(notes[0]["status"]["shipped"], true);
        assert_eq!(shown(&posting), units(2));
    }
}

#[tokio::test]
async fn a_note_that_never_arrived_is_not_found_and_made_then() {
    let office = Office::open().await;
    let draft = sent_draft(&office, &goods(&office).await).await;
    office.fault("POST", "/goods-note/goods-out", FaultKind::DropBefore);
    let mut posting = Posting::new(&draft);
    let Err(Stopped::At(step, _)) = posting.run(&office).await else { panic!("the call was to be dropped") };
    assert!(!posting.clear_up(&office, &step).await);
    let (id, outcome) = posting.run(&office).await.unwrap();
    assert_eq!(outcome, Outcome::Created);
    assert_eq!(notes(&office, &id).await.len(), 1);
}

#[tokio::test]
async fn goods_that_are_not_there_are_not_sent_until_they_are() {
    let office = Office::open().await;
    let product = goods(&office).await;
    set_stock(&office, &product, 0).await;
    let draft = sent_draft(&office, &product).await;
    let mut posting = Posting::new(&draft);
    let (id, outcome) = posting.run(&office).await.unwrap();
    let Outcome::Warned { warning } = outcome else { panic!("{outcome:?}") };
    assert!(warning.starts_with("not shipped: no stock"), "{warning}");
    assert!(notes(&office, &id).await.is_empty());
    set_stock(&office, &product, 5).await;
    posting.link = Some("linked");
    let (_, outcome) = posting.run(&office).await.unwrap();
    assert_eq!(outcome, Outcome::Unchanged);
    assert_eq!(notes(&office, &id).await.len(), 1);
    assert_eq!(shown(&posting), units(2));
}

#[tokio::test]
async fn what_is_there_in_part_is_sent_in_part_and_the_rest_follows() {
    let office = Office::open().await;
    let product = goods(&office).await;
    set_stock(&office, &product, 1).await;
    let draft = sent_draft(&office, &product).await;
    let mut posting = Posting::new(&draft);
    let (id, outcome) = posting.run(&office).await.unwrap();
    let warning = "not shipped: no stock for 1 of 2 Tin Kettle".to_owned();
    assert_eq!(outcome, Outcome::Warned { warning });
    assert_eq!(shown(&posting), units(1));
    set_stock(&office, &product, 5).await;
    posting.link = Some("linked");
    let (_, outcome) = posting.run(&office).await.unwrap();
    assert_eq!(outcome, Outcome::Unchanged);
    assert_eq!(notes(&office, &id).await.len(), 2);
    assert_eq!(shown(&posting), units(2));
}

#[tokio::test]
async fn a_reservation_in_part_says_what_is_missing_and_how_much_is_held() {
    let office = Office::open().await;
    let product = goods(&office).await;
    set_stock(&office, &product, 1).await;
    let draft = draft(&product);
    let mut posting = Posting::new(&draft);
    let (_, outcome) = posting.run(&office).await.unwrap();
    let warning = "not reserved: no stock for 1 of 2 Tin Kettle".to_owned();
    assert_eq!(outcome, Outcome::Warned { warning });
    assert_eq!(shown(&posting), units(1));
}

#[tokio::test]
async fn a_reservation_whose_look_fails_is_not_made_again() {
    let office = Office::open().await;
    let draft = draft(&goods(&office).await);
    office.fault("GET", "/reservation", FaultKind::OutageJson);
    let mut posting = Posting::new(&draft);
    let Err(Stopped::At(step, error)) = posting.run(&office).await else { panic!("the look was to fail") };
    assert_eq!(step.key, "reserve");
    assert!(error.may_have_arrived(), "{error}");
    assert!(posting.clear_up(&office, &step).await);
    assert_eq!(shown(&posting), units(2));
    posting.run(&office).await.unwrap();
    assert_eq!(office.ledger("reservation.created").len(), 1);
}

#[tokio::test]
async fn a_bundle_is_shown_in_complete_sets() {
    let office = Office::open().await;
    let (pot, lid) = (goods(&office).await, goods(&office).await);
    set_stock(&office, &lid, 3).await;
    let parts: Vec<u64> = [&pot, &lid].iter().map(|part| part.parse().unwrap()).collect();
    let set = json!({"name": "Pot and lids", "sku": "SET-1", "components": [[parts[0], 1], [parts[1], 2]]});
    let draft = draft(&office.product(set).await.to_string());
    let mut posting = Posting::new(&draft);
    let (_, outcome) = posting.run(&office).await.unwrap();
    let Outcome::Warned { warning } = outcome else { panic!("{outcome:?}") };
    assert!(warning.starts_with("not reserved: no stock for 1 of 4 "), "{warning}");
    assert_eq!(shown(&posting), units(1), "two pots and three lids make one set of a pot and two lids");
}
