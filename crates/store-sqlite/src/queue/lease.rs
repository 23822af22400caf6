//! Keeping what was claimed.

use model::{RecordId, When};
use sqlx::SqliteConnection;
use store::{ClaimKey, Owner, Result};

use crate::error::store_error;

/// Extends leases; answers with those that are lost.
pub(super) async fn extend(
    conn: &mut SqliteConnection,
    owner: Owner,
    claims: &[ClaimKey],
    until: When,
) -> Result<Vec<RecordId>> {
    let mut lost = Vec::new();
    for claim in claims {
        let kept = sqlx::query(
            "update record set lease_until = max(lease_until, ?4) where id = ?1 and fence = ?2 and lease_owner = ?3",
        )
        .bind(claim.id.0)
        .bind(claim.fence)
        .bind(owner.0)
        .bind(until.0)
        .execute(&mut *conn)
        .await
        .map_err(store_error)?;
        if kept.rows_affected() == 0 {
            lost.push(claim.id);
        }
    }
    Ok(lost)
}

/// Says whether these rows are being transformed.
pub(super) async fn transforming(conn: &mut SqliteConnection, claims: &[ClaimKey], now: bool) -> Result<()> {
    for claim in claims {
        sqlx::query(
            "update record set transforming = ?3 where id = ?1 and fence = ?2 and lease_owner is not null",
        )
        .bind(claim.id.0)
        .bind(claim.fence)
        .bind(now)
        .execute(&mut *conn)
        .await
        .map_err(store_error)?;
    }
    Ok(())
}
