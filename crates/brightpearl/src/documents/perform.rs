//! The calls of a document, and how each is found again after its answer was lost.

use model::Answer;
use platform::{Account, PlatformError, Step};
use reqwest::Method;
use serde_json::{Value, json};

use super::payments::payment_key;
use super::{DocumentCall, DocumentKind, told};
use crate::answer;
use crate::client::Brightpearl;

impl Brightpearl {
    /// Makes the call of a step.
    pub(crate) async fn perform_document_step(
        &self,
        account: &Account,
        step: &Step,
    ) -> Result<Answer, PlatformError> {
        match DocumentCall::of(step)? {
            DocumentCall::Look { kind, reference } => {
                let same = self.same_reference(account, kind, &reference).await?;
                Ok(told::answer(None, &same))
            }
            DocumentCall::Create { kind, post, .. } => {
                let reply = self.write(account, Method::POST, kind.path(), &post, kind.what()).await?;
                answer::new_id(&reply).map(|id| Answer::id(id.to_string()))
            }
            DocumentCall::Verify { kind, order, lines, payments } => {
                self.read_back(account, kind, order, &lines, payments).await
            }
            DocumentCall::Pay { kind, order, reference, method, post } => {
                self.pay(account, kind, order, &payment_key(&reference, &method), &post).await
            }
            DocumentCall::PayAll { kind, order, payments } => {
                self.pay_together(account, kind, order, &payments).await
            }
            DocumentCall::Reserve { order, warehouse, post, rows, noted } => {
                self.reserve(account, order, warehouse, &post, (&rows, &noted)).await
            }
            DocumentCall::Goods { order, held } => {
                self.where_goods_are(account, order, held.as_deref()).await
            }
            DocumentCall::SendOff { order, post, after, shows, .. } => {
                self.send_off(account, order, &post, (&after, shows)).await
            }
            DocumentCall::Ship { order, note, post } => self.ship(account, order, note, &post).await,
            DocumentCall::Location { warehouse } => self.default_location(account, warehouse).await,
            DocumentCall::BookIn { credit, post, look_first, shows } => {
                if look_first && let Some(there) = self.booked_in(account, credit, &post, &shows).await? {
                    return Ok(there);
                }
                self.book_in(account, credit, &post, shows).await
            }
            DocumentCall::Sale { order, lines } => self.sale(account, order, &lines).await,
            DocumentCall::Unpay { payment } => self.unpay(account, payment).await,
            DocumentCall::Unsend { order, note } => self.unsend(account, order, note).await,
            DocumentCall::Cancel { order, status, lines } => {
                self.cancel(account, order, status, &lines).await
            }
        }
    }

    /// Looks whether the call of a step was carried out. What only reads or may be repeated is simply done again.
    pub(crate) async fn find_document_step(
        &self,
        account: &Account,
        step: &Step,
    ) -> Result<Option<Answer>, PlatformError> {
        match DocumentCall::of(step)? {
            DocumentCall::Create { kind, reference, not, .. } => {
                self.made_document(account, kind, &reference, &not).await
            }
            DocumentCall::Pay { kind, order, reference, method, .. } => {
                self.payment(account, kind, order, &payment_key(&reference, &method)).await
            }
            DocumentCall::PayAll { kind, order, payments } => {
                self.paid_together(account, kind, order, &payments).await
            }
            DocumentCall::Reserve { order, post, rows, noted, .. } => {
                self.reservation(account, order, &post, (&rows, &noted)).await
            }
            DocumentCall::SendOff { order, post, known, after, shows } => {
                self.sent_off(account, order, &post, &known, (&after, shows)).await
            }
            DocumentCall::Ship { order, note, .. } => self.has_shipped(account, order, note).await,
            DocumentCall::BookIn { credit, post, shows, .. } => {
                self.booked_in(account, credit, &post, &shows).await
            }
            DocumentCall::Look { .. }
            | DocumentCall::Verify { .. }
            | DocumentCall::Goods { .. }
            | DocumentCall::Location { .. }
            | DocumentCall::Sale { .. }
            | DocumentCall::Unpay { .. }
            | DocumentCall::Unsend { .. }
            | DocumentCall::Cancel { .. } => Ok(None),
        }
    }

    /// The document made with our reference: even a cancelled one, if it was not there before.
    async fn made_document(
        &self,
        account: &Account,
        kind: DocumentKind,
        reference: &str,
        not: &[u64],
    ) -> Result<Option<Answer>, PlatformError> {
        let same = self.same_reference(account, kind, reference).await?;
        let cancelled = same.cancelled.iter().filter(|id| !not.contains(id)).min();
        let Some(id) = same.live.first().or(cancelled) else { return Ok(None) };
        let detail = if same.live.len() > 1 { json!({ "twins": same.live }) } else { Value::Null };
        Ok(Some(Answer::with(Some(id.to_string()), detail)))
    }
}
