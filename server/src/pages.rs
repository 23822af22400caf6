//! What is not API: the browser's files, the pages, and the page for addresses that do not exist.

use std::sync::OnceLock;

use app::{App, AppState};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use leptos::prelude::provide_context;
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list, render_app_async_with_context};

use crate::assets;
use crate::http::Problem;
use crate::state::Serving;

/// The list of pages, made once: while Leptos makes it, no page in the whole process may be drawn, or that page waits
/// for its data for ever (<https://github.com/leptos-rs/leptos/issues/4773>). Tests run many servers in one process.
static PAGES: OnceLock<Vec<AxumRouteListing>> = OnceLock::new();

/// The pages and the server functions they call.
pub fn routes(serving: &Serving) -> Router<Serving> {
    let pages = PAGES.get_or_init(|| generate_route_list(App)).clone();
    let (state, assets) = (serving.app.clone(), serving.app.assets.clone());
    Router::new().leptos_routes_with_context(serving, pages, lend(state), move || app::shell(&assets))
}

/// Browser files and everything unknown. A reader of pages gets a page that says so, a program the error form.
pub async fn other(State(serving): State<Serving>, request: Request) -> Response {
    let path = request.uri().path();
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads && let Some(file) = assets::serve(&serving.site, path, request.headers()).await {
        return file;
    }
    let wants_page = request
        .headers()
        .get(header::ACCEPT)
        .is_some_and(|accept| accept.as_bytes().starts_with(b"text/html"));
    if !reads || !wants_page || path.starts_with("/api/") || path.starts_with("/pkg/") {
        return Problem::no_address().into_response();
    }
    let (state, assets) = (serving.app.clone(), serving.app.assets.clone());
    let mut page = render_app_async_with_context(lend(state), move || app::shell(&assets))(request).await;
    if page.status().is_success() {
        *page.status_mut() = axum::http::StatusCode::NOT_FOUND;
    }
    page
}

/// Gives pages and server functions what they work with.
fn lend(state: AppState) -> impl Fn() + Clone + Send + Sync + 'static {
    move || provide_context(state.clone())
}
