//! What was settled in which hour, and what waits for a person.

use std::time::Duration;

use model::{Backlog, Kind, Money, Status, Tally, Trouble, When};
use sqlx::SqliteConnection;
use store::Result;
use uuid::Uuid;

use crate::error::store_error;
use crate::open::SqliteStore;
use crate::row;

/// An hour in microseconds.
const HOUR: i64 = 3_600_000_000;
const KEEP: Duration = Duration::from_secs(90 * 24 * 3600);
/// What waits longer than this after the first record of its kind was seen is no longer part of the first reading.
const FIRST_READING: Duration = Duration::from_secs(24 * 3600);

/// Counts a record that came to be in step, or to need a person.
pub(crate) async fn add(
    conn: &mut SqliteConnection,
    merchant: Uuid,
    kind: Kind,
    status: Status,
    now: When,
) -> Result<()> {
    let (synced, failed) = match status {
        Status::Synced => (1, 0),
        Status::Failed => (0, 1),
        Status::Pending | Status::Processing => return Ok(()),
    };
    sqlx::query(
        "insert into tally (merchant, hour, kind, synced, failed) values (?1, ?2, ?3, ?4, ?5)
         on conflict (merchant, hour, kind) do update
         set synced = synced + excluded.synced, failed = failed + excluded.failed",
    )
    .bind(merchant)
    .bind(now.0.div_euclid(HOUR))
    .bind(kind.word())
    .bind(synced)
    .bind(failed)
    .execute(conn)
    .await
    .map_err(store_error)?;
    Ok(())
}

/// The hours that begin at this moment or later, oldest first.
pub(super) async fn since(store: &SqliteStore, merchant: Uuid, since: When) -> Result<Vec<Tally>> {
    let rows: Vec<(String, i64, i64, i64)> = sqlx::query_as(
        "select kind, hour, synced, failed from tally where merchant = ?1 and hour >= ?2 order by hour, kind",
    )
    .bind(merchant)
    .bind(since.0.saturating_add(HOUR - 1).div_euclid(HOUR))
    .fetch_all(&store.readers)
    .await
    .map_err(store_error)?;
    let tally = |(word, hour, synced, failed): (String, i64, i64, i64)| {
        Ok(Tally { kind: row::kind(&word)?, hour: When(hour.saturating_mul(HOUR)), synced, failed })
    };
    rows.into_iter().map(tally).collect()
}

/// Removes what is older than any chart; merchant by merchant, since the table's key begins with them.
pub(super) async fn prune(conn: &mut SqliteConnection, now: When) -> Result<()> {
    sqlx::query("delete from tally where merchant in (select id from merchant) and hour < ?1")
        .bind(now.minus(KEEP).0.div_euclid(HOUR))
        .execute(conn)
        .await
        .map_err(store_error)?;
    Ok(())
}

/// What of a kind waits for a person.
pub(super) async fn trouble(conn: &mut SqliteConnection, merchant: Uuid, kind: Kind) -> Result<Trouble> {
    let failed: Vec<(String, Option<String>, i64)> = sqlx::query_as(
        "select cause_key, currency, coalesce(sum(total_minor), 0) from record indexed by record_trouble
         where merchant = ?1 and kind = ?2 and status = 'failed' and (status = 'failed' or waits = 'blocked')
         group by cause_key, currency",
    )
    .bind(merchant)
    .bind(kind.word())
    .fetch_all(&mut *conn)
    .await
    .map_err(store_error)?;
    let blocked: Vec<(String, i64)> = sqlx::query_as(
        "select currency, sum(total_minor) from record indexed by record_trouble
         where merchant = ?1 and kind = ?2 and status = 'pending' and (status = 'failed' or waits = 'blocked')
             and cause_key is null and currency is not null
         group by currency",
    )
    .bind(merchant)
    .bind(kind.word())
    .fetch_all(&mut *conn)
    .await
    .map_err(store_error)?;
    let mut causes: Vec<&str> = failed.iter().map(|(cause, ..)| cause.as_str()).collect();
    causes.dedup();
    let failures = i64::try_from(causes.len()).unwrap_or(i64::MAX);
    let sums = failed.into_iter().filter_map(|(_, currency, minor)| Some((currency?, minor))).chain(blocked);
    Ok(Trouble { failures, settings: settings(conn, merchant, kind).await?, worth: together(sums) })
}

/// How many settings records of a kind wait for. The first thousand tell: whoever has more has one reason for most of them.
async fn settings(conn: &mut SqliteConnection, merchant: Uuid, kind: Kind) -> Result<i64> {
    sqlx::query_scalar(
        "select count(distinct b.key) from (
             select seq from record indexed by record_trouble
             where merchant = ?1 and kind = ?2 and status = 'pending' and (status = 'failed' or waits = 'blocked')
             limit 1000
         ) waiting join block b on b.record = waiting.seq
         where b.key not glob 'parent:*' and b.key not glob 'item:*'",
    )
    .bind(merchant)
    .bind(kind.word())
    .fetch_one(conn)
    .await
    .map_err(store_error)
}

/// One amount a currency, in the order of their codes.
fn together(sums: impl Iterator<Item = (String, i64)>) -> Vec<Money> {
    let mut worth = std::collections::BTreeMap::<String, i64>::new();
    for (currency, minor) in sums {
        let sum = worth.entry(currency).or_default();
        *sum = sum.saturating_add(minor);
    }
    worth.into_iter().map(|(currency, minor)| Money { minor, currency }).collect()
}

/// What of a kind is due and has waited longest.
pub(super) async fn backlog(
    conn: &mut SqliteConnection,
    merchant: Uuid,
    kind: Kind,
    now: When,
) -> Result<Option<Backlog>> {
    let oldest: Option<(i64, bool, i64)> = sqlx::query_as(
        "select due_at, synced_revision is null, first_seen_at from record indexed by record_due
         where merchant = ?1 and kind = ?2 and due_at <= ?3 order by due_at limit 1",
    )
    .bind(merchant)
    .bind(kind.word())
    .bind(now.0)
    .fetch_optional(&mut *conn)
    .await
    .map_err(store_error)?;
    let Some((due, never, seen)) = oldest else { return Ok(None) };
    let began: Option<i64> = sqlx::query_scalar(
        "select first_seen_at from record indexed by record_by_seq
         where merchant = ?1 and kind = ?2 order by seq limit 1",
    )
    .bind(merchant)
    .bind(kind.word())
    .fetch_optional(conn)
    .await
    .map_err(store_error)?;
    let began = When(began.unwrap_or(seen));
    Ok(Some(Backlog { since: When(due), first_reading: never && When(seen).since(began) < FIRST_READING }))
}
