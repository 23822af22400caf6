//! The SQL of lists, searches and their counts, the only statements that are put together at run time. Every piece is a
//! literal of these files; what people type is only ever bound.

mod count;
mod path;
mod probe;
mod residue;
mod text;

use model::{At, Filter, Kind, LogQuery, SortBy};
use sqlx::{QueryBuilder, Sqlite};
use uuid::Uuid;

use crate::row::record_columns;

pub(super) use count::found;
use path::Path;
pub(super) use probe::{Few, fewest};
pub(super) use text::{Hits, search};

/// A list in one direction: for a page that ends somewhere the order is turned round, and the rows afterwards.
#[derive(Debug, Clone)]
pub(super) struct Walk<'a> {
    pub(super) merchant: Uuid,
    pub(super) query: &'a LogQuery,
    /// What is sorted by; a column that the kind does not have is none.
    pub(super) by: SortBy,
    /// Where it goes on.
    pub(super) from: Option<Place>,
    /// The places of the merchant's currency, to read amounts by.
    pub(super) digits: u32,
    /// One more than shown, to know whether there are more.
    pub(super) limit: i64,
}

/// A row's place in the order.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) value: Value,
    pub(super) seq: i64,
}

/// What is sorted by.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Number(i64),
    Text(String),
}

impl Walk<'_> {
    /// Whether rows are read from the end towards the beginning.
    pub(super) fn reversed(&self) -> bool {
        matches!(self.query.at, At::Before(_) | At::Last)
    }

    fn falling(&self) -> bool {
        (self.by == SortBy::Seen && !self.query.sort.suits(self.query.kind) || self.query.sort.falling())
            != self.reversed()
    }

    fn filter(&self) -> &Filter {
        &self.query.filter
    }

    fn kind(&self) -> Kind {
        self.query.kind
    }

    fn word(&self, falling: &'static str, rising: &'static str) -> &'static str {
        if self.falling() { falling } else { rising }
    }

    /// The column that is sorted by, of the row `r`.
    fn column(&self) -> &'static str {
        match self.by {
            SortBy::Seen => "r.seq",
            SortBy::Changed => "r.updated_at",
            SortBy::Total => "r.sort_total",
            SortBy::Tries => "r.attempts",
            SortBy::Name => "r.sort_name",
        }
    }
}

/// The statement that reads one page's rows: from a search, from the few rows that the most selective filter leaves, or
/// along the index of the order.
pub(super) fn statement(walk: &Walk<'_>, hits: &Hits, few: Option<&Few>) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new(concat!("select ", record_columns!(), " from ("));
    rows(&mut sql, walk, hits, few);
    sql
}

/// The same, of the rows' `seq` alone, added to a statement that keeps them.
pub(super) fn seqs(sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>, hits: &Hits, few: Option<&Few>) {
    sql.push("select r.seq as seq from (");
    rows(sql, walk, hits, few);
}

fn rows(sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>, hits: &Hits, few: Option<&Few>) {
    match (hits, few) {
        (Hits::All, None) => along(sql, walk),
        (Hits::All, Some(few)) => {
            few.seqs(sql, walk);
            sql.push(") hit cross join record r on r.seq = hit.seq where true");
            residue::all(sql, walk);
            after(sql, walk, "r.seq");
        }
        (hits, _) => {
            hits.seqs(sql, walk);
            sql.push(") hit cross join record r on r.seq = hit.seq where true");
        }
    }
    order(sql, walk, "r.seq");
}

/// Along the index of the order, one arm for each status it lies in.
fn along(sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>) {
    let path = Path::of(walk);
    for (place, arm) in path.arms(walk).into_iter().enumerate() {
        sql.push(if place == 0 {
            "select * from (select r.seq as seq from "
        } else {
            " union all select * from (select r.seq as seq from "
        });
        path.rows(sql, walk, arm);
        residue::beyond(sql, walk, path);
        after(sql, walk, "r.seq");
        order(sql, walk, "r.seq");
        sql.push(")");
    }
    sql.push(") hit cross join record r on r.seq = hit.seq where true");
}

/// Only what follows the place the page begins at; `seq` is what the arm's driver calls it, so that its limit is pushed
/// down.
fn after(sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>, seq: &'static str) {
    let Some(place) = &walk.from else { return };
    let side = walk.word(" < ", " > ");
    if walk.by == SortBy::Seen {
        sql.push(" and ").push(seq).push(side).push_bind(place.seq);
        return;
    }
    sql.push(" and (").push(walk.column()).push(", r.seq)").push(side).push("(");
    match &place.value {
        Value::Number(number) => sql.push_bind(*number),
        Value::Text(text) => sql.push_bind(text.clone()),
    };
    sql.push(", ").push_bind(place.seq).push(")");
}

/// The order and the limit.
fn order(sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>, seq: &'static str) {
    let direction = walk.word(" desc", " asc");
    sql.push(" order by ");
    if walk.by != SortBy::Seen {
        sql.push(walk.column()).push(direction).push(", ");
    }
    sql.push(seq).push(direction).push(" limit ").push_bind(walk.limit);
}

/// The merchant and the kind of the row `r`; the kind is a literal, so that partial indexes are seen to suit.
fn whose(sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>) {
    sql.push(" r.merchant = ").push_bind(walk.merchant);
    sql.push(" and r.kind = '").push(walk.kind().word()).push("'");
}
