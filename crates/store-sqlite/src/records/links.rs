//! What is linked to what.

use std::collections::HashMap;

use model::{Kind, Outcome, SyncState, When};
use sqlx::SqliteConnection;
use store::{LinkAsk, Result, Standing};
use uuid::Uuid;

use crate::error::store_error;
use crate::words::{self, Of};
use crate::work::Work;

/// Answers questions for links; those without an answer are left out.
pub(super) async fn answer(
    conn: &mut SqliteConnection,
    merchant: Uuid,
    asks: &[LinkAsk],
) -> Result<HashMap<LinkAsk, String>> {
    let mut answers = HashMap::with_capacity(asks.len());
    for ask in asks {
        let found = match ask {
            LinkAsk::BySource(kind, source_ref) => target_of(conn, merchant, *kind, source_ref).await?,
            LinkAsk::ByTarget(kind, target_ref) => source_of(conn, merchant, *kind, target_ref).await?,
            LinkAsk::BySolo(kind, solo) => twin_of(conn, merchant, *kind, solo).await?,
        };
        if let Some(found) = found {
            answers.insert(ask.clone(), found);
        }
    }
    Ok(answers)
}

/// What a thing became at the target.
pub(crate) async fn target_of(
    conn: &mut SqliteConnection,
    merchant: Uuid,
    kind: Kind,
    source_ref: &str,
) -> Result<Option<String>> {
    sqlx::query_scalar("select target_ref from link where merchant = ?1 and kind = ?2 and source_ref = ?3")
        .bind(merchant)
        .bind(kind.word())
        .bind(source_ref)
        .fetch_optional(conn)
        .await
        .map_err(store_error)
}

/// What a thing at the target is at the source; of several (a person the till knows twice) the one seen first.
pub(crate) async fn source_of(
    conn: &mut SqliteConnection,
    merchant: Uuid,
    kind: Kind,
    target_ref: &str,
) -> Result<Option<String>> {
    let sql = match kind {
        Kind::Customer => {
            "select source_ref from link indexed by link_person
             where merchant = ?1 and kind = 'customer' and kind = ?2 and target_ref = ?3 order by record limit 1"
        }
        Kind::Product | Kind::Inventory | Kind::Order | Kind::Refund => {
            "select source_ref from link indexed by link_target
             where merchant = ?1 and kind <> 'customer' and kind = ?2 and target_ref = ?3"
        }
    };
    sqlx::query_scalar(sql)
        .bind(merchant)
        .bind(kind.word())
        .bind(target_ref)
        .fetch_optional(conn)
        .await
        .map_err(store_error)
}

/// What the first linked record with this `solo` text became.
async fn twin_of(
    conn: &mut SqliteConnection,
    merchant: Uuid,
    kind: Kind,
    solo: &str,
) -> Result<Option<String>> {
    sqlx::query_scalar(
        "select target_ref from record indexed by record_twin
         where merchant = ?1 and kind = ?2 and solo = ?3 and target_ref is not null order by seq limit 1",
    )
    .bind(merchant)
    .bind(kind.word())
    .bind(solo)
    .fetch_optional(conn)
    .await
    .map_err(store_error)
}

/// Where records stand, for those that depend on them.
pub(super) async fn standing(
    conn: &mut SqliteConnection,
    merchant: Uuid,
    kind: Kind,
    refs: &[String],
) -> Result<HashMap<String, Standing>> {
    let mut found = HashMap::with_capacity(refs.len());
    for reference in refs {
        if let Some(row) = Work::by_ref(conn, merchant, kind, kind.source(), reference).await? {
            found.insert(reference.clone(), standing_of(row));
        }
    }
    Ok(found)
}

fn standing_of(row: Work) -> Standing {
    match (row.target_ref, row.state) {
        (Some(target), _) => Standing::Linked(target),
        (None, SyncState::Synced(outcome)) => Standing::Skipped(match outcome {
            Outcome::Skipped { reason } => reason,
            other => other.say(),
        }),
        (None, _) => Standing::Waiting,
    }
}

/// The other record that has this target, where a target belongs to one record only.
pub(crate) async fn holder(
    conn: &mut SqliteConnection,
    row: &Work,
    target_ref: &str,
) -> Result<Option<String>> {
    if row.kind == Kind::Customer || row.target_ref.as_deref() == Some(target_ref) {
        return Ok(None);
    }
    let holder = source_of(conn, row.merchant, row.kind, target_ref).await?;
    Ok(holder.filter(|source_ref| *source_ref != row.source_ref))
}

/// Writes a record's link and what it is found by; nothing where that is known already.
pub(crate) async fn write(
    conn: &mut SqliteConnection,
    row: &Work,
    target_ref: &str,
    now: When,
) -> Result<()> {
    if row.target_ref.as_deref() == Some(target_ref) {
        return Ok(());
    }
    sqlx::query(
        "insert into link (merchant, kind, source_ref, target_ref, record, linked_at) values (?1, ?2, ?3, ?4, ?5, ?6)
         on conflict (merchant, kind, source_ref) do update
         set target_ref = excluded.target_ref, record = excluded.record, linked_at = excluded.linked_at",
    )
    .bind(row.merchant)
    .bind(row.kind.word())
    .bind(&row.source_ref)
    .bind(target_ref)
    .bind(row.seq)
    .bind(now.0)
    .execute(&mut *conn)
    .await
    .map_err(store_error)?;
    let of = Of {
        seq: row.seq,
        merchant: row.merchant,
        kind: row.kind,
        source_ref: &row.source_ref,
        target_ref: Some(target_ref),
    };
    words::add_key(conn, of, target_ref).await
}
