//! Sales orders as a target: look → order → verify the total → reservation → payments → goods-out → shipped (`flows.md`,
//! Sales).

mod next;
mod place;
mod stock;

use async_trait::async_trait;
use model::outgoing::OrderDraft;
use model::{Answer, Failure, Platform};
use platform::{Account, Asked, Found, Next, PlatformError, Step, Target};

use crate::client::Brightpearl;

#[async_trait]
impl Target<OrderDraft> for Brightpearl {
    fn platform(&self) -> Platform {
        Platform::Brightpearl
    }

    /// Asks nothing: the search takes one reference a call (fact sheet 7, question 14), so each order looks for itself as its
    /// first step. Looking for a whole batch beforehand could use a short budget up and be thrown away with it.
    async fn look(
        &self,
        _: &Account,
        asked: &[Asked<'_, OrderDraft>],
    ) -> Result<Vec<Result<Found, Failure>>, PlatformError> {
        Ok(asked.iter().map(|_| Ok(Found::default())).collect())
    }

    fn next_step(&self, asked: &Asked<'_, OrderDraft>, _: &Found) -> Result<Next, Failure> {
        next::next_step(asked)
    }

    async fn perform(&self, account: &Account, step: &Step) -> Result<Answer, PlatformError> {
        self.perform_document_step(account, step).await
    }

    async fn find(&self, account: &Account, step: &Step) -> Result<Option<Answer>, PlatformError> {
        self.find_document_step(account, step).await
    }
}
