//! A person asks for a re-sync.

use model::{Asker, RecordId, SyncState, When};
use sqlx::SqliteConnection;
use store::{Result, ResyncAnswer};
use uuid::Uuid;

use crate::work::{PERSON, Work};

/// Makes rows due now, or flags those in work. Asking twice writes nothing the second time.
pub(super) async fn resync(
    conn: &mut SqliteConnection,
    merchant: Uuid,
    ids: &[RecordId],
    who: &str,
    now: When,
) -> Result<Vec<(RecordId, ResyncAnswer)>> {
    let mut answers = Vec::with_capacity(ids.len());
    for id in ids {
        let answer = match Work::by_id(conn, merchant, *id).await? {
            Some(row) => ask(conn, &row, who, now).await?,
            None => ResyncAnswer::NotThere,
        };
        answers.push((*id, answer));
    }
    Ok(answers)
}

async fn ask(conn: &mut SqliteConnection, before: &Work, who: &str, now: When) -> Result<ResyncAnswer> {
    let mut after = before.clone();
    ask_again(&mut after, before, now);
    // The first who asked keeps the name.
    if after != *before {
        after.asked_by = Asker::Person { name: who.to_owned() };
    }
    after.save(conn, before, now).await?;
    Ok(if before.in_work() { ResyncAnswer::InWork } else { ResyncAnswer::Queued })
}

/// Makes a row due at once, or flags it while it is in work.
pub(crate) fn ask_again(after: &mut Work, before: &Work, now: When) {
    if before.in_work() {
        after.resync_asked = true;
        after.priority = PERSON;
        return;
    }
    if matches!(before.state, SyncState::Failed(_)) {
        after.crashes = 0;
    }
    after.force(now);
}
