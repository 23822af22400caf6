//! How many calls a platform allows, as plain data and pure rules: the limiter has no clock and no lock of its own.

use serde::{Deserialize, Serialize};

use crate::{Platform, When};

/// Whose work a call is for, in the order of who goes first when the budget is short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// A person pressed re-sync and watches.
    Person,
    /// Orders and refunds: money.
    Sales,
    /// Stock.
    Inventory,
    /// Customers.
    Customers,
    /// Products.
    Products,
}

impl Lane {
    /// All lanes, the most urgent first.
    pub const ALL: [Lane; 5] = [Lane::Person, Lane::Sales, Lane::Inventory, Lane::Customers, Lane::Products];

    /// Percent of the allowance kept for this lane while it has work; together less than 100.
    fn share(self) -> i64 {
        match self {
            Lane::Person => 5,
            Lane::Sales => 40,
            Lane::Inventory => 20,
            Lane::Customers => 15,
            Lane::Products => 15,
        }
    }

    fn place(self) -> usize {
        match self {
            Lane::Person => 0,
            Lane::Sales => 1,
            Lane::Inventory => 2,
            Lane::Customers => 3,
            Lane::Products => 4,
        }
    }
}

/// How a platform counts. All amounts are thousandths of a call, since Lightspeed charges fractions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "policy", rename_all = "snake_case")]
pub enum Policy {
    /// So many calls in a fixed window (Brightpearl: 200 a minute).
    Window {
        /// Calls a window, in thousandths.
        size: i64,
        /// Length of the window in microseconds.
        length: i64,
    },
    /// A bucket that fills with each call and drips empty (Lightspeed R-Series), and a limit a second.
    Bucket {
        /// What the bucket holds, in thousandths.
        size: i64,
        /// What drips out each second, in thousandths.
        drip: i64,
        /// Calls a second.
        burst: i64,
    },
}

impl Policy {
    /// Brightpearl's published limit.
    pub const BRIGHTPEARL: Policy = Policy::Window { size: 200_000, length: 60_000_000 };
    /// Lightspeed's published limit for one register.
    pub const LIGHTSPEED: Policy = Policy::Bucket { size: 90_000, drip: 1_000, burst: 20 };

    /// What a platform publishes, until its headers say more.
    pub fn of(platform: Platform) -> Policy {
        match platform {
            Platform::Brightpearl => Policy::BRIGHTPEARL,
            Platform::Lightspeed => Policy::LIGHTSPEED,
        }
    }

    /// What may be used in an accounting window, in thousandths.
    fn allowance(self) -> i64 {
        match self {
            Policy::Window { size, .. } => size,
            Policy::Bucket { drip, .. } => drip * 60,
        }
    }
}

/// What the headers of an answer said. Amounts in thousandths of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BudgetReading {
    /// Brightpearl: what is left, and when the window ends.
    Window {
        /// Calls left, in thousandths.
        left: i64,
        /// Microseconds until the window ends.
        ends_in: i64,
    },
    /// Lightspeed: the bucket as it is.
    Bucket {
        /// Used, in thousandths.
        level: i64,
        /// Size, in thousandths.
        size: i64,
        /// Drip a second, in thousandths.
        drip: i64,
        /// Calls allowed a second, if it was told.
        burst: Option<i64>,
    },
}

/// Whether a call may be made now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// It may; the cost is set aside.
    Go,
    /// Not before this moment; ask again then.
    WaitUntil(When),
}

/// What is known of one platform's allowance for one merchant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetState {
    /// How the platform counts, corrected by what it says.
    pub policy: Policy,
    /// Used so far, in thousandths; for a bucket the level at `at`.
    pub used: i64,
    /// When `used` was true.
    pub at: When,
    /// When the accounting window ends; shares are counted within it.
    pub window_ends: When,
    /// Set aside for calls whose answer has not come yet, in thousandths.
    pub in_flight: i64,
    /// Nothing goes out before this moment: the platform said so.
    pub closed_until: When,
    /// Used by each lane in this window, in [`Lane::ALL`]'s order.
    by_lane: [i64; 5],
    /// When each lane last had work.
    wanted_at: [When; 5],
    burst_second: i64,
    burst_used: i64,
}

/// A lane that has not asked for this long is idle, and its share is lent.
const IDLE_AFTER: i64 = 15_000_000;
/// Part of a bucket that is used; the rest absorbs what our estimate gets wrong.
const BUCKET_FILL_PERCENT: i64 = 85;
/// Calls of a window never used, for calls of other apps that the next header will tell of.
const WINDOW_SPARE_PERCENT: i64 = 3;
/// How long after a window's announced end the next one is trusted to have begun.
const WINDOW_SLACK: i64 = 300_000;

impl BudgetState {
    /// The state before the first answer: a few calls are allowed, so that the first headers can tell the truth.
    pub fn new(policy: Policy, now: When) -> BudgetState {
        let used = match policy {
            Policy::Window { size, .. } => size * (100 - WINDOW_SPARE_PERCENT) / 100 - 3_000,
            Policy::Bucket { size, .. } => size * BUCKET_FILL_PERCENT / 100 - 6_000,
        };
        BudgetState {
            policy,
            used,
            at: now,
            window_ends: When(now.0 + 60_000_000),
            in_flight: 0,
            closed_until: When(0),
            by_lane: [0; 5],
            wanted_at: [When(0); 5],
            burst_second: 0,
            burst_used: 0,
        }
    }

    /// Asks for a call of this cost. Lanes under their share go first; what idle lanes leave is lent.
    pub fn reserve(&mut self, now: When, lane: Lane, cost: i64) -> Grant {
        self.roll(now);
        self.want(now, lane);
        if now < self.closed_until {
            return Grant::WaitUntil(self.closed_until);
        }
        let spendable = self.left() - cost - self.kept_for_others(now, lane);
        if spendable < 0 {
            return Grant::WaitUntil(self.when_there_is(now, -spendable));
        }
        if let Some(next_second) = self.burst_is_used_up(now) {
            return Grant::WaitUntil(next_second);
        }
        self.in_flight += cost;
        self.burst_used += 1;
        if let Some(used) = self.by_lane.get_mut(lane.place()) {
            *used += cost;
        }
        Grant::Go
    }

    /// Says that a lane has work: its share is not lent for a while.
    pub fn want(&mut self, now: When, lane: Lane) {
        if let Some(at) = self.wanted_at.get_mut(lane.place()) {
            *at = now;
        }
    }

    /// Takes note of an answer: the reserved cost is returned, the platform's own figures replace ours.
    pub fn settle(&mut self, now: When, cost: i64, reading: Option<BudgetReading>) {
        self.roll(now);
        self.in_flight = (self.in_flight - cost).max(0);
        match reading {
            None => self.used += cost,
            Some(BudgetReading::Window { left, ends_in }) => {
                if let Policy::Window { size, .. } = &mut self.policy {
                    *size = (*size).max(left + 1_000);
                    self.used = *size - left;
                }
                self.window_ends = When(now.0 + ends_in);
            }
            Some(BudgetReading::Bucket { level, size, drip, burst }) => {
                if let Policy::Bucket { size: ours, drip: our_drip, burst: our_burst } = &mut self.policy {
                    *ours = size;
                    *our_drip = drip.max(1);
                    *our_burst = burst.unwrap_or(*our_burst).max(1);
                }
                self.used = level;
            }
        }
    }

    /// The platform refused a call: nothing goes out before `until`.
    pub fn close(&mut self, until: When) {
        self.closed_until = self.closed_until.max(until);
    }

    /// Forgets calls under way: those of a process that is no more never answer.
    pub fn restart(&mut self) {
        self.used += self.in_flight;
        self.in_flight = 0;
    }

    /// Thousandths of a call that may still be used, all lanes together.
    pub fn left(&self) -> i64 {
        let usable = match self.policy {
            Policy::Window { size, .. } => size * (100 - WINDOW_SPARE_PERCENT) / 100,
            Policy::Bucket { size, .. } => size * BUCKET_FILL_PERCENT / 100,
        };
        usable - self.used - self.in_flight
    }

    /// Whole calls left for the overview, never below 0.
    pub fn calls_left(&self) -> i64 {
        (self.left() / 1_000).max(0)
    }

    fn roll(&mut self, now: When) {
        let elapsed = (now.0 - self.at.0).max(0);
        if let Policy::Bucket { drip, .. } = self.policy {
            let dripped = i128::from(drip) * i128::from(elapsed) / 1_000_000;
            self.used = (self.used - i64::try_from(dripped).unwrap_or(i64::MAX)).max(0);
        }
        self.at = self.at.max(now);
        if now.0 > self.window_ends.0 + WINDOW_SLACK {
            if let Policy::Window { .. } = self.policy {
                self.used = 0;
            }
            self.by_lane = [0; 5];
            let length = match self.policy {
                Policy::Window { length, .. } => length,
                Policy::Bucket { .. } => 60_000_000,
            };
            self.window_ends = When(now.0 + length);
        }
    }

    /// What the other busy lanes may still claim of their shares; nothing while this lane is under its own.
    fn kept_for_others(&self, now: When, lane: Lane) -> i64 {
        let allowance = self.policy.allowance();
        let unmet = |other: Lane| {
            let used = self.by_lane.get(other.place()).copied().unwrap_or(0);
            (allowance * other.share() / 100 - used).max(0)
        };
        if unmet(lane) > 0 {
            return 0;
        }
        let kept = |other: Lane| {
            let wanted = self.wanted_at.get(other.place()).copied().unwrap_or_default();
            let busy = other == Lane::Person || now.0 - wanted.0 < IDLE_AFTER;
            if busy { unmet(other) } else { self.not_lent_yet(now, lane, other, unmet(other)) }
        };
        Lane::ALL.into_iter().filter(|other| *other != lane).map(kept).sum::<i64>().min(self.full() / 2)
    }

    /// What of idle sales' share is not lent yet. A window once used up stays shut to its end, and a sale may come at any
    /// moment, so the share is lent little by little as the window runs out. A bucket drips all the time.
    fn not_lent_yet(&self, now: When, lane: Lane, other: Lane, unmet: i64) -> i64 {
        match self.policy {
            Policy::Window { length, .. } if other == Lane::Sales && lane > Lane::Sales => {
                let left = (self.window_ends.0 - now.0).clamp(0, length);
                i64::try_from(i128::from(unmet) * i128::from(left) / i128::from(length.max(1)))
                    .unwrap_or(unmet)
            }
            Policy::Window { .. } | Policy::Bucket { .. } => 0,
        }
    }

    fn full(&self) -> i64 {
        match self.policy {
            Policy::Window { size, .. } | Policy::Bucket { size, .. } => size,
        }
    }

    fn when_there_is(&self, now: When, missing: i64) -> When {
        match self.policy {
            Policy::Window { .. } => When(self.window_ends.0 + WINDOW_SLACK + 1),
            Policy::Bucket { drip, .. } => {
                When(now.0 + (missing * 1_000_000 / drip.max(1)).clamp(50_000, 60_000_000))
            }
        }
    }

    /// The limit a second is halved, since the platform's seconds do not begin when ours do.
    fn burst_is_used_up(&mut self, now: When) -> Option<When> {
        let Policy::Bucket { burst, .. } = self.policy else { return None };
        let second = now.seconds();
        if second != self.burst_second {
            self.burst_second = second;
            self.burst_used = 0;
        }
        (self.burst_used >= (burst / 2).max(1)).then(|| When::from_seconds(second + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: When = When(1_000_000_000_000_000);

    fn after(seconds: i64) -> When {
        When(START.0 + seconds * 1_000_000)
    }

    fn heard(left: i64, ends_in_s: i64) -> Option<BudgetReading> {
        Some(BudgetReading::Window { left: left * 1_000, ends_in: ends_in_s * 1_000_000 })
    }

    fn spend(state: &mut BudgetState, now: When, lane: Lane) -> u32 {
        let mut calls = 0;
        while state.reserve(now, lane, 1_000) == Grant::Go {
            calls += 1;
            if calls % 5 == 0 {
                // Keep the burst limit out of the picture.
                state.burst_used = 0;
            }
        }
        calls
    }

    #[test]
    fn before_the_first_answer_only_a_few_calls_go_out() {
        let mut state = BudgetState::new(Policy::BRIGHTPEARL, START);
        assert!(spend(&mut state, START, Lane::Sales) <= 3);
    }

    #[test]
    fn calls_of_another_app_are_learnt_from_the_headers() {
        let mut state = BudgetState::new(Policy::BRIGHTPEARL, START);
        assert_eq!(state.reserve(START, Lane::Sales, 1_000), Grant::Go);
        state.settle(START, 1_000, heard(30, 40));
        let calls = spend(&mut state, START, Lane::Sales);
        assert!((20..=30).contains(&calls), "{calls}");
    }

    #[test]
    fn a_used_up_window_opens_again_after_its_end() {
        let mut state = BudgetState::new(Policy::BRIGHTPEARL, START);
        state.settle(START, 0, heard(0, 10));
        let Grant::WaitUntil(until) = state.reserve(START, Lane::Sales, 1_000) else { panic!("went") };
        assert!(until >= after(10) && until < after(11));
        assert_eq!(state.reserve(until, Lane::Sales, 1_000), Grant::Go);
    }

    #[test]
    fn products_leave_sales_their_share_but_take_what_idle_lanes_do_not_need() {
        let mut early = BudgetState::new(Policy::BRIGHTPEARL, START);
        early.settle(START, 0, heard(199, 60));
        let lent = spend(&mut early, START, Lane::Products);
        assert!(lent < 130, "a sale may still come: {lent}");
        let late = spend(&mut early, after(58), Lane::Products);
        assert!(lent + late >= 170, "idle shares are lent in the end: {lent} + {late}");

        let mut busy = BudgetState::new(Policy::BRIGHTPEARL, START);
        busy.settle(START, 0, heard(199, 60));
        assert_eq!(busy.reserve(START, Lane::Sales, 1_000), Grant::Go);
        let kept = spend(&mut busy, START, Lane::Products);
        assert!(kept < 120, "products took {kept}");
        assert!(spend(&mut busy, START, Lane::Sales) >= 75, "sales keep their share");
    }

    #[test]
    fn a_bucket_drips_and_a_removed_register_makes_it_smaller() {
        let mut state = BudgetState::new(Policy::LIGHTSPEED, START);
        state.settle(
            START,
            0,
            Some(BudgetReading::Bucket { level: 80_000, size: 90_000, drip: 1_000, burst: Some(20) }),
        );
        assert!(matches!(state.reserve(START, Lane::Products, 1_000), Grant::WaitUntil(_)));
        assert_eq!(state.reserve(after(10), Lane::Products, 1_000), Grant::Go);
        state.settle(
            after(10),
            1_000,
            Some(BudgetReading::Bucket { level: 75_000, size: 80_000, drip: 500, burst: None }),
        );
        assert!(matches!(state.reserve(after(10), Lane::Products, 1_000), Grant::WaitUntil(_)));
    }

    #[test]
    fn no_more_than_half_the_burst_goes_out_in_one_of_our_seconds() {
        let mut state = BudgetState::new(Policy::LIGHTSPEED, START);
        state.settle(
            START,
            0,
            Some(BudgetReading::Bucket { level: 0, size: 90_000, drip: 1_000, burst: Some(20) }),
        );
        let mut calls = 0;
        while state.reserve(START, Lane::Sales, 1_000) == Grant::Go {
            calls += 1;
        }
        assert_eq!(calls, 10);
    }
}
