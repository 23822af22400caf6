use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Counts, Filter, Kind, Record, RecordId, When};

/// Names a piece of bulk work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BulkId(pub Uuid);

impl std::fmt::Display for BulkId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for BulkId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<BulkId, uuid::Error> {
        text.parse().map(BulkId)
    }
}

/// What is done with many records at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum BulkAction {
    /// They are sent once more.
    Resync,
    /// They are deliberately not sent, until their source changes.
    Skip {
        /// Why, in the words of whoever decided it.
        reason: String,
    },
    /// Somebody looks after them.
    Assign {
        /// A colleague's name; nobody where there is none.
        to: Option<String>,
    },
    /// A note for colleagues is put on each of them.
    Note {
        /// What it says.
        text: String,
    },
}

impl BulkAction {
    /// The longest reason, in characters.
    pub const LONGEST_REASON: usize = 200;

    /// The word for people, before how many.
    pub fn verb(&self) -> &'static str {
        match self {
            BulkAction::Resync => "Re-sync",
            BulkAction::Skip { .. } => "Skip",
            BulkAction::Assign { .. } => "Assign",
            BulkAction::Note { .. } => "Note on",
        }
    }
}

/// Which records bulk work is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BulkWhich {
    /// These.
    Rows(Vec<RecordId>),
    /// All that this filter finds at the moment of asking.
    Matching(Filter),
}

/// How far bulk work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BulkState {
    /// Shown to whoever asked, not begun.
    Drafted,
    /// It goes on.
    Running,
    /// Every row has come to an end.
    Ended,
    /// Stopped by a person; what was asked for already goes on.
    Cancelled,
}

/// What became of the rows so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BulkTally {
    /// Not asked for yet.
    pub waiting: i64,
    /// Asked for, on their way.
    pub asked: i64,
    /// In step, or skipped as asked.
    pub done: i64,
    /// Failed once more.
    pub failed: i64,
    /// They wait for something: a setting, a parent, a connection, another try.
    pub held: i64,
    /// Left out from the beginning; each says why.
    pub left_out: i64,
    /// Not asked for, since somebody stopped the work.
    pub dropped: i64,
}

impl BulkTally {
    /// Rows the work is about.
    pub fn taken(&self) -> i64 {
        self.waiting + self.asked + self.ended() + self.dropped
    }

    /// Rows that have come to an end.
    pub fn ended(&self) -> i64 {
        self.done + self.failed + self.held
    }
}

/// A piece of bulk work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bulk {
    /// Its name.
    pub id: BulkId,
    /// The log it is about.
    pub kind: Kind,
    /// What is done.
    pub action: BulkAction,
    /// Which rows, in words.
    pub which: String,
    /// Who asked.
    pub who: String,
    /// How far it is.
    pub state: BulkState,
    /// What became of its rows.
    pub tally: BulkTally,
    /// When it was drafted.
    pub made_at: When,
    /// When it began.
    pub began_at: Option<When>,
    /// When its last row came to an end.
    pub ended_at: Option<When>,
}

/// Exactly which rows bulk work is about, before it begins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BulkPreview {
    /// The work, drafted.
    pub bulk: Bulk,
    /// The rows it takes by status.
    pub by_status: Counts,
    /// The rows it takes by cause of failure, the most frequent first: words and number.
    pub by_cause: Vec<(String, i64)>,
    /// The first ten rows it takes.
    pub first: Vec<Record>,
    /// What is left out, by reason.
    pub left_out: Vec<(LeftOut, i64)>,
}

/// Why a row is left out of bulk work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    /// It is in line already.
    InLine,
    /// It waits for a setting or for another record, and goes on by itself.
    WaitsForSomething,
    /// Its connection is lost; it goes on by itself once that is back.
    ConnectionLost,
    /// It is being written at this moment.
    InWork,
    /// It is in step: there is nothing to skip.
    InStep,
    /// Whoever shall look after it does already.
    TheirsAlready,
}

impl LeftOut {
    /// All reasons.
    pub const ALL: [LeftOut; 6] = [
        LeftOut::InLine,
        LeftOut::WaitsForSomething,
        LeftOut::ConnectionLost,
        LeftOut::InWork,
        LeftOut::InStep,
        LeftOut::TheirsAlready,
    ];

    /// The word in the store and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            LeftOut::InLine => "in_line",
            LeftOut::WaitsForSomething => "waits_for_something",
            LeftOut::ConnectionLost => "connection_lost",
            LeftOut::InWork => "in_work",
            LeftOut::InStep => "in_step",
            LeftOut::TheirsAlready => "theirs_already",
        }
    }

    /// Reads [`LeftOut::word`]; `None` for anything else.
    pub fn parse(word: &str) -> Option<LeftOut> {
        LeftOut::ALL.into_iter().find(|reason| reason.word() == word)
    }

    /// Why, for people.
    pub fn say(self) -> &'static str {
        match self {
            LeftOut::InLine => "in line already",
            LeftOut::WaitsForSomething => "waiting for a setting or another record; they go on by themselves",
            LeftOut::ConnectionLost => "waiting for a connection; they go on by themselves",
            LeftOut::InWork => "being written right now",
            LeftOut::InStep => "in step: nothing to skip",
            LeftOut::TheirsAlready => "assigned so already",
        }
    }
}
