use model::Platform;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use serde::de::DeserializeOwned;

use crate::PlatformError;

/// A whole answer.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Who answered.
    pub platform: Platform,
    /// What was asked, in words.
    pub what: String,
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// The body as text; bytes that are not UTF-8 are replaced.
    pub body: String,
}

impl Reply {
    /// Whether the status is 2xx.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// A header's text, if there and readable.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Whether it says it is JSON, or is JSON to the eye: Lightspeed sends JSON errors as `text/html`.
    pub fn looks_like_json(&self) -> bool {
        let says_so = self.header(CONTENT_TYPE.as_str()).is_some_and(|kind| kind.contains("json"));
        let first = self.body.trim_start().chars().next();
        first == Some('{') || first == Some('[') || (says_so && !self.body.trim_start().starts_with('<'))
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    /// [`PlatformError::Unreadable`] for pages, cut bodies and other shapes, naming the place.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, PlatformError> {
        if !self.looks_like_json() {
            return Err(self.unreadable(format!("not JSON: {}", start_of(&self.body))));
        }
        serde_json::from_str(&self.body).map_err(|error| self.unreadable(error.to_string()))
    }

    /// The error for an answer that makes no sense.
    pub fn unreadable(&self, why: impl Into<String>) -> PlatformError {
        PlatformError::Unreadable { platform: self.platform, what: self.what.clone(), why: why.into() }
    }

    /// The error for a refusal with a code (may be empty) and the platform's own words, clipped.
    pub fn refused(&self, code: &str, message: &str) -> PlatformError {
        PlatformError::Refused {
            platform: self.platform,
            what: self.what.clone(),
            code: code.to_owned(),
            message: clip(message, 300),
        }
    }
}

/// The first characters of a text, on one line.
pub(super) fn start_of(text: &str) -> String {
    clip(&text.split_whitespace().collect::<Vec<_>>().join(" "), 120)
}

/// At most so many characters; what was cut is marked.
pub(super) fn clip(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most).chain(std::iter::once('…')).collect()
}
