use model::{Platform, When};

/// What can go wrong between us and a platform, in technical terms.
///
/// The engine turns it into a [`model::Failure`] for people, in one place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlatformError {
    /// No connection; the request was not sent.
    #[error("{platform:?} cannot be reached: {detail}")]
    Unreachable {
        /// Which platform.
        platform: Platform,
        /// What the network said.
        detail: String,
    },
    /// The request went out, but no whole answer came back: it may or may not have been carried out.
    #[error("the answer of {platform:?} was lost: {detail}")]
    AnswerLost {
        /// Which platform.
        platform: Platform,
        /// What the network said.
        detail: String,
    },
    /// Too many calls; this one was refused before it was looked at.
    #[error("{platform:?} allows no more calls before {until:?}")]
    Throttled {
        /// Which platform.
        platform: Platform,
        /// When to go on.
        until: When,
    },
    /// 500, 502 and the like: a write may have been carried out.
    #[error("{platform:?} is out of order (HTTP {status})")]
    OutOfOrder {
        /// Which platform.
        platform: Platform,
        /// HTTP status.
        status: u16,
    },
    /// The token is refused, and refreshing it did not help.
    #[error("{platform:?} refuses our token: {detail}")]
    AccessLost {
        /// Which platform.
        platform: Platform,
        /// The platform's words.
        detail: String,
    },
    /// A right is missing (403).
    #[error("{platform:?} forbids us to {what}")]
    Forbidden {
        /// Which platform.
        platform: Platform,
        /// What we tried.
        what: String,
    },
    /// What was asked for does not exist.
    #[error("{platform:?} has no {what}")]
    NotFound {
        /// Which platform.
        platform: Platform,
        /// What was asked for.
        what: String,
    },
    /// Somebody changed the same thing at the same moment (409, 412).
    #[error("{platform:?} reports a conflict")]
    Conflict {
        /// Which platform.
        platform: Platform,
    },
    /// The platform looked at the request and said no.
    #[error("{platform:?} refused the {what}: {code} {message}")]
    Refused {
        /// Which platform.
        platform: Platform,
        /// What we sent.
        what: String,
        /// Its code, empty if none.
        code: String,
        /// Its words, clipped.
        message: String,
    },
    /// The answer to a read could not be understood.
    #[error("{platform:?} sent an unreadable answer to {what}: {why}")]
    Unreadable {
        /// Which platform.
        platform: Platform,
        /// What was asked.
        what: String,
        /// What is wrong with it.
        why: String,
    },
}

impl PlatformError {
    /// Whether a *write* that ended like this may have been carried out all the same.
    pub fn may_have_arrived(&self) -> bool {
        match self {
            PlatformError::AnswerLost { .. }
            | PlatformError::OutOfOrder { .. }
            | PlatformError::Unreadable { .. } => true,
            PlatformError::Unreachable { .. }
            | PlatformError::Throttled { .. }
            | PlatformError::AccessLost { .. }
            | PlatformError::Forbidden { .. }
            | PlatformError::NotFound { .. }
            | PlatformError::Conflict { .. }
            | PlatformError::Refused { .. } => false,
        }
    }

    /// The same for a call that was to follow and has not been made: it never says that it may have arrived.
    pub fn before_the_call(self) -> PlatformError {
        if !self.may_have_arrived() {
            return self;
        }
        PlatformError::Unreachable { platform: self.platform(), detail: self.to_string() }
    }

    /// Which platform it is about.
    pub fn platform(&self) -> Platform {
        match self {
            PlatformError::Unreachable { platform, .. }
            | PlatformError::AnswerLost { platform, .. }
            | PlatformError::Throttled { platform, .. }
            | PlatformError::OutOfOrder { platform, .. }
            | PlatformError::AccessLost { platform, .. }
            | PlatformError::Forbidden { platform, .. }
            | PlatformError::NotFound { platform, .. }
            | PlatformError::Conflict { platform }
            | PlatformError::Refused { platform, .. }
            | PlatformError::Unreadable { platform, .. } => *platform,
        }
    }
}
