//! What can go wrong here, told so that the reader knows what to do.

use std::path::Path;

/// One sentence for the person at the terminal.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Problem(String);

impl Problem {
    /// A problem in our own words.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// A file or folder that could not be read or written.
    pub fn with_file(doing: &str, path: &Path, cause: &dyn std::fmt::Display) -> Self {
        Self(format!("could not {doing} {}: {cause}", path.display()))
    }
}
