use crate::config::Problems;

/// Why Lockstep could not start or go on: sentences for the operator, without secrets.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The settings are wrong.
    #[error(transparent)]
    Settings(#[from] Problems),
    /// Anything else, in words that say what to do.
    #[error("{0}")]
    Other(String),
}

impl StartError {
    /// An error in words.
    pub fn new(sentence: impl Into<String>) -> StartError {
        StartError::Other(sentence.into())
    }
}

impl From<store::StoreError> for StartError {
    fn from(error: store::StoreError) -> StartError {
        StartError::Other(format!("Lockstep cannot use its database: {error}."))
    }
}
