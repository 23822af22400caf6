//! The front door: account, authentication, quota, then the services (fact sheet 1, 2.3, 2.4).

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Query, Request, State as Extracted};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::Response;
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::call::{Call, no_such_resource};
use super::knobs::Knobs;
use super::oauth::{DEV_REF, OAUTH_APP, OAUTH_INSTANCE, Standing, Tokens};
use super::quota::Taken;
use super::reply::{self, Refusal, Reply};
use super::{State, contact, multi, order, payment, product, reference, stock, webhook};
use crate::ledger::BRIGHTPEARL;
use crate::world::World;

/// The account code of the sandbox.
pub const ACCOUNT: &str = "acmeshop";
/// App reference of the staff app.
pub const STAFF_APP: &str = "acmeshop_lockstep";
/// Token of the staff app.
pub const STAFF_TOKEN: &str = "sandbox-staff-token";
/// App reference of the system app.
pub const SYSTEM_APP: &str = "acmeshop_legacy";
/// Token of the system app.
pub const SYSTEM_TOKEN: &str = "sandbox-account-token";

/// The largest body a call may have, in bytes.
const LARGEST_BODY: usize = 4 * 1024 * 1024;

/// What a throttled app is told; clients look for "too many requests" in it.
const THROTTLED: &str = "You have sent too many requests. Please wait before sending another request";

/// An answer with what the headers say about it.
struct Answer {
    status: u16,
    body: Option<Value>,
    message_type: String,
    quota: Option<Taken>,
    instance: Option<i64>,
}

/// An app that was let in.
struct App {
    /// Contact id of the staff member it acts for; 0 for none.
    caller: i64,
    /// The installed integration instance it is.
    instance: Option<i64>,
}

/// Answers every address under `/public-api`.
pub(super) async fn gateway(Extracted(world): Extracted<Arc<World>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let answer = match to_bytes(body, LARGEST_BODY).await {
        Ok(body) => answer(&world, &parts.method, &parts.uri, &parts.headers, &body),
        Err(_) => refused(400, "The message body is too large", None),
    };
    to_http(answer)
}

fn answer(world: &World, method: &Method, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Answer {
    let Some(segments) = segments(uri.path()) else {
        return refused(400, "The address cannot be read", None);
    };
    let path: Vec<&str> = segments.iter().map(String::as_str).collect();
    let [_, account, services @ ..] = path.as_slice() else {
        return refused(401, "Not authenticated. No account in the address", None);
    };
    if *account != ACCOUNT {
        return refused(401, &format!("Not authenticated. Unknown account {account}"), None);
    }
    let knobs = world.knobs().brightpearl;
    let moment = Timestamp::now();
    let mut state = world.brightpearl();
    let quota = take(&mut state, bearer(headers).is_some(), world.config.limits, moment);
    if !quota.allowed {
        world.ledger.count_throttle(BRIGHTPEARL);
        return refused(knobs.throttle_status, THROTTLED, knobs.throttle_headers.then_some(quota));
    }
    let app = match authenticate(headers, &knobs, &state.tokens, moment) {
        Ok(app) => app,
        Err(message) => return refused(401, &message, Some(quota)),
    };
    let query = Query::<Vec<(String, String)>>::try_from_uri(uri).map(|query| query.0).unwrap_or_default();
    let mut call = Call {
        state: &mut state,
        knobs: &knobs,
        ledger: &world.ledger,
        lag: world.config.lag,
        moment,
        method: method.clone(),
        query,
        body,
        caller: app.caller,
        instance: app.instance,
        if_match: if_match(headers),
    };
    let message_type = message_type(method, services);
    order::close::finish(&mut call);
    let outcome = match services {
        ["multi-message"] if call.method == Method::POST => multi::post(&mut call, &world.faults),
        _ => serve(&mut call, services),
    };
    call.state.raise_stock_events();
    let (status, body) = match outcome {
        Ok(Reply { status, body }) => (status, body),
        Err(refusal) => (refusal.status, Some(refusal.body())),
    };
    Answer { status, body, message_type, quota: Some(quota), instance: app.instance }
}

/// Hands a call to its service.
pub(super) fn serve(call: &mut Call<'_>, path: &[&str]) -> Result<Reply, Refusal> {
    match path {
        ["product-service", rest @ ..] => product::serve(call, rest),
        ["contact-service", rest @ ..] => contact::serve(call, rest),
        ["order-service", rest @ ..] => order::serve(call, rest),
        ["warehouse-service", rest @ ..] => stock::serve(call, rest),
        ["accounting-service", rest @ ..] => payment::serve(call, rest),
        ["integration-service", "webhook", rest @ ..] => webhook::serve(call, rest),
        ["integration-service", rest @ ..] if call.method == Method::GET => {
            reference::integration_service(rest)
        }
        _ => Err(no_such_resource()),
    }
}

/// The version a change is meant for.
fn if_match(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::IF_MATCH)?.to_str().ok()?;
    Some(value.trim_matches('"').to_owned())
}

/// Takes one call out of the pool: all private apps share one, the OAuth app has its own.
fn take(state: &mut State, oauth: bool, limits: u32, moment: Timestamp) -> Taken {
    let pool = if oauth { &mut state.oauth_quota } else { &mut state.quota };
    pool.multiply(limits);
    pool.take(moment)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    text(headers, "authorization")?.strip_prefix("Bearer ")
}

/// Who calls.
///
/// The refusal repeats a wrong token, as the real gateway does.
fn authenticate(headers: &HeaderMap, knobs: &Knobs, tokens: &Tokens, now: Timestamp) -> Result<App, String> {
    let Some(app) = text(headers, "brightpearl-app-ref") else {
        return Err("Not authenticated. The header brightpearl-app-ref is missing".to_owned());
    };
    if let Some(token) = bearer(headers) {
        return oauth_app(app, text(headers, "brightpearl-dev-ref"), tokens.standing(token, now), token);
    }
    let known = |token: &str, app_of_token: &str, right: &str, caller: i64| {
        if token != right || knobs.app_removed {
            Err(format!("Invalid instance token: {token}"))
        } else if app != app_of_token {
            Err(format!("Not authenticated. The token does not belong to the app {app}"))
        } else {
            Ok(App { caller, instance: None })
        }
    };
    match (text(headers, "brightpearl-staff-token"), text(headers, "brightpearl-account-token")) {
        (Some(token), _) => known(token, STAFF_APP, STAFF_TOKEN, contact::INTEGRATION_USER),
        (None, Some(token)) => known(token, SYSTEM_APP, SYSTEM_TOKEN, 0),
        (None, None) => Err("Not authenticated. No token in the headers".to_owned()),
    }
}

/// The OAuth app needs its own reference and the developer's beside a good token.
fn oauth_app(app: &str, developer: Option<&str>, standing: Standing, token: &str) -> Result<App, String> {
    if app != OAUTH_APP {
        return Err(format!("Not authenticated. The token does not belong to the app {app}"));
    }
    if developer != Some(DEV_REF) {
        return Err("Not authenticated. The header brightpearl-dev-ref is missing or wrong".to_owned());
    }
    match standing {
        Standing::Good => Ok(App { caller: 0, instance: Some(OAUTH_INSTANCE) }),
        Standing::Expired => Err("Authorization token expired".to_owned()),
        Standing::Unknown => Err(format!("Invalid instance token: {token}")),
    }
}

fn refused(status: u16, message: &str, quota: Option<Taken>) -> Answer {
    let body = Some(json!({ "response": message }));
    Answer { status, body, message_type: "api-proxy".to_owned(), quota, instance: None }
}

/// The parts of a path, decoded; a slash at the end changes nothing. `None` if it cannot be decoded.
pub(super) fn segments(path: &str) -> Option<Vec<String>> {
    path.split('/').filter(|part| !part.is_empty()).map(decode).collect()
}

fn decode(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || rest.next().and_then(|byte| char::from(byte).to_digit(16));
            let (high, low) = (digit()?, digit()?);
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// The name of the operation, as header `Message-Type` gives it.
fn message_type(method: &Method, path: &[&str]) -> String {
    // Ids and the words of parents do not count: the operation is named after the last resource.
    let resource = path
        .iter()
        .skip(1)
        .rev()
        .find(|part| part.starts_with(|letter: char| letter.is_ascii_alphabetic()))
        .copied()
        .unwrap_or("resource");
    if resource.ends_with("-search") {
        "bulk-data-search".to_owned()
    } else {
        format!("{}-{resource}", method.as_str().to_lowercase())
    }
}

fn to_http(answer: Answer) -> Response {
    let body = answer.body.as_ref().map(reply::print).unwrap_or_default();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    set("content-type", "application/json;charset=UTF-8");
    set("cache-control", "no-cache, must-revalidate");
    set("pragma", "no-cache");
    set("message-type", &answer.message_type);
    set("ruid", &Uuid::new_v4().to_string());
    if let Some(quota) = answer.quota {
        set("brightpearl-requests-remaining", &quota.remaining.to_string());
        set("brightpearl-next-throttle-period", &quota.next_ms.to_string());
    }
    if let Some(instance) = answer.instance {
        set("brightpearl-installed-integration-instance-id", &instance.to_string());
    }
    if answer.body.is_none() {
        headers.remove(header::CONTENT_TYPE);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_decoded_and_a_slash_at_the_end_does_not_matter() {
        assert_eq!(segments("/a/1%2C2/").unwrap(), ["a", "1,2"]);
        assert_eq!(segments("/a/%zz"), None);
    }

    #[test]
    fn operations_are_named_after_their_last_resource() {
        let name = |method, path: &[&str]| message_type(&method, path);
        assert_eq!(name(Method::GET, &["order-service", "order", "1-5"]), "get-order");
        assert_eq!(name(Method::GET, &["order-service", "order-search"]), "bulk-data-search");
        assert_eq!(name(Method::PUT, &["order-service", "order", "1", "status"]), "put-status");
        assert_eq!(name(Method::POST, &["accounting-service", "customer-payment"]), "post-customer-payment");
    }
}
