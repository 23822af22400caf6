use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

use crate::rpc::TextOfJson;

/// Why a page or a button could not do what it should, in words for the person in front of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum AppError {
    /// There is no such thing.
    NotFound {
        /// What was asked for.
        what: String,
    },
    /// What was asked makes no sense.
    Invalid {
        /// What is wrong with it, one sentence.
        what: String,
    },
    /// Somebody else saved the settings meanwhile.
    Changed,
    /// The database is busy or full; trying again helps.
    Busy {
        /// What it says, one sentence.
        why: String,
    },
    /// The browser could not reach Lockstep.
    Unreachable,
    /// A fault of Lockstep's own.
    Internal {
        /// A number that finds the log line.
        reference: String,
    },
}

impl AppError {
    /// What happened, one sentence.
    pub fn cause(&self) -> String {
        match self {
            AppError::NotFound { what } => format!("There is no {what} here."),
            AppError::Invalid { what } => what.clone(),
            AppError::Changed => "Somebody else saved the settings meanwhile.".to_owned(),
            AppError::Busy { why } => format!("Lockstep cannot answer at the moment: {why}."),
            AppError::Unreachable => "Lockstep could not be reached.".to_owned(),
            AppError::Internal { reference } => format!("Lockstep made a mistake (reference {reference})."),
        }
    }

    /// What to do about it, one sentence.
    pub fn fix(&self) -> &'static str {
        match self {
            AppError::NotFound { .. } => "The link may be old. Start from the log and search for it.",
            AppError::Invalid { .. } => "Correct it and try again.",
            AppError::Changed => "Look at the page again, then save once more.",
            AppError::Busy { .. } => "Try again in a moment; nothing is lost.",
            AppError::Unreachable => "Check the network, then try again; nothing is lost.",
            AppError::Internal { .. } => "Try again; if it stays, send us the reference.",
        }
    }

    /// The HTTP status that goes with it.
    #[cfg(feature = "ssr")]
    fn status(&self) -> http::StatusCode {
        match self {
            AppError::NotFound { .. } => http::StatusCode::NOT_FOUND,
            AppError::Invalid { .. } => http::StatusCode::UNPROCESSABLE_ENTITY,
            AppError::Changed => http::StatusCode::CONFLICT,
            AppError::Busy { .. } | AppError::Unreachable => http::StatusCode::SERVICE_UNAVAILABLE,
            AppError::Internal { .. } => http::StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Sets the answer's HTTP status and hands the error on.
    #[cfg(feature = "ssr")]
    pub(crate) fn told(self) -> AppError {
        if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
            response.set_status(self.status());
        }
        self
    }

    /// A fault of our own: the log gets the detail, the person a number that finds it.
    #[cfg(feature = "ssr")]
    pub(crate) fn internal(detail: &dyn std::fmt::Display) -> AppError {
        let reference = uuid::Uuid::new_v4().simple().to_string().chars().take(8).collect::<String>();
        tracing::error!(reference, %detail, "a page could not be answered");
        AppError::Internal { reference }
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.cause(), self.fix())
    }
}

impl std::error::Error for AppError {}

impl FromServerFnError for AppError {
    type Encoder = TextOfJson;

    fn from_server_fn_error(error: ServerFnErrorErr) -> AppError {
        match error {
            ServerFnErrorErr::Request(_) => AppError::Unreachable,
            ServerFnErrorErr::Args(what) | ServerFnErrorErr::MissingArg(what) => AppError::Invalid { what },
            // An answer that is not ours comes from something in between, a proxy or a stopping server.
            ServerFnErrorErr::Response(_) | ServerFnErrorErr::Deserialization(_) => AppError::Unreachable,
            other => AppError::Busy { why: other.to_string() },
        }
    }
}

#[cfg(feature = "ssr")]
impl From<store::StoreError> for AppError {
    fn from(error: store::StoreError) -> AppError {
        match error {
            store::StoreError::SettingsChanged { .. } => AppError::Changed,
            store::StoreError::TooMany { most } => AppError::Invalid {
                what: format!(
                    "This is about more than {} rows. Narrow the filter, and do it in parts.",
                    crate::ui::count(most)
                ),
            },
            store::StoreError::NoRoom { most } => AppError::Invalid {
                what: format!("There are {most} saved views of this log already. Remove one of them first."),
            },
            store::StoreError::Unavailable(detail) => {
                tracing::warn!(detail, "the database did not answer a page");
                AppError::Busy { why: "the database is busy".to_owned() }
            }
            store::StoreError::Full(detail) => {
                tracing::error!(detail, "the database cannot write");
                AppError::Busy { why: "the disk is full or read-only".to_owned() }
            }
            store::StoreError::Corrupt(_) => AppError::internal(&error),
        }
        .told()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_reads_back_in_the_browser_as_it_was_sent() {
        let error = AppError::Busy { why: "the database is busy".to_owned() };
        assert_eq!(AppError::de(error.ser()), error);
    }

    #[test]
    fn a_lost_network_is_told_apart_from_a_mistake_of_ours() {
        let lost = AppError::from_server_fn_error(ServerFnErrorErr::Request("TypeError: failed".to_owned()));
        assert_eq!(lost, AppError::Unreachable);
    }
}
