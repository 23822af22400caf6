use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use crate::http::Problem;
use crate::state::Serving;

/// Who may read the figures. Until sign-in exists the server answers this machine alone, whatever is set here.
#[derive(Debug, Clone, Default)]
pub enum MetricsAccess {
    /// Nobody.
    Off,
    /// Whoever reaches the server.
    #[default]
    Open,
    /// Whoever sends this as `Authorization: Bearer …`.
    Token(SecretString),
}

impl MetricsAccess {
    /// Whether a request may read.
    fn lets_in(&self, headers: &HeaderMap) -> bool {
        match self {
            MetricsAccess::Off => false,
            MetricsAccess::Open => true,
            MetricsAccess::Token(token) => {
                let sent = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
                let sent = sent.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
                // Hashes take as long to compare whatever was sent: nothing of the token can be learnt from the time.
                Sha256::digest(sent) == Sha256::digest(token.expose_secret())
            }
        }
    }
}

/// `GET /metrics`: all figures, read now.
///
/// # Errors
/// 404 where they are turned off, 401 without the token, 503 while the store does not answer.
pub async fn show(State(serving): State<Serving>, headers: HeaderMap) -> Result<Response, Problem> {
    let access = &serving.metrics.access;
    if matches!(access, MetricsAccess::Off) {
        return Err(Problem::no_address());
    }
    if !access.lets_in(&headers) {
        return Err(Problem::new(
            StatusCode::UNAUTHORIZED,
            "no_token",
            "The figures are given to whoever has the token.",
            "Send `Authorization: Bearer` with what LOCKSTEP_METRICS_TOKEN says.",
        ));
    }
    let text = Arc::clone(&serving.metrics).text(serving.control(), serving.merchant()).await?;
    Ok(([(header::CONTENT_TYPE, prometheus::TEXT_FORMAT)], text).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_lets_in_whoever_sends_it_and_nobody_else() {
        let access = MetricsAccess::Token("s3cret".into());
        let with = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::AUTHORIZATION, value.parse().unwrap());
            access.lets_in(&headers)
        };
        assert!(with("Bearer s3cret"));
        for wrong in ["Bearer s3cre", "Bearer s3cret2", "Bearer ", "s3cret", "Basic s3cret"] {
            assert!(!with(wrong), "{wrong}");
        }
        assert!(!access.lets_in(&HeaderMap::new()));
    }
}
