use serde::{Deserialize, Serialize};

use crate::When;

/// Something that people did about a record beside sending it: kept with it, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// When.
    pub at: When,
    /// Who.
    pub who: String,
    /// What.
    pub says: Noted,
}

/// What a [`Note`] says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Noted {
    /// Words for colleagues.
    Words {
        /// What was written.
        text: String,
    },
    /// Who looks after it from then on.
    Assigned {
        /// A colleague; nobody where there is none.
        to: Option<String>,
    },
}

impl Note {
    /// The longest text, in characters.
    pub const LONGEST_TEXT: usize = 1_000;
    /// The longest name of a colleague, in characters: it stands in a cell of a list.
    pub const LONGEST_NAME: usize = 40;
}
