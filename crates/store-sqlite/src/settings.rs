//! The merchant's settings, every version of them.

use async_trait::async_trait;
use model::{MerchantId, Settings, When};
use sqlx::SqliteConnection;
use store::{Result, SavedSettings, SettingsBook, StoreError};
use uuid::Uuid;

use crate::error::store_error;
use crate::open::{SqliteStore, commit};
use crate::row::{from_json, to_json};

#[async_trait]
impl SettingsBook for SqliteStore {
    async fn settings(&self, merchant: MerchantId) -> Result<SavedSettings> {
        let row: Option<SettingsRow> = sqlx::query_as(
            "select version, who, at, settings from settings where merchant = ?1 order by version desc limit 1",
        )
        .bind(merchant.0)
        .fetch_optional(&self.readers)
        .await
        .map_err(store_error)?;
        row.map_or_else(
            || {
                Ok(SavedSettings {
                    version: 0,
                    who: String::new(),
                    at: When(0),
                    settings: Settings::default(),
                })
            },
            saved,
        )
    }

    async fn save_settings(
        &self,
        merchant: MerchantId,
        who: &str,
        based_on: i64,
        settings: &Settings,
    ) -> Result<i64> {
        let mut tx = self.write().await?;
        let current = current_version(&mut tx, merchant.0).await?;
        if current != based_on {
            return Err(StoreError::SettingsChanged { current });
        }
        sqlx::query(
            "insert into settings (merchant, version, who, at, settings) values (?1, ?2, ?3, ?4, ?5)",
        )
        .bind(merchant.0)
        .bind(current + 1)
        .bind(who)
        .bind(self.clock.now().0)
        .bind(to_json(settings)?)
        .execute(&mut *tx)
        .await
        .map_err(store_error)?;
        commit(tx).await?;
        Ok(current + 1)
    }

    async fn settings_history(&self, merchant: MerchantId) -> Result<Vec<SavedSettings>> {
        let rows: Vec<SettingsRow> = sqlx::query_as(
            "select version, who, at, settings from settings where merchant = ?1 order by version desc",
        )
        .bind(merchant.0)
        .fetch_all(&self.readers)
        .await
        .map_err(store_error)?;
        rows.into_iter().map(saved).collect()
    }
}

/// The newest version's number; 0 before the first save.
pub(crate) async fn current_version(conn: &mut SqliteConnection, merchant: Uuid) -> Result<i64> {
    sqlx::query_scalar("select coalesce(max(version), 0) from settings where merchant = ?1")
        .bind(merchant)
        .fetch_one(conn)
        .await
        .map_err(store_error)
}

#[derive(sqlx::FromRow)]
struct SettingsRow {
    version: i64,
    who: String,
    at: i64,
    settings: String,
}

fn saved(row: SettingsRow) -> Result<SavedSettings> {
    Ok(SavedSettings {
        version: row.version,
        who: row.who,
        at: When(row.at),
        settings: from_json(&row.settings)?,
    })
}
