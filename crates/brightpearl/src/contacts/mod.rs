//! Contacts as a target: look → postal address → contact, or what differs of one that is there (`flows.md`, Customers).

mod call;
mod look;
mod next;
mod perform;
mod recent;

pub(crate) use recent::RecentContacts;

use async_trait::async_trait;
use model::outgoing::ContactDraft;
use model::{Answer, Failure, Platform};
use platform::{Account, Asked, Found, Next, PlatformError, Step, Target};

use crate::client::Brightpearl;

#[async_trait]
impl Target<ContactDraft> for Brightpearl {
    fn platform(&self) -> Platform {
        Platform::Brightpearl
    }

    async fn look(
        &self,
        account: &Account,
        asked: &[Asked<'_, ContactDraft>],
    ) -> Result<Vec<Result<Found, Failure>>, PlatformError> {
        self.look_for_contacts(account, asked).await
    }

    fn next_step(&self, asked: &Asked<'_, ContactDraft>, found: &Found) -> Result<Next, Failure> {
        next::next_step(asked, found)
    }

    async fn perform(&self, account: &Account, step: &Step) -> Result<Answer, PlatformError> {
        self.perform_contact_step(account, step).await
    }

    async fn find(&self, account: &Account, step: &Step) -> Result<Option<Answer>, PlatformError> {
        self.find_contact_step(account, step).await
    }
}
