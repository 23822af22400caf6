//! What is told of bulk work.

use model::{Bulk, BulkId, BulkPreview, BulkState, BulkTally, Counts, LeftOut, Record, When};
use sqlx::SqliteConnection;
use store::{BulkRowState, Result};
use uuid::Uuid;

use crate::error::{corrupt, store_error};
use crate::row::{self, RecordRow, from_json, record_columns};

/// Causes that a preview names.
const NAMED: i64 = 8;
/// Rows that a preview shows.
const SHOWN: i64 = 10;

#[derive(sqlx::FromRow)]
struct BulkRow {
    id: Uuid,
    kind: String,
    action: String,
    which: String,
    who: String,
    state: String,
    made_at: i64,
    began_at: Option<i64>,
    ended_at: Option<i64>,
}

pub(super) async fn bulk(conn: &mut SqliteConnection, merchant: Uuid, id: BulkId) -> Result<Option<Bulk>> {
    let found: Option<BulkRow> = sqlx::query_as(
        "select id, kind, action, which, who, state, made_at, began_at, ended_at from bulk
         where id = ?1 and merchant = ?2",
    )
    .bind(id.0)
    .bind(merchant)
    .fetch_optional(&mut *conn)
    .await
    .map_err(store_error)?;
    match found {
        Some(row) => told(conn, row).await.map(Some),
        None => Ok(None),
    }
}

pub(super) async fn bulks(conn: &mut SqliteConnection, merchant: Uuid, limit: u32) -> Result<Vec<Bulk>> {
    let rows: Vec<BulkRow> = sqlx::query_as(
        "select id, kind, action, which, who, state, made_at, began_at, ended_at from bulk indexed by bulk_of_merchant
         where merchant = ?1 and state <> 'drafted' order by made_at desc limit ?2",
    )
    .bind(merchant)
    .bind(limit)
    .fetch_all(&mut *conn)
    .await
    .map_err(store_error)?;
    let mut bulks = Vec::with_capacity(rows.len());
    for row in rows {
        bulks.push(told(conn, row).await?);
    }
    Ok(bulks)
}

async fn told(conn: &mut SqliteConnection, row: BulkRow) -> Result<Bulk> {
    let state = match row.state.as_str() {
        "drafted" => BulkState::Drafted,
        "running" => BulkState::Running,
        "ended" => BulkState::Ended,
        _ => BulkState::Cancelled,
    };
    Ok(Bulk {
        id: BulkId(row.id),
        kind: row::kind(&row.kind)?,
        action: from_json(&row.action)?,
        which: row.which,
        who: row.who,
        state,
        tally: tally(conn, row.id).await?,
        made_at: When(row.made_at),
        began_at: row.began_at.map(When),
        ended_at: row.ended_at.map(When),
    })
}

async fn tally(conn: &mut SqliteConnection, bulk: Uuid) -> Result<BulkTally> {
    let counted: Vec<(String, i64)> = sqlx::query_as(
        "select state, count(*) from bulk_row indexed by bulk_row_state where bulk = ?1 group by state",
    )
    .bind(bulk)
    .fetch_all(conn)
    .await
    .map_err(store_error)?;
    let mut tally = BulkTally::default();
    for (word, number) in counted {
        let place = match word.as_str() {
            "waiting" => &mut tally.waiting,
            "asked" => &mut tally.asked,
            "done" => &mut tally.done,
            "failed" => &mut tally.failed,
            "held" => &mut tally.held,
            "left_out" => &mut tally.left_out,
            _ => &mut tally.dropped,
        };
        *place = number;
    }
    Ok(tally)
}

/// Exactly which rows a draft is about.
pub(super) async fn preview(conn: &mut SqliteConnection, merchant: Uuid, id: BulkId) -> Result<BulkPreview> {
    let bulk = bulk(conn, merchant, id).await?.ok_or_else(|| corrupt("a draft vanished at its birth"))?;
    Ok(BulkPreview {
        by_status: by_status(conn, id).await?,
        by_cause: by_cause(conn, merchant, id).await?,
        first: first(conn, id).await?,
        left_out: left_out(conn, id).await?,
        bulk,
    })
}

async fn by_status(conn: &mut SqliteConnection, id: BulkId) -> Result<Counts> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "select r.status, count(*) from bulk_row b cross join record r on r.seq = b.record
         where b.bulk = ?1 and b.state = 'waiting' group by r.status",
    )
    .bind(id.0)
    .fetch_all(conn)
    .await
    .map_err(store_error)?;
    let mut counts = Counts::default();
    for (word, number) in rows {
        *counts.of_mut(row::status(&word)?) = number;
    }
    Ok(counts)
}

async fn by_cause(conn: &mut SqliteConnection, merchant: Uuid, id: BulkId) -> Result<Vec<(String, i64)>> {
    sqlx::query_as(
        "select c.cause, count(*) as n from bulk_row b cross join record r on r.seq = b.record
             join cause c on c.merchant = ?2 and c.key = r.cause_key
         where b.bulk = ?1 and b.state = 'waiting' group by r.cause_key order by n desc, c.cause limit ?3",
    )
    .bind(id.0)
    .bind(merchant)
    .bind(NAMED)
    .fetch_all(conn)
    .await
    .map_err(store_error)
}

async fn first(conn: &mut SqliteConnection, id: BulkId) -> Result<Vec<Record>> {
    let rows: Vec<RecordRow> = sqlx::query_as(concat!(
        "select ",
        record_columns!(),
        " from bulk_row b cross join record r on r.seq = b.record
         where b.bulk = ?1 and b.state = 'waiting' order by b.place limit ?2"
    ))
    .bind(id.0)
    .bind(SHOWN)
    .fetch_all(conn)
    .await
    .map_err(store_error)?;
    row::records(rows)
}

async fn left_out(conn: &mut SqliteConnection, id: BulkId) -> Result<Vec<(LeftOut, i64)>> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "select why, count(*) as n from bulk_row where bulk = ?1 and state = 'left_out' group by why order by n desc, why",
    )
    .bind(id.0)
    .fetch_all(conn)
    .await
    .map_err(store_error)?;
    rows.into_iter().map(|(why, number)| Ok((reason(&why)?, number))).collect()
}

fn reason(word: &str) -> Result<LeftOut> {
    LeftOut::parse(word).ok_or_else(|| corrupt(format!("the reason “{word}”")))
}

/// The records of a piece of work: what failed or waits first, since somebody must look at that.
pub(super) async fn records(
    conn: &mut SqliteConnection,
    merchant: Uuid,
    id: BulkId,
    skip: u32,
    limit: u32,
) -> Result<Vec<(Record, BulkRowState)>> {
    #[derive(sqlx::FromRow)]
    struct Row {
        state: String,
        why: Option<String>,
        #[sqlx(flatten)]
        record: RecordRow,
    }
    let rows: Vec<Row> = sqlx::query_as(concat!(
        "select b.state as state, b.why as why, ",
        record_columns!(),
        " from bulk_row b cross join record r on r.seq = b.record
         where b.bulk = ?1 and r.merchant = ?2
         order by case b.state when 'failed' then 0 when 'held' then 1 when 'asked' then 2 when 'waiting' then 3
             when 'done' then 4 when 'dropped' then 5 else 6 end, b.place
         limit ?4 offset ?3"
    ))
    .bind(id.0)
    .bind(merchant)
    .bind(skip)
    .bind(limit)
    .fetch_all(conn)
    .await
    .map_err(store_error)?;
    rows.into_iter()
        .map(|row| Ok((row.record.try_into()?, row_state(&row.state, row.why.as_deref())?)))
        .collect()
}

fn row_state(word: &str, why: Option<&str>) -> Result<BulkRowState> {
    Ok(match word {
        "waiting" => BulkRowState::Waiting,
        "asked" => BulkRowState::Asked,
        "done" => BulkRowState::Done,
        "failed" => BulkRowState::Failed,
        "held" => BulkRowState::Held,
        "left_out" => BulkRowState::LeftOut(reason(why.unwrap_or_default())?),
        _ => BulkRowState::Dropped,
    })
}
