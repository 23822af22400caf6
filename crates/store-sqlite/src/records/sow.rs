//! Writing down many records at once as seeing them and working on them would have left them: for measuring a log of a
//! million rows. A test holds what it writes against what the product writes.

use std::collections::BTreeMap;

use model::{Asker, Failure, Kind, MerchantId, RecordKey, Status, SyncState, Waiting, When};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
use store::{AttemptDraft, Result, Seen};
use uuid::Uuid;

use super::see::sort_name;
use crate::error::store_error;
use crate::open::{SqliteStore, commit};
use crate::row::{detail, to_json};
use crate::shown;
use crate::words::{Secret, indexed_name};
use crate::work::{own_priority, waits};

/// Values of one statement: SQLite binds at most 32,766.
const BINDS: usize = 16_000;
/// How long events are kept.
const EVENTS: i64 = 24 * 3_600 * 1_000_000;

/// A record with its past.
#[derive(Debug, Clone, PartialEq)]
pub struct Sown {
    /// What the source told; it moves no goods, and how it starts is not looked at.
    pub seen: Seen,
    /// Where it stands.
    pub state: SyncState,
    /// What it is linked to.
    pub target_ref: Option<String>,
    /// Its tries, the first one first.
    pub tries: Vec<Try>,
    /// When it was seen.
    pub first_seen_at: When,
    /// When its status last changed.
    pub updated_at: When,
}

/// A try that wrote something or failed.
#[derive(Debug, Clone, PartialEq)]
pub struct Try {
    /// What is written down of it.
    pub draft: AttemptDraft,
    /// When it ended.
    pub ended_at: When,
}

/// A record that has its place.
struct Row<'a> {
    seq: i64,
    id: Uuid,
    sown: &'a Sown,
}

/// Writing very many records. In a long log each record touches a page of every index, of which few fit into memory: a log of ten
/// million had slowed to a quarter by its sixth million. So all that is not written in its own order comes at the end, sorted. What waits for
/// that lies in files: in memory, ten million rows took 6 GiB.
pub struct Sowing<'a> {
    store: &'a SqliteStore,
    /// The statements that make the indexes which are left out meanwhile.
    indexes: Vec<String>,
}

impl Sowing<'_> {
    /// Writes records with all that goes with them in one transaction. None of them may be known yet.
    ///
    /// # Errors
    /// When a record is known already or contradicts itself, and when the database cannot be reached.
    pub async fn sow(&self, merchant: MerchantId, sown: &[Sown]) -> Result<()> {
        let mut tx = self.store.write().await?;
        let last: i64 = sqlx::query_scalar("select coalesce(max(seq), 0) from record")
            .fetch_one(&mut *tx)
            .await
            .map_err(store_error)?;
        let rows: Vec<Row<'_>> =
            (last + 1..).zip(sown).map(|(seq, sown)| Row { seq, id: Uuid::now_v7(), sown }).collect();
        records(&mut tx, merchant.0, &rows).await?;
        found_by(&mut tx, &self.store.secret, merchant.0, &rows).await?;
        worked_on(&mut tx, merchant.0, &rows).await?;
        shown_as(&mut tx, merchant.0, &rows).await?;
        events(&mut tx, merchant.0, &rows, self.store.clock.now()).await?;
        commit(tx).await
    }

    /// Puts all that was written into its place.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn finish(self) -> Result<()> {
        // What is written in order needs no more, and each sorting takes as much for itself.
        self.store.run("pragma cache_size = -65536").await?;
        let sorted = "insert into record_key (merchant, kind, key, record)
                select merchant, kind, key, record from temp.thing_heap order by 1, 2, 3, 4;
            insert into person_key (merchant, kind, hash, record)
                select merchant, kind, hash, record from temp.person_heap order by 1, 2, 3, 4;
            drop table temp.thing_heap;
            drop table temp.person_heap;";
        self.store.run(sorted).await?;
        for index in self.indexes {
            self.store.run(&index).await?;
        }
        self.store.run("pragma wal_checkpoint(truncate)").await
    }
}

impl SqliteStore {
    /// Begins to write very many records: a power cut may cost the file, which can be made again, and until
    /// [`Sowing::finish`] nothing else may be asked of it.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn sowing(&self) -> Result<Sowing<'_>> {
        self.run(
            "pragma synchronous = off; pragma cache_size = -262144; pragma secure_delete = off; pragma temp_store = file;
             create temp table thing_heap (merchant, kind, key, record);
             create temp table person_heap (merchant, kind, hash, record);",
        )
        .await?;
        let known: Vec<(String, String)> = sqlx::query_as(
            "select name, sql from sqlite_master where type = 'index' and sql like 'create index %' order by name",
        )
        .fetch_all(&self.writer)
        .await
        .map_err(store_error)?;
        let mut indexes = Vec::with_capacity(known.len());
        for (name, sql) in known {
            self.run(&format!("drop index {name}")).await?;
            indexes.push(sql);
        }
        Ok(Sowing { store: self, indexes })
    }

    /// Carries out statements that answer nothing.
    async fn run(&self, sql: &str) -> Result<()> {
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        sqlx::raw_sql(sql).execute(&self.writer).await.map_err(store_error)?;
        Ok(())
    }

    /// How many rows there are of a status, by counting them.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn rows_of(&self, merchant: MerchantId, kind: Kind, status: Status) -> Result<i64> {
        sqlx::query_scalar("select count(*) from record where merchant = ?1 and kind = ?2 and status = ?3")
            .bind(merchant.0)
            .bind(kind.word())
            .bind(status.word())
            .fetch_one(&self.readers)
            .await
            .map_err(store_error)
    }
}

/// Writes rows of so many values each, as many with one statement as there may be.
async fn write<T>(
    conn: &mut SqliteConnection,
    into: &'static str,
    width: usize,
    rows: &[T],
    mut bind: impl FnMut(&mut sqlx::query_builder::Separated<'_, Sqlite, &'static str>, &T),
) -> Result<()> {
    for chunk in rows.chunks(BINDS / width) {
        let mut sql = QueryBuilder::new(into);
        sql.push_values(chunk, |mut values, row| bind(&mut values, row));
        sql.build().execute(&mut *conn).await.map_err(store_error)?;
    }
    Ok(())
}

async fn records(conn: &mut SqliteConnection, merchant: Uuid, rows: &[Row<'_>]) -> Result<()> {
    let schedule = to_json(&Asker::Schedule)?;
    let mut json = Vec::with_capacity(rows.len());
    for row in rows {
        let payload = row.sown.seen.payload.as_ref().map(to_json).transpose()?;
        json.push((row, detail(&row.sown.state)?, payload));
    }
    let into = "insert into record (seq, id, merchant, kind, source, source_ref, target_ref, status, detail, waits, \
        cause_key, revision, synced_revision, hash, payload, total_minor, currency, attempts, priority, asked_by, solo, \
        due_at, source_changed_at, first_seen_at, updated_at, sort_name, shop) ";
    write(conn, into, 27, &json, |values, (row, detail, payload)| {
        let (sown, seen) = (row.sown, &row.sown.seen);
        let total = seen.payload.as_ref().and_then(model::Payload::total);
        let synced = sown.state.status() == Status::Synced;
        values.push_bind(row.seq).push_bind(row.id).push_bind(merchant);
        values.push_bind(seen.kind.word()).push_bind(seen.source.word()).push_bind(&seen.source_ref);
        values.push_bind(&sown.target_ref).push_bind(sown.state.status().word()).push_bind(detail);
        values.push_bind(waits(&sown.state)).push_bind(failure(&sown.state).map(Failure::cause_key));
        values.push_bind(1_i64).push_bind(synced.then_some(1_i64)).push_bind(&seen.hash).push_bind(payload);
        values.push_bind(total.as_ref().map(|money| money.minor));
        values.push_bind(total.as_ref().map(|money| money.currency.clone()));
        values.push_bind(attempts(sown)).push_bind(own_priority(seen.kind)).push_bind(&schedule);
        values.push_bind(&seen.solo).push_bind(due(sown).map(|at| at.0));
        values.push_bind(seen.changed_at.map(|at| at.0)).push_bind(sown.first_seen_at.0);
        values.push_bind(sown.updated_at.0).push_bind(sort_name(seen));
        values.push_bind(seen.payload.as_ref().and_then(model::Payload::shop).map(str::to_owned));
    })
    .await
}

/// Identifiers and keyed hashes, into heaps that are sorted into place at the end, and names.
async fn found_by(
    conn: &mut SqliteConnection,
    secret: &Secret,
    merchant: Uuid,
    rows: &[Row<'_>],
) -> Result<()> {
    let keys: Vec<(Kind, String, i64)> = rows.iter().flat_map(keys).collect();
    let into = "insert into temp.thing_heap (merchant, kind, key, record) ";
    write(conn, into, 4, &keys, |values, (kind, key, seq)| {
        values.push_bind(merchant).push_bind(kind.word()).push_bind(key).push_bind(*seq);
    })
    .await?;
    let told = rows.iter().filter_map(|row| Some((row, row.sown.seen.payload.as_ref()?)));
    let hashes: Vec<(Vec<u8>, i64)> = told
        .clone()
        .flat_map(|(row, payload)| secret.of_payload(payload).into_iter().map(|hash| (hash, row.seq)))
        .collect();
    let into = "insert into temp.person_heap (merchant, kind, hash, record) ";
    write(conn, into, 4, &hashes, |values, (hash, seq)| {
        values.push_bind(merchant).push_bind(Kind::Customer.word()).push_bind(hash).push_bind(*seq);
    })
    .await?;
    let (persons, things): (Vec<_>, Vec<_>) = told.partition(|(row, _)| row.sown.seen.kind == Kind::Customer);
    for (into, names) in [
        ("insert into person_text (rowid, name) ", persons),
        ("insert into record_text (rowid, name) ", things),
    ] {
        write(conn, into, 2, &names, |values, (row, payload)| {
            values.push_bind(row.seq).push_bind(indexed_name(payload));
        })
        .await?;
    }
    Ok(())
}

fn keys(row: &Row<'_>) -> Vec<(Kind, String, i64)> {
    let seen = &row.sown.seen;
    let keys = RecordKey::of(&seen.source_ref, row.sown.target_ref.as_deref(), seen.payload.as_ref());
    keys.into_iter().map(|key| (seen.kind, key.0, row.seq)).collect()
}

/// Links and tries.
async fn worked_on(conn: &mut SqliteConnection, merchant: Uuid, rows: &[Row<'_>]) -> Result<()> {
    let links: Vec<_> = rows.iter().filter_map(|row| Some((row, row.sown.target_ref.as_deref()?))).collect();
    let into = "insert into link (merchant, kind, source_ref, target_ref, record, linked_at) ";
    write(conn, into, 6, &links, |values, (row, target)| {
        values.push_bind(merchant).push_bind(row.sown.seen.kind.word()).push_bind(&row.sown.seen.source_ref);
        values.push_bind(*target).push_bind(row.seq).push_bind(row.sown.updated_at.0);
    })
    .await?;
    let mut tries = Vec::new();
    for row in rows {
        for (number, one) in (1_i64..).zip(&row.sown.tries) {
            tries.push((row.seq, number, one, to_json(&one.draft.asked_by)?, to_json(&one.draft.end)?));
        }
    }
    let into = "insert into attempt (merchant, record, number, started_at, ended_at, asked_by, ended_as, \
        settings_version, trace) ";
    write(conn, into, 9, &tries, |values, (seq, number, one, asked_by, end)| {
        values.push_bind(merchant).push_bind(*seq).push_bind(*number);
        values.push_bind(one.draft.started_at.0).push_bind(one.ended_at.0).push_bind(asked_by).push_bind(end);
        values.push_bind(one.draft.settings_version).push_bind(one.draft.trace.map(|trace| trace.0));
    })
    .await
}

/// Counts, blocks and the words of causes.
async fn shown_as(conn: &mut SqliteConnection, merchant: Uuid, rows: &[Row<'_>]) -> Result<()> {
    let mut counts: BTreeMap<(Kind, Status), i64> = BTreeMap::new();
    let mut causes: BTreeMap<String, &Failure> = BTreeMap::new();
    let mut blocks: Vec<(String, i64)> = Vec::new();
    for row in rows {
        *counts.entry((row.sown.seen.kind, row.sown.state.status())).or_default() += 1;
        causes.extend(failure(&row.sown.state).map(|failure| (failure.cause_key(), failure)));
        blocks.extend(shown::block_keys(&row.sown.state).into_iter().map(|key| (key, row.seq)));
    }
    for ((kind, status), number) in counts {
        shown::count(conn, merchant, kind, status, number).await?;
    }
    for failure in causes.into_values() {
        shown::keep_cause(conn, merchant, failure).await?;
    }
    write(conn, "insert into block (merchant, key, record) ", 3, &blocks, |values, (key, seq)| {
        values.push_bind(merchant).push_bind(key).push_bind(*seq);
    })
    .await
}

/// The changes of the last day: older events are gone.
async fn events(conn: &mut SqliteConnection, merchant: Uuid, rows: &[Row<'_>], now: When) -> Result<()> {
    let recent: Vec<_> = rows.iter().filter(|row| row.sown.updated_at.0 > now.0 - EVENTS).collect();
    let into = "insert into event (merchant, kind, record, seq, status, new, at) ";
    write(conn, into, 7, &recent, |values, row| {
        values.push_bind(merchant).push_bind(row.sown.seen.kind.word()).push_bind(row.id).push_bind(row.seq);
        values.push_bind(row.sown.state.status().word()).push_bind(false).push_bind(row.sown.updated_at.0);
    })
    .await
}

fn failure(state: &SyncState) -> Option<&Failure> {
    match state {
        SyncState::Failed(failure) | SyncState::Pending(Waiting::TryingAgain { failure, .. }) => {
            Some(failure)
        }
        _ => None,
    }
}

/// The tries of this revision: none are counted any more of what is in step.
fn attempts(sown: &Sown) -> i64 {
    match &sown.state {
        SyncState::Pending(Waiting::TryingAgain { attempt, .. }) => i64::from(*attempt),
        SyncState::Failed(_) => i64::try_from(sown.tries.len()).unwrap_or(i64::MAX),
        _ => 0,
    }
}

/// When it is worked on next.
fn due(sown: &Sown) -> Option<When> {
    match &sown.state {
        SyncState::Pending(Waiting::Queued) => Some(sown.updated_at),
        SyncState::Pending(Waiting::Throttled { until, .. }) => Some(*until),
        SyncState::Pending(Waiting::TryingAgain { at, .. }) => Some(*at),
        SyncState::Processing(model::Doing::CheckingArrival { next }) => Some(*next),
        SyncState::Processing(_) => Some(sown.updated_at),
        _ => None,
    }
}
