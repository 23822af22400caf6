//! Multi-messages: several writes in one call (fact sheet 2.5).

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::call::Call;
use super::form::Form;
use super::gateway::{segments, serve};
use super::reply::{self, Refusal, Reply};
use crate::faults::{FaultKind, Faults};
use crate::ledger::{BRIGHTPEARL, Ledger};

/// Code of a refused envelope; the real number is not known.
const BAD_MESSAGES: &str = "CMNC-900";

/// The most messages one call may carry, and the fewest.
const COUNTS: std::ops::RangeInclusive<usize> = 2..=10;

/// One write of a multi-message.
struct Message {
    label: String,
    uri: String,
    method: Method,
    body: Vec<u8>,
}

/// Runs the messages in turn (PARALLEL promises no order, so theirs is as good as any) and answers their results:
/// 200 if all went well, else 207.
pub(super) fn post(call: &mut Call<'_>, faults: &Faults) -> Result<Reply, Refusal> {
    if call.knobs.multi_message_down {
        return Err(Refusal::with_status(503, "CMNU-003", "Service temporarily unavailable"));
    }
    let body = call.json()?;
    let mut form = Form::new(&body, BAD_MESSAGES);
    let stops = stops(&mut form);
    let messages = messages(&mut form);
    form.finish()?;
    let mut processed: Vec<Value> = Vec::new();
    let mut left: Vec<String> = Vec::new();
    let mut failed = false;
    for message in messages {
        if failed && stops {
            left.push(message.label);
            continue;
        }
        let (status, content) = process(call, faults, &message);
        failed |= !(200..300).contains(&status);
        processed
            .push(json!({ "label": message.label, "statusCode": status, "body": { "content": content } }));
    }
    let answer = json!({ "processedMessages": processed, "unprocessedMessages": left });
    Ok(if failed { Reply::partial(answer) } else { Reply::response(answer) })
}

/// Reads both modes and tells whether the first failure ends the work.
fn stops(form: &mut Form<'_>) -> bool {
    let mode = form.required_text("/processingMode", 20).unwrap_or_default();
    let on_fail = form.required_text("/onFail", 20).unwrap_or_default();
    if !["SEQUENTIAL", "PARALLEL"].contains(&mode.as_str()) {
        form.wrong("processingMode must be SEQUENTIAL or PARALLEL");
    }
    if !["STOP", "CONTINUE"].contains(&on_fail.as_str()) {
        form.wrong("onFail must be STOP or CONTINUE");
    }
    if mode == "PARALLEL" && on_fail == "STOP" {
        form.wrong("PARALLEL cannot be combined with STOP");
    }
    on_fail == "STOP"
}

fn messages(form: &mut Form<'_>) -> Vec<Message> {
    let list = form.at("/messages").and_then(Value::as_array).cloned().unwrap_or_default();
    if !COUNTS.contains(&list.len()) {
        form.wrong("A multi-message has 2 to 10 messages");
    }
    list.iter()
        .filter_map(|one| match message(one) {
            Ok(message) => Some(message),
            Err(problems) => {
                problems.into_iter().for_each(|problem| form.problem(problem.code, problem.message));
                None
            }
        })
        .collect()
}

fn message(one: &Value) -> Result<Message, Vec<reply::Problem>> {
    let mut form = Form::new(one, BAD_MESSAGES);
    let label = form.required_text("/label", 100).unwrap_or_default();
    let uri = form.required_text("/uri", 2000).unwrap_or_default();
    let method = form.required_text("/httpMethod", 10).unwrap_or_default();
    let method = match method.as_str() {
        "POST" => Method::POST,
        "PUT" => Method::PUT,
        "PATCH" => Method::PATCH,
        "DELETE" => Method::DELETE,
        other => {
            form.wrong(format!("{other} is no write"));
            Method::POST
        }
    };
    let body = form.at("/body").map(Value::to_string).unwrap_or_default().into_bytes();
    form.into_problems()?;
    Ok(Message { label, uri, method, body })
}

/// Answers status and body (as text) of one message; a scripted fault may hit it by its own address.
fn process(call: &mut Call<'_>, faults: &Faults, message: &Message) -> (u16, String) {
    let fault = faults.take(BRIGHTPEARL, message.method.as_str(), &message.uri);
    if let Some(answer) = fault.and_then(|kind| spoiled(call, message, kind)) {
        return answer;
    }
    run(call, message)
}

/// What a fault makes of a message; `None` lets it pass.
fn spoiled(call: &mut Call<'_>, message: &Message, kind: FaultKind) -> Option<(u16, String)> {
    call.ledger.count_fault(BRIGHTPEARL);
    let failure =
        || json!({ "errors": [{ "code": "CMNU-003", "message": "An unexpected error occurred." }] });
    match kind {
        FaultKind::Status { code, body, .. } => Some((code, body)),
        FaultKind::ErrorIn200 => Some((200, failure().to_string())),
        FaultKind::DropBefore | FaultKind::HtmlError => Some((500, failure().to_string())),
        FaultKind::OutageHtml | FaultKind::OutageJson | FaultKind::TooMany => {
            Some((503, json!({ "response": "Service temporarily unavailable" }).to_string()))
        }
        // Processed, but the answer says otherwise.
        FaultKind::DropAfterCommit => {
            run(call, message);
            Some((500, failure().to_string()))
        }
        _ => None,
    }
}

fn run(call: &mut Call<'_>, message: &Message) -> (u16, String) {
    let path = message.uri.split('?').next().unwrap_or_default();
    let Some(segments) = segments(path) else {
        return (
            StatusCode::BAD_REQUEST.as_u16(),
            Refusal::bad("CMNC-006", "The address cannot be read").body().to_string(),
        );
    };
    let path: Vec<&str> = segments.iter().map(String::as_str).collect();
    let ledger: &Ledger = call.ledger;
    let mut inner = Call {
        state: &mut *call.state,
        knobs: call.knobs,
        ledger,
        lag: call.lag,
        moment: call.moment,
        method: message.method.clone(),
        query: Vec::new(),
        body: &message.body,
        caller: call.caller,
        instance: call.instance,
        if_match: None,
    };
    match serve(&mut inner, &path) {
        Ok(answer) => (answer.status, answer.body.as_ref().map(reply::print).unwrap_or_default()),
        Err(refusal) => (refusal.status, reply::print(&refusal.body())),
    }
}
