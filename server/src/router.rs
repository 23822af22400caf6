//! All addresses, and what every request passes on its way to them.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderMap, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::trace::TraceLayer;
use tracing::Span;

use crate::http::{self, BODY_BYTES, Problem};
use crate::state::Serving;
use crate::{api, events, export, health, hooks, metrics, pages};

/// Everything the server answers.
pub fn router(serving: Serving) -> Router {
    let timed = from_fn_with_state(std::sync::Arc::clone(&serving.metrics), metrics::time);
    let routes = Router::new()
        .merge(api::routes())
        .route("/events", get(events::stream))
        .route("/export/{kind}", post(export::export))
        .route("/healthz", get(health::healthz))
        .route("/metrics", get(metrics::show))
        .route("/hooks/{platform}/{secret}", post(hooks::take))
        .merge(pages::routes(&serving))
        .fallback(pages::other)
        .method_not_allowed_fallback(async || Problem::method())
        .with_state(serving);
    protect(routes.layer(timed))
}

/// Wraps routes in what each request passes; the last layer is met first.
fn protect(routes: Router) -> Router {
    routes
        .layer(packed_answers())
        .layer(packed())
        .layer(from_fn(http::in_time))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(RequestBodyLimitLayer::new(BODY_BYTES))
        .layer(from_fn(http::one_form))
        .layer(from_fn(http::not_too_large))
        .layer(from_fn(http::same_origin))
        .layer(from_fn(http::only_ours))
        .layer(from_fn(http::known_methods))
        .layer(CatchPanicLayer::custom(http::panicked))
        .layer(from_fn(http::secure))
        .layer(
            // Addresses are logged without their query, which may hold what somebody searched for, and without the secret
            // of a platform's call.
            TraceLayer::new_for_http()
                .make_span_with(|request: &Request| {
                    let path = request.uri().path();
                    let path = if path.starts_with(http::HOOKS) { http::HOOKS } else { path };
                    tracing::info_span!("request", method = %request.method(), path)
                })
                .on_request(())
                .on_response(|response: &axum::response::Response, took: std::time::Duration, _: &Span| {
                    tracing::debug!(
                        status = response.status().as_u16(),
                        took_ms = took.as_millis(),
                        "answered"
                    );
                })
                .on_failure(()),
        )
}

/// Packs JSON with gzip for whoever takes it: brotli needs a third of the time in which the rows were found and written, for a
/// seventh less of bytes.
fn packed_answers() -> CompressionLayer<impl Predicate> {
    CompressionLayer::new().no_br().compress_when(of_kind(&["application/json"]))
}

/// Packs pages, and JSON for who takes nothing but brotli: a quarter smaller than as quickly as possible, for two milliseconds of
/// a page.
fn packed() -> CompressionLayer<impl Predicate> {
    let quality = CompressionLevel::Precise(5);
    CompressionLayer::new().quality(quality).compress_when(of_kind(&["text/html", "application/json"]))
}

/// What is worth packing. Streams must not be held back, and files are packed already.
fn of_kind(kinds: &'static [&str]) -> impl Predicate {
    let is_of_kind = move |_: axum::http::StatusCode,
                           _: axum::http::Version,
                           headers: &HeaderMap,
                           _: &axum::http::Extensions| {
        let given = headers.get(header::CONTENT_TYPE).map(|kind| kind.as_bytes()).unwrap_or_default();
        kinds.iter().any(|kind| given.starts_with(kind.as_bytes()))
    };
    SizeAbove::new(512).and(is_of_kind)
}
