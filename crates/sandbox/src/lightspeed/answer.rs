//! Answers with the headers of every call (fact sheet, sections 1.5, 2.4 and 3.8).

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use uuid::Uuid;

use super::error::ApiError;
use super::knobs::Knobs;
use super::limits::{Limit, Quota, Reading};
use super::oauth::AccessError;
use super::render;
use super::state::ACCOUNT;

const JSON: &str = "application/json; charset=UTF-8";
const HTML: &str = "text/html; charset=UTF-8";

/// What a request cost and where that leaves its client.
#[derive(Debug, Clone)]
pub(crate) struct Meter {
    pub(crate) client: String,
    pub(crate) quota: Quota,
    pub(crate) reading: Reading,
    pub(crate) price: Decimal,
}

/// The answer to a call that was let through.
pub(super) fn json(meter: &Meter, outcome: Result<Value, ApiError>, knobs: &Knobs) -> Response {
    let mut response = match outcome {
        Ok(body) => with_body(StatusCode::OK, JSON, render::text(&body)),
        Err(error) => failure(&error, knobs),
    };
    measure(response.headers_mut(), meter);
    response
}

/// The answer of a limit.
pub(super) fn refused(meter: &Meter, limit: Limit, knobs: &Knobs) -> Response {
    let (kind, message) = match limit {
        Limit::Bucket { .. } => ("api-leaky-bucket", "Rate Limit Exceeded: please slow down."),
        Limit::Burst => ("api-burst-limiter", "API burst rate limit exceeded: please slow down."),
    };
    let mut response = failure(&ApiError::too_many(message), knobs);
    let headers = response.headers_mut();
    measure(headers, meter);
    put(headers, "x-ls-api-ratelimit-type", kind);
    put(headers, "retry-after", &Meter::wait(limit).to_string());
    response
}

/// What a client gets that asked for nothing but the default format.
pub(super) fn xml(meter: &Meter) -> Response {
    let body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><httpCode>406</httpCode>\
                <message>The sandbox answers JSON only: ask for it by Accept: application/json.</message></Error>";
    let mut response =
        with_body(StatusCode::NOT_ACCEPTABLE, "application/xml; charset=UTF-8", body.to_owned());
    measure(response.headers_mut(), meter);
    response
}

/// The 401; it carries no bucket headers.
pub(super) fn unauthorized(knobs: &Knobs, error: AccessError) -> Response {
    if knobs.old_unauthorized_body {
        let body = json!({ "httpCode": "401", "httpMessage": "Unauthorized", "message": "Invalid access token.",
                           "errorClass": "BadAuthenticationRequestError" });
        return with_body(StatusCode::UNAUTHORIZED, JSON, body.to_string());
    }
    let hint = match error {
        AccessError::Unverified => "Access token could not be verified",
        AccessError::Revoked => "Access token has been revoked",
    };
    let body = json!({ "error": "access_denied",
                       "error_description": "The resource owner or authorization server denied the request.",
                       "hint": hint });
    with_body(StatusCode::UNAUTHORIZED, JSON, body.to_string())
}

/// A short answer outside the API's own shapes.
pub(super) fn plain(status: StatusCode, text: &str) -> Response {
    with_body(status, HTML, text.to_owned())
}

fn failure(error: &ApiError, knobs: &Knobs) -> Response {
    let as_html =
        [StatusCode::BAD_REQUEST, StatusCode::NOT_FOUND].contains(&error.status) && knobs.errors_as_html_type;
    with_body(error.status, if as_html { HTML } else { JSON }, render::text(&error.body()))
}

fn with_body(status: StatusCode, kind: &'static str, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

fn measure(headers: &mut HeaderMap, meter: &Meter) {
    let short = |amount: Decimal| amount.round_dp(2).normalize().to_string();
    put(headers, "x-ls-acct-id", ACCOUNT);
    put(headers, "x-ls-oauth-client-id", &meter.client);
    put(
        headers,
        "x-ls-api-bucket-level",
        &format!("{}/{}", short(meter.reading.level), short(meter.quota.size)),
    );
    put(headers, "x-ls-api-burst-level", &format!("{}/{}", meter.reading.burst, meter.quota.burst));
    put(headers, "x-ls-api-drip-rate", &short(meter.quota.drip));
    put(headers, "x-ls-api-request-cost", &short(meter.price));
    let ray = Uuid::new_v4().simple().to_string();
    put(headers, "cf-ray", &format!("{}-LHR", ray.get(..16).unwrap_or_default()));
}

fn put(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}
