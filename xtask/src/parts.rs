//! How long each part of the work took.

use crate::problem::Problem;
use std::time::{Duration, Instant};

/// One part that is over.
struct Done {
    name: String,
    took: Duration,
    passed: bool,
}

/// The parts in the order in which they ended.
pub struct Parts {
    started: Instant,
    done: Vec<Done>,
}

impl Parts {
    /// Starts the clock.
    pub fn new() -> Self {
        Self { started: Instant::now(), done: Vec::new() }
    }

    /// Does one part and notes how long it took and whether it passed.
    ///
    /// # Errors
    /// What the part itself says.
    pub fn time<T>(&mut self, name: &str, part: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
        eprintln!("\n── {name}");
        let started = Instant::now();
        let result = part();
        self.note(name, started.elapsed(), result.is_ok());
        result
    }

    /// Notes a part that was timed elsewhere.
    pub fn note(&mut self, name: &str, took: Duration, passed: bool) {
        self.done.push(Done { name: name.to_owned(), took, passed });
    }

    /// Prints the table of times.
    pub fn print(&self) {
        eprintln!();
        for part in &self.done {
            let mark = if part.passed { "" } else { "   FAILED" };
            eprintln!("{:<28} {:>9}{mark}", part.name, minutes(part.took));
        }
        eprintln!("{:<28} {:>9}", "all together", minutes(self.started.elapsed()));
    }
}

/// Minutes and seconds as people read them.
fn minutes(time: Duration) -> String {
    format!("{} min {:02} s", time.as_secs() / 60, time.as_secs() % 60)
}
