//! The one way a row changes: load it, change the copy, save what differs.

use model::{Asker, Failure, Kind, RecordId, SyncState, Waiting, When};
use sqlx::SqliteConnection;
use store::{ClaimKey, Result};
use uuid::Uuid;

use crate::error::store_error;
use crate::row::{self, detail, from_json, to_json};
use crate::shown;

/// What of a row changes while it is worked on; payload and the like are written by their own statements.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Work {
    pub(crate) seq: i64,
    pub(crate) id: Uuid,
    pub(crate) merchant: Uuid,
    pub(crate) kind: Kind,
    pub(crate) source_ref: String,
    pub(crate) target_ref: Option<String>,
    pub(crate) state: SyncState,
    pub(crate) revision: i64,
    pub(crate) synced_revision: Option<i64>,
    pub(crate) hash: String,
    pub(crate) attempts: u32,
    pub(crate) crashes: u32,
    pub(crate) crashed_lease_until: Option<When>,
    pub(crate) priority: i64,
    pub(crate) asked_by: Asker,
    pub(crate) forced: bool,
    pub(crate) resync_asked: bool,
    pub(crate) due_at: Option<When>,
    /// Who holds it, and until when.
    pub(crate) lease: Option<(Uuid, When)>,
    pub(crate) fence: i64,
    pub(crate) transforming: bool,
}

#[derive(sqlx::FromRow)]
struct WorkRow {
    seq: i64,
    id: Uuid,
    merchant: Uuid,
    kind: String,
    source_ref: String,
    target_ref: Option<String>,
    status: String,
    detail: String,
    revision: i64,
    synced_revision: Option<i64>,
    hash: String,
    attempts: u32,
    crashes: u32,
    crashed_lease_until: Option<i64>,
    priority: i64,
    asked_by: String,
    forced: bool,
    resync_asked: bool,
    due_at: Option<i64>,
    lease_owner: Option<Uuid>,
    lease_until: Option<i64>,
    fence: i64,
    transforming: bool,
}

macro_rules! load {
    ($condition:literal) => {
        concat!(
            "select seq, id, merchant, kind, source_ref, target_ref, status, detail, revision, synced_revision, hash, \
             attempts, crashes, crashed_lease_until, priority, asked_by, forced, resync_asked, due_at, lease_owner, \
             lease_until, fence, transforming from record where ",
            $condition
        )
    };
}

impl Work {
    pub(crate) async fn by_seq(conn: &mut SqliteConnection, seq: i64) -> Result<Option<Work>> {
        let row: Option<WorkRow> =
            sqlx::query_as(load!("seq = ?1")).bind(seq).fetch_optional(conn).await.map_err(store_error)?;
        row.map(Work::try_from).transpose()
    }

    /// Several rows, in no order.
    pub(crate) async fn by_seqs(conn: &mut SqliteConnection, seqs: &[i64]) -> Result<Vec<Work>> {
        let rows: Vec<WorkRow> = sqlx::query_as(load!("seq in (select value from json_each(?1))"))
            .bind(to_json(seqs)?)
            .fetch_all(conn)
            .await
            .map_err(store_error)?;
        rows.into_iter().map(Work::try_from).collect()
    }

    pub(crate) async fn by_id(
        conn: &mut SqliteConnection,
        merchant: Uuid,
        id: RecordId,
    ) -> Result<Option<Work>> {
        let row: Option<WorkRow> = sqlx::query_as(load!("id = ?1 and merchant = ?2"))
            .bind(id.0)
            .bind(merchant)
            .fetch_optional(conn)
            .await
            .map_err(store_error)?;
        row.map(Work::try_from).transpose()
    }

    pub(crate) async fn by_ref(
        conn: &mut SqliteConnection,
        merchant: Uuid,
        kind: Kind,
        source: model::Platform,
        source_ref: &str,
    ) -> Result<Option<Work>> {
        let row: Option<WorkRow> =
            sqlx::query_as(load!("merchant = ?1 and kind = ?2 and source = ?3 and source_ref = ?4"))
                .bind(merchant)
                .bind(kind.word())
                .bind(source.word())
                .bind(source_ref)
                .fetch_optional(conn)
                .await
                .map_err(store_error)?;
        row.map(Work::try_from).transpose()
    }

    /// The row of a claim; `None` once it is no longer ours.
    pub(crate) async fn claimed(conn: &mut SqliteConnection, claim: ClaimKey) -> Result<Option<Work>> {
        let row: Option<WorkRow> =
            sqlx::query_as(load!("id = ?1 and fence = ?2 and lease_owner is not null"))
                .bind(claim.id.0)
                .bind(claim.fence)
                .fetch_optional(conn)
                .await
                .map_err(store_error)?;
        row.map(Work::try_from).transpose()
    }

    /// Leased, or being posted: then only its own worker decides what becomes of it.
    pub(crate) fn in_work(&self) -> bool {
        self.lease.is_some() || matches!(self.state, SyncState::Processing(_))
    }

    pub(crate) fn is_blocked(&self) -> bool {
        matches!(self.state, SyncState::Pending(Waiting::Blocked { .. }))
    }

    /// In line, due now or earlier; nobody holds it.
    pub(crate) fn queue(&mut self, now: When) {
        self.state = SyncState::Pending(Waiting::Queued);
        self.due_at = Some(self.due_at.map_or(now, |due| due.min(now)));
        self.end_lease();
    }

    /// Due again at once because a person asked for it, from the first try on.
    pub(crate) fn force(&mut self, now: When) {
        self.queue(now);
        self.forced = true;
        self.resync_asked = false;
        self.priority = PERSON;
        self.attempts = 0;
    }

    /// Its source or its settings changed: due again as if seen for the first time.
    pub(crate) fn revive(&mut self, now: When) {
        if matches!(self.state, SyncState::Failed(_)) {
            self.crashes = 0;
        }
        self.queue(now);
        self.attempts = 0;
    }

    pub(crate) fn end_lease(&mut self) {
        self.lease = None;
        self.transforming = false;
    }

    /// The failure the row shows, if it shows one.
    pub(crate) fn failure(&self) -> Option<&Failure> {
        match &self.state {
            SyncState::Failed(failure) | SyncState::Pending(Waiting::TryingAgain { failure, .. }) => {
                Some(failure)
            }
            _ => None,
        }
    }

    /// Writes what differs from `before`. What is shown differs: then also `updated_at`, counts, blocks, cause and event.
    pub(crate) async fn save(&self, conn: &mut SqliteConnection, before: &Work, now: When) -> Result<()> {
        if self == before {
            return Ok(());
        }
        let shown = self.state != before.state;
        self.write(conn, shown.then_some(now)).await?;
        if shown {
            shown::changed(conn, before, self, now).await?;
        }
        Ok(())
    }

    async fn write(&self, conn: &mut SqliteConnection, changed_at: Option<When>) -> Result<()> {
        sqlx::query(
            "update record set target_ref = ?2, status = ?3, detail = ?4, waits = ?5, cause_key = ?6, revision = ?7,
                 synced_revision = ?8, hash = ?9, attempts = ?10, crashes = ?11, crashed_lease_until = ?12,
                 priority = ?13, asked_by = ?14, forced = ?15, resync_asked = ?16, due_at = ?17, lease_owner = ?18,
                 lease_until = ?19, fence = ?20, transforming = ?21,
                 updated_at = coalesce(?22, updated_at)
             where seq = ?1",
        )
        .bind(self.seq)
        .bind(&self.target_ref)
        .bind(self.state.status().word())
        .bind(detail(&self.state)?)
        .bind(waits(&self.state))
        .bind(self.failure().map(Failure::cause_key))
        .bind(self.revision)
        .bind(self.synced_revision)
        .bind(&self.hash)
        .bind(self.attempts)
        .bind(self.crashes)
        .bind(self.crashed_lease_until.map(|at| at.0))
        .bind(self.priority)
        .bind(to_json(&self.asked_by)?)
        .bind(self.forced)
        .bind(self.resync_asked)
        .bind(self.due_at.map(|at| at.0))
        .bind(self.lease.map(|(owner, _)| owner))
        .bind(self.lease.map(|(_, until)| until.0))
        .bind(self.fence)
        .bind(self.transforming)
        .bind(changed_at.map(|at| at.0))
        .execute(conn)
        .await
        .map_err(store_error)?;
        Ok(())
    }
}

impl TryFrom<WorkRow> for Work {
    type Error = store::StoreError;

    fn try_from(row: WorkRow) -> Result<Work> {
        Ok(Work {
            seq: row.seq,
            id: row.id,
            merchant: row.merchant,
            kind: row::kind(&row.kind)?,
            source_ref: row.source_ref,
            target_ref: row.target_ref,
            state: row::state(&row.status, &row.detail)?,
            revision: row.revision,
            synced_revision: row.synced_revision,
            hash: row.hash,
            attempts: row.attempts,
            crashes: row.crashes,
            crashed_lease_until: row.crashed_lease_until.map(When),
            priority: row.priority,
            asked_by: from_json(&row.asked_by)?,
            forced: row.forced,
            resync_asked: row.resync_asked,
            due_at: row.due_at.map(When),
            lease: row.lease_owner.zip(row.lease_until.map(When)),
            fence: row.fence,
            transforming: row.transforming,
        })
    }
}

/// The priority of what a person asked for.
pub(crate) const PERSON: i64 = 0;

/// A kind's own priority, in the order of design §4: money first, then stock, customers, products.
pub(crate) fn own_priority(kind: Kind) -> i64 {
    match kind {
        Kind::Order | Kind::Refund => 1,
        Kind::Inventory => 2,
        Kind::Customer => 3,
        Kind::Product => 4,
    }
}

/// The word of the column `waits`.
pub(crate) fn waits(state: &SyncState) -> Option<&'static str> {
    match state {
        SyncState::Pending(Waiting::Queued) => Some("queued"),
        SyncState::Pending(Waiting::Blocked { .. }) => Some("blocked"),
        SyncState::Pending(Waiting::Throttled { .. }) => Some("throttled"),
        SyncState::Pending(Waiting::TryingAgain { .. }) => Some("trying_again"),
        SyncState::Pending(Waiting::ConnectionLost { .. }) => Some("connection_lost"),
        SyncState::Processing(_) | SyncState::Synced(_) | SyncState::Failed(_) => None,
    }
}
