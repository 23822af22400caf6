use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A moment: microseconds since 1970-01-01T00:00:00Z.
///
/// An integer, so that stores keep it as BIGINT and cursors sort rightly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct When(pub i64);

/// As the JSON of `/api/v1` shows it, which is not how it is kept.
#[cfg(feature = "schema")]
impl schemars::JsonSchema for When {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "When".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time" })
    }
}

impl When {
    /// The moment this many whole seconds after 1970.
    pub fn from_seconds(seconds: i64) -> When {
        When(seconds.saturating_mul(1_000_000))
    }

    /// Whole seconds since 1970, rounded down.
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// Reads RFC 3339 text such as `2026-02-03T09:15:00.000+01:00`; `None` if it is not that.
    pub fn parse(text: &str) -> Option<When> {
        text.parse::<jiff::Timestamp>().ok().map(|at| When(at.as_microsecond()))
    }

    /// RFC 3339 in UTC, as the JSON of `/api/v1` shows it.
    pub fn rfc3339(self) -> String {
        jiff::Timestamp::from_microsecond(self.0).map(|at| at.to_string()).unwrap_or_default()
    }

    /// RFC 3339 in UTC with whole seconds, the form both platforms accept in filters and bodies.
    pub fn rfc3339_seconds(self) -> String {
        jiff::Timestamp::from_second(self.seconds()).map(|at| at.to_string()).unwrap_or_default()
    }

    /// The beginning of its second: finer than people read, and shorter to send than what a clock says.
    #[must_use]
    pub fn whole_second(self) -> When {
        When(self.0 - self.0.rem_euclid(1_000_000))
    }

    /// This moment plus a span; stays at the end of time instead of wrapping.
    pub fn plus(self, span: Duration) -> When {
        When(self.0.saturating_add(i64::try_from(span.as_micros()).unwrap_or(i64::MAX)))
    }

    /// This moment minus a span.
    pub fn minus(self, span: Duration) -> When {
        When(self.0.saturating_sub(i64::try_from(span.as_micros()).unwrap_or(i64::MAX)))
    }

    /// The span from `earlier` to this moment; zero if `earlier` is later.
    pub fn since(self, earlier: When) -> Duration {
        Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_time_is_read_as_the_same_instant() {
        assert_eq!(When::parse("2026-07-03T10:39:46.000+01:00"), When::parse("2026-07-03T09:39:46Z"));
    }

    #[test]
    fn a_whole_second_is_the_beginning_of_its_second_before_1970_too() {
        assert_eq!(When(1_999_999).whole_second(), When(1_000_000));
        assert_eq!(When(2_000_000).whole_second(), When(2_000_000));
        assert_eq!(When(-1).whole_second(), When(-1_000_000));
    }

    #[test]
    fn text_that_is_no_time_is_refused() {
        assert_eq!(When::parse("yesterday"), None);
    }
}
