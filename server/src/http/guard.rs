//! Who may write, and under which name the server answers (security.md, A3).

use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;

use super::Problem;

/// Where platforms call back.
pub const HOOKS: &str = "/hooks/";

/// Refuses requests sent to another name than this machine's own.
///
/// A foreign page can point a name of its own at 127.0.0.1 and then counts as "same origin"; until sign-in exists this
/// is what keeps it out.
pub async fn only_ours(request: Request, next: Next) -> Response {
    let asked = host(&request);
    // Platforms reach us through whatever name a proxy has; they know a secret instead.
    if request.uri().path().starts_with(HOOKS) {
        return next.run(request).await;
    }
    if asked.as_ref().is_some_and(is_this_machine) {
        return next.run(request).await;
    }
    Problem::new(
        StatusCode::MISDIRECTED_REQUEST,
        "wrong_host",
        "Until sign-in exists Lockstep answers only under this machine's own names.",
        "Use http://localhost or http://127.0.0.1 with the port Lockstep names when it starts.",
    )
    .into_response()
}

/// Refuses writes that a page of another origin makes a browser send.
///
/// Programs without a browser (no `Sec-Fetch-Site`, no `Origin`) may write under `/api/v1/`: there are no cookies a
/// foreign page could borrow, and every browser sends at least one of the two with a write.
pub async fn same_origin(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || is_allowed(request.uri().path(), request.headers(), host(&request).as_ref()) {
        return next.run(request).await;
    }
    Problem::new(
        StatusCode::FORBIDDEN,
        "cross_site",
        "This change was asked for by a page of another site, or by a program that does not say where it comes from.",
        "Make it on Lockstep's own pages; programs use the addresses under /api/v1/.",
    )
    .into_response()
}

fn is_allowed(path: &str, headers: &HeaderMap, host: Option<&Authority>) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin";
    }
    let Some(origin) = headers.get(header::ORIGIN) else {
        return path.starts_with("/api/v1/") || path.starts_with(HOOKS);
    };
    let origin = origin.to_str().unwrap_or_default();
    let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    authority.is_some_and(|origin| host.is_some_and(|host| host.as_str().eq_ignore_ascii_case(origin)))
}

/// The name and port the request was sent to; `None` if it cannot be read.
pub(super) fn host(request: &Request) -> Option<Authority> {
    let named = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    named.and_then(|host| host.parse().ok()).or_else(|| request.uri().authority().cloned())
}

fn is_this_machine(host: &Authority) -> bool {
    let name = host.host().trim_start_matches('[').trim_end_matches(']');
    let local =
        name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    local && !host.as_str().contains('@')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(path: &str, headers: &[(&'static str, &'static str)]) -> bool {
        let headers =
            headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        is_allowed(path, &headers, Some(&Authority::from_static("127.0.0.1:3000")))
    }

    #[test]
    fn a_write_passes_only_from_our_own_origin() {
        let own = ("origin", "http://127.0.0.1:3000");
        let foreign = ("origin", "https://evil.example");
        let cases: [(&[(&'static str, &'static str)], bool); 8] = [
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "same-origin"), own], true),
            (&[("sec-fetch-site", "cross-site"), own], false),
            (&[("sec-fetch-site", "same-site"), own], false),
            (&[("sec-fetch-site", "none")], false),
            (&[own], true),
            (&[foreign], false),
            (&[("origin", "null")], false),
        ];
        for path in ["/api/v1/records/1/resync", "/api/save_settings"] {
            for (headers, passes) in cases {
                assert_eq!(allowed(path, headers), passes, "{path} {headers:?}");
            }
        }
    }

    #[test]
    fn a_program_that_is_no_browser_may_write_through_the_api_alone() {
        assert!(allowed("/api/v1/settings", &[]));
        assert!(!allowed("/api/save_settings", &[]));
        assert!(!allowed("/api/v10/settings", &[]));
    }

    #[test]
    fn only_names_of_this_machine_are_answered() {
        for (name, ours) in [
            ("127.0.0.1:3000", true),
            ("localhost:3000", true),
            ("LOCALHOST", true),
            ("[::1]:3000", true),
            ("evil.example:3000", false),
            ("localhost.evil.example", false),
            ("127.0.0.1.evil.example", false),
            ("10.0.0.1:3000", false),
            ("localhost@evil.example", false),
        ] {
            assert_eq!(name.parse().is_ok_and(|host| is_this_machine(&host)), ours, "{name}");
        }
    }
}
