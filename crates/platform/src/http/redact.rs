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

/// Calls `then` with the secrets of an account's credentials.
pub(super) fn with_secrets<R>(credentials: &Credentials, then: impl FnOnce(&[&str]) -> R) -> R {
    let secret: &SecretString = match credentials {
        Credentials::Staff { token, .. } | Credentials::System { token, .. } => token,
        Credentials::OAuth { client_secret, .. } => client_secret,
    };
    then(&[secret.expose_secret()])
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
    fn a_long_body_is_clipped_at_a_whole_character() {
        let shown = redact(&"é".repeat(LOGGED_BYTES), &[]);
        assert!(shown.len() <= LOGGED_BYTES + '…'.len_utf8());
        assert!(shown.ends_with('…'));
    }
}
