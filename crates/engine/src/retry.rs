//! When a record that failed by itself is tried again. Pure: failure, attempts and clock decide.

use std::time::Duration;

use model::{Failure, When};

/// What happens after a failure that may heal by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NextTry {
    /// Again at this moment.
    At(When),
    /// Enough; a person is asked.
    AskAPerson,
}

const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_secs(600);

/// Tries before a person is asked: an outage may last a day, a garbled answer that repeats will not mend itself.
pub(crate) fn tries(failure: &Failure) -> u32 {
    match failure {
        Failure::Unreadable { .. } => 4,
        Failure::Conflict { .. } => 8,
        _ => 150,
    }
}

/// Waits 5, 10, 20 … seconds, at most ten minutes, up to a quarter longer by `chance` (0 to 1), so that rows that failed
/// together do not come back together.
pub(crate) fn next_try(failure: &Failure, attempts: u32, now: When, chance: f64) -> NextTry {
    if attempts >= tries(failure) {
        return NextTry::AskAPerson;
    }
    let doubled = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(attempts.saturating_sub(1).min(16)));
    let pause = doubled.min(LONGEST_PAUSE);
    NextTry::At(now.plus(pause + pause.mul_f64(chance.clamp(0.0, 1.0) / 4.0)))
}

#[cfg(test)]
mod tests {
    use model::Platform;

    use super::*;

    const NOW: When = When(0);

    fn outage() -> Failure {
        Failure::OutOfOrder { platform: Platform::Brightpearl, status: 503 }
    }

    #[test]
    fn pauses_double_up_to_ten_minutes() {
        let pause = |attempts| match next_try(&outage(), attempts, NOW, 0.0) {
            NextTry::At(at) => at.since(NOW).as_secs(),
            NextTry::AskAPerson => panic!("gave up"),
        };
        assert_eq!([1, 2, 3, 7, 8, 100].map(pause), [5, 10, 20, 320, 600, 600]);
    }

    #[test]
    fn chance_adds_at_most_a_quarter() {
        assert_eq!(next_try(&outage(), 1, NOW, 9.0), NextTry::At(When(6_250_000)));
    }

    #[test]
    fn an_answer_that_stays_unreadable_is_given_to_a_person() {
        let garbled = Failure::Unreadable {
            platform: Platform::Brightpearl,
            what: "order".to_owned(),
            why: "cut".to_owned(),
        };
        assert_ne!(next_try(&garbled, 3, NOW, 0.0), NextTry::AskAPerson);
        assert_eq!(next_try(&garbled, 4, NOW, 0.0), NextTry::AskAPerson);
    }
}
