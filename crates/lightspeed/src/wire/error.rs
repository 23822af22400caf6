use serde::Deserialize;

use super::scalar;

/// Both shapes of an error body (vendor page `introduction/errors`, fact sheet 1.5 and 3.8).
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ErrorBody {
    /// HTTP status as text; the mark of the common shape.
    #[serde(rename = "httpCode", deserialize_with = "scalar::text")]
    pub http_code: Option<String>,
    /// What went wrong.
    #[serde(deserialize_with = "scalar::text")]
    pub message: Option<String>,
    /// `Exception`, `RateLimitedException` and the like.
    #[serde(rename = "errorClass", deserialize_with = "scalar::text")]
    pub error_class: Option<String>,
    /// The mark of the OAuth shape, such as `access_denied`.
    #[serde(deserialize_with = "scalar::text")]
    pub error: Option<String>,
    /// What went wrong, OAuth shape.
    #[serde(deserialize_with = "scalar::text")]
    pub error_description: Option<String>,
    /// What to look at, OAuth shape.
    #[serde(deserialize_with = "scalar::text")]
    pub hint: Option<String>,
}

impl ErrorBody {
    /// Reads an error body by its content, since their errors come as `text/html`; `None` for anything else.
    pub fn read(body: &str) -> Option<ErrorBody> {
        let read: ErrorBody = serde_json::from_str(body).ok()?;
        (read.http_code.is_some() || read.error.is_some() || read.message.is_some()).then_some(read)
    }

    /// Whether it bears the mark of an error, not just a field called message.
    pub fn is_marked(&self) -> bool {
        self.http_code.is_some() || self.error.is_some()
    }

    /// Their words, with the hint where there is one.
    pub fn words(&self) -> String {
        let said = [&self.message, &self.error_description, &self.error];
        let said = said.into_iter().flatten().find(|text| !text.is_empty()).cloned().unwrap_or_default();
        match self.hint.as_deref().filter(|hint| !hint.is_empty()) {
            Some(hint) => format!("{said} {hint}"),
            None => said,
        }
    }
}
