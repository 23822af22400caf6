//! Rows that wait for settings or parents: put to sleep, tested again, released.

use std::collections::BTreeSet;

use model::{Asker, Block, Kind, Record, RecordId, SyncState, Waiting, When};
use sqlx::SqliteConnection;
use store::{Result, Retest};
use uuid::Uuid;

use super::settle::settings_moved;
use crate::error::store_error;
use crate::open::SqliteStore;
use crate::records::links;
use crate::row::{RecordRow, record_columns, records};
use crate::work::Work;

/// Puts a row to sleep until one of its blocks is lifted; or leaves it due now where that has happened already since it
/// was tested: new settings, a parent's link, or news from the source. All in the caller's transaction, so no
/// wake-up falls between.
pub(super) async fn sleep(
    conn: &mut SqliteConnection,
    row: &mut Work,
    by: &[Block],
    settings_version: i64,
    news: bool,
    now: When,
) -> Result<()> {
    raise_parents(conn, row, by).await?;
    if by.is_empty()
        || news
        || settings_moved(conn, row, settings_version).await?
        || any_lifted(conn, row, by).await?
    {
        row.queue(now);
    } else {
        row.state = SyncState::Pending(Waiting::Blocked { by: by.to_vec() });
        row.due_at = None;
    }
    Ok(())
}

/// Whether something a row waits for is linked by now.
async fn any_lifted(conn: &mut SqliteConnection, row: &Work, by: &[Block]) -> Result<bool> {
    for block in by {
        let lifted = match block {
            Block::Parent { kind, source_ref } => {
                links::target_of(conn, row.merchant, *kind, source_ref).await?.is_some()
                    || is_skipped_sale(conn, row, *kind, source_ref).await?
            }
            Block::Item { id, .. } => {
                links::source_of(conn, row.merchant, Kind::Product, id).await?.is_some()
            }
            Block::Classification
            | Block::Tax { .. }
            | Block::Payment { .. }
            | Block::Shop { .. }
            | Block::Setting { .. } => false,
        };
        if lifted {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a row waits for the order of a sale that is deliberately not posted: a return then decides by its settings.
async fn is_skipped_sale(
    conn: &mut SqliteConnection,
    row: &Work,
    kind: Kind,
    source_ref: &str,
) -> Result<bool> {
    if kind != Kind::Order {
        return Ok(false);
    }
    let parent = Work::by_ref(conn, row.merchant, kind, kind.source(), source_ref).await?;
    Ok(parent.is_some_and(|parent| matches!(parent.state, SyncState::Synced(_))))
}

/// What a row waits for is as urgent as the row itself.
async fn raise_parents(conn: &mut SqliteConnection, row: &Work, by: &[Block]) -> Result<()> {
    for block in by {
        match block {
            Block::Parent { kind, source_ref } => {
                raise(conn, row, *kind, "source_ref = ?4", source_ref).await?;
            }
            // Which product it will be is known by its SKU at best; all that have it are brought forward.
            Block::Item { sku, .. } if !sku.is_empty() => {
                let by_key = "seq in (select record from record_key
                              where merchant = ?1 and kind = ?2 and key = lower(trim(?4)))";
                raise(conn, row, Kind::Product, by_key, sku).await?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Makes rows of a kind as urgent as the one that waits for them, where they are less.
async fn raise(
    conn: &mut SqliteConnection,
    row: &Work,
    kind: Kind,
    which: &'static str,
    text: &str,
) -> Result<()> {
    let mut update = sqlx::QueryBuilder::<sqlx::Sqlite>::new(
        "update record set priority = ?5 where merchant = ?1 and kind = ?2 and source = ?3 and priority > ?5 and ",
    );
    update.push(which);
    sqlx::query(update.into_sql())
        .bind(row.merchant)
        .bind(kind.word())
        .bind(kind.source().word())
        .bind(text)
        .bind(row.priority)
        .execute(&mut *conn)
        .await
        .map_err(store_error)?;
    Ok(())
}

/// Lifts the blocks that waited for this row. A row without a link releases nobody, but for a sale that is not posted: its
/// returns decide by their settings.
pub(super) async fn release_children(conn: &mut SqliteConnection, parent: &Work, now: When) -> Result<()> {
    if parent.target_ref.is_none() && parent.kind != Kind::Order {
        return Ok(());
    }
    let by_source = Block::Parent { kind: parent.kind, source_ref: parent.source_ref.clone() }.to_string();
    let item = parent.target_ref.clone().filter(|_| parent.kind == Kind::Product);
    let by_target = item.map(|id| Block::Item { id, name: String::new(), sku: String::new() }.to_string());
    let waiting: Vec<(i64, String)> = sqlx::query_as(
        "select record, key from block where merchant = ?1 and key in (?2, ?3) and record <> ?4 order by record",
    )
    .bind(parent.merchant)
    .bind(by_source)
    .bind(by_target)
    .bind(parent.seq)
    .fetch_all(&mut *conn)
    .await
    .map_err(store_error)?;
    for (seq, key) in waiting {
        lift(conn, seq, &key, now).await?;
    }
    Ok(())
}

async fn lift(conn: &mut SqliteConnection, seq: i64, key: &str, now: When) -> Result<()> {
    let Some(before) = Work::by_seq(conn, seq).await? else { return Ok(()) };
    let SyncState::Pending(Waiting::Blocked { by }) = &before.state else { return Ok(()) };
    let left: Vec<Block> = by.iter().filter(|block| block.to_string() != key).cloned().collect();
    let mut after = before.clone();
    still(&mut after, left, now);
    after.save(conn, &before, now).await
}

/// What is left of a row's blocks: asleep with those, or free.
fn still(row: &mut Work, left: Vec<Block>, now: When) {
    if left.is_empty() {
        row.queue(now);
        row.asked_by = Asker::Release;
    } else {
        row.state = SyncState::Pending(Waiting::Blocked { by: left });
    }
}

/// Blocked rows that wait for any of these keys.
pub(super) async fn blocked_by(
    store: &SqliteStore,
    merchant: Uuid,
    keys: &[String],
    after_seq: i64,
    limit: u32,
) -> Result<Vec<Record>> {
    let rows: Vec<RecordRow> = sqlx::query_as(concat!(
        "select ",
        record_columns!(),
        " from (select distinct block.record from json_each(?2) asked
                cross join block on block.merchant = ?1 and block.key = asked.value and block.record > ?3
                order by block.record limit ?4) waiting
          join record r on r.seq = waiting.record order by r.seq"
    ))
    .bind(merchant)
    .bind(crate::row::to_json(keys)?)
    .bind(after_seq)
    .bind(limit)
    .fetch_all(&store.readers)
    .await
    .map_err(store_error)?;
    records(rows)
}

/// Writes down the result of testing blocked rows again.
pub(super) async fn retest(
    conn: &mut SqliteConnection,
    merchant: Uuid,
    version: i64,
    results: &[(RecordId, Retest)],
    now: When,
) -> Result<u64> {
    let mut released = 0;
    for (id, result) in results {
        let Some(before) = Work::by_id(conn, merchant, *id).await?.filter(Work::is_blocked) else { continue };
        let mut after = before.clone();
        let left = match result {
            Retest::Free => Vec::new(),
            Retest::Still(by) if stale(conn, &before, by).await? => Vec::new(),
            Retest::Still(by) => by.clone(),
        };
        let free = left.is_empty();
        still(&mut after, left, now);
        after.save(conn, &before, now).await?;
        if free {
            released += 1;
            remember(conn, after.seq, version).await?;
        }
    }
    Ok(released)
}

/// Whether a test's answer may be out of date: a parent is linked by now, or it names something new, whose setting may
/// have been saved before anybody knew that this row waits for it. The row is tried instead of put to sleep.
async fn stale(conn: &mut SqliteConnection, row: &Work, by: &[Block]) -> Result<bool> {
    let SyncState::Pending(Waiting::Blocked { by: known }) = &row.state else { return Ok(true) };
    let known: BTreeSet<String> = known.iter().map(Block::to_string).collect();
    let news = by.iter().any(|block| !known.contains(&block.to_string()));
    Ok(news || any_lifted(conn, row, by).await?)
}

/// Gives rows whose settings changed their next revision.
pub(super) async fn reach(
    conn: &mut SqliteConnection,
    merchant: Uuid,
    version: i64,
    rows: &[(RecordId, String)],
    now: When,
) -> Result<u64> {
    let mut reached = 0;
    for (id, hash) in rows {
        let Some(before) = Work::by_id(conn, merchant, *id).await?.filter(|row| row.hash != *hash) else {
            continue;
        };
        let mut after = before.clone();
        after.hash.clone_from(hash);
        after.revision += 1;
        if !after.in_work() {
            after.revive(now);
            after.asked_by = Asker::Release;
        }
        after.save(conn, &before, now).await?;
        remember(conn, after.seq, version).await?;
        reached += 1;
    }
    Ok(reached)
}

/// Which save set a row going.
async fn remember(conn: &mut SqliteConnection, seq: i64, version: i64) -> Result<()> {
    let sql = "update record set released_by = ?2 where seq = ?1";
    sqlx::query(sql).bind(seq).bind(version).execute(conn).await.map_err(store_error)?;
    Ok(())
}
