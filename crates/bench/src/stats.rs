//! Medians, and how sure they are.

use std::time::Duration;

/// How long one thing took, again and again.
#[derive(Debug, Clone, Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Adds one.
    pub fn add(&mut self, took: Duration) {
        self.0.push(took);
    }

    /// Adds others.
    pub fn join(&mut self, more: Times) {
        self.0.extend(more.0);
    }

    /// How many there are.
    pub fn number(&self) -> usize {
        self.0.len()
    }

    /// The milliseconds below which so large a part of them lies.
    pub fn at(&self, part: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let place = (sorted.len() as f64 * part) as usize;
        let took = sorted.get(place.min(sorted.len().saturating_sub(1)));
        took.map_or(0.0, |took| took.as_secs_f64() * 1_000.0)
    }

    /// The middle one.
    pub fn median(&self) -> f64 {
        self.at(0.5)
    }

    /// Within which bounds the true median lies, 95 times of 100: the ranks are half the number, less or more its root.
    pub fn interval(&self) -> (f64, f64) {
        let reach = 0.98 / (self.number().max(1) as f64).sqrt();
        (self.at((0.5 - reach).max(0.0)), self.at((0.5 + reach).min(1.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_thirty_one_times_the_median_lies_between_the_eleventh_and_the_twenty_first() {
        let mut times = Times::default();
        (1..=31).rev().for_each(|ms| times.add(Duration::from_millis(ms)));
        assert_eq!(times.median(), 16.0);
        assert_eq!(times.interval(), (11.0, 21.0));
    }
}
