//! Limits of a request: its method, its size, its time; and what a panic becomes.

use std::any::Any;
use std::time::Duration;

use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::Problem;

/// The most a request may carry.
pub const BODY_BYTES: usize = 256 * 1024;

/// How long an answer may take to begin; a stream may then go on for as long as it likes.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

const METHODS: &str = "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE";

/// Answers 405 to TRACE, CONNECT and invented methods, whatever the address.
pub async fn known_methods(request: Request, next: Next) -> Response {
    let known = [
        Method::GET,
        Method::HEAD,
        Method::OPTIONS,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
    ];
    if known.contains(request.method()) {
        return next.run(request).await;
    }
    let mut response = Problem::method().into_response();
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(METHODS));
    response
}

/// Answers 413 to a body that says it is too large; one that does not say so is cut off while it is read.
pub async fn not_too_large(request: Request, next: Next) -> Response {
    let length = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_none_or(|length| length <= BODY_BYTES) {
        return next.run(request).await;
    }
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "too_large",
        format!("The request is larger than {} kB.", BODY_BYTES / 1024),
        "Send less at once.",
    )
    .into_response()
}

/// Answers 503 where the answer does not begin in time.
pub async fn in_time(request: Request, next: Next) -> Response {
    tokio::time::timeout(ANSWER_WITHIN, next.run(request)).await.unwrap_or_else(|_| {
        Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "too_slow",
            format!("The answer took longer than {} seconds.", ANSWER_WITHIN.as_secs()),
            "Try again in a few seconds; a narrower filter is quicker.",
        )
        .into_response()
    })
}

/// What a panic in a request becomes: 500 with a number that finds the log line, and the server goes on.
pub fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let said = panic.downcast_ref::<&str>().map(|said| (*said).to_owned());
    let said = said.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    let reference = reference();
    tracing::error!(reference, panic = said, "a request panicked");
    Problem::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "internal",
        format!("Lockstep made a mistake (reference {reference})."),
        "Try again; if it stays, send us the reference.",
    )
    .into_response()
}

/// A short number that ties an error on screen to its log line.
pub(super) fn reference() -> String {
    Uuid::new_v4().simple().to_string().chars().take(12).collect()
}
