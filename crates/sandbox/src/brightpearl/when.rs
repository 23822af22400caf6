//! Times as the account prints and reads them (fact sheet 5.4): Europe/London, seconds kept, milliseconds printed.

use std::sync::LazyLock;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// The account's zone by rule, so that no zone database is needed: UTC in winter, +01:00 in summer.
static LONDON: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::posix("GMT0BST,M3.5.0/1,M10.5.0/2").unwrap_or(TimeZone::UTC));

/// The instant as it is stored: whole seconds.
pub fn stored(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

/// Prints an instant with the account's offset at that date: `2026-07-03T10:39:46.000+01:00`, `Z` when it is zero.
pub fn print(at: Timestamp) -> String {
    let zoned = at.to_zoned(LONDON.clone());
    let offset = if zoned.offset().is_zero() { "Z".to_owned() } else { zoned.strftime("%:z").to_string() };
    format!("{}.{:03}{offset}", zoned.strftime("%Y-%m-%dT%H:%M:%S"), zoned.millisecond())
}

/// Reads an ISO 8601 date (midnight UTC, which shifts in accounts west of it) or a date-time with `Z` or an offset.
///
/// `None` if it is neither: a date-time without an offset is refused.
pub fn parse(text: &str) -> Option<Timestamp> {
    if text.len() == 10 {
        let date: Date = text.parse().ok()?;
        return date.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    }
    text.parse::<Timestamp>().ok().map(stored)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summer_times_carry_the_offset_and_winter_times_a_z() {
        assert_eq!(print("2026-07-03T09:39:46Z".parse().unwrap()), "2026-07-03T10:39:46.000+01:00");
        assert_eq!(print("2026-02-03T09:15:00Z".parse().unwrap()), "2026-02-03T09:15:00.000Z");
        assert_eq!(print("2026-10-25T00:59:59Z".parse().unwrap()), "2026-10-25T01:59:59.000+01:00");
        assert_eq!(print("2026-10-25T01:00:00Z".parse().unwrap()), "2026-10-25T01:00:00.000Z");
    }

    #[test]
    fn a_bare_date_is_midnight_utc_and_so_prints_shifted() {
        assert_eq!(print(parse("2026-07-03").unwrap()), "2026-07-03T01:00:00.000+01:00");
    }

    #[test]
    fn milliseconds_are_not_kept_and_a_missing_offset_is_refused() {
        assert_eq!(parse("2026-02-03T09:15:00.789Z"), parse("2026-02-03T09:15:00Z"));
        assert_eq!(parse("2026-07-03T10:00:00+01:00"), parse("2026-07-03T09:00:00Z"));
        assert_eq!(parse("2026-02-03T09:15:00"), None);
        assert_eq!(parse("yesterday"), None);
        assert_eq!(parse("2026-02-03T09:15:00 01:00"), None, "an unescaped plus arrives as a space");
    }
}
