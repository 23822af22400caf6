//! The records as work.

mod blocks;
mod claim;
mod lease;
mod rescue;
mod resync;
mod settle;
mod skip;

use std::time::Duration;

use async_trait::async_trait;
use model::{Kind, MerchantId, Record, RecordId, When};
use store::{Claim, ClaimKey, Owner, Queue, Result, ResyncAnswer, Retest, Settled, Settlement};

use crate::open::{SqliteStore, commit};

pub(crate) use resync::ask_again;
pub(crate) use skip::skip;

#[async_trait]
impl Queue for SqliteStore {
    async fn claim(
        &self,
        merchant: MerchantId,
        kind: Kind,
        owner: Owner,
        lease: Duration,
        limit: u32,
    ) -> Result<Vec<Claim>> {
        let mut tx = self.write().await?;
        let now = self.clock.now();
        let due = claim::due(&mut tx, merchant.0, kind, now, limit).await?;
        let claims = claim::take(&mut tx, &due, owner, now.plus(lease)).await?;
        commit(tx).await?;
        Ok(claims)
    }

    async fn heartbeat(&self, owner: Owner, claims: &[ClaimKey], lease: Duration) -> Result<Vec<RecordId>> {
        let mut tx = self.write().await?;
        let lost = lease::extend(&mut tx, owner, claims, self.clock.now().plus(lease)).await?;
        commit(tx).await?;
        Ok(lost)
    }

    async fn transforming(&self, claims: &[ClaimKey], now: bool) -> Result<()> {
        let mut tx = self.write().await?;
        lease::transforming(&mut tx, claims, now).await?;
        commit(tx).await
    }

    async fn settle(&self, claim: ClaimKey, settlement: Settlement) -> Result<Settled> {
        let mut tx = self.write().await?;
        let settled = settle::settle(&mut tx, claim, &settlement, self.clock.now()).await?;
        if settled == Settled::Done {
            commit(tx).await?;
        }
        Ok(settled)
    }

    async fn rescue(&self) -> Result<u64> {
        let now = self.clock.now();
        rescue::take_back(self, Some(now)).await
    }

    async fn take_back_all(&self) -> Result<u64> {
        rescue::take_back(self, None).await
    }

    async fn resync(
        &self,
        merchant: MerchantId,
        ids: &[RecordId],
        who: &str,
    ) -> Result<Vec<(RecordId, ResyncAnswer)>> {
        let mut tx = self.write().await?;
        let answers = resync::resync(&mut tx, merchant.0, ids, who, self.clock.now()).await?;
        commit(tx).await?;
        Ok(answers)
    }

    async fn blocked_by(
        &self,
        merchant: MerchantId,
        keys: &[String],
        after_seq: i64,
        limit: u32,
    ) -> Result<Vec<Record>> {
        blocks::blocked_by(self, merchant.0, keys, after_seq, limit).await
    }

    async fn retest(
        &self,
        merchant: MerchantId,
        version: i64,
        results: &[(RecordId, Retest)],
    ) -> Result<u64> {
        let mut tx = self.write().await?;
        let released = blocks::retest(&mut tx, merchant.0, version, results, self.clock.now()).await?;
        commit(tx).await?;
        Ok(released)
    }

    async fn reach(&self, merchant: MerchantId, version: i64, rows: &[(RecordId, String)]) -> Result<u64> {
        let mut tx = self.write().await?;
        let reached = blocks::reach(&mut tx, merchant.0, version, rows, self.clock.now()).await?;
        commit(tx).await?;
        Ok(reached)
    }

    async fn next_due(&self, merchant: MerchantId, kind: Kind) -> Result<Option<When>> {
        claim::next_due(self, merchant.0, kind).await
    }
}
