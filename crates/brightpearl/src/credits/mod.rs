//! Sales credits as a target: look → credit → verify the total → goods-in → payments; and a sale made void, whose order is
//! cancelled while that is still possible (`flows.md`, Sales).

mod next;
mod returned;
mod undo;

use async_trait::async_trait;
use model::outgoing::CreditDraft;
use model::{Answer, Failure, Platform};
use platform::{Account, Asked, Found, Next, PlatformError, Step, Target};

use crate::client::Brightpearl;

#[async_trait]
impl Target<CreditDraft> for Brightpearl {
    fn platform(&self) -> Platform {
        Platform::Brightpearl
    }

    /// Asks nothing: each credit looks for itself as its first step, as orders do.
    async fn look(
        &self,
        _: &Account,
        asked: &[Asked<'_, CreditDraft>],
    ) -> Result<Vec<Result<Found, Failure>>, PlatformError> {
        Ok(asked.iter().map(|_| Ok(Found::default())).collect())
    }

    fn next_step(&self, asked: &Asked<'_, CreditDraft>, _: &Found) -> Result<Next, Failure> {
        next::next_step(asked)
    }

    async fn perform(&self, account: &Account, step: &Step) -> Result<Answer, PlatformError> {
        self.perform_document_step(account, step).await
    }

    async fn find(&self, account: &Account, step: &Step) -> Result<Option<Answer>, PlatformError> {
        self.find_document_step(account, step).await
    }
}
