//! A person decides that a record is not sent.

use model::{Asker, AttemptEnd, Outcome, When};
use sqlx::SqliteConnection;
use store::{AttemptDraft, Result};

use super::settle;
use crate::records::attempts;
use crate::settings;
use crate::work::Work;

/// Sets a row aside with a reason; `false` where it is in work and stays as it is. A change at the source brings it back,
/// and so does a re-sync.
pub(crate) async fn skip(
    conn: &mut SqliteConnection,
    before: &Work,
    reason: &str,
    who: &str,
    now: When,
) -> Result<bool> {
    if before.in_work() {
        return Ok(false);
    }
    let mut after = before.clone();
    after.due_at = None;
    let outcome = Outcome::Skipped { reason: reason.to_owned() };
    let revision = before.revision;
    settle::synced(conn, &mut after, revision, None, &outcome, now).await?;
    let draft = AttemptDraft {
        started_at: now,
        asked_by: Asker::Person { name: who.to_owned() },
        end: AttemptEnd::Synced { outcome: outcome.say() },
        settings_version: settings::current_version(conn, before.merchant).await?,
        trace: None,
    };
    attempts::add(conn, before, &draft, now).await?;
    after.save(conn, before, now).await?;
    Ok(true)
}
