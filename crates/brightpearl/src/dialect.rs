use std::time::Duration;

use model::{BudgetReading, Platform};
use platform::http::{Dialect, Reply};
use reqwest::header::{HeaderMap, RETRY_AFTER};

/// How long to keep quiet when a throttle answer does not say (fact sheet 2.4: the window is a minute).
const WHOLE_WINDOW: Duration = Duration::from_secs(60);
/// Sending in the very millisecond the window ends would be refused once more.
const AFTER_THE_WINDOW: Duration = Duration::from_millis(100);

/// What Brightpearl's headers and throttle answers mean (fact sheet 2.3 and 2.4).
#[derive(Debug, Clone, Copy)]
pub(crate) struct BrightpearlDialect;

impl Dialect for BrightpearlDialect {
    fn platform(&self) -> Platform {
        Platform::Brightpearl
    }

    fn reading(&self, headers: &HeaderMap) -> Option<BudgetReading> {
        let left = number(headers, "brightpearl-requests-remaining")?;
        let ends_in = number(headers, "brightpearl-next-throttle-period")?;
        Some(BudgetReading::Window {
            left: left.saturating_mul(1_000),
            ends_in: ends_in.saturating_mul(1_000),
        })
    }

    /// A 503 is a throttle only if its words say so; otherwise Brightpearl is really out of order. A 429 was never seen
    /// but can mean nothing else (fact sheet 7, question 4).
    fn throttled(&self, reply: &Reply) -> Option<Duration> {
        let says_so = || reply.body.to_ascii_lowercase().contains("too many requests");
        if !(reply.status == 429 || reply.status == 503 && says_so()) {
            return None;
        }
        let told = number(&reply.headers, "brightpearl-next-throttle-period").map(positive_ms);
        let seconds =
            || number(&reply.headers, RETRY_AFTER.as_str()).map(|s| positive_ms(s.saturating_mul(1_000)));
        Some(told.or_else(seconds).unwrap_or(WHOLE_WINDOW) + AFTER_THE_WINDOW)
    }
}

fn number(headers: &HeaderMap, name: &str) -> Option<i64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

fn positive_ms(ms: i64) -> Duration {
    Duration::from_millis(u64::try_from(ms).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;
    use rstest::rstest;

    use super::*;

    fn reply(status: u16, body: &str, headers: &[(&'static str, &str)]) -> Reply {
        let headers = headers.iter().map(|(name, value)| {
            (reqwest::header::HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())
        });
        Reply {
            platform: Platform::Brightpearl,
            what: "read products".to_owned(),
            status,
            headers: headers.collect(),
            body: body.to_owned(),
        }
    }

    const WORDS: &str =
        r#"{"response":"You have sent too many requests. Please wait before sending another request"}"#;

    #[rstest]
    #[case(503, WORDS, &[("brightpearl-next-throttle-period", "4200")], Some(4_300))]
    #[case(503, "{\"response\":\"TOO MANY REQUESTS\"}", &[], Some(60_100))]
    #[case(503, "<html>Down for maintenance</html>", &[("brightpearl-next-throttle-period", "4200")], None)]
    #[case(503, "{\"response\":\"Service unavailable\"}", &[], None)]
    #[case(429, "", &[("retry-after", "7")], Some(7_100))]
    #[case(200, WORDS, &[], None)]
    #[case(500, WORDS, &[], None)]
    fn only_a_throttle_answer_closes_the_gate(
        #[case] status: u16,
        #[case] body: &str,
        #[case] headers: &[(&'static str, &str)],
        #[case] pause_ms: Option<u64>,
    ) {
        let pause = BrightpearlDialect.throttled(&reply(status, body, headers));
        assert_eq!(pause, pause_ms.map(Duration::from_millis));
    }

    #[test]
    fn the_headers_tell_calls_left_and_milliseconds() {
        let told = reply(
            200,
            "{}",
            &[("brightpearl-requests-remaining", "199"), ("brightpearl-next-throttle-period", "59138")],
        );
        let reading = BrightpearlDialect.reading(&told.headers);
        assert_eq!(reading, Some(BudgetReading::Window { left: 199_000, ends_in: 59_138_000 }));
    }

    #[test]
    fn an_answer_without_those_headers_tells_nothing() {
        assert_eq!(BrightpearlDialect.reading(&reply(200, "{}", &[]).headers), None);
    }
}
