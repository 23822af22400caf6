use crate::{BudgetState, Policy, When};

/// How much of what a platform allows is used at a moment, in whole calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meter {
    /// Used or set aside.
    pub used: i64,
    /// Allowed: a window's calls, or what a bucket holds.
    pub of: i64,
}

impl Meter {
    /// Reads a budget as it is now: a window that is over is empty, a bucket has dripped since it was last looked at.
    pub fn of(budget: &BudgetState, now: When) -> Meter {
        let taken = budget.used + budget.in_flight;
        let (used, size) = match budget.policy {
            Policy::Window { size, .. } if now > budget.window_ends => (budget.in_flight, size),
            Policy::Window { size, .. } => (taken, size),
            Policy::Bucket { size, drip, .. } => {
                let dripped = now.0.saturating_sub(budget.at.0).saturating_mul(drip) / 1_000_000;
                (taken - dripped, size)
            }
        };
        Meter { used: (used / 1_000).clamp(0, size / 1_000), of: size / 1_000 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: When = When(1_000_000_000);

    #[test]
    fn a_bucket_drips_empty_while_nobody_fills_it() {
        let mut budget = BudgetState::new(Policy::LIGHTSPEED, NOW);
        budget.used = 60_000;
        let after = |seconds: i64| Meter::of(&budget, When(NOW.0 + seconds * 1_000_000)).used;
        assert_eq!((after(0), after(20), after(600)), (60, 40, 0));
    }

    #[test]
    fn a_window_that_is_over_holds_only_what_is_on_its_way() {
        let mut budget = BudgetState::new(Policy::BRIGHTPEARL, NOW);
        (budget.used, budget.in_flight, budget.window_ends) = (150_000, 2_000, When(NOW.0 + 10));
        assert_eq!(Meter::of(&budget, NOW), Meter { used: 152, of: 200 });
        assert_eq!(Meter::of(&budget, When(NOW.0 + 11)).used, 2);
    }
}
