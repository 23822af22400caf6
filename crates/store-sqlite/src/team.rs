//! What a team does about records beside sending them.

use async_trait::async_trait;
use model::{MerchantId, Note, Noted, RecordId, When};
use sqlx::SqliteConnection;
use store::{Result, Team};
use uuid::Uuid;

use crate::error::store_error;
use crate::open::{SqliteStore, commit};
use crate::row::{from_json, to_json};
use crate::shown;
use crate::work::Work;

#[async_trait]
impl Team for SqliteStore {
    async fn note(&self, merchant: MerchantId, record: RecordId, says: &Noted, who: &str) -> Result<bool> {
        let mut tx = self.write().await?;
        let Some(row) = Work::by_id(&mut tx, merchant.0, record).await? else { return Ok(false) };
        note(&mut tx, &row, says, who, self.clock.now()).await?;
        commit(tx).await?;
        Ok(true)
    }

    async fn notes(&self, merchant: MerchantId, record: RecordId, limit: u32) -> Result<Vec<Note>> {
        let rows: Vec<(i64, String, String)> = sqlx::query_as(
            "select n.at, n.who, n.says from record r cross join note n on n.record = r.seq
             where r.id = ?1 and r.merchant = ?2 order by n.id desc limit ?3",
        )
        .bind(record.0)
        .bind(merchant.0)
        .bind(limit)
        .fetch_all(&self.readers)
        .await
        .map_err(store_error)?;
        rows.into_iter()
            .map(|(at, who, says)| Ok(Note { at: When(at), who, says: from_json(&says)? }))
            .collect()
    }

    async fn colleagues(&self, merchant: MerchantId, limit: u32) -> Result<Vec<String>> {
        sqlx::query_scalar(
            "select name from colleague where merchant = ?1 order by at desc, name_key limit ?2",
        )
        .bind(merchant.0)
        .bind(limit)
        .fetch_all(&self.readers)
        .await
        .map_err(store_error)
    }
}

/// Does about a row what is noted, and writes it down.
pub(crate) async fn note(
    conn: &mut SqliteConnection,
    row: &Work,
    says: &Noted,
    who: &str,
    now: When,
) -> Result<()> {
    let news = match says {
        Noted::Words { .. } => count(conn, row.seq).await?,
        Noted::Assigned { to } => assign(conn, row, to.as_deref(), now).await?,
    };
    if !news {
        return Ok(());
    }
    sqlx::query("insert into note (record, at, who, says) values (?1, ?2, ?3, ?4)")
        .bind(row.seq)
        .bind(now.0)
        .bind(who)
        .bind(to_json(says)?)
        .execute(&mut *conn)
        .await
        .map_err(store_error)?;
    // Its line looks otherwise now, which other pages must hear.
    shown::event(conn, row, false, now).await
}

async fn count(conn: &mut SqliteConnection, seq: i64) -> Result<bool> {
    let counted =
        sqlx::query("update record set notes = notes + 1 where seq = ?1").bind(seq).execute(conn).await;
    Ok(counted.map_err(store_error)?.rows_affected() > 0)
}

/// Gives a row to a colleague, or to nobody; `false` if that is so already.
async fn assign(conn: &mut SqliteConnection, row: &Work, to: Option<&str>, now: When) -> Result<bool> {
    let to = match to {
        Some(name) => Some(spelling(conn, row.merchant, name, now).await?),
        None => None,
    };
    let changed = sqlx::query("update record set assigned = ?2 where seq = ?1 and assigned is not ?2")
        .bind(row.seq)
        .bind(to)
        .execute(conn)
        .await
        .map_err(store_error)?;
    Ok(changed.rows_affected() > 0)
}

/// The one spelling of a colleague's name: that of the first time.
async fn spelling(conn: &mut SqliteConnection, merchant: Uuid, name: &str, now: When) -> Result<String> {
    sqlx::query_scalar(
        "insert into colleague (merchant, name_key, name, at) values (?1, ?2, ?3, ?4)
         on conflict (merchant, name_key) do update set at = excluded.at returning name",
    )
    .bind(merchant)
    .bind(name.to_lowercase())
    .bind(name)
    .bind(now.0)
    .fetch_one(conn)
    .await
    .map_err(store_error)
}
