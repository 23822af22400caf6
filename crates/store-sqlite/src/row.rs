//! A row of `record` as the words of the model.

use model::{Kind, MerchantId, Platform, Record, RecordId, Status, SyncState, When};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{Result, StoreError};
use uuid::Uuid;

use crate::error::corrupt;

/// The columns of [`RecordRow`], of the table alias `r`.
macro_rules! record_columns {
    () => {
        "r.seq, r.id, r.merchant, r.kind, r.source, r.source_ref, r.target_ref, r.status, r.detail, r.revision, \
         r.synced_revision, r.attempts, r.payload, r.sent, r.source_changed_at, r.first_seen_at, r.updated_at, \
         r.due_at, r.resync_asked, r.assigned, r.notes"
    };
}
pub(crate) use record_columns;

#[derive(sqlx::FromRow)]
pub(crate) struct RecordRow {
    pub(crate) seq: i64,
    id: Uuid,
    merchant: Uuid,
    kind: String,
    source: String,
    source_ref: String,
    target_ref: Option<String>,
    status: String,
    detail: String,
    revision: i64,
    synced_revision: Option<i64>,
    attempts: u32,
    payload: Option<String>,
    sent: Option<String>,
    source_changed_at: Option<i64>,
    first_seen_at: i64,
    updated_at: i64,
    due_at: Option<i64>,
    resync_asked: bool,
    assigned: Option<String>,
    notes: u32,
}

impl TryFrom<RecordRow> for Record {
    type Error = StoreError;

    fn try_from(row: RecordRow) -> Result<Record> {
        Ok(Record {
            id: RecordId(row.id),
            seq: row.seq,
            merchant: MerchantId(row.merchant),
            kind: kind(&row.kind)?,
            source: platform(&row.source)?,
            state: state(&row.status, &row.detail)?,
            payload: row.payload.as_deref().map(from_json).transpose()?,
            sent: row.sent.as_deref().map(from_json).transpose()?,
            source_ref: row.source_ref,
            target_ref: row.target_ref,
            revision: row.revision,
            synced_revision: row.synced_revision,
            attempts: row.attempts,
            source_changed_at: row.source_changed_at.map(When),
            first_seen_at: When(row.first_seen_at),
            updated_at: When(row.updated_at),
            due_at: row.due_at.map(When),
            resync_asked: row.resync_asked,
            assigned: row.assigned,
            notes: row.notes,
        })
    }
}

/// Turns rows into records.
pub(crate) fn records(rows: Vec<RecordRow>) -> Result<Vec<Record>> {
    rows.into_iter().map(Record::try_from).collect()
}

pub(crate) fn kind(word: &str) -> Result<Kind> {
    Kind::parse(word).ok_or_else(|| corrupt(format!("the kind “{word}”")))
}

pub(crate) fn platform(word: &str) -> Result<Platform> {
    Platform::parse(word).ok_or_else(|| corrupt(format!("the platform “{word}”")))
}

pub(crate) fn status(word: &str) -> Result<Status> {
    Status::parse(word).ok_or_else(|| corrupt(format!("the status “{word}”")))
}

/// Puts status and detail together again; the pair is what [`SyncState`] writes as JSON.
pub(crate) fn state(status: &str, detail: &str) -> Result<SyncState> {
    let detail: serde_json::Value = from_json(detail)?;
    serde_json::from_value(serde_json::json!({ "status": status, "detail": detail })).map_err(corrupt)
}

/// The detail of a state as JSON text.
pub(crate) fn detail(state: &SyncState) -> Result<String> {
    match state {
        SyncState::Pending(waiting) => to_json(waiting),
        SyncState::Processing(doing) => to_json(doing),
        SyncState::Synced(outcome) => to_json(outcome),
        SyncState::Failed(failure) => to_json(failure),
    }
}

pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(corrupt)
}

pub(crate) fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(corrupt)
}
