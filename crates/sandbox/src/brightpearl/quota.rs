//! The pool of calls all private apps of the account share (fact sheet 2.4).

use jiff::Timestamp;

/// Length of a window in milliseconds.
const WINDOW_MS: i64 = 60_000;

/// Calls per window of a real account.
pub const CALLS_PER_WINDOW: u32 = 200;

/// A pool with a fixed window: it refills all at once when the window ends.
#[derive(Debug)]
pub struct Quota {
    limit: u32,
    window_start_ms: Option<i64>,
    used: u32,
    other_app_per_minute: u32,
    other_app_taken: u32,
}

/// What the pool says about one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// Whether the call is within the quota.
    pub allowed: bool,
    /// Calls left in this window: header `brightpearl-requests-remaining`.
    pub remaining: u32,
    /// Milliseconds until the window ends: header `brightpearl-next-throttle-period`.
    pub next_ms: i64,
}

impl Quota {
    /// Opens a full pool of 200 calls a minute, as in life.
    pub fn new() -> Self {
        Self {
            limit: CALLS_PER_WINDOW,
            window_start_ms: None,
            used: 0,
            other_app_per_minute: 0,
            other_app_taken: 0,
        }
    }

    /// Makes the pool `multiple` times as large; the headers say so.
    pub fn multiply(&mut self, multiple: u32) {
        self.limit = CALLS_PER_WINDOW.saturating_mul(multiple.max(1));
    }

    /// Takes one call out of the pool, allowed or not.
    pub fn take(&mut self, now: Timestamp) -> Taken {
        self.catch_up(now);
        let allowed = self.used < self.limit;
        self.used = self.used.saturating_add(1);
        self.taken(allowed, now)
    }

    /// Lets another private app take `calls` out of the pool at once.
    pub fn other_app_calls(&mut self, calls: u32, now: Timestamp) -> Taken {
        self.catch_up(now);
        self.used = self.used.saturating_add(calls);
        self.taken(self.used <= self.limit, now)
    }

    /// Lets another private app call steadily from now on; 0 stops it.
    pub fn other_app_rate(&mut self, per_minute: u32, now: Timestamp) {
        self.catch_up(now);
        self.other_app_per_minute = per_minute;
        self.other_app_taken = self.other_app_due(now);
    }

    /// Starts the window that `now` lies in and adds what the other app has called since.
    fn catch_up(&mut self, now: Timestamp) {
        let now_ms = now.as_millisecond();
        let start = *self.window_start_ms.get_or_insert(now_ms);
        let whole = (now_ms - start).div_euclid(WINDOW_MS);
        if whole > 0 {
            self.window_start_ms = Some(start + whole * WINDOW_MS);
            self.used = 0;
            self.other_app_taken = 0;
        }
        let due = self.other_app_due(now);
        self.used = self.used.saturating_add(due.saturating_sub(self.other_app_taken));
        self.other_app_taken = self.other_app_taken.max(due);
    }

    /// Calls the other app makes in this window up to now.
    fn other_app_due(&self, now: Timestamp) -> u32 {
        let passed = (WINDOW_MS - self.left_ms(now)).max(0);
        u32::try_from(i64::from(self.other_app_per_minute) * passed / WINDOW_MS).unwrap_or(u32::MAX)
    }

    fn left_ms(&self, now: Timestamp) -> i64 {
        let start = self.window_start_ms.unwrap_or_else(|| now.as_millisecond());
        (start + WINDOW_MS - now.as_millisecond()).clamp(0, WINDOW_MS)
    }

    fn taken(&self, allowed: bool, now: Timestamp) -> Taken {
        Taken { allowed, remaining: self.limit.saturating_sub(self.used), next_ms: self.left_ms(now) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millisecond(1_800_000_000_000 + ms).unwrap()
    }

    #[test]
    fn two_hundred_calls_pass_and_the_next_is_refused_until_the_window_ends() {
        let mut pool = Quota::new();
        assert_eq!(pool.take(at(0)), Taken { allowed: true, remaining: 199, next_ms: 60_000 });
        for call in 1..200 {
            assert!(pool.take(at(call)).allowed);
        }
        assert_eq!(pool.take(at(59_000)), Taken { allowed: false, remaining: 0, next_ms: 1_000 });
        assert_eq!(pool.take(at(60_000)), Taken { allowed: true, remaining: 199, next_ms: 60_000 });
    }

    #[test]
    fn windows_follow_a_fixed_grid_even_after_a_pause() {
        let mut pool = Quota::new();
        pool.take(at(0));
        assert_eq!(pool.take(at(150_000)).next_ms, 30_000);
    }

    #[test]
    fn the_limit_is_multiplied_and_the_headers_say_so() {
        let mut pool = Quota::new();
        pool.multiply(20);
        assert_eq!(pool.take(at(0)).remaining, 3_999);
    }

    #[test]
    fn another_app_eats_the_same_pool_at_once_or_steadily() {
        let mut pool = Quota::new();
        pool.take(at(0));
        pool.other_app_calls(150, at(10));
        assert_eq!(pool.take(at(20)).remaining, 48);
        pool.other_app_rate(100, at(60_000));
        assert_eq!(pool.take(at(60_000)).remaining, 199);
        assert_eq!(pool.take(at(90_000)).remaining, 148, "50 of the other app by half time");
        assert_eq!(pool.take(at(120_000)).remaining, 199, "a new window starts full");
    }
}
