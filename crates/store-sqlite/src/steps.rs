//! The calls of postings.

use std::time::Duration;

use async_trait::async_trait;
use model::{Answer, Doing, Failure, RecordId, StepLog, StepState, SyncState, When};
use sqlx::SqliteConnection;
use store::{ClaimKey, Intent, Result, Steps};
use uuid::Uuid;

use crate::error::{corrupt, store_error};
use crate::open::{SqliteStore, commit};
use crate::row::{from_json, to_json};
use crate::stock;
use crate::work::Work;

#[async_trait]
impl Steps for SqliteStore {
    async fn intend(
        &self,
        claim: ClaimKey,
        key: &str,
        title: &str,
        body: &serde_json::Value,
        margin: Duration,
    ) -> Result<Intent> {
        let mut tx = self.write().await?;
        let now = self.clock.now();
        let Some(before) = Work::claimed(&mut tx, claim).await? else { return Ok(Intent::FenceLost) };
        if before.lease.is_none_or(|(_, until)| until < now.plus(margin)) {
            return Ok(Intent::LeaseTooShort);
        }
        write_intent(&mut tx, &before, key, title, body, now).await?;
        let mut after = before.clone();
        after.state = SyncState::Processing(Doing::Sending);
        after.save(&mut tx, &before, now).await?;
        commit(tx).await?;
        Ok(Intent::Go)
    }

    async fn done(&self, claim: ClaimKey, key: &str, title: &str, answer: &Answer) -> Result<bool> {
        let mut tx = self.write().await?;
        let now = self.clock.now();
        let ours = Work::claimed(&mut tx, claim).await?.is_some();
        let Some(row) = owner_of(&mut tx, claim.id).await? else { return Ok(false) };
        let shows = &answer.shows;
        let answer = to_json(answer)?;
        // What a worker tells that lost the row must not replace what its successor has found out.
        sqlx::query(
            "insert into step (merchant, record, key, title, state, answer, intended_at, done_at)
             values (?1, ?2, ?3, ?4, 'done', ?5, ?6, ?6)
             on conflict (merchant, record, key) do update
             set state = 'done', title = excluded.title, answer = excluded.answer, done_at = excluded.done_at,
                 body = null, failure = null
             where ?7 or state <> 'done'",
        )
        .bind(row.merchant)
        .bind(row.seq)
        .bind(key)
        .bind(title)
        .bind(answer)
        .bind(now.0)
        .bind(ours)
        .execute(&mut *tx)
        .await
        .map_err(store_error)?;
        // It happened at the back office, whoever tells it.
        stock::shown(&mut tx, row.merchant, shows, now).await?;
        commit(tx).await?;
        Ok(ours)
    }

    async fn reading_back(&self, claim: ClaimKey) -> Result<()> {
        let mut tx = self.write().await?;
        let sending = SyncState::Processing(Doing::Sending);
        let Some(before) = Work::claimed(&mut tx, claim).await?.filter(|row| row.state == sending) else {
            return Ok(());
        };
        let after = Work { state: SyncState::Processing(Doing::ReadingBack), ..before.clone() };
        after.save(&mut tx, &before, self.clock.now()).await?;
        commit(tx).await
    }

    async fn unknown(&self, claim: ClaimKey, key: &str, failure: &Failure) -> Result<bool> {
        let mut tx = self.write().await?;
        let Some(row) = Work::claimed(&mut tx, claim).await? else { return Ok(false) };
        sqlx::query(
            "update step set state = 'unknown', failure = ?4
             where merchant = ?1 and record = ?2 and key = ?3 and state <> 'done'",
        )
        .bind(row.merchant)
        .bind(row.seq)
        .bind(key)
        .bind(to_json(failure)?)
        .execute(&mut *tx)
        .await
        .map_err(store_error)?;
        commit(tx).await?;
        Ok(true)
    }

    async fn withdraw(&self, claim: ClaimKey, key: &str) -> Result<bool> {
        let mut tx = self.write().await?;
        let Some(row) = Work::claimed(&mut tx, claim).await? else { return Ok(false) };
        sqlx::query("delete from step where merchant = ?1 and record = ?2 and key = ?3 and state <> 'done'")
            .bind(row.merchant)
            .bind(row.seq)
            .bind(key)
            .execute(&mut *tx)
            .await
            .map_err(store_error)?;
        commit(tx).await?;
        Ok(true)
    }
}

/// An open intent keeps its frozen body; a step that was done before begins afresh.
async fn write_intent(
    conn: &mut SqliteConnection,
    row: &Work,
    key: &str,
    title: &str,
    body: &serde_json::Value,
    now: When,
) -> Result<()> {
    sqlx::query(
        "insert into step (merchant, record, key, title, state, body, intended_at)
         values (?1, ?2, ?3, ?4, 'intended', ?5, ?6)
         on conflict (merchant, record, key) do update
         set state = 'intended', title = excluded.title, body = excluded.body, intended_at = excluded.intended_at,
             answer = null, done_at = null, failure = null
         where state = 'done'",
    )
    .bind(row.merchant)
    .bind(row.seq)
    .bind(key)
    .bind(title)
    .bind(to_json(body)?)
    .bind(now.0)
    .execute(conn)
    .await
    .map_err(store_error)?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct StepOwner {
    merchant: Uuid,
    seq: i64,
}

async fn owner_of(conn: &mut SqliteConnection, id: RecordId) -> Result<Option<StepOwner>> {
    sqlx::query_as("select merchant, seq from record where id = ?1")
        .bind(id.0)
        .fetch_optional(conn)
        .await
        .map_err(store_error)
}

#[derive(sqlx::FromRow)]
struct StepRow {
    key: String,
    title: String,
    state: String,
    body: Option<String>,
    answer: Option<String>,
    intended_at: i64,
    done_at: Option<i64>,
    failure: Option<String>,
}

/// A record's steps in the order they were intended.
pub(crate) async fn of(store: &SqliteStore, merchant: Uuid, id: RecordId) -> Result<Vec<StepLog>> {
    let rows: Vec<StepRow> = sqlx::query_as(
        "select key, title, state, body, answer, intended_at, done_at, failure from step
         where merchant = ?1 and record = (select seq from record where id = ?2 and merchant = ?1)
         order by intended_at, place",
    )
    .bind(merchant)
    .bind(id.0)
    .fetch_all(&store.readers)
    .await
    .map_err(store_error)?;
    rows.into_iter().map(step).collect()
}

fn step(row: StepRow) -> Result<StepLog> {
    Ok(StepLog {
        state: StepState::parse(&row.state)
            .ok_or_else(|| corrupt(format!("the step state “{}”", row.state)))?,
        key: row.key,
        title: row.title,
        body: row.body.as_deref().map(from_json).transpose()?,
        answer: row.answer.as_deref().map(from_json).transpose()?,
        intended_at: When(row.intended_at),
        done_at: row.done_at.map(When),
        failure: row.failure.as_deref().map(from_json).transpose()?,
    })
}
