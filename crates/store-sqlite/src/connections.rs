//! How the merchant's two accounts are reached.

use std::time::Duration;

use async_trait::async_trait;
use model::{ConnectionState, MerchantId, Platform, When};
use sqlx::SqliteConnection;
use store::{Connection, Connections, Result, TokenRow};
use uuid::Uuid;

use crate::error::store_error;
use crate::open::{SqliteStore, commit};
use crate::row::{from_json, to_json};
use crate::work::Work;

#[derive(sqlx::FromRow)]
struct Row {
    account: String,
    api: String,
    auth: String,
    credentials: String,
    state: String,
}

#[async_trait]
impl Connections for SqliteStore {
    async fn connection(&self, merchant: MerchantId, platform: Platform) -> Result<Option<Connection>> {
        let row: Option<Row> = sqlx::query_as(
            "select account, api, auth, credentials, state from connection where merchant = ?1 and platform = ?2",
        )
        .bind(merchant.0)
        .bind(platform.word())
        .fetch_optional(&self.readers)
        .await
        .map_err(store_error)?;
        row.map(read).transpose()
    }

    async fn save_connection(
        &self,
        merchant: MerchantId,
        platform: Platform,
        connection: &Connection,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        sqlx::query(
            "insert into connection (merchant, platform, account, api, auth, credentials, state)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             on conflict (merchant, platform) do update
             set account = excluded.account, api = excluded.api, auth = excluded.auth,
                 credentials = excluded.credentials, state = excluded.state",
        )
        .bind(merchant.0)
        .bind(platform.word())
        .bind(&connection.account)
        .bind(&connection.api)
        .bind(&connection.auth)
        .bind(to_json(&connection.credentials)?)
        .bind(to_json(&ConnectionState::Working)?)
        .execute(&mut *tx)
        .await
        .map_err(store_error)?;
        wake(&mut tx, merchant.0, platform, self.clock.now()).await?;
        commit(tx).await
    }

    async fn set_connection_state(
        &self,
        merchant: MerchantId,
        platform: Platform,
        state: &ConnectionState,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        sqlx::query("update connection set state = ?3 where merchant = ?1 and platform = ?2")
            .bind(merchant.0)
            .bind(platform.word())
            .bind(to_json(state)?)
            .execute(&mut *tx)
            .await
            .map_err(store_error)?;
        if *state == ConnectionState::Working {
            wake(&mut tx, merchant.0, platform, self.clock.now()).await?;
        }
        commit(tx).await
    }

    async fn keep_attempt(
        &self,
        merchant: MerchantId,
        platform: Platform,
        attempt: Option<&serde_json::Value>,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        sqlx::query("delete from attempt_to_enter where merchant = ?1 and platform = ?2")
            .bind(merchant.0)
            .bind(platform.word())
            .execute(&mut *tx)
            .await
            .map_err(store_error)?;
        if let Some(attempt) = attempt {
            sqlx::query("insert into attempt_to_enter (merchant, platform, attempt) values (?1, ?2, ?3)")
                .bind(merchant.0)
                .bind(platform.word())
                .bind(to_json(attempt)?)
                .execute(&mut *tx)
                .await
                .map_err(store_error)?;
        }
        commit(tx).await
    }

    async fn attempt(&self, merchant: MerchantId, platform: Platform) -> Result<Option<serde_json::Value>> {
        let attempt: Option<String> =
            sqlx::query_scalar("select attempt from attempt_to_enter where merchant = ?1 and platform = ?2")
                .bind(merchant.0)
                .bind(platform.word())
                .fetch_optional(&self.readers)
                .await
                .map_err(store_error)?;
        attempt.as_deref().map(from_json).transpose()
    }

    async fn tokens(&self, merchant: MerchantId, platform: Platform) -> Result<Option<TokenRow>> {
        let row: Option<(String, String, Option<i64>)> = sqlx::query_as(
            "select access, refresh, expires_at from token where merchant = ?1 and platform = ?2",
        )
        .bind(merchant.0)
        .bind(platform.word())
        .fetch_optional(&self.readers)
        .await
        .map_err(store_error)?;
        Ok(row.map(|(access, refresh, expires_at)| TokenRow {
            access,
            refresh,
            expires_at: expires_at.map(When),
        }))
    }

    async fn save_tokens(&self, merchant: MerchantId, platform: Platform, tokens: &TokenRow) -> Result<()> {
        let mut tx = self.write().await?;
        save_pair(&mut tx, merchant, platform, tokens).await?;
        commit(tx).await
    }

    async fn save_refreshed(
        &self,
        merchant: MerchantId,
        platform: Platform,
        owner: Uuid,
        tokens: &TokenRow,
    ) -> Result<bool> {
        let mut tx = self.write().await?;
        let holder: Option<Uuid> =
            sqlx::query_scalar("select owner from refresh_lease where merchant = ?1 and platform = ?2")
                .bind(merchant.0)
                .bind(platform.word())
                .fetch_optional(&mut *tx)
                .await
                .map_err(store_error)?;
        if holder != Some(owner) {
            return Ok(false);
        }
        save_pair(&mut tx, merchant, platform, tokens).await?;
        commit(tx).await?;
        Ok(true)
    }

    async fn lease_refresh(
        &self,
        merchant: MerchantId,
        platform: Platform,
        owner: Uuid,
        lease: Duration,
    ) -> Result<bool> {
        let now = self.clock.now();
        let taken = sqlx::query(
            "insert into refresh_lease (merchant, platform, owner, until) values (?1, ?2, ?3, ?4)
             on conflict (merchant, platform) do update set owner = excluded.owner, until = excluded.until
             where until <= ?5 or owner = excluded.owner",
        )
        .bind(merchant.0)
        .bind(platform.word())
        .bind(owner)
        .bind(now.plus(lease).0)
        .bind(now.0)
        .execute(&self.writer)
        .await
        .map_err(store_error)?;
        Ok(taken.rows_affected() > 0)
    }

    async fn end_refresh(&self, merchant: MerchantId, platform: Platform, owner: Uuid) -> Result<()> {
        sqlx::query("delete from refresh_lease where merchant = ?1 and platform = ?2 and owner = ?3")
            .bind(merchant.0)
            .bind(platform.word())
            .bind(owner)
            .execute(&self.writer)
            .await
            .map_err(store_error)?;
        Ok(())
    }
}

fn read(row: Row) -> Result<Connection> {
    Ok(Connection {
        account: row.account,
        api: row.api,
        auth: row.auth,
        credentials: from_json(&row.credentials)?,
        state: from_json(&row.state)?,
    })
}

/// Whether a connection is known to work.
pub(crate) async fn works(conn: &mut SqliteConnection, merchant: Uuid, platform: Platform) -> Result<bool> {
    let state: Option<String> =
        sqlx::query_scalar("select state from connection where merchant = ?1 and platform = ?2")
            .bind(merchant)
            .bind(platform.word())
            .fetch_optional(conn)
            .await
            .map_err(store_error)?;
    let state: Option<ConnectionState> = state.as_deref().map(from_json).transpose()?;
    Ok(state == Some(ConnectionState::Working))
}

/// Makes the rows due now that waited for a connection.
async fn wake(conn: &mut SqliteConnection, merchant: Uuid, platform: Platform, now: When) -> Result<()> {
    let seqs: Vec<i64> = sqlx::query_scalar(
        "select seq from record indexed by record_lost
         where merchant = ?1 and waits = 'connection_lost' and json_extract(detail, '$.platform') = ?2 order by seq",
    )
    .bind(merchant)
    .bind(platform.word())
    .fetch_all(&mut *conn)
    .await
    .map_err(store_error)?;
    for seq in seqs {
        let Some(before) = Work::by_seq(conn, seq).await? else { continue };
        let mut after = before.clone();
        if after.lease.is_none() {
            after.queue(now);
            after.save(conn, &before, now).await?;
        }
    }
    Ok(())
}

/// Replaces the pair and ends whatever refresh was in work.
async fn save_pair(
    work: &mut SqliteConnection,
    merchant: MerchantId,
    platform: Platform,
    tokens: &TokenRow,
) -> Result<()> {
    sqlx::query(
        "insert into token (merchant, platform, access, refresh, expires_at) values (?1, ?2, ?3, ?4, ?5)
         on conflict (merchant, platform) do update
         set access = excluded.access, refresh = excluded.refresh, expires_at = excluded.expires_at",
    )
    .bind(merchant.0)
    .bind(platform.word())
    .bind(&tokens.access)
    .bind(&tokens.refresh)
    .bind(tokens.expires_at.map(|at| at.0))
    .execute(&mut *work)
    .await
    .map_err(store_error)?;
    sqlx::query("delete from refresh_lease where merchant = ?1 and platform = ?2")
        .bind(merchant.0)
        .bind(platform.word())
        .execute(&mut *work)
        .await
        .map_err(store_error)?;
    Ok(())
}
