//! Taking over the plain fields of a payload.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::Value;

use crate::lightspeed::error::ApiError;
use crate::lightspeed::scalar::{Kind, Scalar};
use crate::lightspeed::schema::{Resource, Spec};
use crate::lightspeed::table::Row;

/// Writes the writable fields a payload names into a row and answers which of them changed.
///
/// Read-only and unknown names are ignored, as the platform does it; null and `""` set to empty.
///
/// # Errors
/// A 400 for a value that is no value of its field.
pub(super) fn take(
    resource: Resource,
    row: &mut Row,
    payload: &Value,
) -> Result<Vec<&'static str>, ApiError> {
    let spec: &'static Spec = resource.spec();
    let Value::Object(fields) = payload else {
        return Err(ApiError::bad("The request body must be a JSON object."));
    };
    let mut changed = Vec::new();
    for (name, value) in fields {
        let Some(field) = spec.field(name).filter(|field| field.writable) else { continue };
        let read = Scalar::from_payload(field.kind, value)
            .map_err(|()| ApiError::bad(format!("'{value}' is not a valid value for {name}.")))?;
        if row.get(field.name) == read.as_ref() {
            continue;
        }
        match read {
            Some(value) => row.set(field.name, value),
            None => row.clear(field.name),
        }
        changed.push(field.name);
    }
    Ok(changed)
}

/// Reads a flag a payload may carry.
pub(super) fn flag(payload: &Value, name: &str) -> Option<bool> {
    match payload.get(name)? {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => match text.as_str() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Reads a whole number a nested row may carry, raw or as text.
pub(super) fn whole(row: &Value, name: &str) -> Result<Option<i64>, ApiError> {
    let read = match row.get(name) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Number(number)) => number.as_i64(),
        Some(Value::String(text)) => text.parse().ok(),
        Some(_) => None,
    };
    read.map(Some).ok_or_else(|| ApiError::bad(format!("{name} must be a whole number.")))
}

/// Reads a decimal a payload may carry, raw or as text.
pub(super) fn decimal(row: &Value, name: &str) -> Result<Option<Decimal>, ApiError> {
    match row.get(name).map(|value| Scalar::from_payload(Kind::Dec, value)) {
        None => Ok(None),
        Some(Ok(Some(Scalar::Dec(amount)))) => Ok(Some(amount)),
        Some(_) => Err(ApiError::bad(format!("{name} must be a decimal."))),
    }
}

/// Reads a moment a payload may carry.
pub(super) fn moment(row: &Value, name: &str) -> Result<Option<Timestamp>, ApiError> {
    match row.get(name).map(|value| Scalar::from_payload(Kind::Time, value)) {
        None | Some(Ok(None)) => Ok(None),
        Some(Ok(Some(Scalar::Time(at)))) => Ok(Some(at)),
        Some(_) => Err(ApiError::bad(format!("{name} must be a date and time."))),
    }
}

/// Reads a text a payload may carry; empty if it does not. A number counts as its digits.
pub(super) fn text(row: &Value, name: &str) -> String {
    match row.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}
