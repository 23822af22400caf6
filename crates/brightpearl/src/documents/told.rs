//! What answers tell later steps.

use std::collections::BTreeMap;

use model::{Answer, Shown};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Pieces;
use crate::convert::goods::PostedRow;

/// The documents that carry our reference; kept in the answer of the step that looked for them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct SameReference {
    /// Those that count, ascending.
    pub(crate) live: Vec<u64>,
    /// Those that were cancelled.
    pub(crate) cancelled: Vec<u64>,
}

/// What reading a document back told; kept in the answer of its step.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Verified {
    /// Gross total in the document's currency, as text.
    pub(crate) total: String,
    /// ISO 4217 code.
    pub(crate) currency: String,
    /// Its rows.
    pub(crate) rows: Vec<PostedRow>,
    /// Whether none of its goods is held back, sent or booked in yet.
    pub(crate) untouched: bool,
    /// Whether all its goods have left.
    pub(crate) shipped: bool,
    /// Payments that are there, as `{reference} {method}`; read only where asked for.
    pub(crate) paid: Vec<String>,
}

/// How trying to move goods ended; kept in the answer of its step.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Tried {
    /// Why nothing was moved; `None` where something was.
    pub(crate) shortage: Option<String>,
    /// Pieces held back afterwards, by row; `None` where nothing was moved, or by a version that did not look.
    pub(crate) held: Option<Pieces>,
    /// Pieces on goods-out notes afterwards, by row.
    pub(crate) noted: Pieces,
}

impl Tried {
    /// Nothing was moved.
    pub(crate) fn failed(why: String) -> Tried {
        Tried { shortage: Some(why), ..Tried::default() }
    }
}

/// Where the goods of an order are; kept in the answer of the step that looked.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Goods {
    /// Pieces held back by row; `None` where that was not asked for.
    pub(crate) held: Option<Pieces>,
    /// The order's goods-out notes.
    pub(crate) notes: Vec<Note>,
}

/// A goods-out note.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Note {
    /// Its id.
    pub(crate) id: u64,
    /// Whether it has left.
    pub(crate) shipped: bool,
    /// Pieces by row.
    pub(crate) rows: Pieces,
}

/// The order of a sale that is to be undone; kept in the answer of the step that looked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Sale {
    /// Whether it is cancelled.
    pub(crate) cancelled: bool,
    /// Whether it can no longer be cancelled: goods have left, or it is invoiced.
    pub(crate) too_late: bool,
    /// Goods-out notes that have not left.
    pub(crate) notes: Vec<u64>,
    /// Its payments.
    pub(crate) payments: Vec<u64>,
    /// The account's status for cancelled orders.
    pub(crate) cancelled_status: Option<u64>,
}

/// Reads what an answer told; an answer of another version tells nothing.
pub(crate) fn read<T: DeserializeOwned + Default>(answer: &Answer) -> T {
    T::deserialize(&answer.detail).unwrap_or_default()
}

/// An answer that tells this.
pub(crate) fn answer(id: Option<u64>, told: &impl Serialize) -> Answer {
    Answer::with(id.map(|id| id.to_string()), serde_json::to_value(told).unwrap_or_default())
}

/// An answer that tells this, and what the back office shows by now.
pub(crate) fn showing(told: &impl Serialize, shows: Vec<Shown>) -> Answer {
    Answer { shows, ..answer(None, told) }
}

/// Payments that were booked with one call; kept in the answer of its step. What is missing is booked on its own.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct PaidTogether {
    /// Their ids by what they are known by.
    pub(crate) paid: BTreeMap<String, String>,
}

impl PaidTogether {
    /// The answer it is kept in, which shows the ids.
    pub(crate) fn into_answer(self) -> Answer {
        let ids: Vec<&str> = self.paid.values().map(String::as_str).collect();
        let id = (!ids.is_empty()).then(|| ids.join(", "));
        Answer::with(id, serde_json::to_value(&self).unwrap_or_default())
    }
}
