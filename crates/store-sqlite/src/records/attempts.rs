//! A record's tries.

use model::{Attempt, RecordId, TraceId, When};
use sqlx::SqliteConnection;
use store::{AttemptDraft, Result};
use uuid::Uuid;

use crate::error::store_error;
use crate::open::SqliteStore;
use crate::row::{from_json, to_json};
use crate::work::Work;

/// Writes an attempt down under the next number.
pub(crate) async fn add(
    conn: &mut SqliteConnection,
    row: &Work,
    draft: &AttemptDraft,
    now: When,
) -> Result<()> {
    sqlx::query(
        "insert into attempt (merchant, record, number, started_at, ended_at, asked_by, ended_as, settings_version, trace)
         values (?1, ?2, (select coalesce(max(number), 0) + 1 from attempt where merchant = ?1 and record = ?2),
                 ?3, ?4, ?5, ?6, ?7, ?8)",
    )
    .bind(row.merchant)
    .bind(row.seq)
    .bind(draft.started_at.0)
    .bind(now.0)
    .bind(to_json(&draft.asked_by)?)
    .bind(to_json(&draft.end)?)
    .bind(draft.settings_version)
    .bind(draft.trace.map(|trace| trace.0))
    .execute(conn)
    .await
    .map_err(store_error)?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct AttemptRow {
    number: u32,
    started_at: i64,
    ended_at: i64,
    asked_by: String,
    ended_as: String,
    settings_version: i64,
    trace: Option<Uuid>,
}

/// A record's attempts, the latest first.
pub(super) async fn of(store: &SqliteStore, merchant: Uuid, id: RecordId) -> Result<Vec<Attempt>> {
    let rows: Vec<AttemptRow> = sqlx::query_as(
        "select number, started_at, ended_at, asked_by, ended_as, settings_version, trace from attempt
         where merchant = ?1 and record = (select seq from record where id = ?2 and merchant = ?1)
         order by number desc",
    )
    .bind(merchant)
    .bind(id.0)
    .fetch_all(&store.readers)
    .await
    .map_err(store_error)?;
    rows.into_iter().map(attempt).collect()
}

fn attempt(row: AttemptRow) -> Result<Attempt> {
    Ok(Attempt {
        number: row.number,
        started_at: When(row.started_at),
        ended_at: When(row.ended_at),
        asked_by: from_json(&row.asked_by)?,
        end: from_json(&row.ended_as)?,
        settings_version: row.settings_version,
        trace: row.trace.map(TraceId),
    })
}
