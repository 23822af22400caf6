//! Headers that every answer carries (security.md, 26).

use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{HeaderName, HeaderValue, Uri, header};
use axum::middleware::Next;
use axum::response::Response;

use super::guard;

const ALWAYS: [(HeaderName, HeaderValue); 6] = [
    (header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000; includeSubDomains")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), \
             microphone=(), midi=(), payment=(), usb=()",
        ),
    ),
];

/// What is no page may load nothing and be framed by nobody.
const NOTHING: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// Puts the headers on an answer, keeps it out of caches unless it says otherwise, and keeps redirects on our own origin.
pub async fn secure(request: Request, next: Next) -> Response {
    let host = guard::host(&request);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, value);
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, NOTHING);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    // A failing form post is answered with a redirect to its Referer, error text in it (security.md, A2).
    let leads_away = headers.get(header::LOCATION).is_some_and(|place| !stays_here(place, host.as_ref()));
    if leads_away {
        headers.insert(header::LOCATION, HeaderValue::from_static("/"));
    }
    response
}

/// Whether a redirect stays on our own origin. Browsers read `//host` and `/\host` as other hosts.
fn stays_here(place: &HeaderValue, host: Option<&Authority>) -> bool {
    let Ok(place) = place.to_str() else { return false };
    if place.starts_with('/') {
        return !place.starts_with("//") && !place.contains('\\');
    }
    let there = place.parse::<Uri>().ok();
    let web =
        there.as_ref().and_then(Uri::scheme_str).is_some_and(|scheme| matches!(scheme, "http" | "https"));
    web && host.is_some() && there.as_ref().and_then(Uri::authority) == host
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_never_leads_to_another_host() {
        let host = Authority::from_static("127.0.0.1:3000");
        for (place, stays) in [
            ("/logs/orders?x=1", true),
            ("http://127.0.0.1:3000/logs/orders", true),
            ("https://evil.example/x", false),
            ("//evil.example/x", false),
            ("/\\evil.example", false),
            ("javascript:alert(1)", false),
            ("http://127.0.0.1:3001/", false),
        ] {
            assert_eq!(stays_here(&HeaderValue::from_static(place), Some(&host)), stays, "{place}");
        }
    }
}
