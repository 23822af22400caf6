use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;
use store::StoreError;

/// An error as clients get it: `{"error":{"code","message","fix"}}` with a fitting status.
///
/// It never holds what a database, a file system or a platform said; that goes to the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// HTTP status.
    pub status: StatusCode,
    /// What programs tell errors apart by; stays the same when the words change.
    pub code: &'static str,
    /// What happened, one sentence.
    pub message: String,
    /// What to do about it, one sentence.
    pub fix: String,
}

impl Problem {
    /// An error with its parts.
    pub fn new(
        status: StatusCode,
        code: &'static str,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) -> Problem {
        Problem { status, code, message: message.into(), fix: fix.into() }
    }

    /// 400: the request itself is wrong.
    pub fn bad(code: &'static str, message: impl Into<String>, fix: impl Into<String>) -> Problem {
        Problem::new(StatusCode::BAD_REQUEST, code, message, fix)
    }

    /// 404: there is no such thing.
    pub fn missing(code: &'static str, message: impl Into<String>, fix: impl Into<String>) -> Problem {
        Problem::new(StatusCode::NOT_FOUND, code, message, fix)
    }

    /// 404: no address of ours.
    pub fn no_address() -> Problem {
        Problem::missing(
            "not_found",
            "There is nothing at this address.",
            "Start from /, or see the README for the API's addresses.",
        )
    }

    /// 405: the address does not take this method.
    pub fn method() -> Problem {
        Problem::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method_not_allowed",
            "This address does not take that method.",
            "Use GET to read and the method the README names to write.",
        )
    }
}

/// Why a request was refused.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Error")]
pub(crate) struct ErrorShape<'a> {
    error: Words<'a>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(inline)]
struct Words<'a> {
    /// What programs tell errors apart by; stays the same when the words change.
    code: &'a str,
    /// What happened, one sentence.
    message: &'a str,
    /// What to do about it, one sentence.
    fix: &'a str,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let words = Words { code: self.code, message: &self.message, fix: &self.fix };
        let mut response = (self.status, Json(ErrorShape { error: words })).into_response();
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        match error {
            StoreError::SettingsChanged { current } => Problem::new(
                StatusCode::CONFLICT,
                "settings_changed",
                format!(
                    "The settings were saved by somebody else meanwhile; they are now version {current}."
                ),
                format!("Read them again, make your change once more, and send based_on {current}."),
            ),
            StoreError::TooMany { most } => Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "too_many_rows",
                format!("This is about more than {most} rows."),
                "Narrow the filter, and do it in parts.",
            ),
            StoreError::NoRoom { most } => Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "too_many_views",
                format!("There are {most} saved views of this log already."),
                "Remove one of them first.",
            ),
            StoreError::Full(_) => {
                tracing::error!(%error, "the database cannot write");
                Problem::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "storage_full",
                    "Lockstep cannot write to its disk.",
                    "Free some space there; it goes on by itself.",
                )
            }
            StoreError::Unavailable(_) => {
                tracing::warn!(%error, "the database does not answer");
                Problem::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "storage_unavailable",
                    "The database does not answer at the moment.",
                    "Try again in a few seconds.",
                )
            }
            StoreError::Corrupt(_) => internal("something stored cannot be read", &error),
        }
    }
}

/// 500 with a number that finds the log line.
fn internal(what: &str, error: &dyn std::error::Error) -> Problem {
    let reference = super::limits::reference();
    tracing::error!(%error, reference, "{what}");
    Problem::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "internal",
        format!("Lockstep made a mistake (reference {reference})."),
        "Try again; if it stays, send us the reference.",
    )
}
