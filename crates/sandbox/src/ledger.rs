//! What really happened on the two platforms, in order.
//!
//! The ledger is what a checker trusts: each side effect is one entry, written by the platform in the
//! same moment as the change itself, so a request whose answer was lost is still in it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;

/// Names Brightpearl in the ledger, in statistics and in scripted faults.
pub const BRIGHTPEARL: &str = "brightpearl";
/// Names Lightspeed in the ledger, in statistics and in scripted faults.
pub const LIGHTSPEED: &str = "lightspeed";

/// One side effect on one platform.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// Position in the ledger, counted from 1 over both platforms.
    pub n: u64,
    /// When it happened.
    pub at: Timestamp,
    /// [`BRIGHTPEARL`] or [`LIGHTSPEED`].
    pub platform: &'static str,
    /// What happened, as `thing.verb`, for example `sales-order.created`.
    pub what: String,
    /// The id of the thing on its platform.
    pub id: String,
    /// The reference the caller gave it: external reference, transaction reference, SKU, e-mail.
    pub reference: String,
    /// The money it moved, where it is about money.
    pub amount: Option<Decimal>,
    /// Whatever else a checker may want to see.
    pub detail: Value,
}

/// A side effect that has not been given its place in the ledger yet.
#[derive(Debug, Clone, Default)]
pub struct Effect {
    /// See [`Entry::what`].
    pub what: String,
    /// See [`Entry::id`].
    pub id: String,
    /// See [`Entry::reference`].
    pub reference: String,
    /// See [`Entry::amount`].
    pub amount: Option<Decimal>,
    /// See [`Entry::detail`].
    pub detail: Value,
}

impl Effect {
    /// Starts an effect with its name, its id and the caller's reference.
    pub fn new(what: &str, id: impl ToString, reference: impl Into<String>) -> Self {
        Self { what: what.to_owned(), id: id.to_string(), reference: reference.into(), ..Self::default() }
    }

    /// Adds the money it moved.
    pub fn amount(mut self, amount: Decimal) -> Self {
        self.amount = Some(amount);
        self
    }

    /// Adds what else is worth seeing.
    pub fn detail(mut self, detail: Value) -> Self {
        self.detail = detail;
        self
    }
}

/// How often a platform was called and how often it refused.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Traffic {
    /// Requests that arrived, refused ones included; the control routes are not counted.
    pub calls: u64,
    /// Those of them that write: anything but GET, HEAD and OPTIONS. Tokens are asked for by POST and count as well.
    pub writes: u64,
    /// What requests that were served cost, where the platform counts by cost.
    pub cost: Decimal,
    /// Answers that said "too many requests" because a quota was really used up.
    pub throttles: u64,
    /// Scripted faults that were played.
    pub faults: u64,
}

#[derive(Debug, Default)]
struct Book {
    entries: Vec<Entry>,
    traffic: HashMap<&'static str, Traffic>,
}

/// The append-only list of side effects, with the traffic counters beside it.
#[derive(Debug, Default)]
pub struct Ledger {
    book: Mutex<Book>,
}

impl Ledger {
    /// Appends one side effect and answers its number.
    pub fn record(&self, platform: &'static str, effect: Effect) -> u64 {
        let mut book = self.book();
        let n = book.entries.len() as u64 + 1;
        let Effect { what, id, reference, amount, detail } = effect;
        book.entries.push(Entry { n, at: Timestamp::now(), platform, what, id, reference, amount, detail });
        n
    }

    /// Answers the entries after number `after` (0 for all), of one platform or of both.
    pub fn entries(&self, platform: Option<&str>, after: u64) -> Vec<Entry> {
        let book = self.book();
        let wanted = |entry: &&Entry| entry.n > after && platform.is_none_or(|name| name == entry.platform);
        book.entries.iter().filter(wanted).cloned().collect()
    }

    /// Counts one request that arrived at a platform.
    pub fn count_call(&self, platform: &'static str, writes: bool) {
        let mut book = self.book();
        let traffic = book.traffic.entry(platform).or_default();
        traffic.calls += 1;
        traffic.writes += u64::from(writes);
    }

    /// Counts what a served request cost.
    pub fn count_cost(&self, platform: &'static str, cost: Decimal) {
        self.book().traffic.entry(platform).or_default().cost += cost;
    }

    /// Counts one answer that refused a request because a quota was used up.
    pub fn count_throttle(&self, platform: &'static str) {
        self.book().traffic.entry(platform).or_default().throttles += 1;
    }

    /// Counts one scripted fault that was played.
    pub fn count_fault(&self, platform: &'static str) {
        self.book().traffic.entry(platform).or_default().faults += 1;
    }

    /// Answers the traffic of one platform.
    pub fn traffic(&self, platform: &str) -> Traffic {
        self.book().traffic.get(platform).copied().unwrap_or_default()
    }

    /// Answers how many requests arrived at a platform.
    pub fn calls(&self, platform: &str) -> u64 {
        self.traffic(platform).calls
    }

    /// Answers how many requests a platform refused because a quota was used up.
    pub fn throttles(&self, platform: &str) -> u64 {
        self.traffic(platform).throttles
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_numbered_over_both_platforms_and_filtered_by_one() {
        let ledger = Ledger::default();
        ledger.record(LIGHTSPEED, Effect::new("item.created", 7, "TB-750"));
        ledger.record(BRIGHTPEARL, Effect::new("sales-order.created", 9, "ls:1"));
        assert_eq!(ledger.entries(Some(BRIGHTPEARL), 0)[0].n, 2);
        assert_eq!(ledger.entries(None, 1).len(), 1);
    }

    #[test]
    fn throttles_are_counted_apart_from_calls() {
        let ledger = Ledger::default();
        ledger.count_call(LIGHTSPEED, false);
        ledger.count_call(LIGHTSPEED, true);
        ledger.count_throttle(LIGHTSPEED);
        assert_eq!((ledger.calls(LIGHTSPEED), ledger.throttles(LIGHTSPEED)), (2, 1));
        assert_eq!(ledger.calls(BRIGHTPEARL), 0);
    }
}
