use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Problem;

/// Gives errors that the libraries below answer in plain text the one error form, where no page is asked for.
pub async fn one_form(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let for_programs = path.starts_with("/api/v1/") || path == "/events" || path == "/healthz";
    let response = next.run(request).await;
    let status = response.status();
    if !for_programs || !(status.is_client_error() || status.is_server_error()) || is_json(response.headers())
    {
        return response;
    }
    let mut told = problem(status).into_response();
    if let Some(allow) = response.headers().get(header::ALLOW) {
        told.headers_mut().insert(header::ALLOW, allow.clone());
    }
    told
}

fn is_json(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"))
}

fn problem(status: StatusCode) -> Problem {
    match status {
        StatusCode::METHOD_NOT_ALLOWED => Problem::method(),
        StatusCode::NOT_FOUND => Problem::no_address(),
        _ => Problem::new(
            status,
            "bad_request",
            "The request cannot be understood.",
            "Check its address, headers and body against the README.",
        ),
    }
}
