//! How many records of each status a filter finds. Counting ends at ten thousand, and after so many rows looked at: what
//! is told is right, or is visibly “and more”.

use model::filter::{Bounds, Is, Span};
use model::{Found, LogQuery, SortBy, Status};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
use store::Result;

use super::path::{Path, statuses};
use super::probe::Few;
use super::{Hits, Walk, residue};
use crate::error::store_error;
use crate::row;

/// Rows looked at for one status: reading on would take longer than anybody waits for a number.
const LOOKED_AT: i64 = 50_000;

/// Counts by status what the filter of this walk finds; its status is to be left out before.
pub(in crate::records) async fn found(
    conn: &mut SqliteConnection,
    walk: &Walk<'_>,
    hits: &Hits,
    few: Option<Few>,
) -> Result<Found> {
    match (hits, few) {
        (Hits::All, None) => along(conn, walk).await,
        (Hits::All, Some(few)) => {
            let mut sql = grouped();
            few.seqs(&mut sql, walk);
            gathered(conn, sql, walk, false).await
        }
        (hits, _) => {
            let mut sql = grouped();
            hits.seqs(&mut sql, walk);
            gathered(conn, sql, walk, true).await
        }
    }
}

fn grouped() -> QueryBuilder<Sqlite> {
    QueryBuilder::new("select r.status, count(*) from (")
}

/// Counts a set of rows by status. `limited` says that each of its arms ends at the walk's limit, so that a full arm may
/// have left something out.
async fn gathered(
    conn: &mut SqliteConnection,
    mut sql: QueryBuilder<Sqlite>,
    walk: &Walk<'_>,
    limited: bool,
) -> Result<Found> {
    sql.push(") hit cross join record r indexed by record_by_seq on r.seq = hit.seq where true");
    residue::all(&mut sql, walk);
    sql.push(" group by r.status");
    let rows: Vec<(String, i64)> = sql.build_query_as().fetch_all(conn).await.map_err(store_error)?;
    let mut found = Found::default();
    let all: i64 = rows.iter().map(|(_, number)| number).sum();
    for (word, number) in rows {
        tell(&mut found, row::status(&word)?, number, false);
    }
    // What was left out may be of any status.
    if limited && all >= walk.limit {
        found.more = Status::ALL.map(|status| statuses(walk.filter()).contains(&status));
    }
    Ok(found)
}

/// Counts along the path, a status at a time.
async fn along(conn: &mut SqliteConnection, walk: &Walk<'_>) -> Result<Found> {
    let path = Path::of(walk);
    let mut found = Found::default();
    if path.arms(walk) == [None] && path != Path::Whole {
        let mut sql = grouped();
        sql.push("select r.seq as seq from ");
        path.rows(&mut sql, walk, None);
        sql.push(" limit ").push_bind(LOOKED_AT);
        return gathered(conn, sql, &Walk { limit: LOOKED_AT, ..walk.clone() }, true).await;
    }
    let range = range(walk).filter(|_| matches!(path, Path::Whole | Path::Status(_)));
    let by_status = match (range, path) {
        (Some(by), _) => Path::Status(by),
        (None, Path::Whole) => Path::Status(SortBy::Seen),
        (None, path) => path,
    };
    for status in statuses(walk.filter()) {
        let query = part(walk, status);
        let walk = &Walk { query: &query, ..walk.clone() };
        let (path, arm) = match (query.filter.is, by_status) {
            (Some(Is::Blocked), Path::Status(SortBy::Seen)) => (Path::Waits("blocked"), None),
            _ => (by_status, Some(status)),
        };
        let looked_at = if narrows_beyond(walk, path, range) { LOOKED_AT } else { Found::MOST + 1 };
        let mut sql = QueryBuilder::new("select count(*), ifnull(sum(fits), 0) from (select (true");
        residue::beyond(&mut sql, walk, path);
        sql.push(") as fits from ");
        path.rows(&mut sql, walk, arm);
        if let Some(by) = range {
            residue::within(&mut sql, walk, by);
        }
        sql.push(" limit ").push_bind(looked_at).push(")");
        let (seen, fits): (i64, i64) =
            sql.build_query_as().fetch_one(&mut *conn).await.map_err(store_error)?;
        tell(&mut found, status, fits, seen >= looked_at);
    }
    Ok(found)
}

/// What the filter asks for of one status. Needing somebody is two things, for each of which there is an index.
fn part(walk: &Walk<'_>, status: Status) -> LogQuery {
    let mut query = walk.query.clone();
    query.filter.is = match (query.filter.is, status) {
        (Some(Is::NeedsMe), Status::Failed) => None,
        (Some(Is::NeedsMe), _) => Some(Is::Blocked),
        (is, _) => is,
    };
    query
}

/// The order in which the rows of a range that the filter asks for lie side by side.
fn range(walk: &Walk<'_>) -> Option<SortBy> {
    let filter = walk.filter();
    let asked = [
        (!filter.total.is_open() && walk.kind().has_total(), SortBy::Total),
        (!filter.tries.is_open(), SortBy::Tries),
        (!walk.query.span.is_open(), SortBy::Changed),
    ];
    asked.into_iter().find_map(|(asked, by)| asked.then_some(by))
}

/// Whether the filter asks for more than the index and the range see to.
fn narrows_beyond(walk: &Walk<'_>, path: Path, range: Option<SortBy>) -> bool {
    let mut query = walk.query.clone();
    match range {
        Some(SortBy::Total) => query.filter.total = Bounds::default(),
        Some(SortBy::Tries) => query.filter.tries = Bounds::default(),
        Some(SortBy::Changed) => query.span = Span::default(),
        _ => {}
    }
    residue::is_needed(&Walk { query: &query, ..walk.clone() }, path)
}

fn tell(found: &mut Found, status: Status, number: i64, more: bool) {
    *found.counts.of_mut(status) = number.min(Found::MOST);
    for (other, flag) in Status::ALL.into_iter().zip(&mut found.more) {
        if other == status {
            *flag = more || number > Found::MOST;
        }
    }
}
