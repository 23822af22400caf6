//! Their scalars: every one is a JSON string today, but numbers and booleans are read as well (fact sheet 3.2).

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use model::When;
use rust_decimal::Decimal;
use serde::de::{Deserializer, Error, Visitor};

/// Text; a number or a boolean is taken as it is written. Null is none.
pub fn text<'de, D: Deserializer<'de>>(json: D) -> Result<Option<String>, D::Error> {
    scalar(json, "text", |text| Some(text.to_owned()), true)
}

/// A boolean: `"true"`, `true`, `"1"` and their opposites. Null and `""` are none.
pub fn flag<'de, D: Deserializer<'de>>(json: D) -> Result<Option<bool>, D::Error> {
    let read = |text: &str| match text {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    };
    scalar(json, "true or false", read, false)
}

/// A decimal number, `"12.5"` or `12.5`. Null and `""` are none.
pub fn amount<'de, D: Deserializer<'de>>(json: D) -> Result<Option<Decimal>, D::Error> {
    let read = |text: &str| Decimal::from_str(text).or_else(|_| Decimal::from_scientific(text)).ok();
    scalar(json, "a number", read, false)
}

/// A moment such as `2026-03-04T15:19:18+00:00` (fact sheet 3.3). Null and `""` are none.
pub fn moment<'de, D: Deserializer<'de>>(json: D) -> Result<Option<When>, D::Error> {
    scalar(json, "a time", When::parse, false)
}

/// An id. Null, `""` and `"0"` are none (fact sheet 3.2).
pub fn id<'de, D: Deserializer<'de>>(json: D) -> Result<Option<String>, D::Error> {
    Ok(text(json)?.filter(|id| !id.is_empty() && id != "0"))
}

fn scalar<'de, D, T, R>(
    json: D,
    wanted: &'static str,
    read: R,
    keep_empty: bool,
) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    R: Fn(&str) -> Option<T>,
{
    json.deserialize_any(Scalar { wanted, read, keep_empty, kind: PhantomData })
}

struct Scalar<T, R> {
    wanted: &'static str,
    read: R,
    keep_empty: bool,
    kind: PhantomData<T>,
}

impl<T, R: Fn(&str) -> Option<T>> Scalar<T, R> {
    fn take<E: Error>(&self, text: &str) -> Result<Option<T>, E> {
        if text.is_empty() && !self.keep_empty {
            return Ok(None);
        }
        match (self.read)(text) {
            Some(value) => Ok(Some(value)),
            None => Err(E::custom(format_args!(
                "“{}” is not {}",
                text.chars().take(40).collect::<String>(),
                self.wanted
            ))),
        }
    }
}

impl<'de, T, R: Fn(&str) -> Option<T>> Visitor<'de> for Scalar<T, R> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.wanted)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<T>, E> {
        self.take(text)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Option<T>, E> {
        self.take(if value { "true" } else { "false" })
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Option<T>, E> {
        self.take(&value.to_string())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Option<T>, E> {
        self.take(&value.to_string())
    }

    // The shortest text that names the same float is what they wrote: `12.5` stays 12.5.
    fn visit_f64<E: Error>(self, value: f64) -> Result<Option<T>, E> {
        self.take(&value.to_string())
    }

    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_none<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::*;

    #[derive(Deserialize, Default)]
    #[serde(default)]
    struct Row {
        #[serde(deserialize_with = "text")]
        text: Option<String>,
        #[serde(deserialize_with = "flag")]
        flag: Option<bool>,
        #[serde(deserialize_with = "amount")]
        amount: Option<Decimal>,
        #[serde(deserialize_with = "moment")]
        moment: Option<When>,
        #[serde(deserialize_with = "id")]
        id: Option<String>,
    }

    fn row(json: Value) -> Result<Row, String> {
        serde_json::from_value(json).map_err(|error| error.to_string())
    }

    #[rstest]
    #[case(json!("17"), Some("17"))]
    #[case(json!(17), Some("17"))]
    #[case(json!(true), Some("true"))]
    #[case(json!(""), Some(""))]
    #[case(json!(null), None)]
    fn text_is_read_from_any_scalar(#[case] json: Value, #[case] expect: Option<&str>) {
        assert_eq!(row(json!({ "text": json })).unwrap().text.as_deref(), expect);
    }

    #[rstest]
    #[case(json!("true"), Some(true))]
    #[case(json!(false), Some(false))]
    #[case(json!("1"), Some(true))]
    #[case(json!(0), Some(false))]
    #[case(json!(""), None)]
    fn flags_are_read_from_words_and_booleans(#[case] json: Value, #[case] expect: Option<bool>) {
        assert_eq!(row(json!({ "flag": json })).unwrap().flag, expect);
    }

    #[rstest]
    #[case(json!("11.4860025"), Some("11.4860025"))]
    #[case(json!("-2"), Some("-2"))]
    #[case(json!(12.5), Some("12.5"))]
    #[case(json!(3), Some("3"))]
    #[case(json!("1e-2"), Some("0.01"))]
    #[case(json!(""), None)]
    fn amounts_keep_every_digit(#[case] json: Value, #[case] expect: Option<&str>) {
        let read = row(json!({ "amount": json })).unwrap().amount;
        assert_eq!(read, expect.map(|text| text.parse().unwrap()));
    }

    #[rstest]
    #[case("77", Some("77"))]
    #[case("0", None)]
    #[case("", None)]
    fn id_zero_means_none(#[case] text: &str, #[case] expect: Option<&str>) {
        assert_eq!(row(json!({ "id": text })).unwrap().id.as_deref(), expect);
    }

    #[test]
    fn times_are_read_in_any_offset() {
        let read = row(json!({ "moment": "2026-03-04T15:19:18+00:00" })).unwrap().moment;
        assert_eq!(read, When::parse("2026-03-04T15:19:18Z"));
    }

    #[rstest]
    #[case(json!({ "amount": "a lot" }), "not a number")]
    #[case(json!({ "flag": "perhaps" }), "not true or false")]
    #[case(json!({ "moment": "yesterday" }), "not a time")]
    #[case(json!({ "text": { "a": 1 } }), "expected text")]
    #[case(json!({ "id": [1] }), "expected text")]
    fn what_makes_no_sense_is_refused_in_words(#[case] json: Value, #[case] words: &str) {
        let error = row(json).err().unwrap();
        assert!(error.contains(words), "{error}");
    }
}
