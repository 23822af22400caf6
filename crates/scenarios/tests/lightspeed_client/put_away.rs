//! Products that are not sold any more, and what products cost.

use model::outgoing::ProductDraft;
use model::{Failure, Outcome};
use platform::{PlatformError, ShopQuantity, StockTarget, Target};
use sandbox::faults::FaultKind;

use super::items::{draft, item, push, step_for};
use super::till::Till;

fn leaving() -> ProductDraft {
    ProductDraft { archive: true, ..draft("TB-750") }
}

async fn made(till: &Till) -> String {
    push(till, &draft("TB-750"), None, false).await.unwrap().target_ref
}

async fn stock(till: &Till, item: &str, quantity: i64) {
    let set = [ShopQuantity { shop: "2".to_owned(), quantity }];
    till.client.set(&till.account, item, &set).await.unwrap();
}

#[tokio::test]
async fn what_is_sold_out_is_put_away_once_and_comes_back_when_it_is_sold_again() {
    let till = Till::open().await;
    let id = made(&till).await;
    let gone = push(&till, &leaving(), Some(&id), false).await.unwrap();
    assert_eq!((gone.outcome, gone.steps), (Outcome::Updated, vec!["archive".to_owned()]));
    assert_eq!(item(&till, &id).await["archived"], "true");
    let again = push(&till, &leaving(), Some(&id), true).await.unwrap();
    assert_eq!((again.outcome, again.steps.len()), (Outcome::Unchanged, 0));
    let back = push(&till, &draft("TB-750"), Some(&id), false).await.unwrap();
    assert_eq!((back.target_ref.as_str(), back.steps), (id.as_str(), vec!["restore".to_owned()]));
    assert_eq!(item(&till, &id).await["archived"], "false");
}

#[tokio::test]
async fn what_a_shop_still_has_stays_with_its_stock() {
    let till = Till::open().await;
    let id = made(&till).await;
    stock(&till, &id, 3).await;
    let kept = push(&till, &leaving(), Some(&id), false).await.unwrap();
    let warning = "still in stock at the till (3); put away once it is sold out".to_owned();
    assert_eq!((kept.outcome, kept.steps.len()), (Outcome::Warned { warning }, 0));
    assert_eq!(item(&till, &id).await["archived"], "false");
}

#[tokio::test]
async fn goods_that_came_in_since_the_look_are_not_cleared() {
    let till = Till::open().await;
    let id = made(&till).await;
    let step = step_for(&till.client, &till, &leaving(), Some(&id)).await;
    stock(&till, &id, 5).await;
    let error = till.client.perform(&till.account, &step).await.unwrap_err();
    assert!(matches!(&error, PlatformError::Refused { code, .. } if code == "stock"), "{error}");
    assert_eq!(item(&till, &id).await["archived"], "false");
    stock(&till, &id, 0).await;
    till.client.perform(&till.account, &step).await.unwrap();
    assert_eq!(item(&till, &id).await["archived"], "true");
}

#[tokio::test]
async fn putting_away_whose_answer_was_lost_is_found_by_looking_at_the_item() {
    let till = Till::open().await;
    let id = made(&till).await;
    let step = step_for(&till.client, &till, &leaving(), Some(&id)).await;
    assert_eq!(till.client.find(&till.account, &step).await.unwrap(), None);
    till.fault("DELETE", "Item/", FaultKind::DropAfterCommit);
    assert!(till.client.perform(&till.account, &step).await.unwrap_err().may_have_arrived());
    assert_eq!(till.client.find(&till.account, &step).await.unwrap().unwrap().id, Some(id.clone()));
    assert_eq!(till.client.perform(&till.account, &step).await.unwrap().id, Some(id));
}

#[tokio::test]
async fn what_the_till_does_not_have_is_not_made_to_be_put_away() {
    let till = Till::open().await;
    let gone = push(&till, &leaving(), Some("999999"), false).await.unwrap();
    assert_eq!((gone.target_ref.as_str(), gone.outcome), ("999999", Outcome::Unchanged));
    let never = push(&till, &leaving(), None, false).await.unwrap_err();
    assert!(matches!(never, Failure::NotCovered { .. }), "{never:?}");
    assert!(till.ledger("item.created").is_empty());
}

#[tokio::test]
async fn a_cost_is_written_where_one_is_known_and_left_alone_elsewhere() {
    let till = Till::open().await;
    let costing = |cost: &str| ProductDraft { cost: Some(cost.parse().unwrap()), ..draft("TB-750") };
    let id = push(&till, &costing("3.10"), None, false).await.unwrap().target_ref;
    assert_eq!(item(&till, &id).await["defaultCost"], "3.1");
    let same = push(&till, &costing("3.1"), Some(&id), false).await.unwrap();
    assert_eq!(same.outcome, Outcome::Unchanged);
    let changed = push(&till, &costing("3.25"), Some(&id), false).await.unwrap();
    assert_eq!((changed.outcome, changed.steps), (Outcome::Updated, vec!["update".to_owned()]));
    let unknown = push(&till, &draft("TB-750"), Some(&id), true).await.unwrap();
    assert_eq!(unknown.outcome, Outcome::Updated);
    assert_eq!(item(&till, &id).await["defaultCost"], "3.25");
}

#[tokio::test]
async fn an_item_may_become_one_that_is_not_counted_and_back() {
    let till = Till::open().await;
    let id = made(&till).await;
    for (counted, kind) in [(false, "non_inventory"), (true, "default")] {
        let draft = ProductDraft { stock_tracked: counted, ..draft("TB-750") };
        let changed = push(&till, &draft, Some(&id), false).await.unwrap();
        assert_eq!((changed.outcome, changed.steps), (Outcome::Updated, vec!["update".to_owned()]));
        assert_eq!(item(&till, &id).await["itemType"], kind);
    }
}
