use serde::Deserialize;

/// A pair of tokens (vendor pages `authentication/access-token`, `authentication/refresh-token`, fact sheet 1.2).
#[derive(Clone, Deserialize)]
pub struct TokenAnswer {
    /// Sent with each call; over 1 kB is normal.
    pub access_token: String,
    /// Gets the next pair.
    pub refresh_token: String,
    /// Seconds the access token lives; a hint.
    #[serde(default)]
    pub expires_in: Option<i64>,
}

/// Why no tokens were given (fact sheet 1.4).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TokenRefusal {
    /// `invalid_grant` and others.
    pub error: String,
    /// In words.
    pub error_description: String,
    /// What to look at.
    pub hint: String,
}

/// Tokens do not print.
impl std::fmt::Debug for TokenAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenAnswer").field("expires_in", &self.expires_in).finish_non_exhaustive()
    }
}
