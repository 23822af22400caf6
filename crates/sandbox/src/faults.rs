//! Faults by script: the bad days of a network and of a platform, on demand.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::connection::Peer;
use crate::ledger::{BRIGHTPEARL, LIGHTSPEED};
use crate::world::World;

/// One scripted fault: which requests it hits, how often, and what happens to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// `brightpearl` or `lightspeed`.
    pub platform: String,
    /// The HTTP method it hits, in capitals; any if absent.
    #[serde(default)]
    pub method: Option<String>,
    /// A part of the path and query it hits; every path if empty.
    #[serde(default)]
    pub path_contains: String,
    /// How many fitting requests it lets pass first.
    #[serde(default)]
    pub skip: u32,
    /// How many fitting requests it then hits.
    #[serde(default = "once")]
    pub times: u32,
    /// What happens to them.
    pub kind: FaultKind,
}

fn once() -> u32 {
    1
}

/// What a scripted fault does to a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// The connection is reset before the request is processed.
    DropBefore,
    /// The request is processed, then the connection is reset without an answer.
    DropAfterCommit,
    /// The request is processed and answered, but only after a wait; a client that hangs up first was
    /// never served.
    Slow {
        /// The wait in milliseconds.
        ms: u64,
    },
    /// The request is processed at once and answered after a wait: the trap for those who time out.
    SlowAfterCommit {
        /// The wait in milliseconds.
        ms: u64,
    },
    /// The request is not processed; this is the answer.
    Status {
        /// The HTTP status.
        code: u16,
        /// The body as it is sent.
        #[serde(default)]
        body: String,
        /// The content type; `application/json` if absent.
        #[serde(default)]
        content_type: Option<String>,
        /// The value of a `Retry-After` header, seconds or an HTTP date.
        #[serde(default)]
        retry_after: Option<String>,
    },
    /// A 502 with an HTML page, as a gateway sends it; not processed.
    HtmlError,
    /// A 503 with an HTML page; not processed.
    OutageHtml,
    /// A 503 with a JSON body that says nothing of throttling; not processed.
    OutageJson,
    /// Processed, then answered with the first half of the body.
    TruncatedJson,
    /// Processed, then answered with ids as objects and numbers and texts swapped.
    WrongTypes,
    /// Not processed; answered 200 with the platform's error body.
    #[serde(rename = "error_in_200")]
    ErrorIn200,
    /// Not processed; answered 200 with a body of 11 MB.
    Huge,
    /// Processed, then one element of the longest list is made unreadable; its ids stay.
    BadElement,
    /// Processed, then answered as plain text.
    WrongContentType,
    /// Not processed; answered with a 302 to this address.
    Redirect {
        /// The address.
        to: String,
    },
    /// Not processed; answered as if a quota were used up.
    TooMany,
    /// Not processed; answered as if the access token had expired.
    ExpireToken,
}

/// The faults that are still to be played.
#[derive(Debug, Default)]
pub struct Faults {
    script: Mutex<Vec<Fault>>,
}

impl Faults {
    /// Adds a fault to the script.
    pub fn add(&self, fault: Fault) {
        self.script().push(fault);
    }

    /// Forgets every fault.
    pub fn clear(&self) {
        self.script().clear();
    }

    /// Answers the faults that are still to be played.
    pub fn pending(&self) -> Vec<Fault> {
        self.script().clone()
    }

    /// Answers what happens to this request and uses up one play of the fault.
    ///
    /// Every fitting fault before the one that plays counts the request as passed.
    pub fn take(&self, platform: &str, method: &str, path: &str) -> Option<FaultKind> {
        let mut script = self.script();
        let kind = script.iter_mut().find_map(|fault| fault.hit(platform, method, path));
        script.retain(|fault| fault.times > 0);
        kind
    }

    fn script(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Fault {
    fn hit(&mut self, platform: &str, method: &str, path: &str) -> Option<FaultKind> {
        let fits = self.platform == platform
            && self.method.as_deref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
            && path.contains(&self.path_contains);
        if !fits || self.times == 0 {
            return None;
        }
        if self.skip > 0 {
            self.skip -= 1;
            return None;
        }
        self.times -= 1;
        Some(self.kind.clone())
    }
}

/// What the fault layer needs to know: the world and whose requests these are.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    pub(crate) world: Arc<World>,
    pub(crate) platform: &'static str,
}

/// Counts a request and plays the next fault that fits it.
pub(crate) async fn play(
    State(gate): State<Gate>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    request: Request,
    next: Next,
) -> Response {
    gate.world.ledger.count_call(gate.platform, !request.method().is_safe());
    let path = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    let Some(kind) = gate.world.faults.take(gate.platform, request.method().as_str(), &path) else {
        return next.run(request).await;
    };
    gate.world.ledger.count_fault(gate.platform);
    tracing::debug!(platform = gate.platform, %path, ?kind, "playing a scripted fault");
    perform(kind, gate.platform, &peer, request, next).await
}

async fn perform(
    kind: FaultKind,
    platform: &'static str,
    peer: &Peer,
    request: Request,
    next: Next,
) -> Response {
    match kind {
        FaultKind::DropBefore => reset(peer),
        FaultKind::DropAfterCommit => {
            next.run(request).await;
            reset(peer)
        }
        FaultKind::Slow { ms } => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            next.run(request).await
        }
        FaultKind::SlowAfterCommit { ms } => {
            let response = next.run(request).await;
            tokio::time::sleep(Duration::from_millis(ms)).await;
            response
        }
        FaultKind::TruncatedJson => {
            rewrite(next.run(request).await, |body| body.slice(..body.len() / 2)).await
        }
        FaultKind::WrongTypes => rewrite_json(next.run(request).await, swap_types).await,
        FaultKind::BadElement => rewrite_json(next.run(request).await, spoil_one).await,
        FaultKind::WrongContentType => {
            let mut response = next.run(request).await;
            response
                .headers_mut()
                .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=ISO-8859-1"));
            response
        }
        other => canned(other, platform),
    }
}

fn reset(peer: &Peer) -> Response {
    peer.reset();
    Response::new(Body::empty())
}

/// Answers the faults that never reach the platform.
fn canned(kind: FaultKind, platform: &str) -> Response {
    const JSON: &str = "application/json;charset=UTF-8";
    const HTML: &str = "text/html; charset=UTF-8";
    match kind {
        FaultKind::Status { code, body, content_type, retry_after } => {
            let mut response = answer(code, content_type.as_deref().unwrap_or(JSON), body);
            if let Some(value) = retry_after.and_then(|text| HeaderValue::from_str(&text).ok()) {
                response.headers_mut().insert(header::RETRY_AFTER, value);
            }
            response
        }
        FaultKind::HtmlError => answer(502, HTML, page("502 Bad Gateway")),
        FaultKind::OutageHtml => answer(503, HTML, page("Down for maintenance")),
        FaultKind::OutageJson => answer(503, JSON, outage(platform).to_string()),
        FaultKind::ErrorIn200 => answer(200, JSON, error_body(platform).to_string()),
        FaultKind::Huge => answer(200, JSON, json!({ "padding": "x".repeat(11_000_000) }).to_string()),
        FaultKind::Redirect { to } => {
            let mut response = answer(302, HTML, page("Moved"));
            if let Ok(value) = HeaderValue::from_str(&to) {
                response.headers_mut().insert(header::LOCATION, value);
            }
            response
        }
        FaultKind::TooMany => too_many(platform),
        FaultKind::ExpireToken => answer(401, JSON, expired(platform).to_string()),
        // The kinds that run the platform are played by `perform`.
        _ => answer(500, JSON, "{}".to_owned()),
    }
}

fn answer(code: u16, content_type: &str, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Ok(value) = HeaderValue::from_str(content_type) {
        response.headers_mut().insert(header::CONTENT_TYPE, value);
    }
    response
}

fn page(title: &str) -> String {
    format!("<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>")
}

fn outage(platform: &str) -> Value {
    if platform == BRIGHTPEARL {
        json!({ "response": "Service temporarily unavailable" })
    } else {
        json!({ "httpCode": "503", "httpMessage": "Service Unavailable",
                "message": "The system is down for maintenance.", "errorClass": "Exception" })
    }
}

fn error_body(platform: &str) -> Value {
    if platform == BRIGHTPEARL {
        json!({ "errors": [{ "code": "CMNU-003", "message": "An unexpected error occurred." }] })
    } else {
        json!({ "httpCode": "500", "httpMessage": "Internal Server Error",
                "message": "An unexpected error occurred.", "errorClass": "Exception" })
    }
}

fn expired(platform: &str) -> Value {
    if platform == BRIGHTPEARL {
        json!({ "response": "Authorization token expired" })
    } else {
        json!({ "error": "access_denied",
                "error_description": "The resource owner or authorization server denied the request.",
                "hint": "Access token could not be verified" })
    }
}

fn too_many(platform: &str) -> Response {
    if platform == LIGHTSPEED {
        let body = json!({ "httpCode": "429", "httpMessage": "Too Many Requests",
                           "message": "Rate Limit Exceeded.", "errorClass": "RateLimitedException" });
        let mut response = answer(429, "application/json", body.to_string());
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        headers.insert("X-LS-API-RateLimit-Type", HeaderValue::from_static("api-leaky-bucket"));
        return response;
    }
    let text = "You have sent too many requests. Please wait before sending another request";
    let mut response = answer(503, "application/json;charset=UTF-8", json!({ "response": text }).to_string());
    let headers = response.headers_mut();
    headers.insert("brightpearl-requests-remaining", HeaderValue::from_static("0"));
    headers.insert("brightpearl-next-throttle-period", HeaderValue::from_static("1000"));
    response
}

async fn rewrite(response: Response, change: impl FnOnce(Bytes) -> Bytes) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(change(bytes)))
}

async fn rewrite_json(response: Response, change: fn(&mut Value)) -> Response {
    rewrite(response, |bytes| {
        let Ok(mut value) = serde_json::from_slice::<Value>(&bytes) else { return bytes };
        change(&mut value);
        Bytes::from(value.to_string())
    })
    .await
}

/// Swaps what a decoder relies on: ids become objects, numbers texts, digits lists.
fn swap_types(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                if names_an_id(name) && !field.is_object() {
                    *field = json!({ "value": field.take() });
                } else {
                    swap_types(field);
                }
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(swap_types),
        Value::Number(number) => *value = json!(format!("n{number}")),
        Value::String(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            *value = json!([text.as_str()]);
        }
        _ => {}
    }
}

/// Makes one element of the longest list unreadable, all but its ids.
fn spoil_one(value: &mut Value) {
    let Some(list) = longest_list(value) else { return };
    let middle = list.len() / 2;
    match list.get_mut(middle) {
        Some(Value::Object(fields)) => {
            let readable = fields.iter_mut().filter(|(name, _)| !names_an_id(name));
            readable.for_each(|(_, field)| *field = json!({ "unreadable": [[]] }));
        }
        Some(Value::Array(cells)) => {
            cells.iter_mut().skip(1).for_each(|cell| *cell = json!({ "unreadable": [[]] }));
        }
        Some(other) => *other = json!({ "unreadable": [[]] }),
        None => {}
    }
}

fn longest_list(value: &mut Value) -> Option<&mut Vec<Value>> {
    match value {
        Value::Array(list) => Some(list),
        Value::Object(fields) => {
            // Brightpearl's search answers describe their columns in a list of their own: not data.
            let data = fields.iter_mut().filter(|(name, _)| name.as_str() != "metaData");
            data.filter_map(|(_, field)| longest_list(field)).max_by_key(|list| list.len())
        }
        _ => None,
    }
}

fn names_an_id(name: &str) -> bool {
    name == "id" || name.ends_with("Id") || name.ends_with("ID")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(skip: u32, times: u32) -> Fault {
        Fault {
            platform: LIGHTSPEED.to_owned(),
            method: Some("POST".to_owned()),
            path_contains: "/Item".to_owned(),
            skip,
            times,
            kind: FaultKind::DropAfterCommit,
        }
    }

    #[test]
    fn a_fault_lets_some_requests_pass_then_plays_and_is_used_up() {
        let faults = Faults::default();
        faults.add(fault(1, 2));
        let hits: Vec<bool> =
            (0..4).map(|_| faults.take(LIGHTSPEED, "POST", "/x/Item.json").is_some()).collect();
        assert_eq!(hits, [false, true, true, false]);
        assert!(faults.pending().is_empty());
    }

    #[test]
    fn a_fault_hits_only_its_platform_method_and_path() {
        let faults = Faults::default();
        faults.add(fault(0, 9));
        assert!(faults.take(BRIGHTPEARL, "POST", "/Item").is_none());
        assert!(faults.take(LIGHTSPEED, "GET", "/Item").is_none());
        assert!(faults.take(LIGHTSPEED, "POST", "/Sale").is_none());
    }

    #[test]
    fn a_spoiled_list_keeps_every_other_element_and_the_id_of_the_bad_one() {
        let mut page =
            json!({ "Item": [{ "itemID": "1", "tax": "true" }, { "itemID": "2", "tax": "true" }] });
        spoil_one(&mut page);
        assert_eq!(page["Item"][0]["tax"], "true");
        assert_eq!(page["Item"][1]["itemID"], "2");
        assert!(page["Item"][1]["tax"].is_object());
    }

    #[test]
    fn swapped_types_turn_ids_into_objects_and_numbers_into_texts() {
        let mut body = json!({ "itemID": "1", "qoh": 3, "upc": "123" });
        swap_types(&mut body);
        assert_eq!(body, json!({ "itemID": { "value": "1" }, "qoh": "n3", "upc": ["123"] }));
    }
}
