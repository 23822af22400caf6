//! What goes with a change of what is shown: counts, the hour's tally, blocks, cause, event.

use std::collections::BTreeSet;

use model::{Block, Failure, Kind, Status, SyncState, Waiting, When};
use sqlx::SqliteConnection;
use store::Result;
use uuid::Uuid;

use crate::error::store_error;
use crate::records::tally;
use crate::work::Work;

/// Writes what goes with a row's new state.
pub(crate) async fn changed(
    conn: &mut SqliteConnection,
    before: &Work,
    after: &Work,
    now: When,
) -> Result<()> {
    let (old, new) = (before.state.status(), after.state.status());
    if old != new {
        count(conn, after.merchant, after.kind, old, -1).await?;
        count(conn, after.merchant, after.kind, new, 1).await?;
        tally::add(conn, after.merchant, after.kind, new, now).await?;
    }
    let (old_keys, new_keys) = (block_keys(&before.state), block_keys(&after.state));
    if old_keys != new_keys {
        rewrite_blocks(conn, after, &new_keys).await?;
    }
    if let Some(failure) = after.failure() {
        keep_cause(conn, after.merchant, failure).await?;
    }
    event(conn, after, false, now).await
}

/// Writes what goes with a row that was inserted just now.
pub(crate) async fn appeared(conn: &mut SqliteConnection, row: &Work, now: When) -> Result<()> {
    count(conn, row.merchant, row.kind, row.state.status(), 1).await?;
    tally::add(conn, row.merchant, row.kind, row.state.status(), now).await?;
    if let Some(failure) = row.failure() {
        keep_cause(conn, row.merchant, failure).await?;
    }
    event(conn, row, true, now).await
}

pub(crate) async fn count(
    conn: &mut SqliteConnection,
    merchant: Uuid,
    kind: Kind,
    status: Status,
    by: i64,
) -> Result<()> {
    // The update comes first: an insert of -1 would break the check before its conflict is seen.
    let known = sqlx::query("update count set n = n + ?4 where merchant = ?1 and kind = ?2 and status = ?3")
        .bind(merchant)
        .bind(kind.word())
        .bind(status.word())
        .bind(by)
        .execute(&mut *conn)
        .await
        .map_err(store_error)?;
    if known.rows_affected() == 0 {
        sqlx::query("insert into count (merchant, kind, status, n) values (?1, ?2, ?3, ?4)")
            .bind(merchant)
            .bind(kind.word())
            .bind(status.word())
            .bind(by)
            .execute(conn)
            .await
            .map_err(store_error)?;
    }
    Ok(())
}

pub(crate) fn block_keys(state: &SyncState) -> BTreeSet<String> {
    match state {
        SyncState::Pending(Waiting::Blocked { by }) => by.iter().map(Block::to_string).collect(),
        _ => BTreeSet::new(),
    }
}

async fn rewrite_blocks(conn: &mut SqliteConnection, row: &Work, keys: &BTreeSet<String>) -> Result<()> {
    sqlx::query("delete from block where record = ?1")
        .bind(row.seq)
        .execute(&mut *conn)
        .await
        .map_err(store_error)?;
    for key in keys {
        sqlx::query("insert into block (merchant, key, record) values (?1, ?2, ?3)")
            .bind(row.merchant)
            .bind(key)
            .bind(row.seq)
            .execute(&mut *conn)
            .await
            .map_err(store_error)?;
    }
    Ok(())
}

/// Keeps the words of a failure's cause; the latest wording stands for all of the same key.
pub(crate) async fn keep_cause(conn: &mut SqliteConnection, merchant: Uuid, failure: &Failure) -> Result<()> {
    let cause = failure.cause();
    sqlx::query(
        "insert into cause (merchant, key, cause, fix, words) values (?1, ?2, ?3, ?4, ?5)
         on conflict (merchant, key) do update
         set cause = excluded.cause, fix = excluded.fix, words = excluded.words
         where cause <> excluded.cause or fix <> excluded.fix",
    )
    .bind(merchant)
    .bind(failure.cause_key())
    .bind(&cause)
    .bind(failure.fix())
    .bind(cause.to_lowercase())
    .execute(conn)
    .await
    .map_err(store_error)?;
    Ok(())
}

/// Tells live pages that a row's line looks otherwise, or is new.
pub(crate) async fn event(conn: &mut SqliteConnection, row: &Work, new: bool, now: When) -> Result<()> {
    sqlx::query(
        "insert into event (merchant, kind, record, seq, status, new, at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )
    .bind(row.merchant)
    .bind(row.kind.word())
    .bind(row.id)
    .bind(row.seq)
    .bind(row.state.status().word())
    .bind(new)
    .bind(now.0)
    .execute(conn)
    .await
    .map_err(store_error)?;
    Ok(())
}
