//! Single records, walks, counts.

use model::{Counts, Kind, Record, RecordId, When};
use sqlx::SqliteConnection;
use store::Result;
use uuid::Uuid;

use crate::error::store_error;
use crate::open::SqliteStore;
use crate::row::{self, RecordRow, record_columns, records};

pub(super) async fn record(store: &SqliteStore, merchant: Uuid, id: RecordId) -> Result<Option<Record>> {
    let row: Option<RecordRow> = sqlx::query_as(concat!(
        "select ",
        record_columns!(),
        " from record r where r.id = ?1 and r.merchant = ?2"
    ))
    .bind(id.0)
    .bind(merchant)
    .fetch_optional(&store.readers)
    .await
    .map_err(store_error)?;
    row.map(Record::try_from).transpose()
}

pub(super) async fn record_by_ref(
    store: &SqliteStore,
    merchant: Uuid,
    kind: Kind,
    source_ref: &str,
) -> Result<Option<Record>> {
    let row: Option<RecordRow> = sqlx::query_as(concat!(
        "select ",
        record_columns!(),
        " from record r where r.merchant = ?1 and r.kind = ?2 and r.source = ?3 and r.source_ref = ?4"
    ))
    .bind(merchant)
    .bind(kind.word())
    .bind(kind.source().word())
    .bind(source_ref)
    .fetch_optional(&store.readers)
    .await
    .map_err(store_error)?;
    row.map(Record::try_from).transpose()
}

pub(super) async fn walk(
    store: &SqliteStore,
    merchant: Uuid,
    kind: Kind,
    after_seq: i64,
    limit: u32,
) -> Result<Vec<Record>> {
    let rows: Vec<RecordRow> = sqlx::query_as(concat!(
        "select ",
        record_columns!(),
        " from record r indexed by record_by_seq
         where r.merchant = ?1 and r.kind = ?2 and r.seq > ?3 order by r.seq limit ?4"
    ))
    .bind(merchant)
    .bind(kind.word())
    .bind(after_seq)
    .bind(limit)
    .fetch_all(&store.readers)
    .await
    .map_err(store_error)?;
    records(rows)
}

pub(super) async fn counts(conn: &mut SqliteConnection, merchant: Uuid, kind: Kind) -> Result<Counts> {
    let rows: Vec<(String, i64)> =
        sqlx::query_as("select status, n from count where merchant = ?1 and kind = ?2")
            .bind(merchant)
            .bind(kind.word())
            .fetch_all(conn)
            .await
            .map_err(store_error)?;
    let mut counts = Counts::default();
    for (word, n) in rows {
        *counts.of_mut(row::status(&word)?) = n;
    }
    Ok(counts)
}

pub(super) async fn last_synced_at(store: &SqliteStore, merchant: Uuid, kind: Kind) -> Result<Option<When>> {
    let at: Option<Option<i64>> =
        sqlx::query_scalar("select last_synced_at from flow where merchant = ?1 and kind = ?2")
            .bind(merchant)
            .bind(kind.word())
            .fetch_optional(&store.readers)
            .await
            .map_err(store_error)?;
    Ok(at.flatten().map(When))
}

/// Halves the log until the moment is found: `seq` grows with the time of first sight, which has no index of its own.
pub(super) async fn seq_at(
    conn: &mut SqliteConnection,
    merchant: Uuid,
    kind: Kind,
    moment: When,
) -> Result<i64> {
    let last: Option<i64> = sqlx::query_scalar(
        "select max(seq) from record indexed by record_by_seq where merchant = ?1 and kind = ?2",
    )
    .bind(merchant)
    .bind(kind.word())
    .fetch_one(&mut *conn)
    .await
    .map_err(store_error)?;
    let (mut low, mut high) = (1, last.unwrap_or_default() + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        let (seq, seen): (i64, i64) = sqlx::query_as(
            "select seq, first_seen_at from record indexed by record_by_seq
             where merchant = ?1 and kind = ?2 and seq >= ?3 order by seq limit 1",
        )
        .bind(merchant)
        .bind(kind.word())
        .bind(middle)
        .fetch_one(&mut *conn)
        .await
        .map_err(store_error)?;
        if seen >= moment.0 { high = middle } else { low = seq + 1 }
    }
    Ok(low)
}
