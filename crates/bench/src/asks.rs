//! What is asked of a log: one question for each thing staff do, with other words each time.

use model::filter::Bounds;
use model::{At, Counts, Filter, Kind, LogQuery, Sort, Status};

use crate::seed::{Goods, sale_ref};

/// What is wanted of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// A page of rows.
    Page,
    /// How many there are.
    Found,
    /// The kept counts.
    Counts,
}

/// One question.
#[derive(Debug, Clone)]
pub struct Ask {
    /// What it is called in the table.
    pub name: &'static str,
    /// What is wanted.
    pub want: Want,
    /// Of which log, narrowed and sorted how.
    pub query: LogQuery,
}

/// How long the logs are that are asked.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Products.
    pub products: u64,
    /// Orders.
    pub orders: u64,
}

impl Size {
    /// From the logs' counts.
    pub fn of(products: Counts, orders: Counts) -> Size {
        Size { products: products.all().unsigned_abs(), orders: orders.all().unsigned_abs() }
    }
}

/// All questions of one round.
pub fn round(goods: Goods, size: Size, round: u64) -> Vec<Ask> {
    // Another part of the log each time, and the same part of short and of long logs.
    let part = |of: u64| (of * (round * 37 % 101)) / 101;
    let article = goods.article(part(size.products));
    let two_words = two_words(&article.name);
    let text = |kind, text: &str| LogQuery::filtered(kind, Filter::of_text(text));
    let sorted = |kind, sort| LogQuery { sort, ..LogQuery::first(kind) };
    let failed = Filter::of_status(Status::Failed);
    let shop = Filter { shop: Some("3".to_owned()), ..Filter::default() };
    let total = Filter { total: Bounds { from: Some(150_000), to: Some(200_000) }, ..Filter::default() };
    let mut asks = vec![
        page("first page", LogQuery::first(Kind::Order)),
        page("last page", LogQuery { at: At::Last, ..LogQuery::first(Kind::Order) }),
        page("status: synced", LogQuery::filtered(Kind::Order, Filter::of_status(Status::Synced))),
        page("status: failed", LogQuery::filtered(Kind::Order, failed.clone())),
        page("sorted by change", sorted(Kind::Order, Sort::Changed)),
        page("sorted by total", sorted(Kind::Order, Sort::Largest)),
        page("sorted by tries", sorted(Kind::Order, Sort::MostTries)),
        page("sorted by name", sorted(Kind::Product, Sort::Name)),
        page("by name, last page", LogQuery { at: At::Last, ..sorted(Kind::Product, Sort::Name) }),
        page("whole SKU, products", text(Kind::Product, &article.sku)),
        page("whole SKU, orders", text(Kind::Order, &article.sku)),
        page("whole id", text(Kind::Order, &sale_ref(part(size.orders)))),
        page("two words", text(Kind::Product, &two_words)),
        page("two words, orders", text(Kind::Order, &two_words)),
        page("two words + failed", with_status(text(Kind::Order, &two_words))),
        page("words of a failure", text(Kind::Order, "credit limit")),
        page("shop", LogQuery::filtered(Kind::Order, shop.clone())),
        page("shop + failed", LogQuery::filtered(Kind::Order, shop.clone().with(failed.clone()))),
        page("total from to", LogQuery::filtered(Kind::Order, total.clone())),
        page(
            "total + by total",
            LogQuery { sort: Sort::Largest, ..LogQuery::filtered(Kind::Order, total.clone()) },
        ),
        page("SKU begins", LogQuery::filtered(Kind::Order, begins(&article.sku))),
    ];
    asks.push(Ask { name: "counts", want: Want::Counts, query: LogQuery::first(Kind::Order) });
    for (name, query) in [
        ("counts: shop", LogQuery::filtered(Kind::Order, shop)),
        ("counts: total", LogQuery::filtered(Kind::Order, total)),
        ("counts: two words", text(Kind::Order, &two_words)),
        ("counts: whole SKU", text(Kind::Order, &article.sku)),
    ] {
        asks.push(Ask { name, want: Want::Found, query });
    }
    asks
}

fn page(name: &'static str, query: LogQuery) -> Ask {
    Ask { name, want: Want::Page, query }
}

fn with_status(query: LogQuery) -> LogQuery {
    LogQuery { filter: query.filter.with(Filter::of_status(Status::Failed)), ..query }
}

fn begins(sku: &str) -> Filter {
    let beginning: String = sku.chars().take(7).chain(['*']).collect();
    Filter { sku: Some(beginning), ..Filter::default() }
}

/// Look and thing of a name such as “Priory Brass kettle Blue Large”: found in one of some thousand names.
pub fn two_words(name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let found = crate::seed::LOOKS.iter().find(|look| words.contains(look));
    let thing = words.iter().skip_while(|word| found != Some(word)).nth(1);
    format!("{} {}", found.copied().unwrap_or("brass"), thing.copied().unwrap_or("kettle")).to_lowercase()
}
