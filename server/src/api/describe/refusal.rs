use serde_json::{Value, json};

use super::route::Route;

/// An error a route may answer with.
#[derive(Clone, Copy)]
pub(in crate::api) struct Refusal {
    pub(super) status: u16,
    /// What programs tell it by.
    pub(super) code: &'static str,
    /// When it is answered.
    pub(super) when: &'static str,
}

/// An error: its status, its code, and when it is answered.
pub(in crate::api) const fn refusal(status: u16, code: &'static str, when: &'static str) -> Refusal {
    Refusal { status, code, when }
}

/// What any address may answer.
const ANY: [Refusal; 5] = [
    refusal(421, "wrong_host", "The request was sent to another name than this machine's own."),
    refusal(500, "internal", "Lockstep made a mistake; the message has a reference for its log."),
    refusal(503, "too_slow", "The answer took longer than 30 seconds."),
    refusal(503, "storage_unavailable", "The database does not answer at the moment."),
    refusal(503, "storage_full", "Lockstep cannot write to its disk."),
];

/// What an address that does not only read may answer as well.
const WRITES: [Refusal; 2] = [
    refusal(403, "cross_site", "A page of another site made a browser send it."),
    refusal(413, "too_large", "The request is larger than 256 kB."),
];

/// What an address that needs a body may answer as well.
const BODY: [Refusal; 3] = [
    refusal(400, "bad_json", "The body is not valid JSON, or no object."),
    refusal(400, "cut_off", "The body ended early."),
    refusal(415, "not_json", "The body is not declared as JSON."),
];

/// Every error of a route, its own first.
pub(super) fn all(route: &Route) -> Vec<Refusal> {
    let mut all = route.refusals.clone();
    if route.body.is_some() {
        all.extend(BODY);
    }
    if route.method != "get" {
        all.extend(WRITES);
    }
    all.extend(ANY);
    all
}

/// The errors of one status as OpenAPI tells them.
pub(super) fn told(status: u16, refusals: &[Refusal]) -> Value {
    let codes: Vec<&str> = refusals.iter().map(|refusal| refusal.code).collect();
    let lines = refusals.iter().map(|refusal| format!("- `{}`: {}", refusal.code, refusal.when));
    let mut response = json!({
        "description": lines.collect::<Vec<_>>().join("\n"),
        "content": { "application/json": { "schema": {
            "$ref": "#/components/schemas/Error",
            "properties": { "error": { "properties": { "code": { "enum": codes } } } },
        } } },
    });
    if let (503, Some(fields)) = (status, response.as_object_mut()) {
        let after = json!({ "description": "Seconds to wait.", "schema": { "type": "integer" } });
        fields.insert("headers".to_owned(), json!({ "Retry-After": after }));
    }
    response
}
