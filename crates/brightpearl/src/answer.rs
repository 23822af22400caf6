//! What an answer means: the code first, the status second (fact sheet 2.2).

use std::collections::BTreeMap;

use model::Platform;
use platform::PlatformError;
use platform::http::Reply;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::wire::{Envelope, WireError, id_of};

/// The content of an answer; `Null` where there is nothing to say.
///
/// # Errors
/// What the answer means if it is not a success. Of a write, [`PlatformError::may_have_arrived`] says the rest.
pub(crate) fn content(reply: &Reply) -> Result<Value, PlatformError> {
    let envelope = envelope(reply);
    if reply.is_success() {
        return success(reply, envelope);
    }
    Err(failure(reply, envelope.unwrap_or_default()))
}

/// The content of an answer in a shape.
pub(crate) fn shaped<T: DeserializeOwned>(reply: &Reply) -> Result<T, PlatformError> {
    serde_json::from_value(content(reply)?).map_err(|error| reply.unreadable(error.to_string()))
}

/// The elements of a list, each still to be read: one bad element must not cost the others. Nothing found is an empty list,
/// whether it comes as 404 or as 200 (fact sheet 2.2).
pub(crate) fn elements(reply: &Reply) -> Result<Vec<Value>, PlatformError> {
    match content(reply) {
        Ok(Value::Array(list)) => Ok(list),
        Ok(Value::Null) => Ok(Vec::new()),
        Ok(_) => Err(reply.unreadable("a list was expected")),
        Err(PlatformError::NotFound { .. }) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// The elements of a map by id. Nothing found is an empty map, whether it comes as 404, as an empty list or as nothing
/// (fact sheet 2.2).
pub(crate) fn mapped<T: DeserializeOwned>(reply: &Reply) -> Result<BTreeMap<u64, T>, PlatformError> {
    match content(reply) {
        Ok(Value::Null) => Ok(BTreeMap::new()),
        Ok(Value::Array(list)) if list.is_empty() => Ok(BTreeMap::new()),
        Ok(map) => serde_json::from_value(map).map_err(|error| reply.unreadable(error.to_string())),
        Err(PlatformError::NotFound { .. }) => Ok(BTreeMap::new()),
        Err(error) => Err(error),
    }
}

/// A write that leaves something gone: gone already is done as well.
pub(crate) fn gone(reply: &Reply) -> Result<(), PlatformError> {
    match content(reply) {
        Ok(_) | Err(PlatformError::NotFound { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

/// The id a POST gave: a number, its text, or a list of one.
pub(crate) fn new_id(reply: &Reply) -> Result<u64, PlatformError> {
    let content = content(reply)?;
    let one = match &content {
        Value::Array(list) => list.first().unwrap_or(&Value::Null),
        other => other,
    };
    id_of(one).filter(|id| *id != 0).ok_or_else(|| reply.unreadable("the answer holds no id"))
}

fn envelope(reply: &Reply) -> Option<Envelope> {
    if !reply.looks_like_json() {
        return None;
    }
    serde_json::from_str(&reply.body).ok()
}

fn success(reply: &Reply, envelope: Option<Envelope>) -> Result<Value, PlatformError> {
    let Some(envelope) = envelope else {
        // A DELETE may answer with nothing at all.
        if reply.body.trim().is_empty() {
            return Ok(Value::Null);
        }
        // Says what is wrong with it.
        return reply.json::<Envelope>().map(|_| Value::Null);
    };
    match (envelope.response, envelope.errors.first()) {
        (Some(response), _) => Ok(response),
        (None, None) => Ok(Value::Null),
        // Refusals have a status of their own; what this one did cannot be known.
        (None, Some(error)) => Err(reply.unreadable(format!("an error within a success: {}", words(error)))),
    }
}

fn failure(reply: &Reply, envelope: Envelope) -> PlatformError {
    let platform = Platform::Brightpearl;
    let code = envelope.errors.first().map(|error| error.code.as_str()).unwrap_or_default();
    match (code, reply.status) {
        ("CMNC-404", _) => not_found(reply),
        ("GWYB-003", _) => PlatformError::Forbidden { platform, what: doing(&reply.what) },
        ("GWYB-006", _) | (_, 401) => {
            PlatformError::AccessLost { platform, detail: gateway_words(&envelope) }
        }
        (_, 403) => PlatformError::Forbidden { platform, what: doing(&reply.what) },
        (_, 404) if envelope.response.is_some() || !envelope.errors.is_empty() => not_found(reply),
        (_, 409 | 412) => PlatformError::Conflict { platform },
        (code, 400..) if is_our_mistake(code) => refused(reply, &envelope.errors),
        (_, 400..=499) if !envelope.errors.is_empty() => refused(reply, &envelope.errors),
        // A page of the edge in front of the API says nothing about the request (fact sheet 1.1).
        (_, 400..=499) if !reply.looks_like_json() => {
            PlatformError::OutOfOrder { platform, status: reply.status }
        }
        (_, 400..=499) => reply.refused("", &gateway_words(&envelope)),
        (_, status) => PlatformError::OutOfOrder { platform, status },
    }
}

/// Four letters, the last of them C, are a mistake of the client even inside a 500 (fact sheet 2.2 and 5.10).
fn is_our_mistake(code: &str) -> bool {
    code.split('-').next().is_some_and(|prefix| prefix.len() == 4 && prefix.ends_with('C'))
}

fn refused(reply: &Reply, errors: &[WireError]) -> PlatformError {
    let code = errors.first().map(|error| error.code.as_str()).unwrap_or_default();
    let all: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    reply.refused(code, &all.join("; "))
}

fn not_found(reply: &Reply) -> PlatformError {
    let what = reply.what.strip_prefix("read ").unwrap_or(&reply.what);
    PlatformError::NotFound { platform: Platform::Brightpearl, what: what.to_owned() }
}

/// What we tried, so that "does not allow us to …" reads well.
fn doing(what: &str) -> String {
    if what.starts_with("read ") { what.to_owned() } else { format!("write the {what}") }
}

/// The gateway's refusal is a plain text inside `response`.
fn gateway_words(envelope: &Envelope) -> String {
    match &envelope.response {
        Some(Value::String(text)) => text.clone(),
        _ => envelope.errors.first().map(words).unwrap_or_default(),
    }
}

fn words(error: &WireError) -> String {
    format!("{} {}", error.code, error.message).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn reply(status: u16, body: &str) -> Reply {
        let mut headers = HeaderMap::new();
        let kind = if body.starts_with('<') { "text/html" } else { "application/json;charset=UTF-8" };
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        Reply {
            platform: Platform::Brightpearl,
            what: "sales order".to_owned(),
            status,
            headers,
            body: body.to_owned(),
        }
    }

    fn error(code: &str) -> String {
        json!({"errors": [{"code": code, "message": "no"}]}).to_string()
    }

    fn name(error: &PlatformError) -> &'static str {
        match error {
            PlatformError::Unreachable { .. } => "unreachable",
            PlatformError::AnswerLost { .. } => "lost",
            PlatformError::Throttled { .. } => "throttled",
            PlatformError::OutOfOrder { .. } => "out of order",
            PlatformError::AccessLost { .. } => "access lost",
            PlatformError::Forbidden { .. } => "forbidden",
            PlatformError::NotFound { .. } => "not found",
            PlatformError::Conflict { .. } => "conflict",
            PlatformError::Refused { .. } => "refused",
            PlatformError::Unreadable { .. } => "unreadable",
        }
    }

    #[rstest]
    #[case(400, &error("ORDC-006"), "refused")]
    #[case(500, &error("CMNC-018"), "refused")]
    #[case(500, &error("CMNC-044"), "refused")]
    #[case(500, &error("CMNU-003"), "out of order")]
    #[case(400, &error("WHSB-038"), "refused")]
    #[case(404, &error("CMNC-404"), "not found")]
    #[case(500, &error("CMNC-404"), "not found")]
    #[case(404, "{\"response\":\"No such service\"}", "not found")]
    #[case(404, "<html>not found</html>", "out of order")]
    #[case(401, "{\"response\":\"Authorization token expired\"}", "access lost")]
    #[case(400, &error("GWYB-006"), "access lost")]
    #[case(400, &error("GWYB-003"), "forbidden")]
    #[case(403, "<html>blocked</html>", "forbidden")]
    #[case(412, &error("PRDC-100"), "conflict")]
    #[case(502, "<html>Bad gateway</html>", "out of order")]
    #[case(503, "{\"response\":\"down\"}", "out of order")]
    #[case(500, "", "out of order")]
    #[case(400, "{\"response\":\"what?\"}", "refused")]
    #[case(200, &error("ORDC-006"), "unreadable")]
    #[case(200, "<html>Welcome</html>", "unreadable")]
    #[case(200, "{\"response\": 70", "unreadable")]
    #[case(200, "[1, 2]", "unreadable")]
    fn an_answer_is_judged_by_its_code_first(
        #[case] status: u16,
        #[case] body: &str,
        #[case] expected: &str,
    ) {
        let error = content(&reply(status, body)).unwrap_err();
        assert_eq!(name(&error), expected, "{error}");
    }

    #[rstest]
    #[case("{\"response\": 7001}", Some(7001))]
    #[case("{\"response\": \"7001\"}", Some(7001))]
    #[case("{\"response\": [7001]}", Some(7001))]
    #[case("{}", None)]
    #[case("{\"response\": {}}", None)]
    fn a_new_id_comes_in_several_shapes(#[case] body: &str, #[case] id: Option<u64>) {
        match (new_id(&reply(200, body)), id) {
            (Ok(found), Some(id)) => assert_eq!(found, id),
            (Err(error), None) => assert!(error.may_have_arrived(), "{error}"),
            (other, _) => panic!("{other:?}"),
        }
    }

    #[rstest]
    #[case(200, "{\"response\": []}", 0)]
    #[case(404, "{\"errors\":[{\"code\":\"CMNC-404\",\"message\":\"No Contact Found\"}]}", 0)]
    #[case(207, "{\"response\": [{\"id\": 1}]}", 1)]
    #[case(200, "{}", 0)]
    fn nothing_found_is_an_empty_list_however_it_is_said(
        #[case] status: u16,
        #[case] body: &str,
        #[case] count: usize,
    ) {
        assert_eq!(elements(&reply(status, body)).unwrap().len(), count);
    }

    #[rstest]
    #[case(200, "{\"response\": {\"7\": true}}", 1)]
    #[case(200, "{\"response\": []}", 0)]
    #[case(200, "{}", 0)]
    #[case(404, "{\"errors\":[{\"code\":\"CMNC-404\",\"message\":\"none\"}]}", 0)]
    fn a_map_without_entries_comes_in_several_shapes(
        #[case] status: u16,
        #[case] body: &str,
        #[case] count: usize,
    ) {
        assert_eq!(mapped::<bool>(&reply(status, body)).unwrap().len(), count);
    }

    #[test]
    fn an_empty_success_says_nothing() {
        assert_eq!(content(&reply(200, "")).unwrap(), Value::Null);
        assert_eq!(content(&reply(200, "{}")).unwrap(), Value::Null);
    }

    #[test]
    fn all_reasons_of_a_refusal_are_told() {
        let body = json!({"errors": [{"code": "ORDC-024", "message": "Bad quantity"}, {"code": "ORDC-026", "message": "No name"}]});
        let error = content(&reply(400, &body.to_string())).unwrap_err();
        let PlatformError::Refused { code, message, .. } = error else { panic!("{error}") };
        assert_eq!((code.as_str(), message.as_str()), ("ORDC-024", "Bad quantity; No name"));
    }
}
