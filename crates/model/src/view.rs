use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Kind, When};

/// Names a saved view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ViewId(pub Uuid);

impl std::fmt::Display for ViewId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for ViewId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<ViewId, uuid::Error> {
        text.parse().map(ViewId)
    }
}

/// A filter and an order of a log under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// Its name for programs.
    pub id: ViewId,
    /// The log.
    pub kind: Kind,
    /// Its name for people.
    pub name: String,
    /// What the log is asked for: the query of its page's address, without a page and without a record.
    pub asked: String,
    /// Whether everybody at the merchant sees it; else only whoever saved it.
    pub shared: bool,
    /// When it was saved.
    pub at: When,
}

impl SavedView {
    /// The longest name, in characters: more does not fit beside the others.
    pub const LONGEST_NAME: usize = 40;
    /// So many views of one log one owner has at most, and the team as well: their counts are read together.
    pub const MOST: usize = 20;
}
