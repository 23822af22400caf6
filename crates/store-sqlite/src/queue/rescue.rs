//! Rows of dead workers.

use std::time::Duration;

use model::{Asker, AttemptEnd, Doing, Failure, SyncState, When};
use sqlx::SqliteConnection;
use store::{AttemptDraft, Result};

use crate::error::store_error;
use crate::open::{SqliteStore, commit};
use crate::records::attempts;
use crate::row::to_json;
use crate::settings;
use crate::work::Work;

/// A worker that dies this often on one row died of it.
const POISON: u32 = 3;
/// How long after a rescue the target is first asked whether a call arrived.
const FIRST_LOOK: Duration = Duration::from_secs(2);

/// Takes back leases that ended before `ended_by`, or all. Answers how many.
pub(super) async fn take_back(store: &SqliteStore, ended_by: Option<When>) -> Result<u64> {
    let mut tx = store.write().await?;
    let seqs: Vec<i64> = sqlx::query_scalar(
        "select seq from record indexed by record_lease
         where lease_owner is not null and lease_until <= ?1 order by lease_until, seq",
    )
    .bind(ended_by.map_or(i64::MAX, |at| at.0))
    .fetch_all(&mut *tx)
    .await
    .map_err(store_error)?;
    let now = store.clock.now();
    for seq in &seqs {
        if let Some(row) = Work::by_seq(&mut tx, *seq).await? {
            rescue(&mut tx, &row, now).await?;
        }
    }
    if ended_by.is_none() {
        // Whoever was refreshing a token is gone as well.
        sqlx::query("delete from refresh_lease").execute(&mut *tx).await.map_err(store_error)?;
    }
    commit(tx).await?;
    Ok(u64::try_from(seqs.len()).unwrap_or(u64::MAX))
}

async fn rescue(conn: &mut SqliteConnection, before: &Work, now: When) -> Result<()> {
    let open = open_steps(conn, before).await?;
    let mut after = before.clone();
    // A row that merely waited for its turn in a batch is not to blame.
    let blamed = open.intended > 0 || before.transforming;
    if blamed {
        after.crashes = after.crashes.saturating_add(1);
    }
    if blamed || open.any() {
        after.crashed_lease_until = before.lease.map(|(_, until)| until.min(now));
    }
    if open.intended > 0 {
        say_unknown(conn, before).await?;
    }
    after.end_lease();
    after.due_at = None;
    if blamed && after.crashes >= POISON {
        let failure = Failure::Poison { times: after.crashes };
        note(conn, before, &failure, now).await?;
        after.state = SyncState::Failed(failure);
        after.resync_asked = false;
    } else if open.any() {
        let next = now.plus(FIRST_LOOK);
        after.state = SyncState::Processing(Doing::CheckingArrival { next });
        after.due_at = Some(next);
    } else if after.resync_asked {
        after.force(now);
    } else {
        after.queue(now);
    }
    after.save(conn, before, now).await
}

/// How many steps of a row are open.
#[derive(sqlx::FromRow)]
struct Open {
    intended: i64,
    unknown: i64,
}

impl Open {
    fn any(&self) -> bool {
        self.intended + self.unknown > 0
    }
}

async fn open_steps(conn: &mut SqliteConnection, row: &Work) -> Result<Open> {
    sqlx::query_as(
        "select count(*) filter (where state = 'intended') as intended,
                count(*) filter (where state = 'unknown') as unknown
         from step where merchant = ?1 and record = ?2 and state <> 'done'",
    )
    .bind(row.merchant)
    .bind(row.seq)
    .fetch_one(conn)
    .await
    .map_err(store_error)
}

/// The calls may or may not have been made: nobody is left to say.
async fn say_unknown(conn: &mut SqliteConnection, row: &Work) -> Result<()> {
    let failure = Failure::Unreachable {
        platform: row.kind.target(),
        during: "Lockstep was stopped meanwhile".to_owned(),
    };
    sqlx::query(
        "update step set state = 'unknown', failure = ?3 where merchant = ?1 and record = ?2 and state = 'intended'",
    )
    .bind(row.merchant)
    .bind(row.seq)
    .bind(to_json(&failure)?)
    .execute(conn)
    .await
    .map_err(store_error)?;
    Ok(())
}

async fn note(conn: &mut SqliteConnection, row: &Work, failure: &Failure, now: When) -> Result<()> {
    let draft = AttemptDraft {
        started_at: row.lease.map_or(now, |(_, until)| until.min(now)),
        asked_by: Asker::clone(&row.asked_by),
        end: AttemptEnd::Failed { failure: failure.clone() },
        settings_version: settings::current_version(conn, row.merchant).await?,
        trace: None,
    };
    attempts::add(conn, row, &draft, now).await
}
