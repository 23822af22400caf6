use serde::{Deserialize, Serialize};

use crate::{Failure, When};

/// One call of a posting, as the store keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepLog {
    /// Unique within the record, such as `order` or `payment:640`.
    pub key: String,
    /// What it does, in the merchant's words, such as `Sales order`.
    pub title: String,
    /// Where it stands.
    pub state: StepState,
    /// The frozen body while the step is intended; gone once it is done.
    pub body: Option<serde_json::Value>,
    /// What the platform answered, once done.
    pub answer: Option<Answer>,
    /// When it was intended.
    pub intended_at: When,
    /// When it was done.
    pub done_at: Option<When>,
    /// What is unclear about it.
    pub failure: Option<Failure>,
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Written down before the call; the call may or may not have been made.
    Intended,
    /// The platform has confirmed it.
    Done,
    /// The answer was lost.
    Unknown,
}

impl StepState {
    /// The word used in the database.
    pub fn word(self) -> &'static str {
        match self {
            StepState::Intended => "intended",
            StepState::Done => "done",
            StepState::Unknown => "unknown",
        }
    }

    /// Reads [`StepState::word`].
    pub fn parse(word: &str) -> Option<StepState> {
        [StepState::Intended, StepState::Done, StepState::Unknown]
            .into_iter()
            .find(|state| state.word() == word)
    }
}

/// What a platform answered to a step.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Answer {
    /// The id it gave, or the id that was found; `None` where the answer has none.
    pub id: Option<String>,
    /// What later steps need to know of it, in the vendor crate's own shape; small.
    pub detail: serde_json::Value,
    /// What the back office shows of goods the till has moved, from now on; empty for steps that move no goods.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shows: Vec<Shown>,
}

/// How many units of a till line the back office shows by now: reserved, sent off or booked in.
///
/// Stock that is sold at the till but not shown here yet is held back from the shops (`flows.md`, Inventory).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The till's line.
    pub line: String,
    /// Units in all, not the change: positive for goods sold, negative for goods taken back, 0 once undone.
    pub units: i64,
}

impl Answer {
    /// An answer with what later steps need to know of it.
    pub fn with(id: Option<String>, detail: serde_json::Value) -> Answer {
        Answer { id, detail, shows: Vec::new() }
    }

    /// An answer that is just an id.
    pub fn id(id: impl Into<String>) -> Answer {
        Answer { id: Some(id.into()), ..Answer::default() }
    }
}
