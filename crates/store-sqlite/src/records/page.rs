//! One page of a log.

use model::{At, Kind, LogQuery, Page, PageKey, Record, RecordKey, Sort, search_words};
use sqlx::SqliteConnection;
use store::Result;
use uuid::Uuid;

use super::list::{Hits, Names, Walk, statement};
use super::{events, find};
use crate::error::store_error;
use crate::row::{RecordRow, records};
use crate::words::Secret;

/// Causes that a search goes through.
const CAUSES: i64 = 10_000;
/// Words shorter than this are not in the text index.
const TRIGRAM: usize = 3;

/// Reads a page, counts and newest event, all of one moment.
pub(super) async fn page(
    conn: &mut SqliteConnection,
    secret: &Secret,
    merchant: Uuid,
    query: &LogQuery,
) -> Result<Page<Record>> {
    let (event, _oldest) = events::range(conn, merchant).await?;
    let counts = find::counts(conn, merchant, query.kind).await?;
    let hits = hits(conn, secret, merchant, query).await?;
    let wanted = usize::from(query.limit.clamp(1, 200));
    let walk = Walk { merchant, query, limit: i64::from(query.limit.clamp(1, 200)) + 1 };
    let names = if query.kind == Kind::Customer { Names::Persons } else { Names::Things };
    let rows: Vec<RecordRow> =
        statement(walk, &hits, names).build_query_as().fetch_all(conn).await.map_err(store_error)?;
    let mut records = records(rows)?;
    let more = records.len() > wanted;
    records.truncate(wanted);
    if walk.reversed() {
        records.reverse();
    }
    let (previous, next) = neighbours(query, &records, more);
    Ok(Page { records, counts, next, previous, event })
}

/// What a typed text finds: a whole identifier if there is one, otherwise words.
async fn hits(
    conn: &mut SqliteConnection,
    secret: &Secret,
    merchant: Uuid,
    query: &LogQuery,
) -> Result<Hits> {
    let typed: String = query.text.as_deref().unwrap_or_default().replace(char::is_control, " ");
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(Hits::All);
    }
    let RecordKey(key) = RecordKey::new(typed);
    let hashes = if query.kind == Kind::Customer { secret.of_typed(typed) } else { Vec::new() };
    if known(conn, merchant, query.kind, &key, &hashes).await? {
        return Ok(Hits::Whole { key, hashes });
    }
    let words = search_words(typed);
    let causes = causes(conn, merchant, &words).await?;
    let (long, short) = words.into_iter().partition(|word| word.chars().count() >= TRIGRAM);
    Ok(Hits::Words { long, short, causes })
}

async fn known(
    conn: &mut SqliteConnection,
    merchant: Uuid,
    kind: Kind,
    key: &str,
    hashes: &[Vec<u8>],
) -> Result<bool> {
    let found: bool = sqlx::query_scalar(
        "select exists (select 1 from record_key where merchant = ?1 and kind = ?2 and key = ?3)",
    )
    .bind(merchant)
    .bind(kind.word())
    .bind(key)
    .fetch_one(&mut *conn)
    .await
    .map_err(store_error)?;
    if found {
        return Ok(true);
    }
    for hash in hashes {
        let found: bool = sqlx::query_scalar(
            "select exists (select 1 from person_key where merchant = ?1 and kind = ?2 and hash = ?3)",
        )
        .bind(merchant)
        .bind(kind.word())
        .bind(hash)
        .fetch_one(&mut *conn)
        .await
        .map_err(store_error)?;
        if found {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Keys of the causes whose text has all words.
async fn causes(conn: &mut SqliteConnection, merchant: Uuid, words: &[String]) -> Result<Vec<String>> {
    sqlx::query_scalar(
        "select key from cause where merchant = ?1
             and not exists (select 1 from json_each(?2) word where instr(cause.words, word.value) = 0)
         limit ?3",
    )
    .bind(merchant)
    .bind(crate::row::to_json(words)?)
    .bind(CAUSES)
    .fetch_all(conn)
    .await
    .map_err(store_error)
}

/// Where the pages before and after lie.
fn neighbours(query: &LogQuery, records: &[Record], more: bool) -> (Option<At>, Option<At>) {
    let first = records.first().map(|record| At::Before(place(query.sort, record)));
    let last = records.last().map(|record| At::After(place(query.sort, record)));
    match query.at {
        At::First => (None, last.filter(|_| more)),
        // There was a row to follow; where nothing follows it, the way back is the last page.
        At::After(_) => (first.or(Some(At::Last)), last.filter(|_| more)),
        At::Before(_) => (first.filter(|_| more), last.or(Some(At::First))),
        At::Last => (first.filter(|_| more), None),
    }
}

fn place(sort: Sort, record: &Record) -> PageKey {
    let value = match sort {
        Sort::Changed => record.updated_at.0,
        Sort::Newest | Sort::Oldest => 0,
    };
    PageKey { value, seq: record.seq }
}
