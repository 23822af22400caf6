use serde::{Deserialize, Serialize};

use crate::{Block, Failure, Platform, When};

/// The four statuses of a log, exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Waits; [`Waiting`] says for what.
    Pending,
    /// Being written at the target, or being looked for there.
    Processing,
    /// In step.
    Synced,
    /// Needs a person.
    Failed,
}

impl Status {
    /// All statuses in the order the tabs show them.
    pub const ALL: [Status; 4] = [Status::Pending, Status::Processing, Status::Synced, Status::Failed];

    /// The word used in the database, in addresses and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Status::Pending => "pending",
            Status::Processing => "processing",
            Status::Synced => "synced",
            Status::Failed => "failed",
        }
    }

    /// The word shown to people.
    pub fn name(self) -> &'static str {
        match self {
            Status::Pending => "Pending",
            Status::Processing => "Processing",
            Status::Synced => "Synced",
            Status::Failed => "Failed",
        }
    }

    /// Reads [`Status::word`]; `None` for anything else.
    pub fn parse(word: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.word() == word)
    }
}

/// A record's status with what it says on demand; no half-state can be written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", content = "detail", rename_all = "snake_case")]
pub enum SyncState {
    /// Waits, and why.
    Pending(Waiting),
    /// In work, and what is being done.
    Processing(Doing),
    /// In step, and how it came to be.
    Synced(Outcome),
    /// Stopped, with cause and fix.
    Failed(Failure),
}

impl SyncState {
    /// The status without its detail.
    pub fn status(&self) -> Status {
        match self {
            SyncState::Pending(_) => Status::Pending,
            SyncState::Processing(_) => Status::Processing,
            SyncState::Synced(_) => Status::Synced,
            SyncState::Failed(_) => Status::Failed,
        }
    }

    /// One short sentence that says more than the status.
    pub fn say(&self) -> String {
        match self {
            SyncState::Pending(waiting) => waiting.say(),
            SyncState::Processing(doing) => doing.say().to_owned(),
            SyncState::Synced(outcome) => outcome.say(),
            SyncState::Failed(failure) => failure.cause(),
        }
    }
}

/// Why a Pending record waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Waiting {
    /// In line; nothing is in its way.
    Queued,
    /// Settings or parents are missing; each is named.
    Blocked {
        /// What it waits for, at least one.
        by: Vec<Block>,
    },
    /// The platform allows no more calls for now.
    Throttled {
        /// Whose limit it is.
        platform: Platform,
        /// When it goes on.
        until: When,
    },
    /// A fault that heals itself; it is tried again.
    TryingAgain {
        /// Tries so far.
        attempt: u32,
        /// Tries before a person is asked.
        of: u32,
        /// When the next try is due.
        at: When,
        /// What went wrong last.
        failure: Failure,
    },
    /// The connection to a platform is lost; it goes on by itself once that is mended.
    ConnectionLost {
        /// Which connection.
        platform: Platform,
    },
}

/// Reasons a row names; the record itself shows them all.
const NAMED: usize = 2;

impl Waiting {
    /// One short sentence for the row.
    pub fn say(&self) -> String {
        match self {
            Waiting::Queued => "Queued".to_owned(),
            Waiting::Blocked { by } => {
                let named: Vec<String> = by.iter().take(NAMED).map(Block::say).collect();
                match by.len().saturating_sub(NAMED) {
                    0 => named.join(" "),
                    more => format!("{} And {more} more.", named.join(" ")),
                }
            }
            Waiting::Throttled { platform, .. } => {
                format!("{} allows no more calls this minute.", platform.name())
            }
            Waiting::TryingAgain { attempt, of, failure, .. } => {
                format!("{} Trying again ({attempt} of {of}).", failure.cause())
            }
            Waiting::ConnectionLost { platform } => {
                format!("Connection to {} lost. Goes on by itself once it is back.", platform.name())
            }
        }
    }
}

/// What is being done with a Processing record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "doing", rename_all = "snake_case")]
pub enum Doing {
    /// A write is on its way.
    Sending,
    /// The result is being compared with what was meant.
    ReadingBack,
    /// An answer was lost; the target is asked whether the write arrived before anything is sent again.
    CheckingArrival {
        /// When the next look is due.
        next: When,
    },
}

impl Doing {
    /// One short phrase for the row.
    pub fn say(&self) -> &'static str {
        match self {
            Doing::Sending => "Being sent",
            Doing::ReadingBack => "Being read back",
            Doing::CheckingArrival { .. } => "Checking whether it arrived",
        }
    }
}

/// How a Synced record came to be in step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// Made at the target.
    Created,
    /// Changed at the target.
    Updated,
    /// Tied to something that was there already, and equal.
    Linked,
    /// Nothing had to be written.
    Unchanged,
    /// Deliberately not sent.
    Skipped {
        /// Why, in the merchant's words.
        reason: String,
    },
    /// Sent, but somebody may want to know.
    Warned {
        /// What was left out or changed on the way.
        warning: String,
    },
}

impl Outcome {
    /// One short phrase for the row.
    pub fn say(&self) -> String {
        match self {
            Outcome::Created => "Created".to_owned(),
            Outcome::Updated => "Updated".to_owned(),
            Outcome::Linked => "Linked to an existing one".to_owned(),
            Outcome::Unchanged => "Unchanged".to_owned(),
            Outcome::Skipped { reason } => format!("Skipped: {reason}"),
            Outcome::Warned { warning } => format!("Done, but: {warning}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_names_two_reasons_and_counts_the_rest() {
        let item =
            |id: &str| Block::Item { id: id.to_owned(), name: format!("Mug {id}"), sku: String::new() };
        let waits = |by: Vec<Block>| Waiting::Blocked { by }.say();
        assert_eq!(waits(vec![item("1")]), "Waits for the product “Mug 1” to be linked.");
        assert!(
            waits(["1", "2", "3", "4"].map(item).to_vec()).ends_with("“Mug 2” to be linked. And 2 more.")
        );
    }
}
