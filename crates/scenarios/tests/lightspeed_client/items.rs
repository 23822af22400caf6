//! Products on their way to the till.

use lightspeed::Lightspeed;
use model::outgoing::{Identifier, ProductDraft};
use model::{Failure, Outcome};
use platform::{Asked, DoneStep, Nature, Next, PlatformError, Step, Target};
use reqwest::Method;
use sandbox::faults::FaultKind;
use serde_json::{Value, json};

use super::till::Till;

pub(super) fn draft(sku: &str) -> ProductDraft {
    ProductDraft {
        description: "Trail Bottle 750 ml".to_owned(),
        sku: sku.to_owned(),
        ean: "4006381333931".to_owned(),
        upc: String::new(),
        manufacturer_sku: String::new(),
        price: "9.95".parse().unwrap(),
        cost: None,
        archive: false,
        category: "2".to_owned(),
        tax_class: "1".to_owned(),
        stock_tracked: true,
        match_by: Identifier::Sku,
        warnings: Vec::new(),
    }
}

/// What became of a product.
#[derive(Debug)]
pub(super) struct End {
    pub(super) target_ref: String,
    pub(super) outcome: Outcome,
    pub(super) steps: Vec<String>,
}

/// Does what the engine does, without keeping anything.
pub(super) async fn push(
    till: &Till,
    draft: &ProductDraft,
    link: Option<&str>,
    forced: bool,
) -> Result<End, Failure> {
    let mut done: Vec<DoneStep> = Vec::new();
    let asked = Asked { draft, source_ref: "1001", link, done: &[], forced };
    let found = till.client.look(&till.account, &[asked]).await.unwrap().remove(0)?;
    loop {
        let asked = Asked { draft, source_ref: "1001", link, done: &done, forced };
        match till.client.next_step(&asked, &found)? {
            Next::Done { target_ref, outcome } => {
                let steps = done.into_iter().map(|step| step.key).collect();
                return Ok(End { target_ref, outcome, steps });
            }
            Next::Do(step) => {
                let answer = till.client.perform(&till.account, &step).await.unwrap();
                done.push(DoneStep { key: step.key, answer });
            }
        }
        assert!(done.len() < 5, "it does not end");
    }
}

pub(super) async fn item(till: &Till, id: &str) -> Value {
    let items = till.control(Method::GET, "lightspeed/items", Value::Null).await;
    items.as_array().unwrap().iter().find(|item| item["itemID"] == id).unwrap().clone()
}

pub(super) async fn step_for(
    client: &Lightspeed,
    till: &Till,
    draft: &ProductDraft,
    link: Option<&str>,
) -> Step {
    let asked = || Asked { draft, source_ref: "1001", link, done: &[], forced: false };
    let found = client.look(&till.account, &[asked()]).await.unwrap().remove(0).unwrap();
    match client.next_step(&asked(), &found).unwrap() {
        Next::Do(step) => step,
        Next::Done { outcome, .. } => panic!("done: {outcome:?}"),
    }
}

#[tokio::test]
async fn a_new_product_becomes_an_item_once_and_is_unchanged_afterwards() {
    let till = Till::open().await;
    let made = push(&till, &draft("TB-750"), None, false).await.unwrap();
    assert_eq!((&made.outcome, made.steps), (&Outcome::Created, vec!["item".to_owned()]));
    let there = item(&till, &made.target_ref).await;
    assert_eq!(
        (there["description"].as_str(), there["customSku"].as_str(), there["categoryID"].as_str()),
        (Some("Trail Bottle 750 ml"), Some("TB-750"), Some("2"))
    );
    assert_eq!(there["ean"], "4006381333931");
    assert!(there["Prices"].to_string().contains(r#""9.95""#), "{}", there["Prices"]);

    let again = push(&till, &draft("TB-750"), Some(&made.target_ref), false).await.unwrap();
    assert_eq!((again.outcome, again.steps.len()), (Outcome::Unchanged, 0));
    let unlinked = push(&till, &draft("TB-750"), None, false).await.unwrap();
    assert_eq!((unlinked.outcome, unlinked.target_ref), (Outcome::Linked, made.target_ref));
    assert_eq!(till.ledger("item.created").len(), 1);
}

#[tokio::test]
async fn only_what_differs_is_changed_and_the_rest_of_the_item_stays() {
    let till = Till::open().await;
    let id = till.write("Item", json!({ "description": "Bottle", "customSku": "TB-750", "manufacturerSku": "M-1", "categoryID": "2",
        "Prices": { "ItemPrice": [{ "amount": "5", "useTypeID": "1" }, { "amount": "20", "useTypeID": "2" }] } })).await;
    let changed = push(&till, &draft("TB-750"), Some(&id), false).await.unwrap();
    assert_eq!((changed.outcome, changed.steps), (Outcome::Updated, vec!["update".to_owned()]));
    let there = item(&till, &id).await;
    assert_eq!(
        (there["description"].as_str(), there["manufacturerSku"].as_str()),
        (Some("Trail Bottle 750 ml"), Some("M-1"))
    );
    let prices = there["Prices"].to_string();
    assert!(prices.contains(r#""9.95""#) && prices.contains(r#""20""#), "{prices}");
}

#[tokio::test]
async fn a_put_away_item_is_brought_back_instead_of_made_again() {
    let till = Till::open().await;
    let made = push(&till, &draft("TB-750"), None, false).await.unwrap();
    archive(&till, &made.target_ref).await;
    let back = push(&till, &draft("TB-750"), None, false).await.unwrap();
    assert_eq!(
        (back.target_ref.as_str(), back.steps),
        (made.target_ref.as_str(), vec!["restore".to_owned()])
    );
    assert_eq!(item(&till, &made.target_ref).await["archived"], "false");
    assert_eq!(till.ledger("item.created").len(), 1);
}

/// Puts an item away as staff would.
pub(super) async fn archive(till: &Till, id: &str) {
    till.delete(&format!("Item/{id}.json")).await;
}

#[tokio::test]
async fn a_person_can_have_everything_written_again() {
    let till = Till::open().await;
    let made = push(&till, &draft("TB-750"), None, false).await.unwrap();
    let forced = push(&till, &draft("TB-750"), Some(&made.target_ref), true).await.unwrap();
    assert_eq!((forced.outcome, forced.steps), (Outcome::Updated, vec!["update".to_owned()]));
}

#[tokio::test]
async fn two_items_with_one_sku_are_named_and_neither_is_touched() {
    let till = Till::open().await;
    let one = till.write("Item", json!({ "description": "One", "customSku": "TWIN" })).await;
    let two = till.write("Item", json!({ "description": "Two", "customSku": "TWIN" })).await;
    let failure = push(&till, &draft("TWIN"), None, false).await.unwrap_err();
    assert!(matches!(&failure, Failure::SeveralMatches { ids, .. } if *ids == [one, two]), "{failure:?}");
}

#[tokio::test]
async fn skus_with_commas_and_operators_are_found_all_the_same() {
    let till = Till::open().await;
    for sku in ["A,B", "C|D", "[E]", "50% off", "~F", "G&H=1", "Ä/ö + 1"] {
        let id = till.write("Item", json!({ "description": "Odd", "customSku": sku })).await;
        let found = push(&till, &draft(sku), None, false).await.unwrap();
        assert_eq!(found.target_ref, id, "{sku}");
    }
}

#[tokio::test]
async fn a_linked_item_that_is_not_there_is_gone() {
    let till = Till::open().await;
    let failure = push(&till, &draft("TB-750"), Some("999999"), false).await.unwrap_err();
    assert!(matches!(failure, Failure::Gone { .. }), "{failure:?}");
}

#[tokio::test]
async fn many_products_are_looked_for_with_few_calls() {
    let till = Till::open().await;
    let drafts: Vec<(ProductDraft, String)> =
        (0..150).map(|n| (draft(&format!("NEW-{n}")), n.to_string())).collect();
    let asked: Vec<Asked<'_, ProductDraft>> = drafts
        .iter()
        .map(|(draft, source_ref)| Asked { draft, source_ref, link: None, done: &[], forced: false })
        .collect();
    let before = till.calls();
    let found = till.client.look(&till.account, &asked).await.unwrap();
    assert_eq!((found.len(), till.calls() - before), (150, 2));
    assert!(found.iter().all(Result::is_ok));
}

#[tokio::test]
async fn an_item_whose_making_was_answered_with_silence_is_found_by_its_sku() {
    let till = Till::open().await;
    let draft = draft("TB-750");
    let step = step_for(&till.client, &till, &draft, None).await;
    assert_eq!(step.nature, Nature::Once);
    assert_eq!(till.client.find(&till.account, &step).await.unwrap(), None);
    till.fault("POST", "Item.json", FaultKind::DropAfterCommit);
    let lost = till.client.perform(&till.account, &step).await.unwrap_err();
    assert!(lost.may_have_arrived(), "{lost}");
    let answer = till.client.find(&till.account, &step).await.unwrap().unwrap();
    assert_eq!(Some(till.ledger("item.created")[0].id.as_str()), answer.id.as_deref());
    let done = [DoneStep { key: step.key, answer }];
    let asked = || Asked { draft: &draft, source_ref: "1001", link: None, done: &done, forced: false };
    let found = till.client.look(&till.account, &[asked()]).await.unwrap().remove(0).unwrap();
    let end = till.client.next_step(&asked(), &found).unwrap();
    assert!(matches!(end, Next::Done { outcome: Outcome::Created, .. }), "{end:?}");
    assert_eq!(till.ledger("item.created").len(), 1);
}

#[tokio::test]
async fn a_write_whose_answer_cannot_be_read_may_have_arrived() {
    for kind in [FaultKind::TruncatedJson, FaultKind::WrongTypes, FaultKind::ErrorIn200, FaultKind::HtmlError]
    {
        let till = Till::open().await;
        let step = step_for(&till.client, &till, &draft("TB-750"), None).await;
        till.fault("POST", "Item.json", kind.clone());
        let error = till.client.perform(&till.account, &step).await.unwrap_err();
        assert!(error.may_have_arrived(), "{kind:?}: {error}");
        let arrived = !till.ledger("item.created").is_empty();
        assert_eq!(till.client.find(&till.account, &step).await.unwrap().is_some(), arrived, "{kind:?}");
    }
}

#[tokio::test]
async fn a_change_whose_answer_was_lost_is_found_by_looking_at_the_item() {
    let till = Till::open().await;
    let id = till.write("Item", json!({ "description": "Bottle", "customSku": "TB-750" })).await;
    let step = step_for(&till.client, &till, &draft("TB-750"), Some(&id)).await;
    assert_eq!((step.key.as_str(), till.client.find(&till.account, &step).await.unwrap()), ("update", None));
    till.fault("PUT", "Item/", FaultKind::DropAfterCommit);
    assert!(till.client.perform(&till.account, &step).await.unwrap_err().may_have_arrived());
    assert_eq!(till.client.find(&till.account, &step).await.unwrap().unwrap().id, Some(id));
}

#[tokio::test]
async fn what_lightspeed_refuses_is_told_in_its_words() {
    let till = Till::open().await;
    let nameless = ProductDraft { description: String::new(), ..draft("TB-750") };
    let step = step_for(&till.client, &till, &nameless, None).await;
    let error = till.client.perform(&till.account, &step).await.unwrap_err();
    assert!(
        matches!(&error, PlatformError::Refused { message, .. } if message.contains("must have a description")),
        "{error}"
    );
}

#[tokio::test]
async fn an_expired_token_in_the_middle_of_a_write_makes_one_item() {
    let till = Till::open().await;
    till.control(Method::POST, "lightspeed/expire-token", Value::Null).await;
    let made = push(&till, &draft("TB-750"), None, false).await.unwrap();
    assert_eq!(made.outcome, Outcome::Created);
    assert_eq!(till.ledger("item.created").len(), 1);
}
