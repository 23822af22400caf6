//! Records as people and flows look at them.

pub(crate) mod attempts;
mod calls;
mod events;
mod find;
pub(crate) mod links;
mod list;
mod page;
mod see;
#[cfg(feature = "seed")]
mod sow;
pub(crate) mod tally;
mod waits;

use std::collections::HashMap;

use async_trait::async_trait;
use model::{
    Attempt, Backlog, Call, Counts, Event, Found, Kind, LogQuery, MerchantId, Page, Record, RecordId,
    Released, StepLog, Tally, TraceId, Trouble, Wait, When,
};
use store::{LinkAsk, Records, Result, Seen, SeenAs, Standing};

use crate::open::{SqliteStore, commit};

pub(crate) use events::prune;
pub(crate) use page::seqs;
#[cfg(feature = "seed")]
pub use sow::{Sowing, Sown, Try};

#[async_trait]
impl Records for SqliteStore {
    async fn see(
        &self,
        merchant: MerchantId,
        flow: Kind,
        rows: &[Seen],
        cursor: Option<&str>,
    ) -> Result<Vec<SeenAs>> {
        let mut tx = self.write().await?;
        let place = see::Place { merchant: merchant.0, flow, now: self.clock.now(), secret: &self.secret };
        let answers = see::see(&mut tx, &place, rows, cursor).await?;
        commit(tx).await?;
        Ok(answers)
    }

    async fn page(&self, merchant: MerchantId, query: &LogQuery) -> Result<Page<Record>> {
        let mut tx = self.read().await?;
        page::page(&mut tx, &self.secret, merchant.0, query).await
    }

    async fn seq_at(&self, merchant: MerchantId, kind: Kind, moment: When) -> Result<i64> {
        let mut tx = self.read().await?;
        find::seq_at(&mut tx, merchant.0, kind, moment).await
    }

    async fn found(&self, merchant: MerchantId, query: &LogQuery) -> Result<Found> {
        let mut tx = self.read().await?;
        page::found(&mut tx, &self.secret, merchant.0, query).await
    }

    async fn record(&self, merchant: MerchantId, id: RecordId) -> Result<Option<Record>> {
        find::record(self, merchant.0, id).await
    }

    async fn record_by_ref(
        &self,
        merchant: MerchantId,
        kind: Kind,
        source_ref: &str,
    ) -> Result<Option<Record>> {
        find::record_by_ref(self, merchant.0, kind, source_ref).await
    }

    async fn walk(
        &self,
        merchant: MerchantId,
        kind: Kind,
        after_seq: i64,
        limit: u32,
    ) -> Result<Vec<Record>> {
        find::walk(self, merchant.0, kind, after_seq, limit).await
    }

    async fn counts(&self, merchant: MerchantId, kind: Kind) -> Result<Counts> {
        let mut tx = self.read().await?;
        find::counts(&mut tx, merchant.0, kind).await
    }

    async fn waits(&self, merchant: MerchantId) -> Result<Vec<Wait>> {
        let mut tx = self.read().await?;
        waits::all(&mut tx, merchant.0).await
    }

    async fn released(&self, merchant: MerchantId, version: i64) -> Result<Released> {
        waits::released(self, merchant.0, version).await
    }

    async fn attempts(&self, merchant: MerchantId, id: RecordId) -> Result<Vec<Attempt>> {
        attempts::of(self, merchant.0, id).await
    }

    async fn steps(&self, merchant: MerchantId, id: RecordId) -> Result<Vec<StepLog>> {
        crate::steps::of(self, merchant.0, id).await
    }

    async fn save_calls(&self, merchant: MerchantId, calls: &[Call]) -> Result<()> {
        calls::save(self, merchant.0, calls).await
    }

    async fn calls(&self, merchant: MerchantId, trace: TraceId) -> Result<Vec<Call>> {
        calls::of(self, merchant.0, trace).await
    }

    async fn links(&self, merchant: MerchantId, asks: &[LinkAsk]) -> Result<HashMap<LinkAsk, String>> {
        let mut tx = self.read().await?;
        links::answer(&mut tx, merchant.0, asks).await
    }

    async fn standing(
        &self,
        merchant: MerchantId,
        kind: Kind,
        refs: &[String],
    ) -> Result<HashMap<String, Standing>> {
        let mut tx = self.read().await?;
        links::standing(&mut tx, merchant.0, kind, refs).await
    }

    async fn events_after(&self, merchant: MerchantId, event: i64, limit: u32) -> Result<Vec<Event>> {
        events::after(self, merchant.0, event, limit).await
    }

    async fn latest_events(&self, merchant: MerchantId, limit: u32) -> Result<Vec<Event>> {
        events::latest(self, merchant.0, limit).await
    }

    async fn event_range(&self, merchant: MerchantId) -> Result<(i64, i64)> {
        let mut tx = self.read().await?;
        events::range(&mut tx, merchant.0).await
    }

    async fn last_synced_at(&self, merchant: MerchantId, kind: Kind) -> Result<Option<When>> {
        find::last_synced_at(self, merchant.0, kind).await
    }

    async fn throughput(&self, merchant: MerchantId, since: When) -> Result<Vec<Tally>> {
        tally::since(self, merchant.0, since).await
    }

    async fn trouble(&self, merchant: MerchantId, kind: Kind) -> Result<Trouble> {
        let mut tx = self.read().await?;
        tally::trouble(&mut tx, merchant.0, kind).await
    }

    async fn backlog(&self, merchant: MerchantId, kind: Kind) -> Result<Option<Backlog>> {
        let mut tx = self.read().await?;
        tally::backlog(&mut tx, merchant.0, kind, self.clock.now()).await
    }
}
