//! Taking due rows.

use std::collections::HashMap;

use model::{Kind, Record, When};
use sqlx::SqliteConnection;
use store::{Claim, ClaimKey, Owner, Result};
use uuid::Uuid;

use crate::error::store_error;
use crate::open::SqliteStore;
use crate::row::{RecordRow, record_columns, records, to_json};
use crate::work::Work;

/// One priority's due rows, the oldest first. A row is left out while another of its `solo` is leased, or is being
/// posted without a lease (an answer was lost there); such a row itself waits for leases only, or two would wait for each other.
macro_rules! arm {
    ($priority:literal) => {
        concat!(
            "select * from (select seq, priority, due_at, solo, crashes from record r
               where merchant = ?1 and kind = ?2 and priority = ",
            $priority,
            " and due_at <= ?3
                 and (solo is null or not exists (
                     select 1 from record busy
                     where busy.merchant = r.merchant and busy.kind = r.kind and busy.solo = r.solo and busy.seq <> r.seq
                       and (busy.lease_owner is not null or busy.status = 'processing')
                       and (busy.lease_owner is not null or r.status <> 'processing')))
               order by due_at, seq limit ?4)"
        )
    };
}

/// Due rows in the order they are taken. Each priority is read on its own, so that rows due later are never walked over.
/// Of one `solo` only the first is taken; a row that was rescued comes first and alone, or waits.
const DUE: &str = concat!(
    "with due as (",
    arm!("0"),
    " union all ",
    arm!("1"),
    " union all ",
    arm!("2"),
    " union all ",
    arm!("3"),
    " union all ",
    arm!("4"),
    "),
     ranked as (
         select seq, crashes,
                row_number() over (order by priority, due_at, seq) as place,
                row_number() over (partition by coalesce(solo, seq) order by priority, due_at, seq) as turn
         from due)
     select seq from ranked
     where place = 1
        or (turn = 1 and crashes = 0 and (select crashes from ranked where place = 1) = 0)
     order by place limit ?4"
);

/// The rows that a claim takes now.
pub(super) async fn due(
    conn: &mut SqliteConnection,
    merchant: Uuid,
    kind: Kind,
    now: When,
    limit: u32,
) -> Result<Vec<i64>> {
    sqlx::query_scalar(DUE)
        .bind(merchant)
        .bind(kind.word())
        .bind(now.0)
        .bind(limit)
        .fetch_all(conn)
        .await
        .map_err(store_error)
}

/// Leases these rows. Nothing that is shown changes.
pub(super) async fn take(
    conn: &mut SqliteConnection,
    seqs: &[i64],
    owner: Owner,
    until: When,
) -> Result<Vec<Claim>> {
    if seqs.is_empty() {
        return Ok(Vec::new());
    }
    sqlx::query(
        "update record set lease_owner = ?2, lease_until = ?3, fence = fence + 1, due_at = null
         where seq in (select value from json_each(?1))",
    )
    .bind(to_json(seqs)?)
    .bind(owner.0)
    .bind(until.0)
    .execute(&mut *conn)
    .await
    .map_err(store_error)?;
    let mut works: HashMap<i64, Work> =
        Work::by_seqs(conn, seqs).await?.into_iter().map(|work| (work.seq, work)).collect();
    let mut records: HashMap<i64, Record> =
        read(conn, seqs).await?.into_iter().map(|record| (record.seq, record)).collect();
    let claims = seqs.iter().filter_map(|seq| Some(claim(works.remove(seq)?, records.remove(seq)?)));
    Ok(claims.collect())
}

async fn read(conn: &mut SqliteConnection, seqs: &[i64]) -> Result<Vec<Record>> {
    let rows: Vec<RecordRow> = sqlx::query_as(concat!(
        "select ",
        record_columns!(),
        " from record r where r.seq in (select value from json_each(?1))"
    ))
    .bind(to_json(seqs)?)
    .fetch_all(conn)
    .await
    .map_err(store_error)?;
    records(rows)
}

fn claim(work: Work, record: Record) -> Claim {
    Claim {
        key: ClaimKey { id: record.id, fence: work.fence },
        record,
        asked_by: work.asked_by,
        forced: work.forced,
        crashes: work.crashes,
        crashed_lease_until: work.crashed_lease_until,
    }
}

/// When the next row of a kind is due.
pub(super) async fn next_due(store: &SqliteStore, merchant: Uuid, kind: Kind) -> Result<Option<When>> {
    let due: Option<i64> = sqlx::query_scalar(
        "select min(due_at) from record indexed by record_due
         where merchant = ?1 and kind = ?2 and due_at is not null",
    )
    .bind(merchant)
    .bind(kind.word())
    .fetch_one(&store.readers)
    .await
    .map_err(store_error)?;
    Ok(due.map(When))
}
