use async_trait::async_trait;
use model::{Answer, Failure, Outcome, Platform};
use serde::{Deserialize, Serialize};

use crate::{Account, PlatformError};

/// A platform that can take what changed elsewhere.
///
/// The vendor knows which calls a posting needs and in which order; the engine alone writes down intents and results.
#[async_trait]
pub trait Target<D>: Send + Sync {
    /// Which platform.
    fn platform(&self) -> Platform;

    /// Reads, for many items with few calls, what is already there. One answer an item, in the same order.
    ///
    /// # Errors
    /// For the whole batch; what concerns one item only is its own `Err`.
    async fn look(
        &self,
        account: &Account,
        asked: &[Asked<'_, D>],
    ) -> Result<Vec<Result<Found, Failure>>, PlatformError>;

    /// The next call this item needs, or that it is finished. Pure: the same arguments give the same answer.
    ///
    /// # Errors
    /// What a person must decide: several candidates, totals that differ.
    fn next_step(&self, asked: &Asked<'_, D>, found: &Found) -> Result<Next, Failure>;

    /// Makes the call of a step.
    async fn perform(&self, account: &Account, step: &Step) -> Result<Answer, PlatformError>;

    /// Looks whether the call of a step whose answer was lost was carried out, by our own reference, compared exactly.
    /// `None` if nothing is found (yet: search indexes lag).
    async fn find(&self, account: &Account, step: &Step) -> Result<Option<Answer>, PlatformError>;
}

/// One item to be brought to the target, and what is known of it so far.
#[derive(Debug)]
pub struct Asked<'a, D> {
    /// What it should become.
    pub draft: &'a D,
    /// Its reference at the source, for messages.
    pub source_ref: &'a str,
    /// What it is linked to at the target.
    pub link: Option<&'a str>,
    /// Steps done: those of [`Nature::Once`] ever, the others in this attempt. In the order they were done.
    pub done: &'a [DoneStep],
    /// Whether a person asked: nothing is taken as unchanged without writing it again.
    pub forced: bool,
}

impl<D> Asked<'_, D> {
    /// The answer of a done step, if it was done.
    pub fn answer(&self, key: &str) -> Option<&Answer> {
        self.done.iter().rev().find(|step| step.key == key).map(|step| &step.answer)
    }
}

/// What [`Target::look`] found for one item, in the vendor crate's own shape.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found(pub serde_json::Value);

/// A step that is done.
#[derive(Debug, Clone, PartialEq)]
pub struct DoneStep {
    /// Its key.
    pub key: String,
    /// What the platform answered.
    pub answer: Answer,
}

/// What comes next for an item.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    /// This call.
    Do(Step),
    /// Nothing: it is in step.
    Done {
        /// What it is at the target.
        target_ref: String,
        /// How it came to be.
        outcome: Outcome,
    },
}

/// One call of a posting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Unique within the record, such as `order` or `payment:640`.
    pub key: String,
    /// What it does, in the merchant's words.
    pub title: String,
    /// What repeating it would do.
    pub nature: Nature,
    /// What is needed to make the call, in the vendor crate's own shape: frozen, so that a repetition is identical.
    pub body: serde_json::Value,
}

/// What repeating a step would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// It only reads.
    Read,
    /// It writes, and writing it twice leaves one thing (a PUT of values).
    Repeatable,
    /// It makes something: never again once it may have arrived, unless [`Target::find`] finds nothing.
    Once,
}
