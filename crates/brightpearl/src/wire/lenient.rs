//! Readers that forgive what Brightpearl is known to vary: numbers as strings, `null`, missing values (fact sheet 5.5).

use std::str::FromStr;

use rust_decimal::Decimal;
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// `null` is read as the default.
pub(super) fn or_default<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    Option::<T>::deserialize(from).map(Option::unwrap_or_default)
}

/// Text; a number is written out, `null` is empty.
pub(super) fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let value = Value::deserialize(from)?;
    text_of(&value).ok_or_else(|| D::Error::custom(format!("expected text, found {}", sort_of(&value))))
}

/// An id; `null`, an empty string and 0 are no id (0 means "none" there, fact sheet 5.5).
pub(super) fn id<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    let value = Value::deserialize(from)?;
    match &value {
        Value::Null => Ok(None),
        Value::String(text) if text.is_empty() => Ok(None),
        _ => match id_of(&value) {
            Some(id) => Ok(Some(id).filter(|id| *id != 0)),
            None => Err(D::Error::custom(format!("expected an id, found {}", sort_of(&value)))),
        },
    }
}

/// An exact number from a number or a string; `null` and an empty string are none.
pub(super) fn decimal<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Decimal>, D::Error> {
    let value = Value::deserialize(from)?;
    match &value {
        Value::Null => Ok(None),
        Value::String(text) if text.trim().is_empty() => Ok(None),
        _ => match decimal_of(&value) {
            Some(number) => Ok(Some(number)),
            None => Err(D::Error::custom(format!("expected a number, found {}", sort_of(&value)))),
        },
    }
}

/// Yes or no; `null` is unknown.
pub(super) fn flag<'de, D: Deserializer<'de>>(from: D) -> Result<Option<bool>, D::Error> {
    let value = Value::deserialize(from)?;
    match &value {
        Value::Null => Ok(None),
        Value::Bool(flag) => Ok(Some(*flag)),
        Value::String(text) if text == "true" || text == "1" => Ok(Some(true)),
        Value::String(text) if text == "false" || text == "0" => Ok(Some(false)),
        _ => Err(D::Error::custom(format!("expected true or false, found {}", sort_of(&value)))),
    }
}

/// Text of a string, a number, or nothing.
pub(crate) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A whole number that is not negative, from a number or a string.
pub(crate) fn id_of(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// An exact number, from a number or a string.
pub(crate) fn decimal_of(value: &Value) -> Option<Decimal> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    Decimal::from_str(&text).ok().or_else(|| Decimal::from_scientific(&text).ok())
}

/// What a value is, for error messages; the value itself may be personal.
fn sort_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Probe {
        #[serde(default, deserialize_with = "id")]
        id: Option<u64>,
        #[serde(default, deserialize_with = "decimal")]
        price: Option<Decimal>,
        #[serde(default, deserialize_with = "text")]
        sku: String,
    }

    #[rstest]
    #[case(json!({"id": 7, "price": "4.2000", "sku": "MUG"}), Some(7), Some("4.2000"), "MUG")]
    #[case(json!({"id": "7", "price": 4.5, "sku": 350}), Some(7), Some("4.5"), "350")]
    #[case(json!({"id": 0, "price": "", "sku": null}), None, None, "")]
    #[case(json!({}), None, None, "")]
    #[case(json!({"id": null, "price": 0, "sku": ""}), None, Some("0"), "")]
    fn numbers_strings_and_nothing_are_all_read(
        #[case] from: Value,
        #[case] id: Option<u64>,
        #[case] price: Option<&str>,
        #[case] sku: &str,
    ) {
        let probe: Probe = serde_json::from_value(from).unwrap();
        assert_eq!(probe.id, id);
        assert_eq!(probe.price, price.map(|text| text.parse().unwrap()));
        assert_eq!(probe.sku, sku);
    }

    #[rstest]
    #[case(json!({"id": {}}))]
    #[case(json!({"id": "abc"}))]
    #[case(json!({"price": "a lot"}))]
    #[case(json!({"sku": []}))]
    fn what_makes_no_sense_is_an_error(#[case] from: Value) {
        assert!(serde_json::from_value::<Probe>(from).is_err());
    }
}
