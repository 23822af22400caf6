//! The calls of a contact, and how each is found again after its answer was lost.

use model::Answer;
use platform::{Account, PlatformError, Step};
use reqwest::Method;
use serde_json::Value;

use super::call::{ContactCall, address_answer};
use super::look::row_ids;
use crate::answer;
use crate::client::Brightpearl;
use crate::ids::MOST_IDS;

impl Brightpearl {
    /// Makes the call of a step.
    pub(super) async fn perform_contact_step(
        &self,
        account: &Account,
        step: &Step,
    ) -> Result<Answer, PlatformError> {
        match ContactCall::of(step)? {
            ContactCall::Look { draft } => self.look_for_contact(account, &draft).await,
            ContactCall::CheckAddress { contact } => self.default_address(account, contact).await,
            ContactCall::Address { post, mark } => self.make_address(account, &post, &mark).await,
            ContactCall::Create { post, email, .. } => {
                let path = "contact-service/contact";
                let reply = self.write(account, Method::POST, path, &post, "contact").await?;
                let id = answer::new_id(&reply)?;
                self.shared.recent.note(account, &email, id);
                Ok(Answer::id(id.to_string()))
            }
            ContactCall::DefaultAddress { contact, put } => {
                let path = format!("contact-service/contact/{contact}/postal-address");
                let reply = self.write(account, Method::PUT, &path, &put, "contact's address").await?;
                answer::content(&reply).map(|_| Answer::id(contact.to_string()))
            }
            ContactCall::Update { contact, patch } => {
                let path = format!("contact-service/contact/{contact}");
                let reply = self.write(account, Method::PATCH, &path, &patch, "contact").await?;
                answer::content(&reply).map(|_| Answer::id(contact.to_string()))
            }
        }
    }

    /// Looks whether the call of a step was carried out.
    ///
    /// A postal address cannot be searched for, and one that nobody refers to harms nobody, so it is simply made afresh and
    /// that one is ours (fact sheet 5.1). A contact is ours if its default address is the one made for it.
    pub(super) async fn find_contact_step(
        &self,
        account: &Account,
        step: &Step,
    ) -> Result<Option<Answer>, PlatformError> {
        match ContactCall::of(step)? {
            ContactCall::Address { post, mark } => self.make_address(account, &post, &mark).await.map(Some),
            ContactCall::Create { address, email, first_name, last_name, .. } => {
                let rows = match email.is_empty() {
                    false => self.contacts_by_email(account, &email).await?,
                    true => self.contacts_by_name(account, &first_name, &last_name).await?,
                };
                let ours = self.contact_with_address(account, row_ids(&rows), address).await?;
                if let Some(id) = ours {
                    self.shared.recent.note(account, &email, id);
                }
                Ok(ours.map(|id| Answer::id(id.to_string())))
            }
            ContactCall::Look { .. }
            | ContactCall::CheckAddress { .. }
            | ContactCall::DefaultAddress { .. }
            | ContactCall::Update { .. } => Ok(None),
        }
    }

    async fn make_address(
        &self,
        account: &Account,
        post: &Value,
        mark: &str,
    ) -> Result<Answer, PlatformError> {
        let path = "contact-service/postal-address";
        let reply = self.write(account, Method::POST, path, post, "postal address").await?;
        answer::new_id(&reply).map(|id| address_answer(id, mark))
    }

    /// The id of a contact's default address as it is now.
    async fn default_address(&self, account: &Account, contact: u64) -> Result<Answer, PlatformError> {
        let contacts = self.contacts(account, &[contact]).await?;
        let address = match contacts.get(&contact) {
            Some(Ok(found)) => found.default_address(),
            Some(Err(_)) | None => None,
        };
        Ok(Answer::with(address.map(|id| id.to_string()), Value::Null))
    }

    /// The newest first: what was made a moment ago has the highest id.
    async fn contact_with_address(
        &self,
        account: &Account,
        mut ids: Vec<u64>,
        address: u64,
    ) -> Result<Option<u64>, PlatformError> {
        ids.sort_unstable_by(|a, b| b.cmp(a));
        for chunk in ids.chunks(MOST_IDS) {
            let contacts = self.contacts(account, chunk).await?;
            let ours = contacts.into_iter().find(|(_, contact)| {
                contact.as_ref().is_ok_and(|contact| contact.default_address() == Some(address))
            });
            if let Some((id, _)) = ours {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }
}
