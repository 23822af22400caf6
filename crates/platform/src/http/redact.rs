use reqwest::header::HeaderMap;
use secrecy::{ExposeSecret, SecretString};

use super::LOGGED_BYTES;
use crate::Credentials;

/// A text fit for the call log: known secrets hidden, at most 16 kB.
///
/// Brightpearl repeats a refused token in its 401 (fact sheet 1.4), so bodies are searched as well.
pub fn redact(text: &str, secrets: &[&str]) -> String {
    let mut shown = text.to_owned();
    for secret in secrets.iter().filter(|secret| secret.len() >= 4) {
        shown = shown.replace(secret, "[hidden]");
    }
    if shown.len() <= LOGGED_BYTES {
        return shown;
    }
    let mut end = LOGGED_BYTES;
    while !shown.is_char_boundary(end) {
        end -= 1;
    }
    shown.truncate(end);
    shown.push('…');
    shown
}

/// Calls `then` with the secrets of a call: those of the account's credentials, and whatever its headers hide, such as the
/// access token of the moment.
pub(super) fn with_secrets<R>(
    credentials: &Credentials,
    headers: &HeaderMap,
    then: impl FnOnce(&[&str]) -> R,
) -> R {
    let secret: &SecretString = match credentials {
        Credentials::Staff { token, .. } | Credentials::System { token, .. } => token,
        Credentials::OAuth { client_secret, .. } => client_secret,
    };
    let hidden =
        headers.values().filter(|value| value.is_sensitive()).filter_map(|value| value.to_str().ok());
    let hidden = hidden.map(|value| value.trim_start_matches("Bearer "));
    let secrets: Vec<&str> = std::iter::once(secret.expose_secret()).chain(hidden).collect();
    then(&secrets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_the_platform_repeats_is_hidden() {
        let shown = redact("Invalid instance token: abc123", &["abc123"]);
        assert_eq!(shown, "Invalid instance token: [hidden]");
    }

    #[test]
    fn the_access_token_of_the_moment_is_among_the_secrets() {
        let mut headers = HeaderMap::new();
        let mut token = reqwest::header::HeaderValue::from_static("Bearer access-1");
        token.set_sensitive(true);
        headers.insert("authorization", token);
        headers.insert("accept", reqwest::header::HeaderValue::from_static("application/json"));
        let staff = Credentials::Staff { app_ref: String::new(), token: "staff-1".into() };
        let shown = with_secrets(&staff, &headers, |secrets| {
            redact("access-1 and staff-1 for application/json", secrets)
        });
        assert_eq!(shown, "[hidden] and [hidden] for application/json");
    }

    #[test]
    fn a_long_body_is_clipped_at_a_whole_character() {
        let shown = redact(&"é".repeat(LOGGED_BYTES), &[]);
        assert!(shown.len() <= LOGGED_BYTES + '…'.len_utf8());
        assert!(shown.ends_with('…'));
    }
}
