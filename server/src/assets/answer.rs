use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::Site;

/// A browser file as an answer, packed if the reader takes that; `None` where there is no such file.
pub async fn serve(site: &Site, path: &str, asked: &HeaderMap) -> Option<Response> {
    let name = path.strip_prefix('/')?;
    let is_packed = name.ends_with(".br") || name.ends_with(".gz");
    if is_packed || !site.has(name) {
        return None;
    }
    let accepted = asked.get_all(header::ACCEPT_ENCODING);
    let accepted: Vec<&str> = accepted.iter().filter_map(|value| value.to_str().ok()).collect();
    let packing = PACKINGS.into_iter().find(|packing| {
        takes(&accepted.join(","), packing.coding) && site.has(&format!("{name}.{}", packing.ending))
    });
    let stored = packing.map_or_else(|| name.to_owned(), |packing| format!("{name}.{}", packing.ending));
    let content = site.read(&stored).await?;
    let mut response = Body::from(content).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching(name)));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(packing) = packing {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(packing.coding));
    }
    Some(response)
}

/// A way to pack: its name in HTTP and the ending of packed files.
#[derive(Clone, Copy)]
struct Packing {
    coding: &'static str,
    ending: &'static str,
}

/// The smaller first.
const PACKINGS: [Packing; 2] =
    [Packing { coding: "br", ending: "br" }, Packing { coding: "gzip", ending: "gz" }];

/// Whether `Accept-Encoding` takes a coding: named (or `*`) and not with a weight of 0 (RFC 9110, 12.5.3).
fn takes(accepted: &str, coding: &str) -> bool {
    let weight = |wanted: &str| {
        accepted.split(',').find_map(|part| {
            let mut parts = part.split(';').map(str::trim);
            let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(wanted));
            let weight =
                parts.find_map(|part| part.strip_prefix("q=")).map_or(1.0, |q| q.parse().unwrap_or(0.0));
            named.then_some(weight)
        })
    };
    weight(coding).or_else(|| weight("*")).is_some_and(|weight: f32| weight > 0.0)
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "json" | "webmanifest" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// For ever where the name (or a folder's) changes with the content; else it is asked for each time.
fn caching(name: &str) -> &'static str {
    let is_hash = |part: &str| part.len() >= 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    if name.split(['.', '/', '-']).any(is_hash) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coding_is_taken_when_it_is_named_and_not_refused() {
        assert!(takes("gzip, deflate, br", "br"));
        assert!(takes("br;q=0.1", "br"));
        assert!(takes("*", "br"));
        assert!(!takes("br;q=0, gzip", "br"));
        assert!(!takes("gzip;q=0, *", "gzip"));
        assert!(!takes("", "gzip"));
        assert!(!takes("brotli", "br"));
    }

    #[test]
    fn only_names_that_change_with_the_content_are_kept_for_ever() {
        assert!(caching("pkg/lockstep.0123456789ab.js").contains("immutable"));
        assert!(caching("pkg/snippets-0123456789ab/inline0.js").contains("immutable"));
        assert_eq!(caching("pkg/lockstep.js"), "no-cache");
        assert_eq!(caching("favicon.svg"), "no-cache");
    }
}
