//! Taking bulk work on, a window of rows at a time: what is on its way is bounded, so that stopping it takes effect at once
//! and other work is not held up.

use model::{Asker, BulkAction, BulkId, Noted, When};
use sqlx::{SqliteConnection, SqlitePool};
use store::Result;
use uuid::Uuid;

use crate::error::store_error;
use crate::queue;
use crate::row::from_json;
use crate::team;
use crate::work::{Work, own_priority};

/// Work that has begun and has not ended, with its state.
pub(super) async fn running(readers: &SqlitePool, merchant: Uuid) -> Result<Vec<(Uuid, String)>> {
    sqlx::query_as(
        "select id, state from bulk indexed by bulk_running
         where merchant = ?1 and state in ('running', 'cancelled') and ended_at is null order by id",
    )
    .bind(merchant)
    .fetch_all(readers)
    .await
    .map_err(store_error)
}

pub(super) async fn cancel(
    conn: &mut SqliteConnection,
    merchant: Uuid,
    bulk: BulkId,
    now: When,
) -> Result<()> {
    let cancelled = sqlx::query(
        "update bulk set state = 'cancelled', began_at = coalesce(began_at, ?3)
         where id = ?1 and merchant = ?2 and state in ('drafted', 'running')",
    )
    .bind(bulk.0)
    .bind(merchant)
    .bind(now.0)
    .execute(&mut *conn)
    .await
    .map_err(store_error)?;
    if cancelled.rows_affected() > 0 {
        sqlx::query("update bulk_row set state = 'dropped' where bulk = ?1 and state = 'waiting'")
            .bind(bulk.0)
            .execute(&mut *conn)
            .await
            .map_err(store_error)?;
        end_if_done(conn, &bulk.0, now).await?;
    }
    Ok(())
}

/// Notes what became of rows that were asked for, and asks for more.
pub(super) async fn step(
    conn: &mut SqliteConnection,
    merchant: Uuid,
    bulk: &Uuid,
    goes_on: bool,
    window: u32,
    now: When,
) -> Result<()> {
    note_ends(conn, bulk).await?;
    if goes_on {
        let (action, who): (String, String) = sqlx::query_as("select action, who from bulk where id = ?1")
            .bind(bulk)
            .fetch_one(&mut *conn)
            .await
            .map_err(store_error)?;
        let action: BulkAction = from_json(&action)?;
        for (place, seq) in next(conn, bulk, window).await? {
            let state = match Work::by_seq(conn, seq).await?.filter(|row| row.merchant == merchant) {
                Some(row) => ask(conn, &row, &action, &who, now).await?,
                None => "dropped",
            };
            sqlx::query("update bulk_row set state = ?3 where bulk = ?1 and place = ?2")
                .bind(bulk)
                .bind(place)
                .bind(state)
                .execute(&mut *conn)
                .await
                .map_err(store_error)?;
        }
    }
    end_if_done(conn, bulk, now).await
}

/// What was asked for has come to an end once it is in step, has failed, or waits for something.
async fn note_ends(conn: &mut SqliteConnection, bulk: &Uuid) -> Result<()> {
    sqlx::query(
        "update bulk_row set state = case r.status when 'synced' then 'done' when 'failed' then 'failed' else 'held' end
         from record r where r.seq = bulk_row.record and bulk_row.bulk = ?1 and bulk_row.state = 'asked'
             and r.lease_owner is null
             and (r.status in ('synced', 'failed') or r.waits in ('blocked', 'trying_again', 'connection_lost'))",
    )
    .bind(bulk)
    .execute(conn)
    .await
    .map_err(store_error)?;
    Ok(())
}

/// The next rows to be asked for.
async fn next(conn: &mut SqliteConnection, bulk: &Uuid, window: u32) -> Result<Vec<(i64, i64)>> {
    sqlx::query_as(
        "select place, record from bulk_row where bulk = ?1 and state = 'waiting' order by place
         limit max(0, ?2 - (select count(*) from bulk_row where bulk = ?1 and state = 'asked'))",
    )
    .bind(bulk)
    .bind(window)
    .fetch_all(conn)
    .await
    .map_err(store_error)
}

/// Does with one row what was asked; what has changed since the draft decides, not what was shown then.
async fn ask(
    conn: &mut SqliteConnection,
    row: &Work,
    action: &BulkAction,
    who: &str,
    now: When,
) -> Result<&'static str> {
    match action {
        BulkAction::Resync => {
            let mut after = row.clone();
            queue::ask_again(&mut after, row, now);
            // Many at once are no reason to hold up the sales of the day.
            after.priority = row.priority.min(own_priority(row.kind));
            if after != *row {
                after.asked_by = Asker::Person { name: who.to_owned() };
            }
            after.save(conn, row, now).await?;
            Ok("asked")
        }
        BulkAction::Skip { reason } => {
            Ok(if queue::skip(conn, row, reason, who, now).await? { "done" } else { "held" })
        }
        BulkAction::Assign { to } => {
            team::note(conn, row, &Noted::Assigned { to: to.clone() }, who, now).await?;
            Ok("done")
        }
        BulkAction::Note { text } => {
            team::note(conn, row, &Noted::Words { text: text.clone() }, who, now).await?;
            Ok("done")
        }
    }
}

async fn end_if_done(conn: &mut SqliteConnection, bulk: &Uuid, now: When) -> Result<()> {
    sqlx::query(
        "update bulk set ended_at = ?2, state = case state when 'running' then 'ended' else state end
         where id = ?1 and state in ('running', 'cancelled') and ended_at is null
             and not exists (select 1 from bulk_row where bulk = ?1 and state in ('waiting', 'asked'))",
    )
    .bind(bulk)
    .bind(now.0)
    .execute(conn)
    .await
    .map_err(store_error)?;
    Ok(())
}
