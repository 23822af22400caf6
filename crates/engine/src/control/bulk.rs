//! What people do with many records at once.

use std::time::Duration;

use model::{
    BudgetState, Bulk, BulkAction, BulkId, BulkPreview, BulkWhich, Kind, LogQuery, MerchantId, Policy, Record,
};
use store::{BulkDraft, BulkRowState, BulkRows, StoreError};

use super::Control;

/// Bulk work before it begins, with how long it will probably take.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkPlan {
    /// Exactly which rows.
    pub preview: BulkPreview,
    /// How long it takes if the platform's allowance were all for it; `None` for what needs no calls.
    pub takes: Option<Duration>,
}

impl Control {
    /// Freezes which rows are meant and says what would happen; nothing begins.
    ///
    /// # Errors
    /// [`StoreError::TooMany`] if these are more rows than one piece of work takes.
    pub async fn draft_bulk(
        &self,
        merchant: MerchantId,
        kind: Kind,
        action: BulkAction,
        which: (BulkWhich, String),
        who: &str,
    ) -> Result<BulkPlan, StoreError> {
        let (which, says) = which;
        let rows = match which {
            BulkWhich::Rows(rows) => BulkRows::These(rows),
            BulkWhich::Matching(filter) => {
                let query = self.resolved(merchant, LogQuery::filtered(kind, filter)).await?;
                BulkRows::Matching(Box::new(query))
            }
        };
        let draft = BulkDraft { kind, action, rows, which: says, who: who.to_owned() };
        let preview = self.store().draft_bulk(merchant, &draft).await?;
        let takes = match draft.action {
            BulkAction::Resync => {
                let health = self.connection_health(merchant, kind.target()).await?;
                let now = self.store().now().await?;
                let budget =
                    health.budget.unwrap_or_else(|| BudgetState::new(Policy::of(kind.target()), now));
                Some(takes(kind, preview.bulk.tally.waiting, budget.policy))
            }
            BulkAction::Skip { .. } | BulkAction::Assign { .. } | BulkAction::Note { .. } => None,
        };
        Ok(BulkPlan { preview, takes })
    }

    /// Begins what was drafted. Twice is once.
    ///
    /// # Errors
    /// [`StoreError`] while the store does not answer.
    pub async fn begin_bulk(&self, merchant: MerchantId, bulk: BulkId) -> Result<Option<Bulk>, StoreError> {
        let begun = self.store().begin_bulk(merchant, bulk).await?;
        self.shared.wake_bulk.notify_one();
        Ok(begun)
    }

    /// Stops it; what was asked for already goes on.
    ///
    /// # Errors
    /// [`StoreError`] while the store does not answer.
    pub async fn cancel_bulk(&self, merchant: MerchantId, bulk: BulkId) -> Result<Option<Bulk>, StoreError> {
        self.store().cancel_bulk(merchant, bulk).await
    }

    /// A piece of work with some of its records; `None` if there is none of this name.
    ///
    /// # Errors
    /// [`StoreError`] while the store does not answer.
    pub async fn bulk(
        &self,
        merchant: MerchantId,
        bulk: BulkId,
        skip: u32,
        limit: u32,
    ) -> Result<Option<(Bulk, Vec<(Record, BulkRowState)>)>, StoreError> {
        let Some(found) = self.store().bulk(merchant, bulk).await? else { return Ok(None) };
        let records = self.store().bulk_records(merchant, bulk, skip, limit).await?;
        Ok(Some((found, records)))
    }
}

/// What one record costs of its target's allowance, in thousandths of a call: the calls of a posting that goes well. The
/// sandbox's ledger has these numbers (`crates/scenarios/tests/engine_calls.rs` prints them).
fn cost(kind: Kind) -> i64 {
    match kind {
        // One PUT for all shops of a product; a third of it where there are three.
        Kind::Inventory => 500,
        Kind::Product => 2_500,
        Kind::Customer => 2_000,
        // Order, look, reservation, payment.
        Kind::Order | Kind::Refund => 5_000,
    }
}

/// The time that so many records take if the whole allowance were theirs.
fn takes(kind: Kind, rows: i64, policy: Policy) -> Duration {
    let all = rows.max(0).saturating_mul(cost(kind)) as f64;
    let seconds = match policy {
        Policy::Window { size, length } => {
            let windows = all / size.max(1) as f64;
            (windows - 1.0).max(0.0) * length as f64 / 1e6
        }
        Policy::Bucket { size, drip, .. } => (all - size as f64).max(0.0) / drip.max(1) as f64,
    };
    // What fits into what is free still takes its calls one after the other, a fifth of a second each.
    Duration::from_secs_f64(seconds.max(all / 1_000.0 * 0.2).clamp(0.0, 1e9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_into_the_allowance_takes_its_calls_and_more_waits_for_it() {
        assert_eq!(takes(Kind::Order, 10, Policy::BRIGHTPEARL).as_secs(), 10);
        // 5,000 calls at 200 a minute, the first 200 at once.
        assert_eq!(takes(Kind::Order, 1_000, Policy::BRIGHTPEARL).as_secs(), 24 * 60);
        assert_eq!(takes(Kind::Product, 1_000, Policy::LIGHTSPEED).as_secs(), 2_500 - 90);
        assert_eq!(takes(Kind::Product, 0, Policy::LIGHTSPEED).as_secs(), 0);
    }
}
