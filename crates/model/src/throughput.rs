//! How much came into step, and how much failed, over the last hours and days.

use serde::{Deserialize, Serialize};

use crate::{Kind, When};

/// What was settled of one kind in one hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Which kind.
    pub kind: Kind,
    /// When the hour began; hours are those of UTC.
    pub hour: When,
    /// Records that came to be in step.
    pub synced: i64,
    /// Records that came to need a person.
    pub failed: i64,
}

/// How far back somebody looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ThroughputSpan"))]
pub enum Span {
    /// 24 hours, hour by hour.
    #[default]
    #[serde(rename = "24h")]
    Day,
    /// Seven days, in columns of six hours.
    #[serde(rename = "7d")]
    Week,
    /// Thirty days, day by day.
    #[serde(rename = "30d")]
    Month,
}

impl Span {
    /// All spans, the shortest first.
    pub const ALL: [Span; 3] = [Span::Day, Span::Week, Span::Month];

    /// The word in addresses: `24h`, `7d`, `30d`.
    pub fn word(self) -> &'static str {
        match self {
            Span::Day => "24h",
            Span::Week => "7d",
            Span::Month => "30d",
        }
    }

    /// As people say it.
    pub fn name(self) -> &'static str {
        match self {
            Span::Day => "24 hours",
            Span::Week => "7 days",
            Span::Month => "30 days",
        }
    }

    /// What one column is, after "each".
    pub fn step(self) -> &'static str {
        match self {
            Span::Day => "hour",
            Span::Week => "6 hours",
            Span::Month => "day",
        }
    }

    /// How many columns it has.
    pub fn columns(self) -> usize {
        match self {
            Span::Day => 24,
            Span::Week => 28,
            Span::Month => 30,
        }
    }

    /// Reads [`Span::word`]; `None` for anything else.
    pub fn parse(word: &str) -> Option<Span> {
        Span::ALL.into_iter().find(|span| span.word() == word)
    }
}

/// What was settled over a span, oldest column first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Throughput {
    /// How far back it goes.
    pub span: Span,
    /// Whose clocks name the columns, such as `Europe/London`.
    pub zone: String,
    /// As many as the span has.
    pub columns: Vec<Column>,
}

/// One column of a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// When it begins.
    pub from: When,
    /// When the next one begins.
    pub until: When,
    /// When it was, by the merchant's clocks, such as `Tue 3 Feb, 06:00–12:00`.
    pub name: String,
    /// What is written below it; empty for most.
    pub mark: String,
    /// Records that came to be in step.
    pub synced: i64,
    /// Records that came to need a person.
    pub failed: i64,
}

impl Throughput {
    /// All that came into step, and all that failed.
    pub fn sums(&self) -> (i64, i64) {
        self.columns
            .iter()
            .fold((0, 0), |(synced, failed), column| (synced + column.synced, failed + column.failed))
    }

    /// The column with the most of both; `None` while nothing was settled.
    pub fn busiest(&self) -> Option<&Column> {
        // The latest of several equals: that is the one people remember.
        self.columns
            .iter()
            .max_by_key(|column| column.synced + column.failed)
            .filter(|most| most.synced + most.failed > 0)
    }
}
