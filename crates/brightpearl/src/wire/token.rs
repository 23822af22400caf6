use serde::Deserialize;

use super::lenient;

/// Tokens, without the envelope of the other answers.
///
/// `https://api-docs.brightpearl.com/utilities/oauth-token/post.html`, fact sheet 1.3.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TokenAnswer {
    /// Sent with each call.
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) access_token: String,
    /// Gets the next pair; an answer to a refresh may leave it out, and then the old one goes on.
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) refresh_token: String,
    /// Seconds the access token lives; no constant.
    #[serde(deserialize_with = "lenient::id")]
    pub(crate) expires_in: Option<u64>,
    /// The number of this installation; told with the first pair only, as text.
    #[serde(deserialize_with = "lenient::id")]
    pub(crate) installation_instance_id: Option<u64>,
    /// The host of the account's API.
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) api_domain: String,
}

/// Why no tokens were given (fact sheet 1.3, 4).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TokenRefusal {
    /// `invalid_grant` or `invalid_client`.
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) error: String,
    /// In words.
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) error_description: String,
}

/// Tokens do not print.
impl std::fmt::Debug for TokenAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenAnswer").field("expires_in", &self.expires_in).finish_non_exhaustive()
    }
}
