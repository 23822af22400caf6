//! Webhooks are registered, listed, deleted and tried out (fact sheet 4.6.1); they cannot be changed.

use axum::http::Method;
use serde_json::{Value, json};

use super::hook::{Delivery, Hook};
use super::template::{self, REQUIRED, Unheard, Variables};
use crate::brightpearl::call::{Call, no_such_resource};
use crate::brightpearl::form::Form;
use crate::brightpearl::idset::IdSet;
use crate::brightpearl::reply::{Refusal, Reply};
use crate::ledger::Effect;

/// Code of the plain faults of a registration; the real number is not known.
const BAD_HOOK: &str = "INTC-900";

/// The most ids one trial may name.
const MOST_TRIED: i64 = 10;

/// Answers the addresses below `webhook`.
pub fn serve(call: &mut Call<'_>, rest: &[&str]) -> Result<Reply, Refusal> {
    match (call.method.clone(), rest) {
        (Method::POST, []) => post(call),
        (Method::GET, []) => Ok(Reply::response(call.state.hooks.all.values().map(print).collect())),
        (Method::GET, [ids]) => get(call, ids),
        (Method::DELETE, [id]) => delete(call, id),
        (Method::POST, [id, "simulate"]) => simulate(call, id),
        _ => Err(no_such_resource()),
    }
}

fn post(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = call.json()?;
    let mut form = Form::new(&body, BAD_HOOK);
    let hook = read(&mut form);
    form.finish()?;
    call.record(
        Effect::new("webhook.created", &hook.subscribe_to, hook.uri_template.clone())
            .detail(json!({ "qualityOfService": hook.quality_of_service })),
    );
    Ok(Reply::response(json!(call.state.hooks.add(hook))))
}

fn read(form: &mut Form<'_>) -> Hook {
    let subscribe_to = form.required_text("/subscribeTo", 255).unwrap_or_default();
    match template::check(&subscribe_to) {
        Err(Unheard::Event) => form.problem(
            "INTC-064",
            format!("The event {subscribe_to} either does not exist or cannot be subscribed too"),
        ),
        Err(Unheard::Lifecycle) => {
            form.problem("INTC-062", format!("The lifecycle event of {subscribe_to} is not valid"));
        }
        Ok(()) => {}
    }
    let http_method = form.required_text("/httpMethod", 10).unwrap_or_default();
    let uri_template = form.required_text("/uriTemplate", 2000).unwrap_or_default();
    let body_template = form.text("/bodyTemplate", 65_000).unwrap_or_default();
    let content_type = form.text("/contentType", 100).unwrap_or_default();
    if !["GET", "POST", "PUT", "DELETE"].contains(&http_method.as_str()) {
        form.wrong("httpMethod must be GET, POST, PUT or DELETE");
    }
    if !uri_template.starts_with("http://") && !uri_template.starts_with("https://") {
        form.wrong("uriTemplate must be an absolute address");
    }
    let has_body = ["POST", "PUT"].contains(&http_method.as_str());
    if has_body && (body_template.is_empty() || content_type.is_empty()) {
        form.wrong("bodyTemplate and contentType are required for POST and PUT");
    }
    if content_type.chars().any(char::is_control) {
        form.wrong("contentType is not valid");
    }
    for variable in REQUIRED {
        if !uri_template.contains(variable) && !body_template.contains(variable) {
            form.problem("INTC-057", format!("The template variable {variable} is missing"));
        }
    }
    let id_set_accepted = form.flag("/idSetAccepted").unwrap_or(false);
    let quality_of_service = form.id("/qualityOfService").unwrap_or(0);
    if !(0..=1).contains(&quality_of_service) {
        form.wrong("qualityOfService must be 0 or 1");
    }
    Hook {
        id: 0,
        subscribe_to,
        http_method,
        uri_template,
        body_template,
        content_type,
        id_set_accepted,
        quality_of_service,
    }
}

fn get(call: &Call<'_>, ids: &str) -> Result<Reply, Refusal> {
    let set = call.ids("webhook", ids)?;
    let named = call.state.hooks.all.values().filter(|hook| set.contains(hook.id));
    let found: Vec<Value> = named.map(print).collect();
    if found.is_empty() {
        return Err(Refusal::not_found(format!("No webhooks available in ID Set {ids}")));
    }
    Ok(Reply::response(json!(found)))
}

pub(super) fn print(hook: &Hook) -> Value {
    json!({
        "id": hook.id, "subscribeTo": hook.subscribe_to, "httpMethod": hook.http_method,
        "uriTemplate": hook.uri_template, "bodyTemplate": hook.body_template, "contentType": hook.content_type,
        "idSetAccepted": hook.id_set_accepted, "qualityOfService": hook.quality_of_service,
    })
}

fn find(call: &Call<'_>, id: &str) -> Result<Hook, Refusal> {
    let id = call.id(id)?;
    let hook = call.state.hooks.all.get(&id).cloned();
    hook.ok_or_else(|| Refusal::not_found(format!("Cannot find webhook: {id}")))
}

fn delete(call: &mut Call<'_>, id: &str) -> Result<Reply, Refusal> {
    let hook = find(call, id)?;
    call.state.hooks.all.remove(&hook.id);
    call.record(Effect::new("webhook.deleted", hook.id, hook.uri_template));
    Ok(call.deleted())
}

/// Sends one call with the values given, whether anything happened or not.
fn simulate(call: &mut Call<'_>, id: &str) -> Result<Reply, Refusal> {
    let hook = find(call, id)?;
    let body = call.json()?;
    let Some(data) = body.get("testData").and_then(Value::as_object) else {
        return Err(Refusal::bad(BAD_HOOK, "testData is required"));
    };
    let as_text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    let variables: Variables = data.iter().map(|(name, value)| (name.clone(), as_text(value))).collect();
    let ids = variables.get("${resource-id}").map(String::as_str).unwrap_or_default();
    let named = IdSet::parse(ids).map(|set| set.len());
    if !named.is_ok_and(|count| count <= MOST_TRIED) {
        return Err(Refusal::bad(BAD_HOOK, format!("Name at most {MOST_TRIED} ids")));
    }
    let delivery = Delivery::of(&hook, "simulate", &variables);
    call.state.hooks.send_at_once(delivery);
    Ok(Reply::done())
}
