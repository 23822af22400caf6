//! Errors in the platform's shape (fact sheet, section 3.8).

use axum::http::StatusCode;
use serde_json::{Value, json};

/// An answer that refuses a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ApiError {
    pub(crate) status: StatusCode,
    pub(crate) message: String,
    pub(crate) class: &'static str,
}

impl ApiError {
    fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), class: "Exception" }
    }

    /// A malformed request, or most validation failures.
    pub(crate) fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// No such record.
    pub(crate) fn missing(resource: &str, id: u64) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            format!("Object of type '{resource}' not found with primary ID '{id}'."),
        )
    }

    /// No such address.
    pub(crate) fn no_route(path: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("Not found: {path}"))
    }

    /// A right is missing.
    pub(crate) fn forbidden(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, message)
    }

    /// The verb is not allowed here.
    pub(crate) fn verb(resource: &str) -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            format!("The requested method is not supported for '{resource}'."),
        )
    }

    /// Something on the platform broke.
    pub(crate) fn broken(message: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, message)
    }

    /// A limit refused the request.
    pub(crate) fn too_many(message: impl Into<String>) -> Self {
        Self { class: "RateLimitedException", ..Self::new(StatusCode::TOO_MANY_REQUESTS, message) }
    }

    /// The same refusal as a failed check of a well-formed request, if it was a 400.
    pub(crate) fn unprocessable(mut self) -> Self {
        if self.status == StatusCode::BAD_REQUEST {
            self.status = StatusCode::UNPROCESSABLE_ENTITY;
        }
        self
    }

    /// The body; `httpCode` is a text.
    pub(crate) fn body(&self) -> Value {
        json!({
            "httpCode": self.status.as_str(),
            "httpMessage": self.status.canonical_reason().unwrap_or_default(),
            "message": self.message,
            "errorClass": self.class,
        })
    }
}
