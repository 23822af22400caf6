//! What people do with many records at once.

mod draft;
mod read;
mod step;

use async_trait::async_trait;
use model::{Bulk, BulkId, BulkPreview, MerchantId, Record};
use store::{BulkDraft, BulkRowState, BulkWork, Result};

use crate::error::store_error;
use crate::open::{SqliteStore, commit};

#[async_trait]
impl BulkWork for SqliteStore {
    async fn draft_bulk(&self, merchant: MerchantId, draft: &BulkDraft) -> Result<BulkPreview> {
        let mut tx = self.write().await?;
        let id = draft::draft(&mut tx, &self.secret, merchant.0, draft, self.clock.now()).await?;
        let preview = read::preview(&mut tx, merchant.0, id).await?;
        commit(tx).await?;
        Ok(preview)
    }

    async fn begin_bulk(&self, merchant: MerchantId, bulk: BulkId) -> Result<Option<Bulk>> {
        let mut tx = self.write().await?;
        sqlx::query(
            "update bulk set state = 'running', began_at = ?3 where id = ?1 and merchant = ?2 and state = 'drafted'",
        )
        .bind(bulk.0)
        .bind(merchant.0)
        .bind(self.clock.now().0)
        .execute(&mut *tx)
        .await
        .map_err(store_error)?;
        let begun = read::bulk(&mut tx, merchant.0, bulk).await?;
        commit(tx).await?;
        Ok(begun)
    }

    async fn cancel_bulk(&self, merchant: MerchantId, bulk: BulkId) -> Result<Option<Bulk>> {
        let mut tx = self.write().await?;
        step::cancel(&mut tx, merchant.0, bulk, self.clock.now()).await?;
        let cancelled = read::bulk(&mut tx, merchant.0, bulk).await?;
        commit(tx).await?;
        Ok(cancelled)
    }

    async fn step_bulks(&self, merchant: MerchantId, window: u32) -> Result<bool> {
        let running = step::running(&self.readers, merchant.0).await?;
        for (bulk, state) in &running {
            let mut tx = self.write().await?;
            step::step(&mut tx, merchant.0, bulk, state == "running", window, self.clock.now()).await?;
            commit(tx).await?;
        }
        Ok(!running.is_empty())
    }

    async fn bulk(&self, merchant: MerchantId, bulk: BulkId) -> Result<Option<Bulk>> {
        let mut tx = self.read().await?;
        read::bulk(&mut tx, merchant.0, bulk).await
    }

    async fn bulks(&self, merchant: MerchantId, limit: u32) -> Result<Vec<Bulk>> {
        let mut tx = self.read().await?;
        read::bulks(&mut tx, merchant.0, limit).await
    }

    async fn bulk_records(
        &self,
        merchant: MerchantId,
        bulk: BulkId,
        skip: u32,
        limit: u32,
    ) -> Result<Vec<(Record, BulkRowState)>> {
        let mut tx = self.read().await?;
        read::records(&mut tx, merchant.0, bulk, skip, limit).await
    }
}
