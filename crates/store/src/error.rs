/// What can go wrong with a store.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// It cannot be reached, or is too busy; trying again helps.
    #[error("the database does not answer: {0}")]
    Unavailable(String),
    /// The disk is full or read-only.
    #[error("the database cannot write: {0}; free some space and it goes on by itself")]
    Full(String),
    /// What is stored makes no sense.
    #[error("the database holds something unreadable: {0}")]
    Corrupt(String),
    /// More rows than one piece of work takes.
    #[error("this is about more than {most} rows")]
    TooMany {
        /// How many it takes.
        most: i64,
    },
    /// There is room for no more views of a log.
    #[error("there are {most} views of this log already")]
    NoRoom {
        /// How many there may be.
        most: i64,
    },
    /// The settings were saved by somebody else meanwhile.
    #[error(
        "the settings were changed meanwhile (now version {current}); look at them again and save once more"
    )]
    SettingsChanged {
        /// The version that is current now.
        current: i64,
    },
}
