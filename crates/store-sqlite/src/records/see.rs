//! Writing down what a source told.

use model::{Asker, Failure, Kind, Payload, RecordId, SyncState, Waiting, When};
use sqlx::SqliteConnection;
use store::{Result, Seen, SeenAs, Start};
use uuid::Uuid;

use crate::error::{corrupt, store_error};
use crate::row::{detail, from_json, to_json};
use crate::shown;
use crate::stock;
use crate::words::{self, Of, Secret};
use crate::work::{Work, own_priority, waits};

/// Where and when something was seen.
pub(super) struct Place<'a> {
    pub(super) merchant: Uuid,
    /// Whose cursor it is.
    pub(super) flow: Kind,
    pub(super) now: When,
    pub(super) secret: &'a Secret,
}

/// Writes down a page of sightings and how far the source has been read.
pub(super) async fn see(
    conn: &mut SqliteConnection,
    place: &Place<'_>,
    rows: &[Seen],
    cursor: Option<&str>,
) -> Result<Vec<SeenAs>> {
    let mut answers = Vec::with_capacity(rows.len());
    for seen in rows {
        let known = Work::by_ref(conn, place.merchant, seen.kind, seen.source, &seen.source_ref).await?;
        answers.push(match known {
            None => appear(conn, place, seen).await?,
            Some(row) if row.hash == seen.hash => SeenAs::Same(RecordId(row.id)),
            // There is nothing new to work with; the hash stays, so that the next sighting is news again.
            Some(row) if row.in_work() && matches!(seen.start, Start::Fail(_)) => {
                SeenAs::Same(RecordId(row.id))
            }
            Some(row) => change(conn, place, seen, &row).await?,
        });
    }
    if let Some(cursor) = cursor {
        keep_cursor(conn, place, cursor).await?;
    }
    Ok(answers)
}

/// What a fresh row is shown as, and when it is due.
fn beginning(start: &Start, now: When) -> (SyncState, Option<When>) {
    match start {
        Start::Queue => (SyncState::Pending(Waiting::Queued), Some(now)),
        Start::Fail(failure) => (SyncState::Failed(failure.clone()), None),
    }
}

async fn appear(conn: &mut SqliteConnection, place: &Place<'_>, seen: &Seen) -> Result<SeenAs> {
    let (state, due_at) = beginning(&seen.start, place.now);
    let id = Uuid::now_v7();
    let total = seen.payload.as_ref().and_then(Payload::total);
    let cause = match &state {
        SyncState::Failed(failure) => Some(Failure::cause_key(failure)),
        _ => None,
    };
    let seq = sqlx::query(
        "insert into record (id, merchant, kind, source, source_ref, status, detail, waits, cause_key, revision, hash,
             payload, total_minor, currency, priority, asked_by, solo, due_at, source_changed_at, first_seen_at,
             updated_at, sort_name, shop)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?19, ?20, ?21)",
    )
    .bind(id)
    .bind(place.merchant)
    .bind(seen.kind.word())
    .bind(seen.source.word())
    .bind(&seen.source_ref)
    .bind(state.status().word())
    .bind(detail(&state)?)
    .bind(waits(&state))
    .bind(cause)
    .bind(&seen.hash)
    .bind(seen.payload.as_ref().map(to_json).transpose()?)
    .bind(total.as_ref().map(|money| money.minor))
    .bind(total.as_ref().map(|money| money.currency.as_str()))
    .bind(own_priority(seen.kind))
    .bind(to_json(&Asker::Schedule)?)
    .bind(&seen.solo)
    .bind(due_at.map(|at| at.0))
    .bind(seen.changed_at.map(|at| at.0))
    .bind(place.now.0)
    .bind(sort_name(seen))
    .bind(seen.payload.as_ref().and_then(Payload::shop))
    .execute(&mut *conn)
    .await
    .map_err(store_error)?
    .last_insert_rowid();
    let row =
        Work::by_seq(conn, seq).await?.ok_or_else(|| corrupt(format!("row {seq} vanished at its birth")))?;
    words::index(conn, place.secret, of(&row), seen.payload.as_ref()).await?;
    shown::appeared(conn, &row, place.now).await?;
    stock::moved(conn, &row, &seen.moves, place.now).await?;
    Ok(SeenAs::New(RecordId(id)))
}

async fn change(
    conn: &mut SqliteConnection,
    place: &Place<'_>,
    seen: &Seen,
    before: &Work,
) -> Result<SeenAs> {
    keep_news(conn, before.seq, seen).await?;
    if let Some(payload) = &seen.payload {
        words::index(conn, place.secret, of(before), Some(payload)).await?;
    }
    let mut after = before.clone();
    after.hash.clone_from(&seen.hash);
    after.revision += 1;
    if !after.in_work() {
        after.revive(place.now);
        (after.state, after.due_at) = match &seen.start {
            Start::Queue => (after.state, after.due_at),
            fail @ Start::Fail(_) => beginning(fail, place.now),
        };
        // A person's wish that has not had its turn yet is kept.
        if !after.forced {
            after.asked_by = Asker::Schedule;
        }
    }
    after.save(conn, before, place.now).await?;
    if seen.payload.is_some() {
        stock::moved(conn, before, &seen.moves, place.now).await?;
    }
    Ok(SeenAs::Changed(RecordId(before.id)))
}

/// What the source told beyond the hash; what it did not tell stays.
async fn keep_news(conn: &mut SqliteConnection, seq: i64, seen: &Seen) -> Result<()> {
    let total = seen.payload.as_ref().and_then(Payload::total);
    let payload = match &seen.payload {
        Some(news) if news.leaves_out_what_work_read() => {
            Some(news.clone().beside(payload(conn, seq).await?.as_ref()))
        }
        news => news.clone(),
    };
    sqlx::query(
        "update record set source_changed_at = coalesce(?2, source_changed_at), payload = coalesce(?3, payload),
             total_minor = case when ?3 is null then total_minor else ?4 end,
             currency = case when ?3 is null then currency else ?5 end,
             solo = case when ?3 is null then solo else ?6 end,
             sort_name = case when ?3 is null then sort_name else ?7 end,
             shop = case when ?3 is null then shop else ?8 end
         where seq = ?1",
    )
    .bind(seq)
    .bind(seen.changed_at.map(|at| at.0))
    .bind(payload.as_ref().map(to_json).transpose()?)
    .bind(total.as_ref().map(|money| money.minor))
    .bind(total.as_ref().map(|money| money.currency.as_str()))
    .bind(&seen.solo)
    .bind(sort_name(seen))
    .bind(seen.payload.as_ref().and_then(Payload::shop))
    .execute(&mut *conn)
    .await
    .map_err(store_error)?;
    Ok(())
}

async fn payload(conn: &mut SqliteConnection, seq: i64) -> Result<Option<Payload>> {
    let known: Option<String> = sqlx::query_scalar("select payload from record where seq = ?1")
        .bind(seq)
        .fetch_one(conn)
        .await
        .map_err(store_error)?;
    known.as_deref().map(from_json).transpose()
}

/// The name to sort by; rows that could not be read have their place, too.
pub(super) fn sort_name(seen: &Seen) -> Option<String> {
    let named = seen.payload.as_ref().and_then(Payload::sort_name);
    seen.kind.has_name().then(|| named.unwrap_or_default())
}

fn of(row: &Work) -> Of<'_> {
    Of {
        seq: row.seq,
        merchant: row.merchant,
        kind: row.kind,
        source_ref: &row.source_ref,
        target_ref: row.target_ref.as_deref(),
    }
}

async fn keep_cursor(conn: &mut SqliteConnection, place: &Place<'_>, cursor: &str) -> Result<()> {
    sqlx::query(
        "insert into flow (merchant, kind, cursor) values (?1, ?2, ?3)
         on conflict (merchant, kind) do update set cursor = excluded.cursor where cursor is not excluded.cursor",
    )
    .bind(place.merchant)
    .bind(place.flow.word())
    .bind(cursor)
    .execute(conn)
    .await
    .map_err(store_error)?;
    Ok(())
}
