//! The one place where a platform's technical error becomes a failure for people.

use model::{Failure, Platform, When};
use platform::PlatformError;

/// What an error means for a record.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fault {
    /// Tried again by itself.
    Heals(Failure),
    /// Goes on when the platform allows calls again.
    Throttled {
        /// Whose limit.
        platform: Platform,
        /// Until when.
        until: When,
    },
    /// The connection must be mended.
    Connection {
        /// Which.
        platform: Platform,
        /// Why, in words.
        failure: Failure,
    },
    /// A person must act.
    Person(Failure),
}

impl From<PlatformError> for Fault {
    fn from(error: PlatformError) -> Fault {
        match error {
            PlatformError::Unreachable { platform, detail }
            | PlatformError::AnswerLost { platform, detail } => {
                Fault::Heals(Failure::Unreachable { platform, during: detail })
            }
            PlatformError::Throttled { platform, until } => Fault::Throttled { platform, until },
            PlatformError::OutOfOrder { platform, status } => {
                Fault::Heals(Failure::OutOfOrder { platform, status })
            }
            PlatformError::AccessLost { platform, .. } => {
                Fault::Connection { platform, failure: Failure::AccessLost { platform } }
            }
            PlatformError::Forbidden { platform, what } => {
                Fault::Connection { platform, failure: Failure::RightMissing { platform, what } }
            }
            PlatformError::NotFound { platform, what } => Fault::Person(Failure::Gone { platform, what }),
            PlatformError::Conflict { platform } => Fault::Heals(Failure::Conflict { platform }),
            PlatformError::Refused { platform, what, code, message } => {
                Fault::Person(Failure::Refused { platform, what, code, message })
            }
            // A cut or garbled answer is mostly gone with the next try; `retry` asks a person after a few.
            PlatformError::Unreadable { platform, what, why } => {
                Fault::Heals(Failure::Unreadable { platform, what, why })
            }
        }
    }
}

impl Fault {
    /// The failure behind it.
    pub(crate) fn failure(&self) -> Failure {
        match self {
            Fault::Heals(failure) | Fault::Person(failure) | Fault::Connection { failure, .. } => {
                failure.clone()
            }
            Fault::Throttled { platform, .. } => Failure::Throttled { platform: *platform },
        }
    }
}
