use serde::{Deserialize, Serialize};

use crate::{Platform, TraceId, When};

/// One HTTP call made to a platform, redacted and clipped, kept 30 days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// The batch it belongs to.
    pub trace: TraceId,
    /// When it was sent.
    pub at: When,
    /// To whom.
    pub platform: Platform,
    /// HTTP method.
    pub method: String,
    /// Path and query, without host.
    pub path: String,
    /// HTTP status; `None` if no answer came.
    pub status: Option<u16>,
    /// Milliseconds until the answer or the failure.
    pub took_ms: u32,
    /// What was sent, redacted, at most 16 kB.
    pub request: String,
    /// What came back, redacted, at most 16 kB; or why nothing did.
    pub response: String,
}
