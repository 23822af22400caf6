//! Calls made to platforms.

use model::{Call, TraceId, When};
use store::Result;
use uuid::Uuid;

use crate::error::{corrupt, store_error};
use crate::open::{SqliteStore, commit};
use crate::row;

/// Keeps calls made.
pub(super) async fn save(store: &SqliteStore, merchant: Uuid, calls: &[Call]) -> Result<()> {
    if calls.is_empty() {
        return Ok(());
    }
    let mut tx = store.write().await?;
    for call in calls {
        sqlx::query(
            "insert into call (merchant, trace, at, platform, method, path, status, took_ms, request, response)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )
        .bind(merchant)
        .bind(call.trace.0)
        .bind(call.at.0)
        .bind(call.platform.word())
        .bind(&call.method)
        .bind(&call.path)
        .bind(call.status)
        .bind(call.took_ms)
        .bind(&call.request)
        .bind(&call.response)
        .execute(&mut *tx)
        .await
        .map_err(store_error)?;
    }
    commit(tx).await
}

#[derive(sqlx::FromRow)]
struct CallRow {
    at: i64,
    platform: String,
    method: String,
    path: String,
    status: Option<i64>,
    took_ms: u32,
    request: String,
    response: String,
}

/// The calls of one batch, in time order.
pub(super) async fn of(store: &SqliteStore, merchant: Uuid, trace: TraceId) -> Result<Vec<Call>> {
    let rows: Vec<CallRow> = sqlx::query_as(
        "select at, platform, method, path, status, took_ms, request, response from call
         where merchant = ?1 and trace = ?2 order by at, place",
    )
    .bind(merchant)
    .bind(trace.0)
    .fetch_all(&store.readers)
    .await
    .map_err(store_error)?;
    rows.into_iter().map(|row| call(trace, row)).collect()
}

fn call(trace: TraceId, row: CallRow) -> Result<Call> {
    let status = row.status.map(u16::try_from).transpose().map_err(corrupt)?;
    Ok(Call {
        trace,
        at: When(row.at),
        platform: row::platform(&row.platform)?,
        method: row.method,
        path: row.path,
        status,
        took_ms: row.took_ms,
        request: row.request,
        response: row.response,
    })
}
