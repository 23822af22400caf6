use model::Platform;

use super::MAX_BODY_BYTES;
use crate::PlatformError;

/// What became of reading a body.
pub(super) enum Body {
    /// All of it.
    Whole(String),
    /// It broke off; the platform may have done its work.
    Broken(String),
    /// It is larger than we hold.
    TooLarge,
}

/// Reads a body piece by piece, so that an endless one is noticed before it fills the memory.
pub(super) async fn read(mut response: reqwest::Response) -> Body {
    let mut bytes = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if bytes.len() + chunk.len() > MAX_BODY_BYTES => return Body::TooLarge,
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Ok(None) => return Body::Whole(String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) => return Body::Broken(error_words(&error)),
        }
    }
}

/// The error for a body that is too large.
pub(super) fn too_large(platform: Platform, what: &str) -> PlatformError {
    PlatformError::Unreadable {
        platform,
        what: what.to_owned(),
        why: format!("the answer is larger than {} MB", MAX_BODY_BYTES / 1024 / 1024),
    }
}

/// A network error and what lies behind it, without the address (which may hold ids of persons).
pub(super) fn error_words(error: &reqwest::Error) -> String {
    let mut words = Vec::new();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        words.push(cause.to_string());
        source = cause.source();
    }
    if error.is_timeout() {
        words.insert(0, "no answer in time".to_owned());
    }
    if words.is_empty() {
        words.push("the connection broke".to_owned());
    }
    words.join(": ")
}
