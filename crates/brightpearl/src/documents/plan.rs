//! Which call a document needs next, as far as orders and credits are alike: pure.

use std::str::FromStr;

use model::outgoing::{Document, PaymentDraft};
use model::{Answer, Failure, Outcome, Platform};
use platform::{Asked, Nature, Step};
use rust_decimal::Decimal;

use super::call::OnePayment;
use super::payments::payment_key;
use super::told::{PaidTogether, SameReference, Verified, read};
use super::{DocumentCall, DocumentKind};
use crate::convert::order;

/// The key of the step that looks for a document of ours.
const LOOK: &str = "look";
/// The key of the step that compares totals.
pub(crate) const VERIFY: &str = "verify";

/// The key of the step that books several payments with one call.
const TOGETHER: &str = "payments";
/// Messages one call may carry (fact sheet 2.5).
const MOST_TOGETHER: usize = 10;

/// One document that is to be there.
pub(crate) struct Plan<'a, D> {
    /// What is asked and done so far.
    pub(crate) asked: &'a Asked<'a, D>,
    /// Which kind it is.
    pub(crate) kind: DocumentKind,
    /// Its draft.
    pub(crate) document: &'a Document,
    /// The order it belongs to, for a credit.
    pub(crate) parent: Option<&'a str>,
    /// What it is linked to there.
    pub(crate) link: Option<&'a str>,
}

/// How far a document is.
pub(crate) enum Arrival {
    /// It needs this call first.
    Needs(Step),
    /// It is there, and its total is the till's.
    There(u64, Verified),
}

impl<D> Plan<'_, D> {
    /// Up to the point where the document is there and its total agrees.
    pub(crate) fn arrive(&self) -> Result<Arrival, Failure> {
        let id = match (self.known()?, self.asked.answer(LOOK).map(read::<SameReference>)) {
            (Some(id), _) => id,
            (None, None) => return Ok(Arrival::Needs(self.look())),
            (None, Some(same)) => match same.live.as_slice() {
                [] => return self.create(same).map(Arrival::Needs),
                [one] => *one,
                many => return Err(self.several(many)),
            },
        };
        let Some(verified) = self.asked.answer(VERIFY).map(read::<Verified>) else {
            return Ok(Arrival::Needs(self.verify(id)));
        };
        self.totals_agree(id, &verified)?;
        Ok(Arrival::There(id, verified))
    }

    /// Whether the document was made by us, as far as we remember.
    pub(crate) fn is_made(&self) -> bool {
        self.asked.answer(self.kind.word()).is_some()
    }

    /// The next payment that is not there yet.
    pub(crate) fn payment(&self, id: u64, verified: &Verified) -> Option<Step> {
        let together = self.asked.answer(TOGETHER).map(read::<PaidTogether>);
        let is_open = |payment: &&PaymentDraft| {
            let key = payment_key(&payment.reference, &payment.method);
            self.asked.answer(&payment_step(payment)).is_none()
                && !verified.paid.contains(&key)
                && !together.as_ref().is_some_and(|together| together.paid.contains_key(&key))
        };
        let open: Vec<&PaymentDraft> = self.document.payments.iter().filter(is_open).collect();
        match open.as_slice() {
            [] => None,
            // Once only: what it did not book is booked one by one, with a refusal of its own.
            [_, _, ..] if together.is_none() => Some(self.pay_together(id, &open)),
            [first, ..] => Some(self.pay(id, first)),
        }
    }

    /// How the document came to be, or what somebody should know.
    pub(crate) fn outcome(&self, more: Vec<String>) -> Outcome {
        let mut warnings = self.document.warnings.clone();
        warnings.extend(more);
        if !warnings.is_empty() {
            return Outcome::Warned { warning: warnings.join("; ") };
        }
        match (self.link, self.is_made()) {
            (Some(_), _) => Outcome::Unchanged,
            (None, true) => Outcome::Created,
            (None, false) => Outcome::Linked,
        }
    }

    /// An id of the draft.
    pub(crate) fn id(&self, of: &'static str, text: &str) -> Result<u64, Failure> {
        order::id(of, text).map_err(|error| self.kind.not_an_id(&error))
    }

    /// The till's lines in the order they are sent.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.document.rows.iter().map(|row| row.line.clone()).collect()
    }

    /// The document there as far as we know without looking: the one we made, or the one we are linked to.
    fn known(&self) -> Result<Option<u64>, Failure> {
        let made = self.asked.answer(self.kind.word());
        // Found again after a lost answer, and not alone: somebody must look which of them is to stay.
        let twins = made.map(twins).unwrap_or_default();
        if !twins.is_empty() {
            return Err(self.several(&twins));
        }
        let known = made.and_then(|answer| answer.id.as_deref()).or(self.link);
        known.map(|id| self.id(self.kind.word(), id)).transpose()
    }

    fn several(&self, ids: &[u64]) -> Failure {
        Failure::SeveralMatches {
            platform: Platform::Brightpearl,
            identifier: "external reference".to_owned(),
            value: self.document.reference.clone(),
            ids: ids.iter().map(|id| format!("{} {id}", self.kind.word())).collect(),
        }
    }

    fn look(&self) -> Step {
        let call = DocumentCall::Look { kind: self.kind, reference: self.document.reference.clone() };
        call.step(LOOK, "Look whether it is there", Nature::Read)
    }

    fn create(&self, same: SameReference) -> Result<Step, Failure> {
        let post = order::document(self.document, self.parent);
        let post = post.map_err(|error| self.kind.not_an_id(&error))?;
        let reference = self.document.reference.clone();
        let call = DocumentCall::Create { kind: self.kind, post, reference, not: same.cancelled };
        Ok(call.step(self.kind.word(), self.kind.title(), Nature::Once))
    }

    fn verify(&self, id: u64) -> Step {
        let payments = !self.is_made();
        let call = DocumentCall::Verify { kind: self.kind, order: id, lines: self.lines(), payments };
        call.step(VERIFY, "Compare the totals", Nature::Read)
    }

    fn totals_agree(&self, id: u64, verified: &Verified) -> Result<(), Failure> {
        let there = Decimal::from_str(&verified.total).ok();
        if there == Some(self.document.total) && verified.currency == self.document.currency {
            return Ok(());
        }
        Err(Failure::TotalsDiffer {
            till: format!("{:.2} {}", self.document.total, self.document.currency),
            there: format!("{} {}", verified.total, verified.currency),
            document: format!("{} {id}", self.kind.word()),
        })
    }

    fn pay(&self, id: u64, payment: &PaymentDraft) -> Step {
        let sort = self.kind.payment_type();
        let call = DocumentCall::Pay {
            kind: self.kind,
            order: id,
            reference: payment.reference.clone(),
            method: payment.method.clone(),
            post: order::payment(id, sort, payment, self.document.exchange_rate),
        };
        call.step(payment_step(payment), format!("Payment {}", payment.method), Nature::Once)
    }
}

impl<D> Plan<'_, D> {
    fn pay_together(&self, id: u64, open: &[&PaymentDraft]) -> Step {
        let sort = self.kind.payment_type();
        let one = |payment: &&PaymentDraft| OnePayment {
            key: payment_key(&payment.reference, &payment.method),
            post: order::payment(id, sort, payment, self.document.exchange_rate),
        };
        let payments = open.iter().take(MOST_TOGETHER).map(one).collect();
        let call = DocumentCall::PayAll { kind: self.kind, order: id, payments };
        call.step(TOGETHER, "Payments", Nature::Once)
    }
}

fn payment_step(payment: &PaymentDraft) -> String {
    format!("payment:{}", payment.reference)
}

fn twins(answer: &Answer) -> Vec<u64> {
    answer.detail.get("twins").and_then(|ids| serde_json::from_value(ids.clone()).ok()).unwrap_or_default()
}
