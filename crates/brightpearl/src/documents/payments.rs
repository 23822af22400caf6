//! Payments of documents: reference and method together are unique there (fact sheet 4.5.1, 5.1).

use model::{Answer, Platform};
use platform::{Account, PlatformError};
use reqwest::Method;
use rust_decimal::Decimal;
use serde_json::Value;

use super::DocumentKind;
use crate::answer;
use crate::client::Brightpearl;
use crate::search::{Row, Search};

/// A payment that is there.
#[derive(Debug, Clone)]
pub(super) struct Paid {
    /// Its id.
    pub(super) id: u64,
    /// What it is known by, see [`payment_key`].
    pub(super) key: String,
    /// `RECEIPT`, `PAYMENT` and others.
    pub(super) sort: String,
    /// What it pays; 0 where the search does not tell.
    pub(super) amount: Decimal,
}

/// How a payment is named in [`super::Verified::paid`].
pub(super) fn payment_key(reference: &str, method: &str) -> String {
    format!("{reference} {}", method.to_uppercase())
}

impl Brightpearl {
    /// Books a payment. A refusal may mean that it exists.
    pub(super) async fn pay(
        &self,
        account: &Account,
        kind: DocumentKind,
        order: u64,
        key: &str,
        post: &Value,
    ) -> Result<Answer, PlatformError> {
        let path = "accounting-service/customer-payment";
        let reply = self.write(account, Method::POST, path, post, "payment").await?;
        match answer::new_id(&reply) {
            Ok(id) => Ok(Answer::id(id.to_string())),
            Err(refused @ PlatformError::Refused { .. }) => {
                self.refused_payment(account, kind, order, key, refused).await
            }
            Err(error) => Err(error),
        }
    }

    /// What a refusal means: that the payment is there, that it may be there but the search does not show it yet, or what
    /// it says.
    async fn refused_payment(
        &self,
        account: &Account,
        kind: DocumentKind,
        order: u64,
        key: &str,
        refused: PlatformError,
    ) -> Result<Answer, PlatformError> {
        let shown = self.payments(account, order).await?;
        if let Some(there) = ours(&shown, kind, key) {
            return Ok(there);
        }
        // Read by its id the order knows of a payment at once, the search may not (fact sheet 5.2).
        let (found, _) = self.order(account, kind, order).await?;
        if found.order_payment_status == "UNPAID" || !shown.is_empty() {
            return Err(refused);
        }
        let detail = "the order shows a payment that the search does not show yet".to_owned();
        Err(PlatformError::AnswerLost { platform: Platform::Brightpearl, detail })
    }

    /// The payment with our reference and method, compared exactly.
    pub(super) async fn payment(
        &self,
        account: &Account,
        kind: DocumentKind,
        order: u64,
        key: &str,
    ) -> Result<Option<Answer>, PlatformError> {
        Ok(ours(&self.payments(account, order).await?, kind, key))
    }

    /// All payments of a document.
    pub(super) async fn payments(&self, account: &Account, order: u64) -> Result<Vec<Paid>, PlatformError> {
        let search = Search {
            path: "accounting-service/customer-payment-search",
            what: "read payments",
            id: "paymentId",
            filters: vec![("orderId", order.to_string())],
        };
        let (rows, _) = self.search_all(account, &search, |row| row.id("orderId") == Some(order)).await?;
        Ok(rows.iter().filter_map(paid).collect())
    }

    /// Deletes a payment.
    pub(super) async fn unpay(&self, account: &Account, payment: u64) -> Result<Answer, PlatformError> {
        let path = format!("accounting-service/customer-payment/{payment}");
        let reply = self.delete(account, &path, "deletion of the payment").await?;
        answer::gone(&reply).map(|()| Answer::default())
    }
}

fn ours(payments: &[Paid], kind: DocumentKind, key: &str) -> Option<Answer> {
    let mut ours = payments.iter().filter(|paid| paid.sort == kind.payment_type() && paid.key == key);
    ours.next().map(|paid| Answer::id(paid.id.to_string()))
}

fn paid(row: &Row) -> Option<Paid> {
    let key = payment_key(&row.text("transactionRef"), &row.text("paymentMethodCode"));
    let amount = row.text("amountPaid").parse().unwrap_or_default();
    Some(Paid { id: row.id("paymentId")?, key, sort: row.text("paymentType"), amount })
}
