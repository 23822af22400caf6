use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::filter::{Day, Filter, Span};
use crate::{Kind, Sort, Status};

/// What a log page shows: one kind, filters, an order, and where in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogQuery {
    /// Which log.
    pub kind: Kind,
    /// What it is narrowed to. Its dates are not looked at here: they are in `span`.
    pub filter: Filter,
    /// Only what changed its status then.
    #[serde(default)]
    pub span: Span,
    /// The order.
    #[serde(default)]
    pub sort: Sort,
    /// Rows a page, 1 to [`LogQuery::MOST`].
    pub limit: u16,
    /// Which page.
    #[serde(default)]
    pub at: At,
}

impl LogQuery {
    /// The rows a page has where nobody says otherwise.
    pub const DEFAULT_LIMIT: u16 = 50;

    /// The rows a page can have; walks over everything use it, people's pages have at most 200.
    pub const MOST: u16 = 1_000;

    /// The first page of a log without filters.
    pub fn first(kind: Kind) -> LogQuery {
        LogQuery {
            kind,
            filter: Filter::default(),
            span: Span::default(),
            sort: Sort::default(),
            limit: LogQuery::DEFAULT_LIMIT,
            at: At::First,
        }
    }

    /// The first page of a log with a filter.
    pub fn filtered(kind: Kind, filter: Filter) -> LogQuery {
        LogQuery { filter, ..LogQuery::first(kind) }
    }
}

/// Where in a list a page lies. Its text form is the opaque cursor of addresses and of `/api/v1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum At {
    /// The first page.
    #[default]
    First,
    /// The page that follows this row.
    After(PageKey),
    /// The page that ends before this row.
    Before(PageKey),
    /// The last page, whole.
    Last,
    /// The page that begins with this day, in an order by time; in others it is the first. Days are those of the merchant's
    /// zone: the engine turns it into [`At::After`], and a store never sees it.
    Day(Day),
}

/// A row's place in an order: the sorted value and its `seq`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageKey {
    /// What is sorted by, as a number: microseconds, smallest units, tries. 0 where `seq` is the order, and for names:
    /// addresses are written down everywhere, so the store looks the name up.
    pub value: i64,
    /// The row's `seq`.
    pub seq: i64,
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            At::First => f.write_str("first"),
            At::After(key) => write!(f, "a.{}.{}", key.value, key.seq),
            At::Before(key) => write!(f, "b.{}.{}", key.value, key.seq),
            At::Last => f.write_str("last"),
            At::Day(day) => write!(f, "d.{day}"),
        }
    }
}

impl FromStr for At {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<At, BadCursor> {
        match text {
            "" | "first" => return Ok(At::First),
            "last" => return Ok(At::Last),
            _ => {}
        }
        if let Some(day) = text.strip_prefix("d.") {
            return day.parse().map(At::Day).map_err(|_| BadCursor);
        }
        let mut parts = text.split('.');
        let side = parts.next();
        let mut number = || parts.next().and_then(|part| part.parse::<i64>().ok()).ok_or(BadCursor);
        let key = PageKey { value: number()?, seq: number()? };
        match (side, parts.next()) {
            (Some("a"), None) => Ok(At::After(key)),
            (Some("b"), None) => Ok(At::Before(key)),
            _ => Err(BadCursor),
        }
    }
}

/// A cursor that no page gave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this page address is not one of ours; start from the first page")]
pub struct BadCursor;

/// How many records of each status a filter finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Found {
    /// The counts, none above [`Found::MOST`].
    pub counts: Counts,
    /// Which of them go on: pending, processing, synced, failed.
    pub more: [bool; 4],
}

impl Found {
    /// Counting stops here; what is more is shown as “10,000+”.
    pub const MOST: i64 = 10_000;

    /// The count of one status, and whether there are more.
    pub fn of(&self, status: Status) -> (i64, bool) {
        let more = Status::ALL.into_iter().zip(self.more).any(|(other, more)| other == status && more);
        (self.counts.of(status), more)
    }

    /// The count of all, and whether there are more.
    pub fn all(&self) -> (i64, bool) {
        (self.counts.all(), self.more.contains(&true))
    }
}

impl From<Counts> for Found {
    fn from(counts: Counts) -> Found {
        Found { counts, more: [false; 4] }
    }
}

/// How many records a log holds, by status, without filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Counts {
    /// Pending records.
    pub pending: i64,
    /// Processing records.
    pub processing: i64,
    /// Synced records.
    pub synced: i64,
    /// Failed records.
    pub failed: i64,
}

impl Counts {
    /// All records.
    pub fn all(&self) -> i64 {
        self.pending + self.processing + self.synced + self.failed
    }

    /// The count of one status.
    pub fn of(&self, status: Status) -> i64 {
        match status {
            Status::Pending => self.pending,
            Status::Processing => self.processing,
            Status::Synced => self.synced,
            Status::Failed => self.failed,
        }
    }

    /// The count of one status, to change it.
    pub fn of_mut(&mut self, status: Status) -> &mut i64 {
        match status {
            Status::Pending => &mut self.pending,
            Status::Processing => &mut self.processing,
            Status::Synced => &mut self.synced,
            Status::Failed => &mut self.failed,
        }
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows, in the asked order.
    pub records: Vec<T>,
    /// The log's counts, without filters.
    pub counts: Counts,
    /// Where the following page lies; `None` on the last.
    pub next: Option<At>,
    /// Where the page before lies; `None` on the first.
    pub previous: Option<At>,
    /// The newest event when the page was read; live updates go on from here.
    pub event: i64,
}

impl<T> Page<T> {
    /// The same page with each row turned into something else.
    pub fn map<U>(self, turn: impl FnMut(T) -> U) -> Page<U> {
        Page {
            records: self.records.into_iter().map(turn).collect(),
            counts: self.counts,
            next: self.next,
            previous: self.previous,
            event: self.event,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_as_it_was_written() {
        for at in [
            At::First,
            At::Last,
            At::After(PageKey { value: -3, seq: 9 }),
            At::Before(PageKey { value: 0, seq: 1 }),
            At::Day(Day { year: 2026, month: 11, day: 5 }),
        ] {
            assert_eq!(at.to_string().parse(), Ok(at));
        }
    }

    #[test]
    fn a_cursor_nobody_gave_out_is_refused() {
        for text in ["a.1", "c.1.2", "a.1.2.3", "a.x.2", "a", "d.", "d.2026-02-30"] {
            assert_eq!(text.parse::<At>(), Err(BadCursor), "{text}");
        }
    }
}
