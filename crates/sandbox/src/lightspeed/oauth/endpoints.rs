//! Authorize, token, revoke and introspect.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::tokens::{Challenge, Code, GrantError, Pair};
use crate::ledger::{Effect, LIGHTSPEED};
use crate::lightspeed::knobs::Knobs;
use crate::lightspeed::query::percent::{decode_form, encode};
use crate::lightspeed::state::{ACCOUNT, CLIENT_ID, CLIENT_SECRET};
use crate::world::World;

/// The rights that may be asked for (fact sheet, section 1.6).
const RIGHTS: [&str; 30] = [
    "all",
    "admin",
    "admin_employees",
    "admin_inventory",
    "admin_purchases",
    "admin_shops",
    "admin_void_sale",
    "categories",
    "customers",
    "customers_read",
    "customers_view_gift_card_numbers",
    "inventory",
    "inventory_counts",
    "inventory_counts_reconcile",
    "inventory_read",
    "manufacturers",
    "product_cost",
    "product_edit",
    "purchase_orders",
    "register",
    "register_layaway",
    "register_read",
    "register_refund",
    "reports",
    "special_orders",
    "tags",
    "transfers",
    "vendors",
    "vendor_returns",
    "workbench",
];

/// The routes below `/auth/oauth`.
pub(crate) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/auth/oauth/authorize", get(authorize))
        .route("/auth/oauth/token", post(token).fallback(not_a_post))
        .route("/auth/oauth/revoke", post(revoke).fallback(not_a_post))
        .route("/auth/oauth/introspect", get(introspect))
        .with_state(world)
}

/// An OAuth error: status, `error`, `error_description` and, where it helps, `hint`.
struct OauthError(StatusCode, &'static str, &'static str, Option<String>);

impl IntoResponse for OauthError {
    fn into_response(self) -> Response {
        let Self(status, error, description, hint) = self;
        let mut body = json!({ "error": error, "error_description": description });
        if let (Some(fields), Some(hint)) = (body.as_object_mut(), hint) {
            fields.insert("hint".to_owned(), json!(hint));
        }
        (status, axum::Json(body)).into_response()
    }
}

fn invalid_request(hint: impl Into<String>) -> OauthError {
    let text = "The request is missing a required parameter, includes an invalid parameter value, includes a \
                parameter more than once, or is otherwise malformed.";
    OauthError(StatusCode::BAD_REQUEST, "invalid_request", text, Some(hint.into()))
}

fn invalid_client() -> OauthError {
    OauthError(StatusCode::UNAUTHORIZED, "invalid_client", "Client authentication failed", None)
}

fn invalid_grant(hint: &str) -> OauthError {
    let text = "The provided authorization grant or refresh token is invalid, expired, revoked, or was issued to \
                another client.";
    OauthError(StatusCode::BAD_REQUEST, "invalid_grant", text, Some(hint.to_owned()))
}

async fn not_a_post() -> OauthError {
    let error = invalid_request("Use POST");
    OauthError(StatusCode::METHOD_NOT_ALLOWED, error.1, error.2, error.3)
}

/// Plays the person who presses "Allow": sends the browser back with a code.
async fn authorize(
    State(world): State<Arc<World>>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Redirect, OauthError> {
    let knobs = world.knobs().lightspeed;
    let asked = |name: &str| query.get(name).map(String::as_str);
    if asked("response_type") != Some("code") {
        return Err(invalid_request("Check the `response_type` parameter"));
    }
    if asked("client_id") != Some(CLIENT_ID) {
        return Err(invalid_client());
    }
    let scope = known_scope(asked("scope").unwrap_or_default())?;
    let challenge = challenge(asked("code_challenge"), asked("code_challenge_method"), &knobs)?;
    let redirect = match asked("redirect_uri") {
        Some(address) if knobs.obey_redirect_uri => address.to_owned(),
        _ => knobs.registered_redirect.clone(),
    };
    let answer = if knobs.person_refuses {
        "error=access_denied".to_owned()
    } else {
        let code = Code { client: CLIENT_ID.to_owned(), scope, challenge, issued: Timestamp::now() };
        format!("code={}", world.lightspeed().tokens.new_code(code))
    };
    let state = asked("state").map(|state| format!("&state={}", encode(state))).unwrap_or_default();
    let joint = if redirect.contains('?') { '&' } else { '?' };
    Ok(Redirect::to(&format!("{redirect}{joint}{answer}{state}")))
}

fn known_scope(scope: &str) -> Result<String, OauthError> {
    let known = |one: &str| one.strip_prefix("employee:").is_some_and(|right| RIGHTS.contains(&right));
    if scope.is_empty() || !scope.split_whitespace().all(known) {
        let text = "The requested scope is invalid, unknown, or malformed";
        return Err(OauthError(
            StatusCode::BAD_REQUEST,
            "invalid_scope",
            text,
            Some("Check the `scope` parameter".to_owned()),
        ));
    }
    Ok(scope.to_owned())
}

fn challenge(
    value: Option<&str>,
    method: Option<&str>,
    knobs: &Knobs,
) -> Result<Option<Challenge>, OauthError> {
    match (value, method.unwrap_or("plain")) {
        (None, _) if knobs.public_client => {
            Err(invalid_request("Code challenge must be provided for public clients"))
        }
        (None, _) => Ok(None),
        (Some(value), "S256") => Ok(Some(Challenge { value: value.to_owned(), hashed: true })),
        (Some(value), "plain") => Ok(Some(Challenge { value: value.to_owned(), hashed: false })),
        (Some(_), _) => Err(invalid_request("Code challenge method must be one of `S256`, `plain`")),
    }
}

/// Gives a token pair for a code or a refresh token.
async fn token(State(world): State<Arc<World>>, headers: HeaderMap, body: Bytes) -> Response {
    let knobs = world.knobs().lightspeed;
    match grant(&world, &knobs, &fields(&headers, &body)) {
        Ok(pair) => {
            world.ledger.record(LIGHTSPEED, Effect::new("token.issued", ACCOUNT, CLIENT_ID));
            let body = json!({ "token_type": "Bearer", "expires_in": knobs.access_token_seconds,
                               "access_token": pair.access, "refresh_token": pair.refresh });
            axum::Json(body).into_response()
        }
        Err(response) => *response,
    }
}

fn grant(world: &World, knobs: &Knobs, fields: &HashMap<String, String>) -> Result<Pair, Box<Response>> {
    let refuse = |error: OauthError| Box::new(error.into_response());
    let field = |name: &str| {
        let value = fields.get(name).filter(|value| !value.is_empty()).map(String::as_str);
        value.ok_or_else(|| refuse(invalid_request(format!("Check the `{name}` parameter"))))
    };
    if fields.contains_key("scope") {
        return Err(refuse(invalid_request("Unexpected parameter `scope`")));
    }
    let client = field("client_id")?;
    let secret = fields.get("client_secret").map(String::as_str);
    let secret_fits = secret == Some(CLIENT_SECRET) || (secret.is_none() && knobs.public_client);
    if client != CLIENT_ID || !secret_fits {
        return Err(refuse(invalid_client()));
    }
    let outcome = match field("grant_type")? {
        "authorization_code" => {
            let (code, verifier) = (field("code")?, fields.get("code_verifier").map(String::as_str));
            world.lightspeed().tokens.redeem(code, client, verifier, knobs)
        }
        "refresh_token" => world.lightspeed().tokens.refresh(field("refresh_token")?, client, knobs),
        _ => return Err(refuse(invalid_request("Check the `grant_type` parameter"))),
    };
    outcome.map_err(|error| Box::new(refused_grant(world, knobs, error)))
}

fn refused_grant(world: &World, knobs: &Knobs, error: GrantError) -> Response {
    match error {
        GrantError::Invalid => invalid_grant("Token has been revoked or has expired").into_response(),
        GrantError::Verifier => invalid_grant("Failed to verify `code_verifier`.").into_response(),
        GrantError::TooMany { retry_after } => {
            world.ledger.count_throttle(LIGHTSPEED);
            let body =
                json!({ "error": "too_many_requests", "error_description": "Too many token requests" });
            let mut response = (StatusCode::TOO_MANY_REQUESTS, axum::Json(body)).into_response();
            let value = if knobs.token_retry_after_as_date {
                http_date(retry_after)
            } else {
                retry_after.to_string()
            };
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(header::RETRY_AFTER, value);
            }
            response
        }
    }
}

fn http_date(seconds: u64) -> String {
    let wait = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(60));
    (Timestamp::now() + wait).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// Kills the connection of a token; always 200, as the OAuth rules want.
async fn revoke(State(world): State<Arc<World>>, headers: HeaderMap, body: Bytes) -> Response {
    let fields = fields(&headers, &body);
    let token = fields.get("token").or_else(|| fields.get("refresh_token"));
    let Some(token) = token else { return invalid_request("Check the `token` parameter").into_response() };
    world.lightspeed().tokens.revoke(token);
    world.ledger.record(LIGHTSPEED, Effect::new("token.revoked", ACCOUNT, CLIENT_ID));
    axum::Json(json!({})).into_response()
}

/// Tells whether a bearer token is good, for debugging.
async fn introspect(State(world): State<Arc<World>>, headers: HeaderMap) -> Response {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = bearer.and_then(|text| text.strip_prefix("Bearer ")).unwrap_or_default();
    match world.lightspeed().tokens.check(token) {
        Ok(holder) => axum::Json(json!({ "active": true, "client_id": holder.client,
                                         "acct": ACCOUNT, "scope": holder.rights.join(" ") }))
        .into_response(),
        Err(_) => (StatusCode::UNAUTHORIZED, axum::Json(json!({ "active": false }))).into_response(),
    }
}

/// Reads a body as JSON, as a multipart form or as a urlencoded form.
fn fields(headers: &HeaderMap, body: &[u8]) -> HashMap<String, String> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let text = String::from_utf8_lossy(body);
    if kind.starts_with("application/json") {
        return json_fields(&text);
    }
    match kind.split_once("boundary=") {
        Some((_, boundary)) if kind.starts_with("multipart/form-data") => {
            multipart(&text, boundary.trim_matches('"'))
        }
        _ => decode_form(&text).into_iter().collect(),
    }
}

fn json_fields(text: &str) -> HashMap<String, String> {
    let Ok(Value::Object(fields)) = serde_json::from_str(text) else { return HashMap::new() };
    let as_text = |value: Value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    fields.into_iter().map(|(name, value)| (name, as_text(value))).collect()
}

fn multipart(text: &str, boundary: &str) -> HashMap<String, String> {
    let part = |part: &str| {
        let (head, value) = part.split_once("\r\n\r\n")?;
        let name = head.split_once("name=\"")?.1.split_once('"')?.0;
        Some((name.to_owned(), value.trim_end_matches("\r\n").to_owned()))
    };
    text.split(&format!("--{boundary}")).filter_map(part).collect()
}
