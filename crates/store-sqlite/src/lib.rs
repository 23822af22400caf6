#![doc = include_str!("../README.md")]

mod bulk;
mod clock;
mod connections;
mod error;
mod flows;
mod open;
mod queue;
mod records;
mod row;
mod settings;
mod shown;
mod steps;
mod stock;
mod team;
mod views;
mod words;
mod work;

pub use open::SqliteStore;
#[cfg(feature = "seed")]
pub use records::{Sowing, Sown, Try};

use async_trait::async_trait;
use model::{MerchantId, When};
use store::{Result, Store};

use crate::error::store_error;

#[async_trait]
impl Store for SqliteStore {
    async fn now(&self) -> Result<When> {
        Ok(self.clock.now())
    }

    async fn merchants(&self) -> Result<Vec<MerchantId>> {
        let ids: Vec<uuid::Uuid> = sqlx::query_scalar("select id from merchant order by created_at, id")
            .fetch_all(&self.readers)
            .await
            .map_err(store_error)?;
        Ok(ids.into_iter().map(MerchantId).collect())
    }

    async fn ensure_merchant(&self, merchant: MerchantId, name: &str) -> Result<()> {
        sqlx::query(
            "insert into merchant (id, name, created_at) values (?1, ?2, ?3)
             on conflict (id) do update set name = excluded.name where name <> excluded.name",
        )
        .bind(merchant.0)
        .bind(name)
        .bind(self.clock.now().0)
        .execute(&self.writer)
        .await
        .map_err(store_error)?;
        Ok(())
    }

    async fn prune(&self) -> Result<()> {
        records::prune(self).await
    }

    async fn ping(&self) -> Result<()> {
        sqlx::query("select 1").execute(&self.readers).await.map_err(store_error)?;
        Ok(())
    }
}
