//! Status changes for live pages.

use std::time::Duration;

use model::{Event, RecordId, When};
use sqlx::SqliteConnection;
use store::Result;
use uuid::Uuid;

use crate::error::store_error;
use crate::open::{SqliteStore, commit};
use crate::records::tally;
use crate::row;

const KEEP_EVENTS: Duration = Duration::from_secs(24 * 3600);
const KEEP_CALLS: Duration = Duration::from_secs(30 * 24 * 3600);

#[derive(sqlx::FromRow)]
struct EventRow {
    id: i64,
    kind: String,
    record: Uuid,
    seq: i64,
    status: String,
    new: bool,
    at: i64,
}

/// Status changes after this event, oldest first. One writer: ids are committed in order, and no reader misses any.
pub(super) async fn after(store: &SqliteStore, merchant: Uuid, event: i64, limit: u32) -> Result<Vec<Event>> {
    let rows: Vec<EventRow> = sqlx::query_as(
        "select id, kind, record, seq, status, new, at from event indexed by event_of_merchant
         where merchant = ?1 and id > ?2 order by id limit ?3",
    )
    .bind(merchant)
    .bind(event)
    .bind(limit)
    .fetch_all(&store.readers)
    .await
    .map_err(store_error)?;
    rows.into_iter().map(read).collect()
}

/// The newest status changes, the latest first.
pub(super) async fn latest(store: &SqliteStore, merchant: Uuid, limit: u32) -> Result<Vec<Event>> {
    let rows: Vec<EventRow> = sqlx::query_as(
        "select id, kind, record, seq, status, new, at from event indexed by event_of_merchant
         where merchant = ?1 order by id desc limit ?2",
    )
    .bind(merchant)
    .bind(limit)
    .fetch_all(&store.readers)
    .await
    .map_err(store_error)?;
    rows.into_iter().map(read).collect()
}

fn read(row: EventRow) -> Result<Event> {
    Ok(Event {
        id: row.id,
        kind: row::kind(&row.kind)?,
        record: RecordId(row.record),
        seq: row.seq,
        status: row::status(&row.status)?,
        new: row.new,
        at: When(row.at),
    })
}

/// The newest event's id, and the oldest still kept.
pub(super) async fn range(conn: &mut SqliteConnection, merchant: Uuid) -> Result<(i64, i64)> {
    sqlx::query_as(
        "select coalesce((select max(id) from event where merchant = ?1), 0),
                coalesce((select min(id) from event where merchant = ?1), 0)",
    )
    .bind(merchant)
    .fetch_one(conn)
    .await
    .map_err(store_error)
}

/// Removes what is kept for a time only. Each merchant's newest event stays, so that a page that slept through a quiet
/// day still finds its place.
pub(crate) async fn prune(store: &SqliteStore) -> Result<()> {
    let now = store.clock.now();
    let mut tx = store.write().await?;
    sqlx::query(
        "delete from event where at < ?1
             and id < (select max(newest.id) from event newest where newest.merchant = event.merchant)",
    )
    .bind(now.minus(KEEP_EVENTS).0)
    .execute(&mut *tx)
    .await
    .map_err(store_error)?;
    sqlx::query("delete from call where at < ?1")
        .bind(now.minus(KEEP_CALLS).0)
        .execute(&mut *tx)
        .await
        .map_err(store_error)?;
    tally::prune(&mut tx, now).await?;
    commit(tx).await
}
