//! The leaky bucket and the burst window (fact sheet, sections 2.1 and 2.3).

use std::collections::HashMap;
use std::time::Duration;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// What a bucket allows right now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Quota {
    /// Drips that fit into the bucket.
    pub(crate) size: Decimal,
    /// Drips that leave it per second.
    pub(crate) drip: Decimal,
    /// Requests allowed in one second.
    pub(crate) burst: u32,
}

impl Quota {
    /// The quota of a subscription with this many registers, times the sandbox's multiplier.
    pub(crate) fn of(registers: u32, multiplier: u32, burst_divisor: f64) -> Self {
        let more = Decimal::from(registers.saturating_sub(1));
        let times = Decimal::from(multiplier.max(1));
        let size = (Decimal::from(90) + Decimal::TEN * more) * times;
        let drip = (Decimal::ONE + Decimal::new(5, 1) * more) * times;
        let per_second = size.to_f64().unwrap_or(90.0) / burst_divisor.max(0.1);
        // A float to integer cast saturates, which is right for any divisor someone may set.
        Self { size, drip, burst: (per_second as u32).max(1) }
    }
}

/// Which limit refused a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    /// The bucket is full; the whole seconds to wait.
    Bucket { retry_after: u64 },
    /// Too many requests in this second.
    Burst,
}

/// The outcome of one request at the limiter, for the headers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Reading {
    pub(crate) level: Decimal,
    pub(crate) burst: u32,
    pub(crate) refused: Option<Limit>,
}

#[derive(Debug, Default)]
struct Bucket {
    level: Decimal,
    read_at: Duration,
    second: u64,
    in_second: u32,
}

/// One bucket per OAuth client; the account is always the same.
#[derive(Debug, Default)]
pub(crate) struct Limiter {
    buckets: HashMap<String, Bucket>,
}

impl Limiter {
    /// Weighs one request of this cost at the moment `now`, counted from any fixed point.
    ///
    /// The first request that overflows the bucket still passes; the next ones wait until the level is
    /// below the size.
    pub(crate) fn weigh(
        &mut self,
        client: &str,
        quota: Quota,
        cost: Decimal,
        now: Duration,
        refused_cost: bool,
    ) -> Reading {
        let bucket = self.buckets.entry(client.to_owned()).or_default();
        bucket.drain(quota, now);
        if bucket.second != now.as_secs() {
            (bucket.second, bucket.in_second) = (now.as_secs(), 0);
        }
        bucket.in_second += 1;
        let refused = bucket.refusal(quota);
        if refused.is_none() || refused_cost {
            bucket.level += cost;
        }
        Reading { level: bucket.level, burst: bucket.in_second, refused }
    }
}

impl Bucket {
    fn drain(&mut self, quota: Quota, now: Duration) {
        let waited =
            Decimal::from(now.saturating_sub(self.read_at).as_millis() as u64) / Decimal::ONE_THOUSAND;
        self.level = (self.level - quota.drip * waited).max(Decimal::ZERO);
        self.read_at = now;
    }

    fn refusal(&self, quota: Quota) -> Option<Limit> {
        if self.in_second > quota.burst {
            return Some(Limit::Burst);
        }
        if self.level < quota.size {
            return None;
        }
        let seconds = ((self.level - quota.size) / quota.drip).ceil().to_u64().unwrap_or(1);
        Some(Limit::Bucket { retry_after: seconds.max(1) })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn quota() -> Quota {
        Quota::of(1, 1, 4.5)
    }

    fn at(ms: u64) -> Duration {
        Duration::from_secs(1000) + Duration::from_millis(ms)
    }

    #[rstest]
    #[case(1, 90, "1", 20)]
    #[case(3, 110, "2", 24)]
    fn size_and_drip_follow_the_registers(
        #[case] registers: u32,
        #[case] size: u32,
        #[case] drip: Decimal,
        #[case] burst: u32,
    ) {
        let quota = Quota::of(registers, 1, 4.5);
        assert_eq!((quota.size, quota.drip, quota.burst), (Decimal::from(size), drip, burst));
    }

    #[test]
    fn the_first_overflow_passes_and_the_next_waits_until_the_level_is_below_the_size() {
        let mut limiter = Limiter::default();
        let ten = Decimal::TEN;
        for n in 0..9 {
            assert_eq!(limiter.weigh("a", quota(), ten - Decimal::new(1, 1), at(n), false).refused, None);
        }
        let over = limiter.weigh("a", quota(), Decimal::new(35, 1), at(20), false);
        assert_eq!(over.refused, None);
        assert!(over.level > quota().size, "{}", over.level);
        let refused = limiter.weigh("a", quota(), Decimal::ONE, at(30), false);
        assert_eq!(refused.refused, Some(Limit::Bucket { retry_after: 3 }));
        assert!(limiter.weigh("a", quota(), Decimal::ONE, at(3200), false).refused.is_none());
    }

    #[test]
    fn a_refused_request_adds_nothing_unless_the_switch_says_so() {
        let mut limiter = Limiter::default();
        limiter.weigh("a", quota(), Decimal::ONE_HUNDRED, at(0), false);
        assert_eq!(limiter.weigh("a", quota(), Decimal::TEN, at(0), false).level, Decimal::ONE_HUNDRED);
        assert_eq!(limiter.weigh("a", quota(), Decimal::TEN, at(0), true).level, Decimal::from(110));
    }

    #[test]
    fn the_burst_window_refuses_the_twenty_first_request_of_a_second() {
        let mut limiter = Limiter::default();
        let refused: Vec<bool> = (0..21)
            .map(|n| limiter.weigh("a", quota(), Decimal::ZERO, at(n), false).refused.is_some())
            .collect();
        assert_eq!(refused.iter().filter(|one| **one).count(), 1);
        assert!(refused[20]);
        assert_eq!(limiter.weigh("a", quota(), Decimal::ZERO, at(1000), false).refused, None);
    }

    #[test]
    fn each_client_has_its_own_bucket() {
        let mut limiter = Limiter::default();
        limiter.weigh("a", quota(), Decimal::ONE_HUNDRED, at(0), false);
        assert_eq!(limiter.weigh("b", quota(), Decimal::ONE, at(0), false).level, Decimal::ONE);
    }
}
