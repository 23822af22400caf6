//! Orders of lists, what narrows them, and what is counted of it.

use std::collections::HashSet;
use std::time::Duration;

use model::filter::Span;
use model::{Filter, Kind, LogQuery, Payload, Sort, Status, SyncState, When};

use super::Shop;
use super::lists::{backward, forward};
use super::shop::{no_sku, outage, parent, seen_customer, seen_sale, tax};
use crate::{End, Seen};

/// A sale of so much at a shop.
fn sale(n: u32, total: &str, shop: &str) -> Seen {
    let mut seen = seen_sale(&n.to_string(), "h1");
    if let Some(Payload::Order(sale)) = &mut seen.payload {
        sale.total = total.parse().unwrap();
        sale.shop.id = shop.to_owned();
    }
    seen
}

/// Twelve sales of 0.50, 10.50, 20.50 … in an order of their own, at two shops: failed, blocked by a setting, waiting for a
/// parent, trying again, synced, and queued; two of each.
async fn stocked(shop: &Shop) {
    for n in 0..12_u32 {
        let total = format!("{}0.50", n * 5 % 12);
        shop.tell(Kind::Order, sale(n, &total, if n % 3 == 0 { "2" } else { "1" })).await;
        shop.seconds_pass(60);
    }
    for claim in shop.claim(Kind::Order, 12).await {
        let n: u32 = claim.record.source_ref.parse().unwrap();
        let at = shop.store.now().await.unwrap().plus(Duration::from_secs(600));
        let end = match n % 6 {
            0 => End::Failed { failure: no_sku() },
            1 => End::Blocked { by: vec![tax()], settings_version: 0 },
            2 => End::Blocked { by: vec![parent(Kind::Customer, "77")], settings_version: 0 },
            3 => End::Retry { failure: outage(), at, of: 8 },
            4 => super::shop::synced(&format!("70{n}")),
            _ => End::HandBack,
        };
        shop.seconds_pass(60);
        shop.settle(&claim, end).await;
    }
}

fn order(typed: &str) -> LogQuery {
    let read = Filter::read(typed);
    assert_eq!(read.troubles, []);
    LogQuery::filtered(Kind::Order, read.filter)
}

async fn found(shop: &Shop, query: &LogQuery) -> Vec<String> {
    let mut refs = shop.refs(query).await;
    refs.sort_by_key(|source_ref| source_ref.parse::<u32>().unwrap_or_default());
    refs
}

pub async fn every_order_shows_every_row_once_in_both_directions(shop: Shop) {
    stocked(&shop).await;
    for sort in Sort::ALL.into_iter().filter(|sort| sort.suits(Kind::Order)) {
        for typed in ["", "status:pending", "total:>20", "is:needs-me", "shop:1", "tries:>0", "22"] {
            let query = LogQuery { sort, limit: 3, ..order(typed) };
            let there = forward(&shop, &query).await.concat();
            let all = shop.refs(&LogQuery { limit: 200, ..query.clone() }).await;
            assert_eq!(there, all, "{sort:?} {typed}");
            assert_eq!(there.iter().collect::<HashSet<_>>().len(), there.len(), "{sort:?} {typed}");
            assert_eq!(backward(&shop, &query).await.concat(), there, "{sort:?} {typed}");
            let turned = shop.refs(&LogQuery { sort: sort.turned(), limit: 200, ..query }).await;
            assert_eq!(turned.into_iter().rev().collect::<Vec<_>>(), there, "{sort:?} {typed}");
        }
    }
}

pub async fn totals_are_sorted_as_numbers_and_those_that_could_not_be_read_come_last(shop: Shop) {
    for (n, total) in [(1, "9"), (2, "100"), (3, "-5"), (4, "0")] {
        shop.tell(Kind::Order, sale(n, total, "1")).await;
    }
    let unread = Seen { payload: None, source_ref: "5".to_owned(), ..sale(5, "0", "1") };
    shop.tell(Kind::Order, Seen { start: crate::Start::Fail(no_sku()), ..unread }).await;
    let largest = LogQuery { sort: Sort::Largest, ..LogQuery::first(Kind::Order) };
    assert_eq!(shop.refs(&largest).await, ["2", "1", "4", "3", "5"]);
}

pub async fn names_are_sorted_without_regard_to_capitals_and_follow_a_change(shop: Shop) {
    for (id, name) in [("1", "zoe"), ("2", "Ada"), ("3", "bob"), ("4", "Ada")] {
        shop.tell(Kind::Customer, seen_customer(id, name, "")).await;
    }
    let by_name = LogQuery { sort: Sort::Name, limit: 2, ..LogQuery::first(Kind::Customer) };
    assert_eq!(forward(&shop, &by_name).await, [["2", "4"], ["3", "1"]]);
    let renamed = Seen { hash: "h2".to_owned(), ..seen_customer("1", "Aaron", "") };
    shop.tell(Kind::Customer, renamed).await;
    assert_eq!(forward(&shop, &by_name).await.concat(), ["1", "2", "4", "3"]);
    let page = shop.store.page(shop.merchant, &by_name).await.unwrap();
    assert!(!page.next.unwrap().to_string().contains("da"), "an address names no person");
}

pub async fn an_order_that_a_kind_does_not_have_is_its_usual_one(shop: Shop) {
    stocked(&shop).await;
    let by_name = LogQuery { sort: Sort::Name, ..LogQuery::first(Kind::Order) };
    assert_eq!(shop.refs(&by_name).await, shop.refs(&LogQuery::first(Kind::Order)).await);
}

pub async fn pending_rows_are_told_apart_by_what_they_wait_for(shop: Shop) {
    stocked(&shop).await;
    for (typed, refs) in [
        ("is:needs-me", vec!["0", "1", "6", "7"]),
        ("is:blocked", vec!["1", "7"]),
        ("is:waiting", vec!["2", "8"]),
        ("is:trying-again", vec!["3", "9"]),
        ("is:queued", vec!["5", "11"]),
        ("is:lost", vec![]),
        ("is:needs-me status:failed", vec!["0", "6"]),
        ("is:blocked status:synced", vec![]),
    ] {
        for sort in [Sort::Newest, Sort::Largest] {
            assert_eq!(found(&shop, &LogQuery { sort, ..order(typed) }).await, refs, "{typed}");
        }
    }
}

pub async fn totals_tries_shops_and_identifiers_narrow_a_list(shop: Shop) {
    stocked(&shop).await;
    for (typed, refs) in [
        ("total:>90", vec!["2", "7", "9"]),
        ("total:0.50", vec!["0"]),
        ("total:10.50..20.50", vec!["5", "10"]),
        ("total:<=0.5 shop:2", vec!["0"]),
        ("shop:2", vec!["0", "3", "6", "9"]),
        ("shop:2 status:failed", vec!["0", "6"]),
        ("sku:221*", vec!["1", "10", "11"]),
        ("sku:2211", vec!["11"]),
        ("20.50", vec!["10"]),
        ("221 total:>20", vec!["1"]),
        ("221 total:>90", vec![]),
    ] {
        for sort in [Sort::Newest, Sort::Changed, Sort::Smallest] {
            assert_eq!(found(&shop, &LogQuery { sort, ..order(typed) }).await, refs, "{typed} {sort:?}");
        }
    }
}

pub async fn a_cause_narrows_a_list_to_the_rows_that_have_it(shop: Shop) {
    stocked(&shop).await;
    let query =
        LogQuery::filtered(Kind::Order, Filter { cause: Some(no_sku().cause_key()), ..Filter::default() });
    for sort in [Sort::Newest, Sort::Changed] {
        assert_eq!(found(&shop, &LogQuery { sort, ..query.clone() }).await, ["0", "6"]);
    }
}

pub async fn a_span_narrows_a_list_by_the_last_change_its_end_not_within(shop: Shop) {
    stocked(&shop).await;
    let changed = LogQuery { sort: Sort::Unchanged, ..LogQuery::first(Kind::Order) };
    let all = shop.store.page(shop.merchant, &changed).await.unwrap().records;
    let (third, sixth) = (&all[2], &all[5]);
    let span = |from: Option<When>, to: Option<When>| LogQuery { span: Span { from, to }, ..changed.clone() };
    let refs =
        |records: &[model::Record]| records.iter().map(|row| row.source_ref.clone()).collect::<Vec<_>>();
    let both = span(Some(third.updated_at), Some(sixth.updated_at));
    assert_eq!(shop.refs(&both).await, refs(&all[2..5]));
    assert_eq!(shop.refs(&span(None, Some(third.updated_at))).await, refs(&all[..2]));
    let newest = LogQuery { sort: Sort::Newest, ..span(Some(sixth.updated_at), None) };
    assert_eq!(shop.refs(&newest).await.len(), 7);
}

pub async fn what_is_counted_is_what_the_pages_show(shop: Shop) {
    stocked(&shop).await;
    let typed = [
        "",
        "status:failed",
        "is:needs-me",
        "is:waiting",
        "total:>40",
        "shop:2",
        "tries:>0",
        "sku:221*",
        "221",
        "20.50",
        "shop:1 total:>20",
        "source:brightpearl",
        "source:lightspeed",
        "nothing-like-this",
        "no SKU",
    ];
    for typed in typed {
        for span in [Span::default(), Span { from: Some(When(0)), to: None }] {
            let query = LogQuery { span, ..order(typed) };
            let counted = shop.store.found(shop.merchant, &query).await.unwrap();
            assert_eq!(counted.more, [false; 4], "{typed}");
            let any = LogQuery { filter: query.filter.of_any_status(), limit: 200, ..query };
            let rows = shop.store.page(shop.merchant, &any).await.unwrap().records;
            for status in Status::ALL {
                let shown = rows.iter().filter(|row| SyncState::status(&row.state) == status).count();
                assert_eq!(counted.counts.of(status), i64::try_from(shown).unwrap(), "{typed} {status:?}");
            }
        }
    }
}
