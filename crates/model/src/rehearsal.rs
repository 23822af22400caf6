//! What a dry run tells: what would be done, without doing it.

use serde::{Deserialize, Serialize};

use crate::{Block, Failure, Kind, Outgoing, Payload, When};

/// A dry run: the latest things of both platforms, taken through the real rules, with nothing written anywhere.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DryRun {
    /// The latest sales, the newest first.
    pub sales: Vec<Rehearsed>,
    /// The latest returns, the newest first.
    pub refunds: Vec<Rehearsed>,
    /// Products.
    pub products: Vec<Rehearsed>,
    /// What could not be read, in words.
    pub problems: Vec<String>,
    /// When it was made.
    pub at: When,
}

/// One thing of a dry run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rehearsed {
    /// Which kind.
    pub kind: Kind,
    /// Its identifier at the source.
    pub source_ref: String,
    /// What came; `None` where it could not be read.
    pub payload: Option<Payload>,
    /// What would be done with it.
    pub would: Would,
    /// What would have to be there first and is not yet: customers, products.
    pub first: Vec<Kind>,
}

/// What would be done with a thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "would", rename_all = "snake_case")]
pub enum Would {
    /// This would be made.
    Make {
        /// The document.
        draft: Box<Outgoing>,
    },
    /// It would wait for these.
    Wait {
        /// At least one.
        by: Vec<Block>,
    },
    /// Nothing would be made of it.
    Skip {
        /// Why, in words.
        reason: String,
    },
    /// A person would have to act.
    Fail {
        /// Why.
        failure: Failure,
    },
}
