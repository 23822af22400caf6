//! Reads the fields of a body one by one and gathers everything that is wrong with them.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::Value;

use super::reply::{Problem, Refusal};
use super::when;

/// A JSON body while it is read.
#[derive(Debug)]
pub struct Form<'a> {
    body: &'a Value,
    /// Code of the problems that have no code of their own.
    code: &'static str,
    problems: Vec<Problem>,
}

impl<'a> Form<'a> {
    /// Begins to read a body; `code` is given to plain faults such as a text where a number belongs.
    pub fn new(body: &'a Value, code: &'static str) -> Self {
        Self { body, code, problems: Vec::new() }
    }

    /// The value at a JSON pointer; null counts as absent.
    pub fn at(&self, pointer: &str) -> Option<&'a Value> {
        self.body.pointer(pointer).filter(|value| !value.is_null())
    }

    /// Notes a problem with a code of its own.
    pub fn problem(&mut self, code: &'static str, message: impl Into<String>) {
        self.problems.push(Problem::new(code, message));
    }

    /// Notes a problem with the form's code.
    pub fn wrong(&mut self, message: impl Into<String>) {
        self.problem(self.code, message);
    }

    /// Reads an id or another whole number; digits in quotes are taken too.
    pub fn id(&mut self, pointer: &str) -> Option<i64> {
        let value = self.at(pointer)?;
        let id = whole(value);
        if id.is_none() {
            self.wrong(format!("{pointer} must be a whole number"));
        }
        id
    }

    /// Reads an id and keeps it only if `exists` knows it.
    pub fn known_id(&mut self, pointer: &str, thing: &str, exists: impl FnOnce(i64) -> bool) -> Option<i64> {
        let id = self.id(pointer)?;
        if exists(id) {
            return Some(id);
        }
        self.wrong(format!("{pointer}: there is no {thing} with id {id}"));
        None
    }

    /// Reads a text of at most `longest` characters.
    pub fn text(&mut self, pointer: &str, longest: usize) -> Option<String> {
        let Some(text) = self.at(pointer)?.as_str() else {
            self.wrong(format!("{pointer} must be a text"));
            return None;
        };
        if text.chars().count() > longest {
            self.wrong(format!("{pointer} must not be longer than {longest} characters"));
        }
        Some(text.to_owned())
    }

    /// Reads a text that must be there and not empty.
    pub fn required_text(&mut self, pointer: &str, longest: usize) -> Option<String> {
        let text = self.text(pointer, longest).filter(|text| !text.is_empty());
        if text.is_none() {
            self.wrong(format!("{pointer} is required"));
        }
        text
    }

    /// Reads a decimal, sent as text or number, of at most `places` decimals.
    pub fn decimal(&mut self, pointer: &str, places: u32) -> Option<Decimal> {
        let value = decimal(self.at(pointer)?);
        match value {
            Some(value) if value.normalize().scale() <= places => Some(value),
            Some(_) => {
                self.wrong(format!("{pointer} must not have more than {places} decimals"));
                None
            }
            None => {
                self.wrong(format!("{pointer} must be a decimal number"));
                None
            }
        }
    }

    /// Reads an ISO 8601 date or date-time.
    pub fn time(&mut self, pointer: &str) -> Option<Timestamp> {
        let at = self.at(pointer)?.as_str().and_then(when::parse);
        if at.is_none() {
            self.wrong(format!("{pointer} must be an ISO 8601 date or a date-time with an offset"));
        }
        at
    }

    /// Reads a yes or no.
    pub fn flag(&mut self, pointer: &str) -> Option<bool> {
        let flag = self.at(pointer)?.as_bool();
        if flag.is_none() {
            self.wrong(format!("{pointer} must be true or false"));
        }
        flag
    }

    /// Ends the reading with the bare list of problems.
    ///
    /// # Errors
    /// Every problem noted, at least one.
    pub fn into_problems(self) -> Result<(), Vec<Problem>> {
        if self.problems.is_empty() { Ok(()) } else { Err(self.problems) }
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// 400 with every problem noted.
    pub fn finish(self) -> Result<(), Refusal> {
        Refusal::unless_empty(self.problems)
    }
}

/// A whole number, possibly in quotes.
pub fn whole(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str().and_then(|text| text.parse().ok()))
}

/// A decimal, sent as a text or as a number.
pub fn decimal(value: &Value) -> Option<Decimal> {
    match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.to_string().parse().ok(),
        _ => None,
    }
}
