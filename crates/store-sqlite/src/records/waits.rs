//! What records wait for, counted; and what becomes of those that a save of the settings released.

use std::collections::HashMap;

use model::{Block, Money, Released, Wait, Waiting};
use sqlx::SqliteConnection;
use store::Result;
use uuid::Uuid;

use crate::error::store_error;
use crate::open::SqliteStore;
use crate::row::from_json;

/// Counted along the table's own key, without looking at a record.
pub(super) async fn all(conn: &mut SqliteConnection, merchant: Uuid) -> Result<Vec<Wait>> {
    let counted: Vec<(String, i64, String)> = sqlx::query_as(
        "select waiting.key, waiting.records, r.detail
         from (select key, count(*) as records, min(record) as first from block
               where merchant = ?1 and key not glob 'parent:*' and key not glob 'item:*' group by key) waiting
         join record r on r.seq = waiting.first where r.waits = 'blocked'",
    )
    .bind(merchant)
    .fetch_all(&mut *conn)
    .await
    .map_err(store_error)?;
    let mut worth = worth(conn, merchant).await?;
    let mut waits = Vec::with_capacity(counted.len());
    for (key, records, detail) in counted {
        let Waiting::Blocked { by } = from_json(&detail)? else { continue };
        let block: Option<Block> = by.into_iter().find(|block| block.to_string() == key);
        let worth = worth.remove(&key).unwrap_or_default();
        waits.extend(block.map(|block| Wait { block, records, worth }));
    }
    Ok(waits)
}

/// What waits for each setting that sales and returns can wait for; products have no total.
async fn worth(conn: &mut SqliteConnection, merchant: Uuid) -> Result<HashMap<String, Vec<Money>>> {
    let sums: Vec<(String, String, i64)> = sqlx::query_as(
        "select b.key, r.currency, sum(r.total_minor) from block b join record r on r.seq = b.record
         where b.merchant = ?1 and b.key not glob 'parent:*' and b.key not glob 'item:*'
           and b.key not in ('classification', 'setting:price_list') and r.currency is not null
         group by b.key, r.currency order by b.key, r.currency",
    )
    .bind(merchant)
    .fetch_all(conn)
    .await
    .map_err(store_error)?;
    let mut worth: HashMap<String, Vec<Money>> = HashMap::new();
    for (key, currency, minor) in sums {
        worth.entry(key).or_default().push(Money { minor, currency });
    }
    Ok(worth)
}

pub(super) async fn released(store: &SqliteStore, merchant: Uuid, version: i64) -> Result<Released> {
    let counted: Vec<(String, Option<String>, i64)> = sqlx::query_as(
        "select status, waits, count(*) from record indexed by record_released
         where merchant = ?1 and released_by = ?2 group by status, waits",
    )
    .bind(merchant)
    .bind(version)
    .fetch_all(&store.readers)
    .await
    .map_err(store_error)?;
    let mut released = Released::default();
    for (status, waits, records) in counted {
        let place = match (status.as_str(), waits.as_deref()) {
            ("synced", _) => &mut released.synced,
            ("failed", _) => &mut released.failed,
            (_, Some("blocked")) => &mut released.blocked,
            _ => &mut released.going,
        };
        *place += records;
    }
    Ok(released)
}
