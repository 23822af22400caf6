use serde::{Deserialize, Serialize};

use crate::{Block, Money};

/// Something that records wait for, with what waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// What for.
    pub block: Block,
    /// How many records.
    pub records: i64,
    /// What sales and returns among them are worth, one amount a currency.
    pub worth: Vec<Money>,
}

/// What became of the records that a save of the settings released or sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Released {
    /// Still on their way.
    pub going: i64,
    /// In step.
    pub synced: i64,
    /// In need of a person.
    pub failed: i64,
    /// Waiting for something else.
    pub blocked: i64,
}

impl Released {
    /// All of them.
    pub fn all(&self) -> i64 {
        self.going + self.synced + self.failed + self.blocked
    }
}
