//! The values of a record: typed inside, texts on the wire.

use std::cmp::Ordering;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::Value;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A whole number or an id; `0` is "none" for ids.
    Int,
    /// Money, a rate or a quantity.
    Dec,
    /// `true` or `false`.
    Bool,
    /// Any text.
    Text,
    /// A moment in UTC, whole seconds.
    Time,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scalar {
    Int(i64),
    Dec(Decimal),
    Bool(bool),
    Text(String),
    Time(Timestamp),
}

impl Scalar {
    /// The value an empty or missing field of this kind has; a time has none.
    pub(crate) fn empty(kind: Kind) -> Option<Self> {
        match kind {
            Kind::Int => Some(Self::Int(0)),
            Kind::Dec => Some(Self::Dec(Decimal::ZERO)),
            Kind::Bool => Some(Self::Bool(false)),
            Kind::Text => Some(Self::Text(String::new())),
            Kind::Time => None,
        }
    }

    /// Reads a text, as it stands in a query or in a payload.
    pub(crate) fn parse(kind: Kind, text: &str) -> Option<Self> {
        match kind {
            Kind::Int => text.parse().ok().map(Self::Int),
            Kind::Dec => Decimal::from_str(text).ok().map(Self::Dec),
            Kind::Bool => match text {
                "true" | "1" => Some(Self::Bool(true)),
                "false" | "0" => Some(Self::Bool(false)),
                _ => None,
            },
            Kind::Text => Some(Self::Text(text.to_owned())),
            Kind::Time => time(text).map(Self::Time),
        }
    }

    /// Reads a payload's value: raw or as text; null and `""` are the empty value of the kind.
    pub(crate) fn from_payload(kind: Kind, value: &Value) -> Result<Option<Self>, ()> {
        let text = match value {
            Value::Null => return Ok(Self::empty(kind)),
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(flag) => flag.to_string(),
            Value::Array(_) | Value::Object(_) => return Err(()),
        };
        if text.is_empty() {
            return Ok(Self::empty(kind));
        }
        Self::parse(kind, &text).map(Some).ok_or(())
    }

    /// The text on the wire: decimals without trailing zeros, times with `+00:00`.
    pub(crate) fn wire(&self) -> String {
        match self {
            Self::Int(number) => number.to_string(),
            Self::Dec(decimal) => decimal.normalize().to_string(),
            Self::Bool(flag) => flag.to_string(),
            Self::Text(text) => text.clone(),
            Self::Time(at) => at.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string(),
        }
    }

    /// Compares two values of one kind; texts without regard to case, as the vendor's database does.
    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Int(one), Self::Int(two)) => one.cmp(two),
            (Self::Dec(one), Self::Dec(two)) => one.cmp(two),
            (Self::Bool(one), Self::Bool(two)) => one.cmp(two),
            (Self::Time(one), Self::Time(two)) => one.cmp(two),
            (Self::Text(one), Self::Text(two)) => one.to_lowercase().cmp(&two.to_lowercase()),
            (one, two) => one.wire().cmp(&two.wire()),
        }
    }
}

/// Cuts a moment to whole seconds, which is all the platform keeps.
pub(crate) fn whole_seconds(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

/// The moment now, in whole seconds.
pub(crate) fn now() -> Timestamp {
    whole_seconds(Timestamp::now())
}

fn time(text: &str) -> Option<Timestamp> {
    let at = Timestamp::from_str(text).ok().or_else(|| {
        // `-00:00` and the bare date are accepted too.
        let utc = text.strip_suffix("-00:00").map(|rest| format!("{rest}Z"));
        utc.and_then(|text| Timestamp::from_str(&text).ok()).or_else(|| {
            Date::from_str(text)
                .ok()?
                .at(0, 0, 0, 0)
                .to_zoned(jiff::tz::TimeZone::UTC)
                .ok()
                .map(|z| z.timestamp())
        })
    })?;
    Some(whole_seconds(at))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2026-03-01T00:00:00Z")]
    #[case("2026-03-01T00:00:00+00:00")]
    #[case("2026-03-01T00:00:00-00:00")]
    #[case("2026-02-28T20:00:00-0400")]
    #[case("2026-03-01")]
    fn every_documented_way_to_write_a_time_is_understood(#[case] text: &str) {
        let at = Scalar::parse(Kind::Time, text).map(|scalar| scalar.wire());
        assert_eq!(at.as_deref(), Some("2026-03-01T00:00:00+00:00"));
    }

    #[rstest]
    #[case("10.00", "10")]
    #[case("0.50", "0.5")]
    #[case("11.4860025", "11.4860025")]
    #[case("-2", "-2")]
    fn decimals_are_written_without_trailing_zeros(#[case] kept: &str, #[case] sent: &str) {
        assert_eq!(Scalar::Dec(Decimal::from_str(kept).unwrap()).wire(), sent);
    }

    #[test]
    fn payload_values_may_be_raw_or_texts_and_null_clears() {
        let read = |value| Scalar::from_payload(Kind::Int, &value);
        assert_eq!(read(serde_json::json!(3)), Ok(Some(Scalar::Int(3))));
        assert_eq!(read(serde_json::json!("3")), Ok(Some(Scalar::Int(3))));
        assert_eq!(read(Value::Null), Ok(Some(Scalar::Int(0))));
        assert_eq!(read(serde_json::json!([])), Err(()));
    }
}
