use serde::{Deserialize, Serialize};

use crate::{Kind, When};

/// When a flow looks for news and moves what it found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct FlowSchedule {
    /// Seconds between two looks, at least 5.
    pub every_s: u32,
    /// Who paused the flow, and why; `None` while it runs.
    pub paused: Option<Pause>,
    /// Hours of each day in which the flow rests; `None` where it never does.
    pub quiet: Option<QuietHours>,
}

/// A flow that a person stopped for a while.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "PauseAsWritten")]
pub struct Pause {
    /// Why, in their words.
    pub why: String,
    /// Who; empty where nobody said.
    pub who: String,
    /// Since when.
    pub since: When,
}

/// Older documents have the reason alone.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
enum PauseAsWritten {
    Reason(String),
    Whole {
        why: String,
        #[serde(default)]
        who: String,
        #[serde(default)]
        since: When,
    },
}

impl From<PauseAsWritten> for Pause {
    fn from(written: PauseAsWritten) -> Pause {
        match written {
            PauseAsWritten::Reason(why) => Pause { why, ..Pause::default() },
            PauseAsWritten::Whole { why, who, since } => Pause { why, who, since },
        }
    }
}

/// Hours of each day in the merchant's time zone. They may pass midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuietHours {
    /// The first minute, counted from midnight.
    pub from: u16,
    /// The first minute after them.
    pub to: u16,
}

/// Minutes of a day.
const DAY: u16 = 24 * 60;

impl QuietHours {
    /// Reads `22:00` and `06:30`; `None` if they are no times, or the same one.
    pub fn parse(from: &str, to: &str) -> Option<QuietHours> {
        let (from, to) = (minute_of(from)?, minute_of(to)?);
        (from != to).then_some(QuietHours { from, to })
    }

    /// Whether they cover a minute of the day.
    pub fn cover(self, minute: u16) -> bool {
        if self.from < self.to {
            (self.from..self.to).contains(&minute)
        } else {
            minute >= self.from || minute < self.to
        }
    }

    /// Their beginning as people write it, such as `22:00`.
    pub fn from_words(self) -> String {
        words(self.from)
    }

    /// Their end as people write it, such as `06:30`.
    pub fn to_words(self) -> String {
        words(self.to)
    }
}

fn minute_of(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

fn words(minute: u16) -> String {
    let minute = minute % DAY;
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

impl Default for FlowSchedule {
    fn default() -> FlowSchedule {
        FlowSchedule::every(60)
    }
}

impl FlowSchedule {
    /// Looks every so many seconds, day and night.
    pub fn every(every_s: u32) -> FlowSchedule {
        FlowSchedule { every_s, paused: None, quiet: None }
    }

    /// The schedule of a kind that nobody changed: sales every minute, the rest every five, so that an idle hour costs each
    /// platform far fewer calls than it allows in a few minutes.
    pub fn usual(kind: Kind) -> FlowSchedule {
        FlowSchedule::every(match kind {
            Kind::Order | Kind::Refund => 60,
            Kind::Product | Kind::Customer | Kind::Inventory => 300,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_may_pass_midnight() {
        let night = QuietHours::parse("22:00", "06:30").unwrap();
        let covered: Vec<bool> = [1_319, 1_320, 0, 389, 390].into_iter().map(|at| night.cover(at)).collect();
        assert_eq!(covered, [false, true, true, true, false]);
        assert_eq!((night.from_words().as_str(), night.to_words().as_str()), ("22:00", "06:30"));
        let noon = QuietHours::parse("12:00", "13:00").unwrap();
        assert!(noon.cover(720) && !noon.cover(780) && !noon.cover(0));
    }

    #[test]
    fn a_pause_of_an_older_document_is_its_reason_alone() {
        let older: FlowSchedule = serde_json::from_str(r#"{ "every_s": 60, "paused": "audit" }"#).unwrap();
        let pause = Pause { why: "audit".to_owned(), ..Pause::default() };
        assert_eq!(older.paused.as_ref(), Some(&pause));
        let written = serde_json::to_string(&older).unwrap();
        assert_eq!(serde_json::from_str::<FlowSchedule>(&written).unwrap(), older);
    }

    #[test]
    fn what_is_no_time_or_no_span_makes_no_quiet_hours() {
        for (from, to) in
            [("24:00", "06:00"), ("22", "06:00"), ("6:60", "7:00"), ("", ""), ("08:00", "08:00")]
        {
            assert_eq!(QuietHours::parse(from, to), None, "{from} {to}");
        }
    }
}
