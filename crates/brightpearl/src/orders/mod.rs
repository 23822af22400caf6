//! Sales orders as a target: order → verify the total → reservation → payments (`flows.md`, Sales).

mod call;
mod look;
mod next;
mod perform;
mod stock;

pub(crate) use stock::StockBook;

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

    async fn look(
        &self,
        account: &Account,
        asked: &[Asked<'_, OrderDraft>],
    ) -> Result<Vec<Result<Found, Failure>>, PlatformError> {
        self.look_for_orders(account, asked).await
    }

    fn next_step(&self, asked: &Asked<'_, OrderDraft>, found: &Found) -> Result<Next, Failure> {
        next::next_step(asked, found)
    }

    async fn perform(&self, account: &Account, step: &Step) -> Result<Answer, PlatformError> {
        self.perform_order_step(account, step).await
    }

    async fn find(&self, account: &Account, step: &Step) -> Result<Option<Answer>, PlatformError> {
        self.find_order_step(account, step).await
    }
}
