//! Ending the work on a row: one transaction.

use model::{Asker, Doing, Kind, Outcome, SyncState, Waiting, When};
use sqlx::SqliteConnection;
use store::{ClaimKey, End, Result, Settled, Settlement};

use super::blocks;
use crate::connections;
use crate::error::store_error;
use crate::records::{attempts, links};
use crate::row::to_json;
use crate::settings;
use crate::work::{Work, own_priority};

/// Ends the work on a row. Anything but [`Settled::Done`] must be rolled back.
pub(super) async fn settle(
    conn: &mut SqliteConnection,
    claim: ClaimKey,
    settlement: &Settlement,
    now: When,
) -> Result<Settled> {
    let Some(before) = Work::claimed(conn, claim).await? else { return Ok(Settled::FenceLost) };
    if let End::Synced { target_ref: Some(target), .. } = &settlement.end
        && let Some(holder) = links::holder(conn, &before, target).await?
    {
        return Ok(Settled::Taken { holder });
    }
    let mut after = before.clone();
    after.end_lease();
    after.due_at = None;
    if let Some(sent) = &settlement.sent {
        keep_sent(conn, before.seq, &to_json(sent)?).await?;
    }
    // What was read goes with what the row said when it was claimed; news since then must not be undone by it.
    if let Some(payload) = &settlement.payload
        && before.revision == settlement.revision
    {
        keep_payload(conn, before.seq, &to_json(payload)?).await?;
    }
    let again = after.resync_asked || after.revision > settlement.revision;
    match &settlement.end {
        End::Synced { target_ref, outcome } => {
            synced(conn, &mut after, settlement.revision, target_ref.as_deref(), outcome, now).await?;
        }
        End::Failed { failure } => {
            after.state = SyncState::Failed(failure.clone());
            after.attempts = after.attempts.saturating_add(1);
            rest(&mut after);
        }
        End::Blocked { by, settings_version } => {
            blocks::sleep(conn, &mut after, by, *settings_version, again, now).await?;
        }
        End::Retry { failure, at, of } => {
            after.attempts = after.attempts.saturating_add(1);
            let waiting =
                Waiting::TryingAgain { attempt: after.attempts, of: *of, at: *at, failure: failure.clone() };
            wait(&mut after, waiting, Some(*at));
        }
        End::Throttled { platform, until } => {
            wait(&mut after, Waiting::Throttled { platform: *platform, until: *until }, Some(*until));
        }
        End::ConnectionLost { platform } => {
            // Somebody may have mended it since the call: then nobody would come and wake the row.
            if connections::works(conn, after.merchant, *platform).await? {
                after.queue(now);
            } else {
                wait(&mut after, Waiting::ConnectionLost { platform: *platform }, None);
            }
        }
        End::Check { at } => {
            after.state = SyncState::Processing(Doing::CheckingArrival { next: *at });
            after.due_at = Some(*at);
        }
        End::HandBack => after.due_at = Some(now),
    }
    ask_again(&mut after, again, now);
    let unseen = matches!(&settlement.end, End::Synced { outcome: Outcome::Unchanged, .. })
        && matches!(before.state, SyncState::Synced(_));
    if let Some(draft) = settlement.attempt.as_ref().filter(|_| !unseen) {
        attempts::add(conn, &before, draft, now).await?;
    }
    after.save(conn, &before, now).await?;
    Ok(Settled::Done)
}

/// In step: link, children, and everything a try leaves behind put back.
pub(super) async fn synced(
    conn: &mut SqliteConnection,
    after: &mut Work,
    revision: i64,
    target_ref: Option<&str>,
    outcome: &Outcome,
    now: When,
) -> Result<()> {
    if let Some(target) = target_ref {
        links::write(conn, after, target, now).await?;
        after.target_ref = Some(target.to_owned());
    }
    // What was in step and had nothing to be written stays as it is shown.
    if !(matches!(after.state, SyncState::Synced(_)) && *outcome == Outcome::Unchanged) {
        after.state = SyncState::Synced(outcome.clone());
    }
    after.synced_revision = Some(revision.min(after.revision));
    after.attempts = 0;
    rest(after);
    note_synced(conn, after, now).await?;
    blocks::release_children(conn, after, now).await
}

/// Settled for now. Crashes are forgotten only here: a row that kills its worker every second time is poison too.
fn rest(after: &mut Work) {
    after.crashes = 0;
    after.crashed_lease_until = None;
    after.forced = false;
    // A re-sync that was asked for meanwhile has written its own name there already.
    if !after.resync_asked {
        after.asked_by = Asker::Schedule;
        after.priority = own_priority(after.kind);
    }
}

fn wait(after: &mut Work, waiting: Waiting, due: Option<When>) {
    after.state = SyncState::Pending(waiting);
    after.due_at = due;
}

/// What came in while the row was in work: a person's wish, or news from the source.
fn ask_again(after: &mut Work, again: bool, now: When) {
    let settled = matches!(after.state, SyncState::Synced(_) | SyncState::Failed(_));
    let waits = matches!(after.state, SyncState::Pending(_));
    if after.resync_asked && (settled || waits) {
        after.force(now);
    } else if again && after.kind == Kind::Inventory && matches!(after.state, SyncState::Synced(_)) {
        // A figure is looked at again without a word.
        after.due_at = Some(now);
        after.priority = after.priority.min(own_priority(Kind::Order));
    } else if again && settled {
        after.queue(now);
        after.attempts = 0;
    }
}

/// What the work itself read of the source; nothing that is searched for is in it.
async fn keep_payload(conn: &mut SqliteConnection, seq: i64, payload: &str) -> Result<()> {
    sqlx::query("update record set payload = ?2 where seq = ?1 and payload is not ?2")
        .bind(seq)
        .bind(payload)
        .execute(conn)
        .await
        .map_err(store_error)?;
    Ok(())
}

async fn keep_sent(conn: &mut SqliteConnection, seq: i64, sent: &str) -> Result<()> {
    sqlx::query("update record set sent = ?2 where seq = ?1 and sent is not ?2")
        .bind(seq)
        .bind(sent)
        .execute(conn)
        .await
        .map_err(store_error)?;
    Ok(())
}

async fn note_synced(conn: &mut SqliteConnection, row: &Work, now: When) -> Result<()> {
    sqlx::query(
        "insert into flow (merchant, kind, last_synced_at) values (?1, ?2, ?3)
         on conflict (merchant, kind) do update set last_synced_at = excluded.last_synced_at",
    )
    .bind(row.merchant)
    .bind(row.kind.word())
    .bind(now.0)
    .execute(conn)
    .await
    .map_err(store_error)?;
    Ok(())
}

/// Whether the settings were saved again since this version.
pub(super) async fn settings_moved(conn: &mut SqliteConnection, row: &Work, version: i64) -> Result<bool> {
    Ok(settings::current_version(conn, row.merchant).await? > version)
}
