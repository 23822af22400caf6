//! How a log is doing, in words for a shop manager.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::settings::Pause;
use crate::{ConnectionState, Counts, Kind, Money, Platform, Rest, When, grouped};

/// A wait shorter than this is work going on, not a backlog.
const NOTICED: Duration = Duration::from_secs(60);
/// Fewer records than this are no import worth counting along.
const AN_IMPORT: i64 = 20;

/// What of a kind waits for a person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Trouble {
    /// Different causes of failures.
    pub failures: i64,
    /// Different settings that records wait for; not what waits for another record.
    pub settings: i64,
    /// What failed and blocked sales and returns are worth, one amount a currency.
    pub worth: Vec<Money>,
}

/// What of a kind is due and not begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backlog {
    /// Since when the one that waits longest is due.
    pub since: When,
    /// Whether that one came with the first reading of the source and was never in step.
    pub first_reading: bool,
}

/// How a log is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Health {
    /// This version does not carry the kind.
    NotCovered,
    /// The merchant has not gone live.
    SettingUp,
    /// A platform cannot be read, or not be written to.
    CutOff {
        /// Which platform.
        platform: Platform,
        /// Whether it is the one that is read.
        reading: bool,
        /// Why, in words.
        why: String,
        /// Since when, if that is known.
        since: Option<When>,
    },
    /// A person paused it.
    Paused(Pause),
    /// Records wait for a person.
    NeedsYou(Trouble),
    /// It has quiet hours.
    Quiet {
        /// When they end, by the merchant's clocks.
        until: String,
    },
    /// The first reading of everything is being worked off.
    Importing {
        /// Records that are settled.
        done: i64,
        /// Records known so far.
        of: i64,
    },
    /// Records wait for their turn.
    Behind {
        /// Since when the one that waits longest is due.
        since: When,
        /// How long that is, in seconds.
        seconds: i64,
    },
    /// All is well.
    InStep,
}

impl Health {
    /// The word in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Health::NotCovered => "not_covered",
            Health::SettingUp => "setting_up",
            Health::CutOff { .. } => "cut_off",
            Health::Paused(_) => "paused",
            Health::NeedsYou(_) => "needs_you",
            Health::Quiet { .. } => "quiet",
            Health::Importing { .. } => "importing",
            Health::Behind { .. } => "behind",
            Health::InStep => "in_step",
        }
    }

    /// How it is doing, one sentence without its point.
    pub fn say(&self) -> String {
        match self {
            Health::NotCovered => "Not carried by this version".to_owned(),
            Health::SettingUp => Rest::SettingUp.say(),
            Health::CutOff { platform, reading, why, .. } => {
                let does = if *reading { "read" } else { "write to" };
                format!("Cannot {does} {}: {}", platform.name(), why.trim_end_matches('.'))
            }
            Health::Paused(pause) => Rest::Paused(pause.clone()).say(),
            Health::NeedsYou(trouble) => trouble.say(),
            Health::Quiet { until } => Rest::Quiet { until: until.clone() }.say(),
            Health::Importing { done, of } => {
                format!("Importing: {} of {}", grouped(&done.to_string()), grouped(&of.to_string()))
            }
            Health::Behind { seconds, .. } => format!("{} behind", span(*seconds)),
            Health::InStep => "In step".to_owned(),
        }
    }
}

impl Trouble {
    fn say(&self) -> String {
        let causes = self.failures + self.settings;
        let noun = if causes == 1 { "cause" } else { "causes" };
        let worth: Vec<String> =
            self.worth.iter().filter(|money| money.minor != 0).map(Money::in_words).collect();
        let blocked =
            if worth.is_empty() { String::new() } else { format!(", {} blocked", worth.join(" and ")) };
        format!("Needs you: {} {noun}{blocked}", grouped(&causes.to_string()))
    }
}

/// A span in the largest unit that says enough.
fn span(seconds: i64) -> String {
    match seconds {
        ..3_600 => format!("{} min", (seconds / 60).max(1)),
        3_600..172_800 => format!("{} h", seconds / 3_600),
        _ => format!("{} days", seconds / 86_400),
    }
}

/// What is known of a log, to tell its health from.
#[derive(Debug, Clone)]
pub struct Signs {
    /// Which log.
    pub kind: Kind,
    /// Whether this version carries the kind.
    pub runs: bool,
    /// Why it does not move.
    pub rests: Option<Rest>,
    /// The connection to the platform that is read.
    pub source: ConnectionState,
    /// The connection to the platform that is written to.
    pub target: ConnectionState,
    /// What keeps it from reading its source, and since when.
    pub problem: Option<(String, Option<When>)>,
    /// What waits for a person.
    pub trouble: Trouble,
    /// What waits for its turn.
    pub backlog: Option<Backlog>,
    /// Its records by status.
    pub counts: Counts,
    /// The store's clock.
    pub now: When,
}

/// How a log is doing: everything that is so, what matters most first; never empty.
///
/// What stops everything comes before what a person should do, and that before what passes by itself. What is explained
/// by something further up is left out: a log that is paused is not behind as well.
pub fn health(signs: &Signs) -> Vec<Health> {
    if !signs.runs {
        return vec![Health::NotCovered];
    }
    if matches!(signs.rests, Some(Rest::SettingUp)) {
        return vec![Health::SettingUp];
    }
    let mut all: Vec<Health> = cut_off(signs).into_iter().collect();
    if let Some(Rest::Paused(pause)) = &signs.rests {
        all.push(Health::Paused(pause.clone()));
    }
    if signs.trouble.failures + signs.trouble.settings > 0 {
        all.push(Health::NeedsYou(signs.trouble.clone()));
    }
    if let Some(Rest::Quiet { until }) = &signs.rests {
        all.push(Health::Quiet { until: until.clone() });
    }
    let moves = signs.rests.is_none() && !all.iter().any(|health| matches!(health, Health::CutOff { .. }));
    all.extend(moves.then(|| late(signs)).flatten());
    if all.is_empty() {
        all.push(Health::InStep);
    }
    all
}

/// A platform that does not answer as it should: first the one that is read, since without it nothing is known.
fn cut_off(signs: &Signs) -> Option<Health> {
    let (source, target) = (signs.kind.source(), signs.kind.target());
    let problem = || {
        let (why, since) = signs.problem.clone()?;
        Some(Health::CutOff { platform: source, reading: true, why, since })
    };
    lost(source, true, &signs.source).or_else(problem).or_else(|| lost(target, false, &signs.target))
}

fn lost(platform: Platform, reading: bool, state: &ConnectionState) -> Option<Health> {
    let (why, since) = match state {
        ConnectionState::Working => return None,
        ConnectionState::Missing => ("it is not connected".to_owned(), None),
        ConnectionState::Lost { why, since } => (why.clone(), Some(*since)),
    };
    Some(Health::CutOff { platform, reading, why, since })
}

/// Whether records wait for their turn for longer than they should.
fn late(signs: &Signs) -> Option<Health> {
    let Backlog { since, first_reading } = signs.backlog?;
    let of = signs.counts.all();
    let (done, left) =
        (signs.counts.synced + signs.counts.failed, signs.counts.pending + signs.counts.processing);
    if first_reading && left >= AN_IMPORT {
        return Some(Health::Importing { done, of });
    }
    let waits = signs.now.since(since);
    let seconds = i64::try_from(waits.as_secs()).unwrap_or(i64::MAX);
    (waits >= NOTICED).then_some(Health::Behind { since, seconds })
}

#[cfg(test)]
mod tests;
