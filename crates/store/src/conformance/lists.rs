//! Pages of logs.

use std::collections::HashSet;

use model::{At, Filter, Kind, LogQuery, Platform, Sort, Status};

use super::Shop;
use super::shop::{no_sku, of_status, seen_product};

/// 23 products; every fourth is synced, in an order of its own, so that no two orders are alike.
async fn stocked(shop: &Shop) {
    for n in 1..=23 {
        shop.product(&n.to_string(), "h1").await;
        shop.seconds_pass(1);
    }
    let claims = shop.claim(Kind::Product, 23).await;
    for claim in claims.iter().rev() {
        shop.seconds_pass(1);
        let n: u32 = claim.record.source_ref.parse().unwrap();
        let end =
            if n.is_multiple_of(4) { super::shop::synced(&format!("5{n}")) } else { crate::End::HandBack };
        shop.settle(claim, end).await;
    }
}

/// All pages from the first, following `next`.
pub(super) async fn forward(shop: &Shop, query: &LogQuery) -> Vec<Vec<String>> {
    let mut query = query.clone();
    let mut pages = Vec::new();
    loop {
        let page = shop.store.page(shop.merchant, &query).await.unwrap();
        assert_eq!(page.previous.is_none(), pages.is_empty(), "only the first page has none before it");
        pages.push(page.records.into_iter().map(|record| record.source_ref).collect());
        match page.next {
            Some(at) => query.at = at,
            None => return pages,
        }
    }
}

/// All pages from the last, following `previous`, each still in the asked order.
pub(super) async fn backward(shop: &Shop, query: &LogQuery) -> Vec<Vec<String>> {
    let mut query = LogQuery { at: At::Last, ..query.clone() };
    let mut pages = Vec::new();
    loop {
        let page = shop.store.page(shop.merchant, &query).await.unwrap();
        assert_eq!(page.next.is_none(), pages.is_empty(), "only the last page has none after it");
        pages.push(page.records.into_iter().map(|record| record.source_ref).collect::<Vec<_>>());
        match page.previous {
            Some(at) => query.at = at,
            None => break,
        }
    }
    pages.reverse();
    pages
}

pub async fn the_newest_row_comes_first_by_default_and_the_page_is_full(shop: Shop) {
    stocked(&shop).await;
    let query = LogQuery { limit: 5, ..LogQuery::first(Kind::Product) };
    assert_eq!(shop.refs(&query).await, ["23", "22", "21", "20", "19"]);
    let oldest = LogQuery { sort: Sort::Oldest, ..query.clone() };
    assert_eq!(shop.refs(&oldest).await, ["1", "2", "3", "4", "5"]);
    let changed = LogQuery { sort: Sort::Changed, ..query };
    assert_eq!(shop.refs(&changed).await, ["4", "8", "12", "16", "20"]);
}

pub async fn pages_forward_and_backward_show_every_row_once_in_order(shop: Shop) {
    stocked(&shop).await;
    for sort in [
        Sort::Newest,
        Sort::Oldest,
        Sort::Changed,
        Sort::Unchanged,
        Sort::MostTries,
        Sort::Name,
        Sort::NameBack,
    ] {
        for status in [None, Some(Status::Pending), Some(Status::Synced)] {
            for source in [None, Some(Platform::Brightpearl)] {
                let query = LogQuery {
                    sort,
                    filter: Filter { status, source, ..Filter::default() },
                    limit: 4,
                    ..LogQuery::first(Kind::Product)
                };
                let there = forward(&shop, &query).await.concat();
                let expected = match status {
                    None => 23,
                    Some(Status::Synced) => 5,
                    Some(_) => 18,
                };
                assert_eq!(there.len(), expected, "{query:?}");
                assert_eq!(there.iter().collect::<HashSet<_>>().len(), expected, "{query:?}");
                assert_eq!(backward(&shop, &query).await.concat(), there, "{query:?}");
            }
        }
    }
}

pub async fn the_last_page_is_whole(shop: Shop) {
    stocked(&shop).await;
    let query = LogQuery { at: At::Last, limit: 5, ..LogQuery::first(Kind::Product) };
    assert_eq!(shop.refs(&query).await, ["5", "4", "3", "2", "1"]);
}

pub async fn a_list_of_the_other_platform_is_empty(shop: Shop) {
    stocked(&shop).await;
    let query =
        LogQuery::filtered(Kind::Product, Filter { source: Some(Platform::Lightspeed), ..Filter::default() });
    let page = shop.store.page(shop.merchant, &query).await.unwrap();
    assert!(page.records.is_empty());
    assert_eq!((page.next, page.previous), (None, None));
}

pub async fn rows_that_arrive_while_somebody_reads_shift_no_page(shop: Shop) {
    stocked(&shop).await;
    let first = LogQuery { limit: 5, ..LogQuery::first(Kind::Product) };
    let page = shop.store.page(shop.merchant, &first).await.unwrap();
    let second = LogQuery { at: page.next.unwrap(), ..first.clone() };
    let before = shop.refs(&second).await;
    for n in 24..30 {
        shop.product(&n.to_string(), "h1").await;
    }
    shop.sync_next(Kind::Product, "777").await;
    assert_eq!(shop.refs(&second).await, before);
    let back = shop.store.page(shop.merchant, &second).await.unwrap().previous.unwrap();
    assert_eq!(shop.refs(&LogQuery { at: back, ..first }).await, ["23", "22", "21", "20", "19"]);
}

pub async fn a_page_tells_counts_and_the_newest_event_of_its_moment(shop: Shop) {
    stocked(&shop).await;
    shop.fail_next(Kind::Product, no_sku()).await;
    let page = shop.store.page(shop.merchant, &of_status(Kind::Product, Status::Failed)).await.unwrap();
    assert_eq!(page.records.len(), 1);
    let counts = page.counts;
    assert_eq!((counts.pending, counts.processing, counts.synced, counts.failed), (17, 0, 5, 1));
    assert_eq!(page.event, shop.newest_event().await);
}

pub async fn a_page_of_an_empty_log_has_no_neighbours(shop: Shop) {
    for at in [At::First, At::Last] {
        let page =
            shop.store.page(shop.merchant, &LogQuery { at, ..LogQuery::first(Kind::Refund) }).await.unwrap();
        assert_eq!((page.records.len(), page.next, page.previous), (0, None, None));
    }
}

pub async fn a_page_beyond_the_end_leads_back(shop: Shop) {
    shop.tell(Kind::Product, seen_product("1", "h1")).await;
    let record = shop.store.record_by_ref(shop.merchant, Kind::Product, "1").await.unwrap().unwrap();
    let beyond = At::After(model::PageKey { value: 0, seq: record.seq });
    let query = LogQuery { at: beyond, ..LogQuery::first(Kind::Product) };
    let page = shop.store.page(shop.merchant, &query).await.unwrap();
    assert!(page.records.is_empty());
    assert_eq!(shop.refs(&LogQuery { at: page.previous.unwrap(), ..query }).await, ["1"]);
}

pub async fn a_moment_parts_what_was_seen_before_from_what_was_seen_since(shop: Shop) {
    let at = |moment| shop.store.seq_at(shop.merchant, Kind::Product, moment);
    let now = async || shop.store.now().await.unwrap();
    let before = now().await;
    let (mut moments, mut seqs) = (Vec::new(), Vec::new());
    for n in 0..5 {
        shop.seconds_pass(60);
        moments.push(now().await);
        let id = shop.product(&n.to_string(), "h1").await;
        // What others see lies between.
        shop.sale(&n.to_string()).await;
        seqs.push(shop.store.record(shop.merchant, id).await.unwrap().unwrap().seq);
    }
    assert!(at(before).await.unwrap() <= seqs[0]);
    for (place, moment) in moments.iter().enumerate() {
        let parts = at(*moment).await.unwrap();
        assert!(seqs[..place].iter().all(|seq| *seq < parts), "{parts} among {seqs:?}");
        assert!(seqs[place..].iter().all(|seq| *seq >= parts), "{parts} among {seqs:?}");
    }
    shop.seconds_pass(60);
    assert!(at(now().await).await.unwrap() > seqs[4]);
}
