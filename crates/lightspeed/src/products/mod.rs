//! Till items as a target: look, decide, write, and look again when an answer was lost.

mod look;
mod plan;
mod put_away;
mod step;

use async_trait::async_trait;
use model::outgoing::ProductDraft;
use model::{Answer, Failure, Platform};
use platform::{Account, Asked, Found, Next, PlatformError, Step, Target};

use crate::Lightspeed;

#[async_trait]
impl Target<ProductDraft> for Lightspeed {
    fn platform(&self) -> Platform {
        Platform::Lightspeed
    }

    async fn look(
        &self,
        account: &Account,
        asked: &[Asked<'_, ProductDraft>],
    ) -> Result<Vec<Result<Found, Failure>>, PlatformError> {
        look::look(self, account, asked).await
    }

    fn next_step(&self, asked: &Asked<'_, ProductDraft>, found: &Found) -> Result<Next, Failure> {
        plan::next_step(asked, found)
    }

    async fn perform(&self, account: &Account, step: &Step) -> Result<Answer, PlatformError> {
        step::perform(self, account, step).await
    }

    async fn find(&self, account: &Account, step: &Step) -> Result<Option<Answer>, PlatformError> {
        step::find(self, account, step).await
    }
}
