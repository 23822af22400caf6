use serde::{Deserialize, Serialize};

use crate::settings::Pause;
use crate::{BudgetState, Counts, Health, Kind, Platform, When};

/// What the overview page shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// One entry a kind, in the navigation's order.
    pub flows: Vec<FlowHealth>,
    /// One entry a platform.
    pub connections: Vec<ConnectionHealth>,
    /// What runs next, the soonest first.
    pub upcoming: Vec<Upcoming>,
    /// The newest event when it was read.
    pub event: i64,
    /// The store's clock when it was read.
    pub now: When,
}

/// How one kind's flow is doing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FlowHealth {
    /// Which kind.
    pub kind: Kind,
    /// Whether this version has a flow for it.
    pub runs: bool,
    /// How it is doing, what matters most first; never empty.
    pub health: Vec<Health>,
    /// Its records by status.
    pub counts: Counts,
    /// When it last looked for news and found the source answering.
    pub last_success_at: Option<When>,
    /// When it looks next; `None` while paused.
    pub next_run_at: Option<When>,
    /// Seconds between two looks.
    pub every_s: u32,
    /// Why it does not move now; `None` while it does.
    pub rests: Option<Rest>,
    /// What keeps it from reading its source, in words.
    pub problem: Option<String>,
    /// Since when no look has succeeded; set while there is a problem.
    pub problem_since: Option<When>,
}

/// Why a flow does not move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Rest {
    /// The merchant has not gone live.
    SettingUp,
    /// A person paused it.
    Paused(Pause),
    /// It has quiet hours.
    Quiet {
        /// When they end, by the merchant's clocks, such as `06:30`.
        until: String,
    },
}

impl Rest {
    /// Why, one sentence without its point.
    pub fn say(&self) -> String {
        match self {
            Rest::SettingUp => "Lockstep is still being set up".to_owned(),
            Rest::Paused(pause) if pause.who.is_empty() => format!("Paused: {}", pause.why),
            Rest::Paused(pause) => format!("Paused by {}: {}", pause.who, pause.why),
            Rest::Quiet { until } => format!("Quiet hours until {until}"),
        }
    }
}

/// Something that runs by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upcoming {
    /// Whose records it is about.
    pub kind: Kind,
    /// What it does.
    pub task: Task,
    /// When; in the past while it is under way.
    pub at: When,
    /// The same by the merchant's clocks, such as `02:00` or `Thu 02:00` on another day.
    pub clock: String,
}

/// What runs by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Looks at the source for news.
    Look,
    /// Looks at everything known again.
    Sweep,
    /// Reads everything once more.
    Nightly,
    /// Asks again for goods that were missing.
    Short,
}

impl Task {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Task::Look => "look",
            Task::Sweep => "sweep",
            Task::Nightly => "nightly",
            Task::Short => "short",
        }
    }

    /// What it does, for people; with the kind's title before it.
    pub fn say(self) -> &'static str {
        match self {
            Task::Look => "look for news",
            Task::Sweep => "compare what is known",
            Task::Nightly => "nightly comparison",
            Task::Short => "ask for missing goods",
        }
    }
}

/// How one connection is doing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConnectionHealth {
    /// Which platform.
    pub platform: Platform,
    /// The account there, empty when not connected.
    pub account: String,
    /// Whether it works.
    pub state: ConnectionState,
    /// What the platform allows, as last heard; `None` before the first call.
    pub budget: Option<BudgetState>,
}

/// Whether a connection works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ConnectionState {
    /// Nobody has connected it yet.
    Missing,
    /// The last call was accepted.
    Working,
    /// The platform refuses us; records wait.
    Lost {
        /// Why, in words.
        why: String,
        /// Since when.
        since: When,
    },
}
