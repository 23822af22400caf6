//! What an answer of Brightpearl looks like: `response`, `errors`, `{}` or a gateway's plain text.

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Map, Value, json};

/// Marks a string that is printed as a bare JSON number, so that trailing zeros survive (`20.0000`).
const NUMBER_MARK: char = '\u{1}';

/// An answer that is no error.
#[derive(Debug, Clone)]
pub struct Reply {
    /// HTTP status; 200 for every verb, 207 for a partial success.
    pub status: u16,
    /// The whole body with its envelope; `None` is an empty body.
    pub body: Option<Value>,
}

impl Reply {
    /// Wraps a result as `{"response": …}` with status 200.
    pub fn response(value: Value) -> Self {
        Self { status: 200, body: Some(json!({ "response": value })) }
    }

    /// Wraps a result of which a part was asked for in vain: the same envelope with status 207.
    pub fn partial(value: Value) -> Self {
        Self { status: 207, body: Some(json!({ "response": value })) }
    }

    /// Answers with a body that has siblings of `response` (search, contacts).
    pub fn envelope(body: Value) -> Self {
        Self { status: 200, body: Some(body) }
    }

    /// Answers `{}`: done, nothing to say.
    pub fn done() -> Self {
        Self { status: 200, body: Some(json!({})) }
    }

    /// Answers without any body, as a DELETE may.
    pub fn silent() -> Self {
        Self { status: 200, body: None }
    }
}

/// One entry of the `errors` list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Code such as `ORDC-024` (fact sheet 5.10). Numbers from 900 on are stand-ins where the real one is unknown.
    pub code: &'static str,
    /// Words for people; clients must not match on them.
    pub message: String,
}

impl Problem {
    /// Puts a code and its words together.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

/// A call that was refused by a service (not by the gateway).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// HTTP status: 400, 404 or, for some mistakes of the client, 500.
    pub status: u16,
    /// What is wrong; never empty.
    pub problems: Vec<Problem>,
}

impl Refusal {
    /// Refuses with 400 and one problem.
    pub fn bad(code: &'static str, message: impl Into<String>) -> Self {
        Self::with_status(400, code, message)
    }

    /// Refuses with a status of choice and one problem.
    pub fn with_status(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, problems: vec![Problem::new(code, message)] }
    }

    /// Refuses with 404 `CMNC-404`: nothing found for the ids.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::with_status(404, "CMNC-404", message)
    }

    /// Refuses with 400 if there is any problem at all, listing every one.
    pub fn unless_empty(problems: Vec<Problem>) -> Result<(), Self> {
        if problems.is_empty() { Ok(()) } else { Err(Self { status: 400, problems }) }
    }

    /// The body: `{"errors":[{"code","message"}]}`.
    pub fn body(&self) -> Value {
        let errors: Vec<Value> =
            self.problems.iter().map(|p| json!({ "code": p.code, "message": p.message })).collect();
        json!({ "errors": errors })
    }
}

/// Rounds half away from zero and prints with exactly `places` decimals.
pub fn fixed(value: Decimal, places: u32) -> String {
    let rounded = value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    format!("{rounded:.*}", usize::try_from(places).unwrap_or(0))
}

/// A JSON number that keeps its trailing zeros when printed by [`print`].
pub fn number(value: Decimal, places: u32) -> Value {
    Value::String(format!("{NUMBER_MARK}{}", fixed(value, places)))
}

/// Drops keys whose value is null: Brightpearl omits absent values in objects.
pub fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(
            map.into_iter()
                .filter(|(_, v)| !v.is_null())
                .map(|(k, v)| (k, without_nulls(v)))
                .collect::<Map<_, _>>(),
        ),
        Value::Array(list) => Value::Array(list.into_iter().map(without_nulls).collect()),
        other => other,
    }
}

/// Prints a body as Brightpearl does: numbers with trailing zeros, `=` escaped as `\u003d`.
pub fn print(body: &Value) -> String {
    bare_numbers(&body.to_string().replace('=', "\\u003d"))
}

/// Takes the quotes off marked numbers.
fn bare_numbers(text: &str) -> String {
    const OPENING: &str = "\"\\u0001";
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPENING) {
        let (digits, following) = after.split_once('"').unwrap_or((after, ""));
        out.push_str(before);
        out.push_str(digits);
        rest = following;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_trailing_zeros_and_equals_signs_are_escaped() {
        let body = json!({ "rate": number(Decimal::from(20), 4), "name": "a=b", "text": "\"1\"" });
        let printed = print(&body);
        assert!(printed.contains("\"rate\":20.0000"), "{printed}");
        assert!(printed.contains("a\\u003db"), "{printed}");
        let read: Value = serde_json::from_str(&printed).unwrap();
        assert_eq!(read["name"], "a=b");
        assert_eq!(read["rate"], 20.0);
    }

    #[test]
    fn a_half_cent_is_rounded_away_from_zero() {
        assert_eq!(fixed("4.165".parse().unwrap(), 2), "4.17");
        assert_eq!(fixed("20".parse().unwrap(), 4), "20.0000");
    }

    #[test]
    fn nothing_null_stays_in_an_object_at_any_depth() {
        assert_eq!(without_nulls(json!({"a":null,"b":[{"c":null,"d":1}]})), json!({"b":[{"d":1}]}));
    }
}
