//! One page of a log, and how many records its filter finds.

use model::{At, Filter, Found, LogQuery, Page, PageKey, Record, Sort, SortBy, minor_digits};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
use store::Result;
use uuid::Uuid;

use super::list::{self, Place, Value, Walk};
use super::{events, find};
use crate::error::store_error;
use crate::row::{RecordRow, records};
use crate::words::Secret;

/// Reads a page, counts and newest event, all of one moment.
pub(super) async fn page(
    conn: &mut SqliteConnection,
    secret: &Secret,
    merchant: Uuid,
    query: &LogQuery,
) -> Result<Page<Record>> {
    let (event, _oldest) = events::range(conn, merchant).await?;
    let counts = find::counts(conn, merchant, query.kind).await?;
    let wanted = usize::from(query.limit.clamp(1, LogQuery::MOST));
    let walk = walk(conn, merchant, query, i64::from(query.limit.clamp(1, LogQuery::MOST)) + 1).await?;
    let rows = rows(conn, secret, &walk).await?;
    let mut records = records(rows)?;
    let more = records.len() > wanted;
    records.truncate(wanted);
    if walk.reversed() {
        records.reverse();
    }
    let (previous, next) = neighbours(query, walk.by, &records, more);
    Ok(Page { records, counts, next, previous, event })
}

/// Counts by status what the filter finds, whatever status it asks for itself.
pub(super) async fn found(
    conn: &mut SqliteConnection,
    secret: &Secret,
    merchant: Uuid,
    query: &LogQuery,
) -> Result<Found> {
    let filter = query.filter.of_any_status();
    if elsewhere(query) {
        return Ok(Found::default());
    }
    if (Filter { source: None, dates: None, ..filter.clone() }).is_open() && query.span.is_open() {
        return Ok(find::counts(conn, merchant, query.kind).await?.into());
    }
    let query = LogQuery { filter, sort: Sort::Newest, at: At::First, ..query.clone() };
    let walk = walk(conn, merchant, &query, Found::MOST + 1).await?;
    let hits = list::search(conn, secret, &walk).await?;
    let few = few(conn, &walk, &hits).await?;
    list::found(conn, &walk, &hits, few).await
}

/// Adds the rows that a query finds, their `seq` alone and no more than `limit`, to a statement that keeps them.
pub(crate) async fn seqs(
    conn: &mut SqliteConnection,
    secret: &Secret,
    merchant: Uuid,
    query: &LogQuery,
    limit: i64,
    sql: &mut QueryBuilder<Sqlite>,
) -> Result<()> {
    if elsewhere(query) {
        sql.push("select 0 as seq where false");
        return Ok(());
    }
    let query = LogQuery { at: At::First, ..query.clone() };
    let walk = walk(conn, merchant, &query, limit).await?;
    let hits = list::search(conn, secret, &walk).await?;
    let few = few(conn, &walk, &hits).await?;
    list::seqs(sql, &walk, &hits, few.as_ref());
    Ok(())
}

/// The filter that leaves few rows; a search finds its rows itself.
async fn few(conn: &mut SqliteConnection, walk: &Walk<'_>, hits: &list::Hits) -> Result<Option<list::Few>> {
    match hits {
        list::Hits::All => list::fewest(conn, walk).await,
        _ => Ok(None),
    }
}

/// Whether a filter asks for what comes from the other platform: nothing does.
fn elsewhere(query: &LogQuery) -> bool {
    query.filter.source.is_some_and(|source| source != query.kind.source())
}

async fn rows(conn: &mut SqliteConnection, secret: &Secret, walk: &Walk<'_>) -> Result<Vec<RecordRow>> {
    if elsewhere(walk.query) {
        return Ok(Vec::new());
    }
    let hits = list::search(conn, secret, walk).await?;
    let few = few(conn, walk, &hits).await?;
    list::statement(walk, &hits, few.as_ref()).build_query_as().fetch_all(conn).await.map_err(store_error)
}

async fn walk<'a>(
    conn: &mut SqliteConnection,
    merchant: Uuid,
    query: &'a LogQuery,
    limit: i64,
) -> Result<Walk<'a>> {
    let by = if query.sort.suits(query.kind) { query.sort.by() } else { SortBy::Seen };
    let from = match query.at {
        At::After(key) | At::Before(key) => Some(place(conn, merchant, by, key).await?),
        At::First | At::Last | At::Day(_) => None,
    };
    let digits = digits(conn, merchant, query).await?;
    Ok(Walk { merchant, query, by, from, digits, limit })
}

/// Where a page begins. A name is looked up: addresses name rows, never persons.
async fn place(conn: &mut SqliteConnection, merchant: Uuid, by: SortBy, key: PageKey) -> Result<Place> {
    let value = if by == SortBy::Name {
        let name: Option<Option<String>> =
            sqlx::query_scalar("select sort_name from record where seq = ?1 and merchant = ?2")
                .bind(key.seq)
                .bind(merchant)
                .fetch_optional(conn)
                .await
                .map_err(store_error)?;
        Value::Text(name.flatten().unwrap_or_default())
    } else {
        Value::Number(key.value)
    };
    Ok(Place { value, seq: key.seq })
}

/// The places of the currency of this merchant's tills: an account has one.
async fn digits(conn: &mut SqliteConnection, merchant: Uuid, query: &LogQuery) -> Result<u32> {
    let asked = !query.filter.total.is_open() || query.filter.text.is_some();
    if !asked || !query.kind.has_total() {
        return Ok(2);
    }
    let currency: Option<String> = sqlx::query_scalar(
        "select currency from record where merchant = ?1 and kind = ?2 and currency is not null limit 1",
    )
    .bind(merchant)
    .bind(query.kind.word())
    .fetch_optional(conn)
    .await
    .map_err(store_error)?;
    Ok(currency.map_or(2, |currency| minor_digits(&currency)))
}

/// Where the pages before and after lie.
fn neighbours(query: &LogQuery, by: SortBy, records: &[Record], more: bool) -> (Option<At>, Option<At>) {
    let first = records.first().map(|record| At::Before(key(by, record)));
    let last = records.last().map(|record| At::After(key(by, record)));
    match query.at {
        At::First | At::Day(_) => (None, last.filter(|_| more)),
        // There was a row to follow; where nothing follows it, the way back is the last page.
        At::After(_) => (first.or(Some(At::Last)), last.filter(|_| more)),
        At::Before(_) => (first.filter(|_| more), last.or(Some(At::First))),
        At::Last => (first.filter(|_| more), None),
    }
}

fn key(by: SortBy, record: &Record) -> PageKey {
    let value = match by {
        SortBy::Changed => record.updated_at.0,
        SortBy::Tries => i64::from(record.attempts),
        SortBy::Total => total(record),
        SortBy::Seen | SortBy::Name => 0,
    };
    PageKey { value, seq: record.seq }
}

/// The total as the column `sort_total` has it.
fn total(record: &Record) -> i64 {
    let money = record.payload.as_ref().and_then(model::Payload::total);
    money.map_or(-i64::MAX, |money| money.minor)
}
