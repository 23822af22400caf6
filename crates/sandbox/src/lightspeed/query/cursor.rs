//! Keyset cursors: base64 of a JSON list with the sort key of the boundary row, and its id.

use std::cmp::Ordering;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::asked::Sort;
use crate::lightspeed::error::ApiError;
use crate::lightspeed::scalar::{Kind, Scalar};
use crate::lightspeed::table::Row;

/// A place in a sorted list. Rows may move past it: it names values, not a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Position {
    /// The sort field's value; none where the row has none, which sorts first.
    key: Option<Scalar>,
    id: u64,
}

impl Position {
    /// Where a row stands.
    pub(crate) fn of(id: u64, row: &Row, sort: Sort) -> Self {
        Self { key: row.get(sort.field.name).cloned(), id }
    }

    /// Compares two places in the sort's own direction; the id breaks ties.
    pub(crate) fn compare(&self, other: &Self, sort: Sort) -> Ordering {
        let keys = match (&self.key, &other.key) {
            (Some(one), Some(two)) => one.compare(two),
            (one, two) => one.is_some().cmp(&two.is_some()),
        };
        let order = keys.then(self.id.cmp(&other.id));
        if sort.descending { order.reverse() } else { order }
    }

    /// The text for `after` and `before`, not yet percent-encoded.
    pub(crate) fn encode(&self, by_id: bool) -> String {
        let key = match &self.key {
            None => Value::Null,
            Some(Scalar::Int(number)) => json!(number),
            Some(other) => json!(other.wire()),
        };
        let list = if by_id { json!([self.id]) } else { json!([key, self.id]) };
        STANDARD.encode(list.to_string())
    }

    /// Reads a cursor.
    pub(crate) fn decode(text: &str, sort: Sort) -> Result<Self, ApiError> {
        Self::read(text, sort).ok_or_else(|| ApiError::bad("The cursor is not valid."))
    }

    fn read(text: &str, sort: Sort) -> Option<Self> {
        let Value::Array(list) = serde_json::from_slice(&STANDARD.decode(text).ok()?).ok()? else {
            return None;
        };
        let id = list.last()?.as_u64()?;
        let key = match list.as_slice() {
            [_] => Some(Scalar::Int(i64::try_from(id).ok()?)),
            [Value::Null, _] => None,
            [Value::Number(number), _] if sort.field.kind == Kind::Int => Some(Scalar::Int(number.as_i64()?)),
            [Value::String(key), _] => Some(Scalar::parse(sort.field.kind, key)?),
            _ => return None,
        };
        Some(Self { key, id })
    }
}
