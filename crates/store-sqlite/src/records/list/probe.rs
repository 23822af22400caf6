//! The filter that leaves the fewest rows: where those are few, they are read and sorted, and no index is walked through
//! in vain.

use model::filter::{Is, Whose};
use model::{SortBy, Status};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
use store::Result;

use super::path::{Path, statuses, waits_word};
use super::{Walk, residue, whose};
use crate::error::store_error;

/// As many rows are read and sorted in a few milliseconds.
const FEW: i64 = 4_000;

/// One filter that leaves few rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::records) enum Few {
    Key,
    Cause,
    Shop,
    Waits(&'static str),
    NeedsMe,
    Assigned,
    Total,
    Tries,
    Span,
}

/// The filter that leaves the fewest rows, if those are few and the path does not narrow by it already.
pub(in crate::records) async fn fewest(conn: &mut SqliteConnection, walk: &Walk<'_>) -> Result<Option<Few>> {
    let mut best: Option<(i64, Few)> = None;
    for few in candidates(walk) {
        let most = best.map_or(FEW, |(number, _)| number);
        let mut sql = QueryBuilder::new("select count(*) from (select 1 from (");
        few.seqs(&mut sql, walk);
        sql.push(") limit ").push_bind(most + 1).push(")");
        let number: i64 = sql.build_query_scalar().fetch_one(&mut *conn).await.map_err(store_error)?;
        if number <= most {
            best = Some((number, few));
        }
    }
    Ok(best.map(|(_, few)| few))
}

fn candidates(walk: &Walk<'_>) -> Vec<Few> {
    let (filter, path) = (walk.filter(), Path::of(walk));
    let narrows = |by: SortBy| path == Path::Status(by);
    let waits = waits_word(filter.is).map(Few::Waits);
    [
        filter.sku.is_some().then_some(Few::Key),
        (filter.cause.is_some() && path != Path::Cause).then_some(Few::Cause),
        (filter.shop.is_some() && path != Path::Shop).then_some(Few::Shop),
        waits.filter(|_| !matches!(path, Path::Waits(_))),
        (filter.is == Some(Is::NeedsMe)).then_some(Few::NeedsMe),
        filter.assigned.as_ref().is_some_and(|whose| *whose != Whose::Nobody).then_some(Few::Assigned),
        (!filter.total.is_open() && !narrows(SortBy::Total) && walk.kind().has_total()).then_some(Few::Total),
        (!filter.tries.is_open() && !narrows(SortBy::Tries)).then_some(Few::Tries),
        (!walk.query.span.is_open() && !narrows(SortBy::Changed)).then_some(Few::Span),
    ]
    .into_iter()
    .flatten()
    .collect()
}

impl Few {
    /// The `seq` of the rows it leaves.
    pub(in crate::records) fn seqs(self, sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>) {
        match self {
            Few::Key => {
                sql.push("select distinct k.record as seq from record_key k where k.merchant = ")
                    .push_bind(walk.merchant);
                sql.push(" and k.kind = '").push(walk.kind().word()).push("' and ");
                residue::key(sql, walk.filter().sku.as_deref().unwrap_or_default());
            }
            Few::Cause => {
                rows(sql, walk, "record_by_cause");
                sql.push(" and r.cause_key = ").push_bind(walk.filter().cause.clone());
            }
            Few::Waits(word) => {
                rows(sql, walk, "record_by_waits");
                sql.push(" and r.waits = '").push(word).push("'");
            }
            Few::NeedsMe => {
                rows(sql, walk, "record_by_status");
                sql.push(" and r.status = 'failed' union all ");
                rows(sql, walk, "record_by_waits");
                sql.push(" and r.waits = 'blocked'");
            }
            Few::Assigned => {
                rows(sql, walk, "record_by_assigned");
                residue::assigned(sql, walk);
            }
            Few::Shop | Few::Total | Few::Tries | Few::Span => self.by_status(sql, walk),
        }
    }

    /// Along an index that begins with the status: an arm each.
    fn by_status(self, sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>) {
        let index = match self {
            Few::Shop => "record_by_shop",
            Few::Total => "record_by_total",
            Few::Tries => "record_by_tries",
            _ => "record_by_status_change",
        };
        let statuses = statuses(walk.filter());
        if statuses.is_empty() {
            sql.push("select 0 as seq where false");
        }
        for (place, status) in statuses.into_iter().enumerate() {
            if place > 0 {
                sql.push(" union all ");
            }
            self.arm(sql, walk, index, status);
        }
    }

    fn arm(self, sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>, index: &'static str, status: Status) {
        rows(sql, walk, index);
        sql.push(" and r.status = '").push(status.word()).push("'");
        let filter = walk.filter();
        match self {
            Few::Shop => {
                sql.push(" and r.shop = ").push_bind(filter.shop.clone());
            }
            Few::Total => {
                sql.push(" and r.sort_total is not null");
                residue::range(sql, "r.sort_total", residue::minor(filter.total, walk.digits));
            }
            Few::Tries => residue::range(sql, "r.attempts", filter.tries),
            _ => residue::span(sql, walk),
        }
    }
}

fn rows(sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>, index: &'static str) {
    sql.push("select r.seq as seq from record r indexed by ").push(index).push(" where");
    whose(sql, walk);
}
