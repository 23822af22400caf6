//! Who looks after records, and what people note about them.

use model::{BulkAction, Filter, Kind, LeftOut, LogQuery, Noted, RecordId, Sort};

use super::Shop;
use super::shop::no_sku;
use crate::{BulkDraft, BulkRows};

async fn give(shop: &Shop, record: RecordId, to: Option<&str>) {
    let says = Noted::Assigned { to: to.map(str::to_owned) };
    assert!(shop.store.note(shop.merchant, record, &says, "Ben").await.unwrap());
}

fn words(text: &str) -> Noted {
    Noted::Words { text: text.to_owned() }
}

fn order(typed: &str) -> LogQuery {
    LogQuery::filtered(Kind::Order, Filter::read(typed).filter)
}

/// Sales 1 to 6: 1 and 2 are Ana's, 3 is Ben's, the others nobody's; 1 failed.
async fn stocked(shop: &Shop) -> Vec<RecordId> {
    let mut sales = Vec::new();
    for n in 1..=6 {
        sales.push(shop.sale(&n.to_string()).await);
        shop.seconds_pass(1);
    }
    shop.fail_next(Kind::Order, no_sku()).await;
    give(shop, sales[0], Some("Ana")).await;
    give(shop, sales[1], Some("ANA")).await;
    give(shop, sales[2], Some("Ben")).await;
    sales
}

pub async fn what_somebody_looks_after_is_found_whatever_the_order(shop: Shop) {
    stocked(&shop).await;
    let found = |typed: &'static str| {
        let shop = &shop;
        async move { shop.refs(&order(typed)).await }
    };
    assert_eq!(found("assigned:ana").await, ["2", "1"]);
    assert_eq!(found("assigned:ana status:failed").await, ["1"]);
    assert_eq!(found("assigned:anybody").await, ["3", "2", "1"]);
    assert_eq!(found("assigned:nobody").await, ["6", "5", "4"]);
    assert_eq!(found("assigned:cleo").await, [""; 0]);
    assert_eq!(found("assigned:me").await, [""; 0], "a store knows nobody who asks");
    let oldest = LogQuery { sort: Sort::Changed.turned(), ..order("assigned:anybody status:pending") };
    assert_eq!(shop.refs(&oldest).await, ["2", "3"]);
    let counted = shop.store.found(shop.merchant, &order("assigned:ana")).await.unwrap();
    assert_eq!((counted.counts.failed, counted.counts.pending), (1, 1));
    assert_eq!(shop.neighbour().await.refs(&order("assigned:ana")).await, [""; 0]);
}

pub async fn a_colleague_has_one_spelling_and_whoever_got_something_last_comes_first(shop: Shop) {
    let sales = stocked(&shop).await;
    assert_eq!(shop.record(sales[1]).await.assigned.as_deref(), Some("Ana"));
    shop.seconds_pass(1);
    give(&shop, sales[3], Some("ana")).await;
    assert_eq!(shop.store.colleagues(shop.merchant, 9).await.unwrap(), ["Ana", "Ben"]);
    assert_eq!(shop.store.colleagues(shop.merchant, 1).await.unwrap(), ["Ana"]);
    assert_eq!(shop.neighbour().await.store.colleagues(shop.merchant, 9).await.unwrap().len(), 2);
    let next_door = shop.neighbour().await;
    assert_eq!(next_door.store.colleagues(next_door.merchant, 9).await.unwrap(), [""; 0]);
}

pub async fn notes_are_kept_with_the_record_the_latest_first(shop: Shop) {
    let sales = stocked(&shop).await;
    shop.store.note(shop.merchant, sales[0], &words("called the till's support"), "Ana").await.unwrap();
    give(&shop, sales[0], None).await;
    give(&shop, sales[0], None).await;
    let notes = shop.store.notes(shop.merchant, sales[0], 9).await.unwrap();
    let said: Vec<_> = notes.into_iter().map(|note| (note.who, note.says)).collect();
    assert_eq!(
        said,
        [
            ("Ben".to_owned(), Noted::Assigned { to: None }),
            ("Ana".to_owned(), words("called the till's support")),
            ("Ben".to_owned(), Noted::Assigned { to: Some("Ana".to_owned()) }),
        ],
        "what is so already is not written down once more"
    );
    let record = shop.record(sales[0]).await;
    assert_eq!((record.assigned, record.notes), (None, 1));
    assert_eq!(shop.store.notes(shop.neighbour().await.merchant, sales[0], 9).await.unwrap(), []);
}

pub async fn a_note_reaches_live_pages_and_changes_neither_status_nor_text_index(shop: Shop) {
    let sales = stocked(&shop).await;
    let (event, index, before) =
        (shop.newest_event().await, shop.text_index().await, shop.record(sales[0]).await);
    shop.seconds_pass(60);
    shop.store.note(shop.merchant, sales[0], &words("look at it"), "Ana").await.unwrap();
    let heard = shop.store.events_after(shop.merchant, event, 9).await.unwrap();
    assert_eq!(heard.iter().map(|event| (event.record, event.new)).collect::<Vec<_>>(), [(sales[0], false)]);
    let after = shop.record(sales[0]).await;
    assert_eq!((after.state, after.updated_at), (before.state, before.updated_at));
    assert_eq!(shop.text_index().await, index);
}

pub async fn a_record_of_somebody_else_gets_no_note(shop: Shop) {
    let next_door = shop.neighbour().await;
    let theirs = next_door.sale("1").await;
    assert!(!shop.store.note(shop.merchant, theirs, &words("mine now"), "Ana").await.unwrap());
    assert_eq!(next_door.store.notes(next_door.merchant, theirs, 9).await.unwrap(), []);
}

pub async fn many_are_given_to_a_colleague_or_get_a_note_at_once(shop: Shop) {
    let sales = stocked(&shop).await;
    let free = shop.sale("7").await;
    let draft = |action| BulkDraft {
        kind: Kind::Order,
        action,
        rows: BulkRows::Matching(Box::new(order(""))),
        which: "all".to_owned(),
        who: "Ben".to_owned(),
    };
    let assign = draft(BulkAction::Assign { to: Some("ana".to_owned()) });
    let plan = shop.store.draft_bulk(shop.merchant, &assign).await.unwrap();
    assert_eq!(plan.left_out, [(LeftOut::TheirsAlready, 2)]);
    assert_eq!(plan.bulk.tally.waiting, 5);
    let note = shop
        .store
        .draft_bulk(shop.merchant, &draft(BulkAction::Note { text: "stock-take".to_owned() }))
        .await
        .unwrap();
    assert_eq!((note.left_out.len(), note.bulk.tally.waiting), (0, 7));
    for bulk in [plan.bulk.id, note.bulk.id] {
        shop.store.begin_bulk(shop.merchant, bulk).await.unwrap().unwrap();
    }
    let cleo = draft(BulkAction::Assign { to: Some("Cleo".to_owned()) });
    let plan = shop.store.draft_bulk(shop.merchant, &cleo).await.unwrap();
    assert_eq!(plan.bulk.tally.waiting, 7, "also what is nobody's yet, for somebody new");
    while shop.store.step_bulks(shop.merchant, 3).await.unwrap() {}
    for sale in sales.iter().chain([&free]) {
        let record = shop.record(*sale).await;
        assert_eq!((record.assigned.as_deref(), record.notes), (Some("Ana"), 1));
    }
    let nobody = draft(BulkAction::Assign { to: None });
    assert_eq!(shop.store.draft_bulk(shop.merchant, &nobody).await.unwrap().bulk.tally.waiting, 7);
}
