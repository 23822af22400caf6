//! Freezing which rows are meant, and which of them are left out.

use model::{BulkAction, BulkId, When};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
use store::{BulkDraft, BulkRows, MOST_BULK_ROWS, Result, StoreError};
use uuid::Uuid;

use crate::error::store_error;
use crate::records;
use crate::row::to_json;
use crate::words::Secret;

/// Drafts that nobody began are forgotten after a day, in microseconds.
const FORGOTTEN_AFTER: i64 = 86_400_000_000;

pub(super) async fn draft(
    conn: &mut SqliteConnection,
    secret: &Secret,
    merchant: Uuid,
    draft: &BulkDraft,
    now: When,
) -> Result<BulkId> {
    forget_old(conn, now).await?;
    let id = Uuid::now_v7();
    sqlx::query(
        "insert into bulk (id, merchant, kind, action, which, who, state, made_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, 'drafted', ?7)",
    )
    .bind(id)
    .bind(merchant)
    .bind(draft.kind.word())
    .bind(to_json(&draft.action)?)
    .bind(&draft.which)
    .bind(&draft.who)
    .bind(now.0)
    .execute(&mut *conn)
    .await
    .map_err(store_error)?;
    freeze(conn, secret, merchant, id, draft).await?;
    leave_out(conn, id, &draft.action).await?;
    Ok(BulkId(id))
}

async fn freeze(
    conn: &mut SqliteConnection,
    secret: &Secret,
    merchant: Uuid,
    id: Uuid,
    draft: &BulkDraft,
) -> Result<()> {
    let mut sql = QueryBuilder::new("insert into bulk_row (bulk, place, record, state) select ");
    sql.push_bind(id).push(", row_number() over (), found.seq, 'waiting' from (");
    match &draft.rows {
        BulkRows::These(rows) => {
            let hex: Vec<String> = rows.iter().map(|row| row.0.simple().to_string().to_uppercase()).collect();
            sql.push("select distinct r.seq from json_each(").push_bind(to_json(&hex)?);
            sql.push(") picked cross join record r on r.id = unhex(picked.value) where r.merchant = ")
                .push_bind(merchant);
            sql.push(" and r.kind = ").push_bind(draft.kind.word());
            sql.push(" order by r.seq desc");
        }
        BulkRows::Matching(query) => {
            records::seqs(conn, secret, merchant, query, MOST_BULK_ROWS + 1, &mut sql).await?;
        }
    }
    sql.push(") found");
    let frozen = sql.build().execute(conn).await.map_err(store_error)?.rows_affected();
    if i64::try_from(frozen).unwrap_or(i64::MAX) > MOST_BULK_ROWS {
        return Err(StoreError::TooMany { most: MOST_BULK_ROWS });
    }
    Ok(())
}

/// Rows that the action has nothing to do with say why.
async fn leave_out(conn: &mut SqliteConnection, id: Uuid, action: &BulkAction) -> Result<()> {
    let mut sql =
        QueryBuilder::new("update bulk_row set state = 'left_out', why = told.why from (select b.place, ");
    push_why(&mut sql, action);
    sql.push(" as why from bulk_row b cross join record r on r.seq = b.record where b.bulk = ").push_bind(id);
    sql.push(") told where bulk_row.bulk = ").push_bind(id);
    sql.push(" and bulk_row.place = told.place and told.why is not null");
    sql.build().execute(conn).await.map_err(store_error)?;
    Ok(())
}

/// Why the action has nothing to do with the row `r`; null where it has.
fn push_why(sql: &mut QueryBuilder<Sqlite>, action: &BulkAction) {
    match action {
        // A row in work is flagged, and runs once more afterwards: nothing is lost by asking.
        BulkAction::Resync => sql.push(
            "case when r.waits in ('queued', 'throttled') then 'in_line'
                  when r.waits = 'blocked' then 'waits_for_something'
                  when r.waits = 'connection_lost' then 'connection_lost'
                  when r.status = 'processing' then 'in_work' end",
        ),
        BulkAction::Skip { .. } => sql.push(
            "case when r.status = 'processing' or r.lease_owner is not null then 'in_work'
                  when r.status = 'synced' then 'in_step' end",
        ),
        // A colleague who never had anything has no spelling yet, and nothing of theirs.
        BulkAction::Assign { to } => sql
            .push("case when r.assigned is coalesce((select name from colleague where merchant = r.merchant and name_key = ")
            .push_bind(to.as_ref().map(|name| name.to_lowercase()))
            .push("), ")
            .push_bind(to.clone())
            .push(") then 'theirs_already' end"),
        BulkAction::Note { .. } => sql.push("null"),
    };
}

async fn forget_old(conn: &mut SqliteConnection, now: When) -> Result<()> {
    let before = now.0.saturating_sub(FORGOTTEN_AFTER);
    for forget in [
        "delete from bulk_row where bulk in (select id from bulk where state = 'drafted' and made_at < ?1)",
        "delete from bulk where state = 'drafted' and made_at < ?1",
    ] {
        sqlx::query(forget).bind(before).execute(&mut *conn).await.map_err(store_error)?;
    }
    Ok(())
}
