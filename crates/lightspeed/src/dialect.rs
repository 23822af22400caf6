//! What their headers say about the budget, and when they say "too many calls" (fact sheet 2.3, 2.4).

use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use model::{BudgetReading, Platform, When};
use platform::http::{Dialect, Reply};
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The API as HTTP sees it.
pub(crate) struct Api;

/// The token endpoint: it has a limit of its own, and its refusals are longer.
pub(crate) struct TokenEndpoint;

/// What a second costs that the platform did not put a figure on.
const API_PAUSE: Duration = Duration::from_secs(1);
/// At most five refreshes a minute are allowed (fact sheet 1.3), so a minute is always enough.
const TOKEN_PAUSE: Duration = Duration::from_secs(60);
/// The longest pause believed; a date in the far future would silence the connection.
const LONGEST_PAUSE: Duration = Duration::from_secs(3_600);

impl Dialect for Api {
    fn platform(&self) -> Platform {
        Platform::Lightspeed
    }

    fn reading(&self, headers: &HeaderMap) -> Option<BudgetReading> {
        let (level, size) = pair(text(headers, "x-ls-api-bucket-level")?)?;
        let drip = text(headers, "x-ls-api-drip-rate").and_then(thousandths);
        let burst = text(headers, "x-ls-api-burst-level").and_then(pair).map(|(_, size)| size / 1_000);
        // One call a second is the slowest drip there is.
        Some(BudgetReading::Bucket { level, size, drip: drip.unwrap_or(1_000), burst })
    }

    fn throttled(&self, reply: &Reply) -> Option<Duration> {
        let asked = (reply.status == 429).then(|| retry_after(&reply.headers))?;
        Some(asked.or_else(|| until_below_size(self.reading(&reply.headers))).unwrap_or(API_PAUSE))
    }
}

impl Dialect for TokenEndpoint {
    fn platform(&self) -> Platform {
        Platform::Lightspeed
    }

    fn reading(&self, _: &HeaderMap) -> Option<BudgetReading> {
        None
    }

    fn throttled(&self, reply: &Reply) -> Option<Duration> {
        let asked = (reply.status == 429).then(|| retry_after(&reply.headers))?;
        Some(asked.unwrap_or(TOKEN_PAUSE))
    }
}

/// The moment of the answer by their clock.
pub(crate) fn server_time(headers: &HeaderMap) -> Option<Timestamp> {
    text(headers, DATE.as_str()).and_then(http_date)
}

/// The present by our own clock.
pub(crate) fn now() -> When {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    When(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

/// `Retry-After` in seconds or as an HTTP date; at least a second, at most an hour.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let asked = text(headers, RETRY_AFTER.as_str())?.trim();
    let pause = match asked.parse::<Decimal>() {
        Ok(seconds) => Duration::from_secs(seconds.ceil().to_u64()?),
        Err(_) => {
            let now = server_time(headers).map_or_else(|| now().seconds(), Timestamp::as_second);
            let seconds = http_date(asked)?.as_second().saturating_sub(now);
            Duration::from_secs(u64::try_from(seconds).unwrap_or(0))
        }
    };
    Some(pause.clamp(API_PAUSE, LONGEST_PAUSE))
}

/// The time until the bucket is no longer over its size, as the platform itself reckons it.
fn until_below_size(reading: Option<BudgetReading>) -> Option<Duration> {
    let Some(BudgetReading::Bucket { level, size, drip, .. }) = reading else { return None };
    let seconds = u64::try_from((level - size).max(0)).ok()?.div_ceil(u64::try_from(drip.max(1)).ok()?);
    Some(Duration::from_secs(seconds).clamp(API_PAUSE, LONGEST_PAUSE))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// `12.4/90` in thousandths.
fn pair(text: &str) -> Option<(i64, i64)> {
    let (used, size) = text.split_once('/')?;
    Some((thousandths(used)?, thousandths(size)?))
}

fn thousandths(text: &str) -> Option<i64> {
    let number: Decimal = text.trim().parse().ok()?;
    number.checked_mul(Decimal::ONE_THOUSAND)?.ceil().to_i64()
}

/// The date format of HTTP is that of mail with `GMT` written out.
fn http_date(text: &str) -> Option<Timestamp> {
    rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text).ok()
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderName, HeaderValue};
    use rstest::rstest;

    use super::*;

    fn reply(status: u16, headers: &[(&str, &str)]) -> Reply {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap()))
            .collect();
        Reply { platform: Platform::Lightspeed, what: String::new(), status, headers, body: String::new() }
    }

    #[test]
    fn the_bucket_is_read_from_headers_of_any_case_in_thousandths() {
        let headers = [
            ("X-LS-API-Bucket-Level", "12.4/90"),
            ("x-ls-api-BURST-level", "3/20"),
            ("X-LS-API-Drip-Rate", "1.5"),
        ];
        let expect = BudgetReading::Bucket { level: 12_400, size: 90_000, drip: 1_500, burst: Some(20) };
        assert_eq!(Api.reading(&reply(200, &headers).headers), Some(expect));
    }

    #[test]
    fn an_overfull_bucket_is_believed() {
        let reading = Api.reading(&reply(200, &[("X-LS-API-Bucket-Level", "92.57/90")]).headers);
        assert_eq!(
            reading,
            Some(BudgetReading::Bucket { level: 92_570, size: 90_000, drip: 1_000, burst: None })
        );
    }

    #[rstest]
    #[case(&[])]
    #[case(&[("X-LS-API-Bucket-Level", "full")])]
    #[case(&[("X-LS-API-Bucket-Level", "1/")])]
    fn without_a_readable_level_nothing_is_learnt(#[case] headers: &[(&str, &str)]) {
        assert_eq!(Api.reading(&reply(401, headers).headers), None);
    }

    #[rstest]
    #[case(&[("Retry-After", "3")], 3)]
    #[case(&[("Retry-After", "0")], 1)]
    #[case(&[("Retry-After", "2.2")], 3)]
    #[case(&[("Retry-After", "99999999")], 3_600)]
    #[case(&[("Retry-After", "Sun, 06 Nov 1994 08:49:47 GMT"), ("Date", "Sun, 06 Nov 1994 08:49:37 GMT")], 10)]
    #[case(&[("Retry-After", "Sun, 06 Nov 1994 08:49:27 GMT"), ("Date", "Sun, 06 Nov 1994 08:49:37 GMT")], 1)]
    #[case(&[("X-LS-API-Bucket-Level", "92.57/90"), ("X-LS-API-Drip-Rate", "1")], 3)]
    #[case(&[("Retry-After", "soon")], 1)]
    #[case(&[], 1)]
    fn a_throttle_answer_says_how_long_to_wait(#[case] headers: &[(&str, &str)], #[case] seconds: u64) {
        assert_eq!(Api.throttled(&reply(429, headers)), Some(Duration::from_secs(seconds)));
    }

    #[test]
    fn only_429_is_a_throttle_answer() {
        assert_eq!(Api.throttled(&reply(503, &[("Retry-After", "3")])), None);
        assert_eq!(Api.throttled(&reply(200, &[])), None);
    }

    #[test]
    fn the_token_endpoint_is_left_alone_for_a_minute_unless_it_names_a_date() {
        assert_eq!(TokenEndpoint.throttled(&reply(429, &[])), Some(Duration::from_secs(60)));
        let dated =
            [("Retry-After", "Sun, 06 Nov 1994 08:49:57 GMT"), ("Date", "Sun, 06 Nov 1994 08:49:37 GMT")];
        assert_eq!(TokenEndpoint.throttled(&reply(429, &dated)), Some(Duration::from_secs(20)));
    }
}
