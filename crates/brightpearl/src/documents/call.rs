use model::{Platform, Shown};
use platform::{Nature, PlatformError, Step};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{DocumentKind, Pieces, Tried};
use crate::convert::goods::PostedRow;

/// What a step of an order or of a credit does; the frozen body of the step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DocumentCall {
    /// Looks for documents that carry our reference.
    Look {
        /// Of which kind.
        #[serde(default)]
        kind: DocumentKind,
        /// Our reference.
        reference: String,
    },
    /// Makes the document.
    Create {
        /// Which kind.
        #[serde(default)]
        kind: DocumentKind,
        /// Exactly what is sent.
        post: Value,
        /// Our reference, by which it is found again.
        reference: String,
        /// Documents with that reference that were cancelled before: none of them is the one made here.
        not: Vec<u64>,
    },
    /// Reads the document back.
    Verify {
        /// Which kind.
        #[serde(default)]
        kind: DocumentKind,
        /// Which.
        order: u64,
        /// The till's lines in the order they were sent.
        lines: Vec<String>,
        /// Whether payments are read as well: for a document that was there before us.
        payments: bool,
    },
    /// Books a payment.
    Pay {
        /// For which kind of document.
        #[serde(default)]
        kind: DocumentKind,
        /// For which document.
        order: u64,
        /// Our reference, by which it is found again.
        reference: String,
        /// The payment method; reference and method together are unique there.
        method: String,
        /// Exactly what is sent.
        post: Value,
    },
    /// Books several payments with one call.
    PayAll {
        /// For which kind of document.
        kind: DocumentKind,
        /// For which document.
        order: u64,
        /// The payments, at least two.
        payments: Vec<OnePayment>,
    },
    /// Holds goods back, and looks how many were.
    Reserve {
        /// For which order.
        order: u64,
        /// Where.
        warehouse: u64,
        /// Exactly what is sent.
        post: Value,
        /// The order's rows.
        #[serde(default)]
        rows: Vec<PostedRow>,
        /// Pieces that are on goods-out notes already.
        #[serde(default)]
        noted: Pieces,
    },
    /// Reads what goods-out notes an order has, and what is held back for it.
    Goods {
        /// Which order.
        order: u64,
        /// Its rows, where what is held back is to be read and told as well.
        held: Option<Vec<PostedRow>>,
    },
    /// Puts goods on a goods-out note.
    SendOff {
        /// Of which order.
        order: u64,
        /// Exactly what is sent.
        post: Value,
        /// The notes that were there before: none of them is the one made here.
        known: Vec<u64>,
        /// Where the goods are afterwards.
        after: Tried,
        /// What the back office shows afterwards.
        shows: Vec<Shown>,
    },
    /// Says that the goods of a note have left.
    Ship {
        /// Of which order.
        order: u64,
        /// Which note.
        note: u64,
        /// Exactly what is sent.
        post: Value,
    },
    /// Reads where a warehouse puts goods by default.
    Location {
        /// Which warehouse.
        warehouse: u64,
    },
    /// Puts returned goods back.
    BookIn {
        /// Of which credit.
        credit: u64,
        /// Exactly what is sent.
        post: Value,
        /// Whether they may be back already: for a credit that was there before us.
        look_first: bool,
        /// What the back office shows afterwards.
        shows: Vec<Shown>,
    },
    /// Reads the order of a sale that is to be undone.
    Sale {
        /// Which order.
        order: u64,
        /// The till's lines.
        lines: Vec<String>,
    },
    /// Deletes a payment.
    Unpay {
        /// Which payment.
        payment: u64,
    },
    /// Deletes a goods-out note that has not been sent.
    Unsend {
        /// Of which order.
        order: u64,
        /// Which note.
        note: u64,
    },
    /// Cancels an order, which frees what is held back for it.
    Cancel {
        /// Which order.
        order: u64,
        /// The account's status for cancelled orders.
        status: u64,
        /// The till's lines.
        lines: Vec<String>,
    },
}

/// One payment of [`DocumentCall::PayAll`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct OnePayment {
    /// What it is known by, see [`super::payments::payment_key`].
    pub(crate) key: String,
    /// Exactly what is sent.
    pub(crate) post: Value,
}

impl DocumentCall {
    /// The step that makes this call.
    pub(crate) fn step(&self, key: impl Into<String>, title: impl Into<String>, nature: Nature) -> Step {
        let body = serde_json::to_value(self).unwrap_or_default();
        Step { key: key.into(), title: title.into(), nature, body }
    }

    /// The call of a step.
    ///
    /// # Errors
    /// [`PlatformError::Refused`] for a body written by another version; a person's re-sync plans it afresh.
    pub(super) fn of(step: &Step) -> Result<DocumentCall, PlatformError> {
        DocumentCall::deserialize(&step.body).map_err(|error| PlatformError::Refused {
            platform: Platform::Brightpearl,
            what: step.title.clone(),
            code: String::new(),
            message: format!("this step was planned by another version of Lockstep ({error})"),
        })
    }
}
