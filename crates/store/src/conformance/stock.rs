//! Goods the tills have moved, and what the back office shows of them.

use std::time::Duration;

use model::payload::{Stock, StockFigures, stock_ref};
use model::{Answer, Kind, Outcome, Payload, RecordId, Shown, Status, SyncState};

use super::Shop;
use super::shop::{id, seen, seen_sale, settlement, synced};
use crate::{Claim, End, Move, Recheck, Seen, Settlement, Unshown};

fn moved(line: &str, units: i64) -> Move {
    Move { line: line.to_owned(), shop: "1".to_owned(), item: "512".to_owned(), units }
}

fn sale(source_ref: &str, hash: &str, moves: Vec<Move>) -> Seen {
    Seen { moves, ..seen_sale(source_ref, hash) }
}

async fn unshown(shop: &Shop) -> Unshown {
    let all = shop.store.unshown(shop.merchant, &["512".to_owned(), "513".to_owned()]).await.unwrap();
    all.get(&("512".to_owned(), "1".to_owned())).copied().unwrap_or_default()
}

/// Says in a step of the next order what the back office shows of a line.
async fn shows(shop: &Shop, line: &str, units: i64) {
    let claim = shop.claim_one(Kind::Order).await;
    say(shop, claim.key, line, units).await;
    shop.settle(&claim, synced(&claim.record.source_ref)).await;
}

async fn say(shop: &Shop, key: crate::ClaimKey, line: &str, units: i64) -> bool {
    let shows = vec![Shown { line: line.to_owned(), units }];
    let answer = Answer { shows, ..Answer::default() };
    shop.store.done(key, "reserve", "Reserve", &answer).await.unwrap()
}

/// A linked product with a figure in shop 1 that is in step and not due.
async fn figure(shop: &Shop) -> RecordId {
    shop.product("1042", "h1").await;
    shop.sync_next(Kind::Product, "512").await;
    let stock = Stock { product_ref: "1042".to_owned(), item_ref: "512".to_owned(), ..Stock::default() };
    let row = seen(Kind::Inventory, &stock_ref("1042", "1"), "h1", Payload::Inventory(stock));
    let id = id(shop.tell(Kind::Inventory, row).await);
    shop.sync_next(Kind::Inventory, "512:1").await;
    id
}

pub async fn goods_sold_are_held_back_until_the_back_office_shows_them(shop: Shop) {
    shop.tell(Kind::Order, sale("901", "h1", vec![moved("1", 3), moved("2", 1)])).await;
    assert_eq!(unshown(&shop).await, Unshown { sales: 4, returns: 0 });
    shows(&shop, "1", 2).await;
    assert_eq!(unshown(&shop).await, Unshown { sales: 2, returns: 0 });
}

pub async fn goods_taken_back_are_added_until_they_are_booked_in(shop: Shop) {
    let back = Seen { kind: Kind::Refund, ..sale("934:credit:901", "h1", vec![moved("3", -2)]) };
    shop.tell(Kind::Order, Seen { payload: None, ..back }).await;
    assert_eq!(unshown(&shop).await, Unshown { sales: 0, returns: 2 });
    let claim = shop.claim_one(Kind::Refund).await;
    say(&shop, claim.key, "3", -2).await;
    assert_eq!(unshown(&shop).await, Unshown::default());
}

pub async fn a_void_sale_gives_back_what_the_back_office_still_holds(shop: Shop) {
    shop.tell(Kind::Order, sale("901", "h1", vec![moved("1", 3)])).await;
    shows(&shop, "1", 3).await;
    shop.tell(Kind::Order, sale("901", "h2", Vec::new())).await;
    assert_eq!(unshown(&shop).await, Unshown { sales: 0, returns: 3 });
    shows(&shop, "1", 0).await;
    assert_eq!(unshown(&shop).await, Unshown::default());
}

pub async fn what_happened_at_the_back_office_counts_even_if_the_row_was_lost(shop: Shop) {
    shop.tell(Kind::Order, sale("901", "h1", vec![moved("1", 3)])).await;
    let claim = shop.claim_one(Kind::Order).await;
    shop.seconds_pass(61);
    shop.store.rescue().await.unwrap();
    assert!(!say(&shop, claim.key, "1", 3).await);
    assert_eq!(unshown(&shop).await, Unshown::default());
}

/// What a product tells of a figure: everything but its numbers.
fn told(name: &str) -> Stock {
    Stock {
        product_ref: "1042".to_owned(),
        product_name: name.to_owned(),
        item_ref: "512".to_owned(),
        ..Stock::default()
    }
}

/// Claims the figure once more.
async fn claimed_again(shop: &Shop) -> Claim {
    shop.store.recheck(shop.merchant, &[Recheck::Product("1042".to_owned())]).await.unwrap();
    shop.pass(Duration::from_secs(5));
    shop.claim_one(Kind::Inventory).await
}

/// Ends a piece of work that read seven units.
async fn settle_with_seven(shop: &Shop, claim: &Claim, name: &str) {
    let figures = Some(StockFigures { on_hand: 7, ..StockFigures::default() });
    let payload = Some(Payload::Inventory(Stock { figures, ..told(name) }));
    let settled = Settlement { payload, ..settlement(claim, synced("512:1")) };
    shop.store.settle(claim.key, settled).await.unwrap();
}

async fn stock(shop: &Shop, id: RecordId) -> Stock {
    let Some(Payload::Inventory(stock)) = shop.record(id).await.payload else { panic!("no figure") };
    stock
}

pub async fn news_of_a_product_leaves_the_figures_that_were_read_of_its_stock(shop: Shop) {
    let id = figure(&shop).await;
    let claim = claimed_again(&shop).await;
    settle_with_seven(&shop, &claim, "Bag").await;
    let news = Payload::Inventory(told("Red bag"));
    shop.tell(Kind::Inventory, seen(Kind::Inventory, "1042:1", "h2", news)).await;
    let stock = stock(&shop, id).await;
    assert_eq!(stock.product_name, "Red bag");
    assert_eq!(stock.figures.map(|figures| figures.on_hand), Some(7));
}

pub async fn figures_that_are_read_while_news_comes_do_not_undo_the_news(shop: Shop) {
    let id = figure(&shop).await;
    let claim = claimed_again(&shop).await;
    let news = Payload::Inventory(told("Red bag"));
    shop.tell(Kind::Inventory, seen(Kind::Inventory, "1042:1", "h2", news)).await;
    settle_with_seven(&shop, &claim, "Bag").await;
    assert_eq!(stock(&shop, id).await.product_name, "Red bag");
    assert_eq!(shop.claim_one(Kind::Inventory).await.record.id, id, "its figures are read once more");
}

pub async fn a_sale_makes_its_stock_figure_due_without_a_word(shop: Shop) {
    let id = figure(&shop).await;
    let (before, event) = (shop.record(id).await, shop.newest_event().await);
    shop.tell(Kind::Order, sale("901", "h1", vec![moved("1", 3)])).await;
    let after = shop.record(id).await;
    assert!(after.due_at.is_some());
    assert_eq!((after.state, after.updated_at), (before.state, before.updated_at));
    assert_eq!(shop.newest_event().await, event + 1, "the sale's own event only");
    shop.seconds_pass(5);
    let claim = shop.claim_one(Kind::Inventory).await;
    let end = End::Synced { target_ref: Some("512:1".to_owned()), outcome: Outcome::Unchanged };
    shop.settle(&claim, end).await;
    let settled = shop.record(id).await;
    assert_eq!((settled.due_at, settled.updated_at), (None, before.updated_at));
}

pub async fn a_figure_in_work_runs_once_more_when_goods_moved(shop: Shop) {
    let id = figure(&shop).await;
    shop.store.recheck(shop.merchant, &[Recheck::Product("1042".to_owned())]).await.unwrap();
    shop.seconds_pass(5);
    let claim = shop.claim_one(Kind::Inventory).await;
    shop.tell(Kind::Order, sale("901", "h1", vec![moved("1", 3)])).await;
    shop.settle(&claim, synced("512:1")).await;
    let record = shop.record(id).await;
    assert_eq!(record.state.status(), Status::Synced);
    assert!(record.due_at.is_some());
}

pub async fn figures_are_looked_at_again_by_product_and_by_shelf(shop: Shop) {
    figure(&shop).await;
    let product = |reference: &str| Recheck::Product(reference.to_owned());
    let shelf = |shop: &str| Recheck::Shelf { item: "512".to_owned(), shop: shop.to_owned() };
    for (which, marked) in
        [(product("104"), 0), (product("10421"), 0), (product("1042"), 1), (shelf("2"), 0), (shelf("1"), 1)]
    {
        assert_eq!(shop.store.recheck(shop.merchant, std::slice::from_ref(&which)).await.unwrap(), marked);
    }
    let neighbour = shop.neighbour().await;
    assert_eq!(neighbour.store.recheck(neighbour.merchant, &[shelf("1")]).await.unwrap(), 0);
}

pub async fn a_figure_that_goods_moved_of_goes_before_a_first_import(shop: Shop) {
    figure(&shop).await;
    for product in ["1", "2", "3"] {
        let row = seen(Kind::Inventory, &stock_ref(product, "1"), "h1", Payload::Inventory(Stock::default()));
        shop.tell(Kind::Inventory, row).await;
    }
    shop.tell(Kind::Order, sale("901", "h1", vec![moved("1", 3)])).await;
    shop.seconds_pass(5);
    assert_eq!(shop.claim_one(Kind::Inventory).await.record.source_ref, "1042:1");
}

pub async fn a_settlement_keeps_what_was_read_meanwhile(shop: Shop) {
    let id = figure(&shop).await;
    shop.store.recheck(shop.merchant, &[Recheck::Product("1042".to_owned())]).await.unwrap();
    shop.pass(Duration::from_secs(5));
    let claim = shop.claim_one(Kind::Inventory).await;
    let read = Payload::Inventory(Stock { shop_name: "Harbour".to_owned(), ..Stock::default() });
    let end = crate::Settlement { payload: Some(read.clone()), ..settlement(&claim, synced("512:1")) };
    shop.store.settle(claim.key, end).await.unwrap();
    assert_eq!(shop.record(id).await.payload, Some(read));
}

pub async fn posted_sales_without_their_goods_are_listed_oldest_first(shop: Shop) {
    let first = id(shop.tell(Kind::Order, sale("901", "h1", vec![moved("1", 3)])).await);
    shop.sync_next(Kind::Order, "7001").await;
    let second = id(shop.tell(Kind::Order, sale("902", "h1", vec![moved("2", 1)])).await);
    assert_eq!(shop.store.short(shop.merchant, 10).await.unwrap(), [first]);
    shop.sync_next(Kind::Order, "7002").await;
    assert_eq!(shop.store.short(shop.merchant, 10).await.unwrap(), [first, second]);
    assert_eq!(shop.store.short(shop.merchant, 1).await.unwrap(), [first]);
    shop.tell(Kind::Order, sale("901", "h2", Vec::new())).await;
    assert!(matches!(shop.state(first).await, SyncState::Pending(_)));
    assert_eq!(shop.store.short(shop.merchant, 10).await.unwrap(), [second]);
}
