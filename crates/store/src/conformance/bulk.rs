//! What people do with many records at once.

use model::{
    Asker, AttemptEnd, BulkAction, BulkId, BulkPreview, BulkState, Filter, Kind, LeftOut, LogQuery, Outcome,
    Status, SyncState,
};

use super::Shop;
use super::shop::{no_sku, parent, synced, tax};
use crate::{BulkDraft, BulkRowState, BulkRows, End};

/// Eight products: 1 and 2 failed, 3 blocked, 4 synced, 5 in work, the rest in line.
async fn stocked(shop: &Shop) {
    for n in 1..=8 {
        shop.product(&n.to_string(), "h1").await;
        shop.seconds_pass(1);
    }
    shop.fail_next(Kind::Product, no_sku()).await;
    shop.fail_next(Kind::Product, no_sku()).await;
    shop.block_next(Kind::Product, vec![tax()]).await;
    shop.sync_next(Kind::Product, "504").await;
}

fn draft(action: BulkAction, filter: Filter) -> BulkDraft {
    let query = LogQuery::filtered(Kind::Product, filter);
    BulkDraft {
        kind: Kind::Product,
        action,
        rows: BulkRows::Matching(Box::new(query)),
        which: "all".to_owned(),
        who: "Ana".to_owned(),
    }
}

async fn drafted(shop: &Shop, action: BulkAction, filter: Filter) -> BulkPreview {
    shop.store.draft_bulk(shop.merchant, &draft(action, filter)).await.unwrap()
}

async fn begin(shop: &Shop, bulk: BulkId) {
    shop.store.begin_bulk(shop.merchant, bulk).await.unwrap().unwrap();
}

async fn state_of(shop: &Shop, bulk: BulkId) -> model::Bulk {
    shop.store.bulk(shop.merchant, bulk).await.unwrap().unwrap()
}

fn aside() -> BulkAction {
    BulkAction::Skip { reason: "sold by hand".to_owned() }
}

pub async fn a_draft_says_exactly_what_it_takes_and_what_it_leaves_out(shop: Shop) {
    stocked(&shop).await;
    let claim = shop.claim_one(Kind::Product).await;
    let preview = drafted(&shop, BulkAction::Resync, Filter::default()).await;
    assert_eq!(preview.bulk.state, BulkState::Drafted);
    assert_eq!((preview.by_status.failed, preview.by_status.synced), (2, 1));
    assert_eq!(preview.by_cause, [(no_sku().cause(), 2)]);
    let refs: Vec<_> = preview.first.iter().map(|record| record.source_ref.as_str()).collect();
    assert_eq!(refs, ["4", "2", "1"], "in the order of the list");
    assert_eq!(preview.left_out, [(LeftOut::InLine, 4), (LeftOut::WaitsForSomething, 1)]);
    let aside = drafted(&shop, aside(), Filter::default()).await;
    assert_eq!(aside.left_out, [(LeftOut::InStep, 1), (LeftOut::InWork, 1)]);
    assert_eq!(aside.bulk.tally.waiting, 6);
    shop.settle(&claim, End::HandBack).await;
}

pub async fn ticked_rows_of_another_log_or_merchant_are_left_aside(shop: Shop) {
    let one = shop.product("1", "h1").await;
    let sale = shop.sale("901").await;
    let neighbour = shop.neighbour().await;
    let theirs = neighbour.product("1", "h1").await;
    let draft = BulkDraft {
        rows: BulkRows::These(vec![one, sale, theirs, one]),
        ..draft(aside(), Filter::default())
    };
    let preview = shop.store.draft_bulk(shop.merchant, &draft).await.unwrap();
    assert_eq!(preview.first.iter().map(|record| record.id).collect::<Vec<_>>(), [one]);
    let id = preview.bulk.id;
    assert_eq!(neighbour.store.bulk(neighbour.merchant, id).await.unwrap(), None);
    assert_eq!(neighbour.store.begin_bulk(neighbour.merchant, id).await.unwrap(), None);
}

pub async fn nothing_happens_before_it_begins_and_beginning_twice_begins_once(shop: Shop) {
    stocked(&shop).await;
    let id = drafted(&shop, BulkAction::Resync, Filter::of_status(Status::Failed)).await.bulk.id;
    assert!(!shop.store.step_bulks(shop.merchant, 10).await.unwrap());
    assert_eq!(state_of(&shop, id).await.tally.waiting, 2);
    begin(&shop, id).await;
    assert!(shop.store.step_bulks(shop.merchant, 10).await.unwrap());
    let begun = state_of(&shop, id).await;
    assert_eq!((begun.state, begun.tally.asked), (BulkState::Running, 2));
    shop.seconds_pass(5);
    begin(&shop, id).await;
    assert_eq!(state_of(&shop, id).await.began_at, begun.began_at);
    assert_eq!(shop.store.counts(shop.merchant, Kind::Product).await.unwrap().failed, 0);
}

pub async fn rows_are_frozen_when_they_are_drafted(shop: Shop) {
    stocked(&shop).await;
    let id = drafted(&shop, BulkAction::Resync, Filter::of_status(Status::Failed)).await.bulk.id;
    shop.fail_next(Kind::Product, no_sku()).await;
    begin(&shop, id).await;
    shop.store.step_bulks(shop.merchant, 10).await.unwrap();
    assert_eq!(
        shop.store.counts(shop.merchant, Kind::Product).await.unwrap().failed,
        1,
        "it failed afterwards"
    );
}

pub async fn no_more_rows_are_on_their_way_than_the_window_lets(shop: Shop) {
    stocked(&shop).await;
    let id = drafted(&shop, BulkAction::Resync, Filter::of_status(Status::Failed)).await.bulk.id;
    begin(&shop, id).await;
    for _ in 0..3 {
        shop.store.step_bulks(shop.merchant, 1).await.unwrap();
        let tally = state_of(&shop, id).await.tally;
        assert_eq!((tally.asked, tally.waiting), (1, 1));
    }
}

pub async fn what_became_of_each_row_is_told_and_the_work_ends(shop: Shop) {
    stocked(&shop).await;
    let id = drafted(&shop, BulkAction::Resync, Filter::default()).await.bulk.id;
    begin(&shop, id).await;
    shop.store.step_bulks(shop.merchant, 10).await.unwrap();
    for claim in shop.claim(Kind::Product, 20).await {
        let end = match claim.record.source_ref.as_str() {
            "1" => End::Failed { failure: no_sku() },
            "2" => End::Blocked { by: vec![parent(Kind::Customer, "7")], settings_version: 0 },
            "4" => synced("504"),
            _ => End::HandBack,
        };
        assert_eq!(claim.asked_by == Asker::Person { name: "Ana".to_owned() }, claim.forced);
        shop.settle(&claim, end).await;
    }
    shop.store.step_bulks(shop.merchant, 10).await.unwrap();
    let bulk = state_of(&shop, id).await;
    assert_eq!(bulk.state, BulkState::Ended);
    assert!(bulk.ended_at.is_some());
    let tally = bulk.tally;
    assert_eq!((tally.done, tally.failed, tally.held, tally.left_out, tally.asked), (1, 1, 1, 5, 0));
    let rows = shop.store.bulk_records(shop.merchant, id, 0, 4).await.unwrap();
    let told: Vec<_> = rows.iter().map(|(record, state)| (record.source_ref.as_str(), *state)).collect();
    let in_line = BulkRowState::LeftOut(LeftOut::InLine);
    assert_eq!(
        told,
        [("1", BulkRowState::Failed), ("2", BulkRowState::Held), ("4", BulkRowState::Done), ("8", in_line)]
    );
    assert!(!shop.store.step_bulks(shop.merchant, 10).await.unwrap());
    assert_eq!(shop.store.bulks(shop.merchant, 5).await.unwrap().len(), 1);
}

pub async fn stopped_work_leaves_what_was_not_asked_for_as_it_is(shop: Shop) {
    stocked(&shop).await;
    let id = drafted(&shop, BulkAction::Resync, Filter::of_status(Status::Failed)).await.bulk.id;
    begin(&shop, id).await;
    shop.store.step_bulks(shop.merchant, 1).await.unwrap();
    let stopped = shop.store.cancel_bulk(shop.merchant, id).await.unwrap().unwrap();
    assert_eq!((stopped.state, stopped.tally.asked, stopped.tally.dropped), (BulkState::Cancelled, 1, 1));
    assert_eq!(stopped.ended_at, None, "one is still on its way");
    shop.store.step_bulks(shop.merchant, 10).await.unwrap();
    assert_eq!(shop.store.counts(shop.merchant, Kind::Product).await.unwrap().failed, 1);
    for claim in shop.claim(Kind::Product, 20).await {
        shop.settle(&claim, if claim.forced { synced("502") } else { End::HandBack }).await;
    }
    shop.store.step_bulks(shop.merchant, 10).await.unwrap();
    let ended = state_of(&shop, id).await;
    assert_eq!((ended.state, ended.tally.done), (BulkState::Cancelled, 1));
    assert!(ended.ended_at.is_some());
}

pub async fn a_skipped_row_says_why_and_by_whom_and_comes_back_with_the_next_change(shop: Shop) {
    stocked(&shop).await;
    let id = drafted(&shop, aside(), Filter::of_status(Status::Failed)).await.bulk.id;
    begin(&shop, id).await;
    shop.store.step_bulks(shop.merchant, 10).await.unwrap();
    let bulk = state_of(&shop, id).await;
    assert_eq!((bulk.state, bulk.tally.done), (BulkState::Ended, 2));
    let one = shop.store.record_by_ref(shop.merchant, Kind::Product, "1").await.unwrap().unwrap();
    assert_eq!(one.state, SyncState::Synced(Outcome::Skipped { reason: "sold by hand".to_owned() }));
    let attempts = shop.store.attempts(shop.merchant, one.id).await.unwrap();
    assert_eq!(attempts[0].asked_by, Asker::Person { name: "Ana".to_owned() });
    assert!(matches!(&attempts[0].end, AttemptEnd::Synced { outcome } if outcome.contains("sold by hand")));
    shop.product("1", "h2").await;
    assert_eq!(shop.state(one.id).await.status(), Status::Pending);
}

pub async fn a_sale_set_aside_lets_its_returns_decide(shop: Shop) {
    let sale = shop.sale("901").await;
    shop.fail_next(Kind::Order, no_sku()).await;
    let child = shop.customer("5").await;
    let claim = shop.claim_one(Kind::Customer).await;
    let by = vec![parent(Kind::Order, "901")];
    shop.settle(&claim, End::Blocked { by, settings_version: 0 }).await;
    let rows = BulkRows::These(vec![sale]);
    let draft = BulkDraft { kind: Kind::Order, rows, ..draft(aside(), Filter::default()) };
    let id = shop.store.draft_bulk(shop.merchant, &draft).await.unwrap().bulk.id;
    begin(&shop, id).await;
    shop.store.step_bulks(shop.merchant, 10).await.unwrap();
    assert!(!super::shop::is_blocked(&shop.state(child).await));
}
