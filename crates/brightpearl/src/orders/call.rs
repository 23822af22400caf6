use model::{Answer, Platform};
use platform::{Nature, PlatformError, Step};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::convert::order::PostedRow;

/// The key of the step that looks for an order of ours.
pub(super) const LOOK: &str = "look";
/// The key of the step that makes the order.
pub(super) const ORDER: &str = "order";
/// The key of the step that compares totals.
pub(super) const VERIFY: &str = "verify";
/// The key of the first try to hold goods back; later ones carry a number.
pub(super) const RESERVE: &str = "reserve";

/// What a step of an order does; the frozen body of the step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum OrderCall {
    /// Looks for orders that carry our reference.
    Look {
        /// Our reference.
        reference: String,
    },
    /// Makes the order.
    Create {
        /// Exactly what is sent.
        post: Value,
        /// Our reference, by which it is found again.
        reference: String,
        /// Orders with that reference that were cancelled before: none of them is the one made here.
        not: Vec<u64>,
    },
    /// Reads the order back.
    Verify {
        /// Which.
        order: u64,
        /// The till's lines in the order they were sent.
        lines: Vec<String>,
        /// Whether payments are read as well: for an order that was there before us.
        payments: bool,
    },
    /// Holds goods back.
    Reserve {
        /// For which order.
        order: u64,
        /// Where.
        warehouse: u64,
        /// Exactly what is sent.
        post: Value,
    },
    /// Books a payment.
    Pay {
        /// For which order.
        order: u64,
        /// Our reference, by which it is found again.
        reference: String,
        /// The payment method; reference and method together are unique there.
        method: String,
        /// Exactly what is sent.
        post: Value,
    },
}

impl OrderCall {
    /// The step that makes this call.
    pub(super) fn step(&self, key: String, title: String, nature: Nature) -> Step {
        Step { key, title, nature, body: serde_json::to_value(self).unwrap_or_default() }
    }

    /// The call of a step.
    ///
    /// # Errors
    /// [`PlatformError::Refused`] for a body written by another version; a person's re-sync plans it afresh.
    pub(super) fn of(step: &Step) -> Result<OrderCall, PlatformError> {
        OrderCall::deserialize(&step.body).map_err(|error| PlatformError::Refused {
            platform: Platform::Brightpearl,
            what: step.title.clone(),
            code: String::new(),
            message: format!("this step was planned by another version of Lockstep ({error})"),
        })
    }
}

/// The sales orders that carry our reference; kept in the answer of the step that looked for them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct SameReference {
    /// Those that count, ascending.
    pub(super) live: Vec<u64>,
    /// Those that were cancelled.
    pub(super) cancelled: Vec<u64>,
}

impl SameReference {
    /// Reads it from an answer.
    pub(super) fn of(answer: &Answer) -> SameReference {
        SameReference::deserialize(&answer.detail).unwrap_or_default()
    }

    /// The answer it is kept in.
    pub(super) fn into_answer(self) -> Answer {
        Answer::with(None, serde_json::to_value(self).unwrap_or_default())
    }
}

/// What reading an order back told; kept in the answer of its step.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Verified {
    /// Gross total in the order's currency, as text.
    pub(super) total: String,
    /// ISO 4217 code.
    pub(super) currency: String,
    /// Its rows.
    pub(super) rows: Vec<PostedRow>,
    /// Whether none of its goods is held back or sent yet.
    pub(super) untouched: bool,
    /// Payments that are there, as `{reference} {method}`; read only where asked for.
    pub(super) paid: Vec<String>,
}

impl Verified {
    /// Reads it from an answer; an answer of another version tells nothing.
    pub(super) fn of(answer: &Answer) -> Verified {
        Verified::deserialize(&answer.detail).unwrap_or_default()
    }
}

/// How trying to hold goods back ended; kept in the answer of its step.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Reserved {
    /// Why nothing is held back; `None` where something is.
    pub(super) shortage: Option<String>,
}

impl Reserved {
    /// Reads it from an answer.
    pub(super) fn of(answer: &Answer) -> Reserved {
        Reserved::deserialize(&answer.detail).unwrap_or_default()
    }
}

/// How a payment is named in [`Verified::paid`].
pub(super) fn payment_key(reference: &str, method: &str) -> String {
    format!("{reference} {}", method.to_uppercase())
}
