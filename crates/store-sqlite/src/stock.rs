//! Goods the tills have moved, and what the back office shows of them.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use async_trait::async_trait;
use model::payload::stock_ref;
use model::{Kind, MerchantId, RecordId, Shown, SyncState, Waiting, When};
use sqlx::SqliteConnection;
use store::{Move, Recheck, Result, Stock, Unshown};
use uuid::Uuid;

use crate::error::store_error;
use crate::open::{SqliteStore, commit};
use crate::records::links;
use crate::row::to_json;
use crate::work::Work;

/// A sale, its reservation and its payments follow each other closely: one look serves them all.
const SETTLES_IN: Duration = Duration::from_secs(2);

/// As urgent as the sale that moved the goods: more urgent than a first import of stock.
const URGENT: i64 = 1;

#[async_trait]
impl Stock for SqliteStore {
    async fn unshown(
        &self,
        merchant: MerchantId,
        items: &[String],
    ) -> Result<HashMap<(String, String), Unshown>> {
        let rows: Vec<(String, String, i64, i64)> = sqlx::query_as(
            "select item, shop, sum(max(units - shown, 0)), sum(max(shown - units, 0))
             from json_each(?2) asked
             cross join movement indexed by movement_open
                 on movement.merchant = ?1 and movement.item = asked.value and units <> shown
             group by item, shop",
        )
        .bind(merchant.0)
        .bind(to_json(items)?)
        .fetch_all(&self.readers)
        .await
        .map_err(store_error)?;
        let unshown = |(item, shop, sales, returns)| ((item, shop), Unshown { sales, returns });
        Ok(rows.into_iter().map(unshown).collect())
    }

    async fn recheck(&self, merchant: MerchantId, which: &[Recheck]) -> Result<u64> {
        let mut tx = self.write().await?;
        let now = self.clock.now();
        let mut marked = 0;
        for one in which {
            marked += match one {
                Recheck::Product(product) => every_shop(&mut tx, merchant.0, product, now).await?,
                Recheck::Shelf { item, shop } => shelf(&mut tx, merchant.0, item, shop, now).await?,
            };
        }
        commit(tx).await?;
        Ok(marked)
    }

    async fn short(&self, merchant: MerchantId, limit: u32) -> Result<Vec<RecordId>> {
        let ids: Vec<Uuid> = sqlx::query_scalar(
            // From the few moves that are open, not from all orders there ever were: that took seconds in a log of a million.
            "select record.id
             from (select distinct record as seq from movement indexed by movement_open
                   where merchant = ?1 and units <> shown and units > shown) open
             cross join record on record.seq = open.seq
             where record.kind = 'order' and record.status = 'synced' and record.target_ref is not null
             order by record.seq limit ?2",
        )
        .bind(merchant.0)
        .bind(limit)
        .fetch_all(&self.readers)
        .await
        .map_err(store_error)?;
        Ok(ids.into_iter().map(RecordId).collect())
    }
}

/// Puts the goods a record moved in place of those it was known to have moved, and makes their figures due.
pub(crate) async fn moved(conn: &mut SqliteConnection, row: &Work, moves: &[Move], now: When) -> Result<()> {
    if !matches!(row.kind, Kind::Order | Kind::Refund) {
        return Ok(());
    }
    let lines: Vec<&str> = moves.iter().map(|one| one.line.as_str()).collect();
    let mut touched: Vec<(String, String)> = sqlx::query_as(
        "update movement set units = 0
         where record = ?1 and units <> 0 and line not in (select value from json_each(?2)) returning item, shop",
    )
    .bind(row.seq)
    .bind(to_json(&lines)?)
    .fetch_all(&mut *conn)
    .await
    .map_err(store_error)?;
    for one in moves {
        touched.extend(write(conn, row, one).await?);
    }
    mark(conn, row.merchant, touched, now).await
}

/// Writes one move; answers whose figures it changes.
async fn write(conn: &mut SqliteConnection, row: &Work, one: &Move) -> Result<Option<(String, String)>> {
    sqlx::query_as(
        "insert into movement (merchant, line, record, shop, item, units) values (?1, ?2, ?3, ?4, ?5, ?6)
         on conflict (merchant, line) do update
         set record = excluded.record, shop = excluded.shop, item = excluded.item, units = excluded.units
         where units <> excluded.units or item <> excluded.item or shop <> excluded.shop
         returning item, shop",
    )
    .bind(row.merchant)
    .bind(&one.line)
    .bind(row.seq)
    .bind(&one.shop)
    .bind(&one.item)
    .bind(one.units)
    .fetch_optional(conn)
    .await
    .map_err(store_error)
}

/// Takes note of what the back office shows by now, and makes the figures concerned due.
pub(crate) async fn shown(
    conn: &mut SqliteConnection,
    merchant: Uuid,
    shows: &[Shown],
    now: When,
) -> Result<()> {
    let mut touched = Vec::new();
    for one in shows {
        let changed: Option<(String, String)> = sqlx::query_as(
            "update movement set shown = ?3 where merchant = ?1 and line = ?2 and shown <> ?3 returning item, shop",
        )
        .bind(merchant)
        .bind(&one.line)
        .bind(one.units)
        .fetch_optional(&mut *conn)
        .await
        .map_err(store_error)?;
        touched.extend(changed);
    }
    mark(conn, merchant, touched, now).await
}

async fn mark(
    conn: &mut SqliteConnection,
    merchant: Uuid,
    touched: Vec<(String, String)>,
    now: When,
) -> Result<()> {
    for (item, shop) in touched.into_iter().collect::<BTreeSet<_>>() {
        shelf(conn, merchant, &item, &shop, now).await?;
    }
    Ok(())
}

async fn shelf(
    conn: &mut SqliteConnection,
    merchant: Uuid,
    item: &str,
    shop: &str,
    now: When,
) -> Result<u64> {
    let Some(product) = links::source_of(conn, merchant, Kind::Product, item).await? else { return Ok(0) };
    let reference = stock_ref(&product, shop);
    let row = Work::by_ref(conn, merchant, Kind::Inventory, Kind::Inventory.source(), &reference).await?;
    match row {
        Some(row) => recheck(conn, &row, now).await,
        None => Ok(0),
    }
}

async fn every_shop(conn: &mut SqliteConnection, merchant: Uuid, product: &str, now: When) -> Result<u64> {
    // The references of one product's figures lie together: `1042:` comes before them, `1042;` after.
    let seqs: Vec<i64> = sqlx::query_scalar(
        "select seq from record
         where merchant = ?1 and kind = 'inventory' and source = ?2 and source_ref > ?3 and source_ref < ?4",
    )
    .bind(merchant)
    .bind(Kind::Inventory.source().word())
    .bind(format!("{product}:"))
    .bind(format!("{product};"))
    .fetch_all(&mut *conn)
    .await
    .map_err(store_error)?;
    let mut marked = 0;
    for row in Work::by_seqs(conn, &seqs).await? {
        marked += recheck(conn, &row, now).await?;
    }
    Ok(marked)
}

/// Makes a figure due without a word; one that waits for a setting or a connection is looked at anyway once it may go on.
async fn recheck(conn: &mut SqliteConnection, before: &Work, now: When) -> Result<u64> {
    let mut after = before.clone();
    if before.in_work() {
        after.revision += 1;
    } else if matches!(
        before.state,
        SyncState::Pending(Waiting::Blocked { .. } | Waiting::ConnectionLost { .. })
    ) {
        return Ok(0);
    } else {
        let soon = now.plus(SETTLES_IN);
        after.due_at = Some(before.due_at.map_or(soon, |due| due.min(soon)));
        after.priority = before.priority.min(URGENT);
    }
    after.save(conn, before, now).await?;
    Ok(1)
}
