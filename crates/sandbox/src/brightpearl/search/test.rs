//! What a filter demands of a cell.

use jiff::{SignedDuration, Timestamp};

use super::column::{Cell, Kind};
use crate::brightpearl::idset::IdSet;
use crate::brightpearl::knobs::Knobs;
use crate::brightpearl::when;

/// A filter's value, read by its type.
#[derive(Debug)]
pub enum Test {
    /// The id is in the set.
    Ids(IdSet),
    /// The number is this.
    Int(i64),
    /// The text is this.
    Exactly { text: String, any_case: bool },
    /// The text has this part (lower case).
    Contains(String),
    /// The text is one of these.
    OneOf { texts: Vec<String>, any_case: bool },
    /// The flag is this.
    Is(bool),
    /// The instant is in this span, the start included.
    Within { from: Option<Timestamp>, to: Option<Timestamp>, end_inclusive: bool },
}

impl Test {
    /// Reads a value; `None` if it does not fit the type.
    pub fn read(kind: Kind, value: &str, knobs: &Knobs) -> Option<Self> {
        let any_case = !knobs.strings_case_sensitive;
        match kind {
            Kind::Integer => value.parse().ok().map(Self::Int),
            Kind::IdSet => IdSet::parse(value).ok().map(Self::Ids),
            Kind::Str => Some(Self::Exactly { text: value.to_owned(), any_case }),
            Kind::SearchString => Some(Self::Contains(value.to_lowercase())),
            Kind::StringSet => {
                Some(Self::OneOf { texts: value.split(',').map(str::to_owned).collect(), any_case })
            }
            Kind::Boolean => value.parse().ok().map(Self::Is),
            Kind::Period => period(value, knobs.period_end_inclusive),
        }
    }

    /// Whether a cell passes; nothing never does, except a text filter looking for emptiness.
    pub fn accepts(&self, cell: &Cell<'_>) -> bool {
        match (self, cell) {
            (Self::Ids(set), Cell::Int(id)) => set.contains(*id),
            (Self::Ids(set), Cell::Ids(ids)) => ids.iter().any(|id| set.contains(*id)),
            (Self::Int(wanted), Cell::Int(number)) => wanted == number,
            (Self::Int(wanted), Cell::Ids(ids)) => ids.contains(wanted),
            (Self::Exactly { text, any_case }, Cell::Text(found)) => same(text, found, *any_case),
            (Self::Contains(part), Cell::Text(found)) => found.to_lowercase().contains(part),
            (Self::OneOf { texts, any_case }, Cell::Text(found)) => {
                texts.iter().any(|text| same(text, found, *any_case))
            }
            (Self::Is(wanted), Cell::Bool(found)) => wanted == found,
            (Self::Within { from, to, end_inclusive }, Cell::At(at)) => {
                from.is_none_or(|from| from <= *at)
                    && to.is_none_or(|to| *at < to || (*end_inclusive && *at == to))
            }
            _ => false,
        }
    }
}

fn same(left: &str, right: &str, any_case: bool) -> bool {
    if any_case { left.to_lowercase() == right.to_lowercase() } else { left == right }
}

/// Reads `from/to`, `from/`, `/to`, a date (that day, UTC) or a date-time (that second).
fn period(value: &str, end_inclusive: bool) -> Option<Test> {
    let end = |text: &str| if text.is_empty() { Some(None) } else { when::parse(text).map(Some) };
    match value.split_once('/') {
        Some(("", "")) => None,
        Some((from, to)) => Some(Test::Within { from: end(from)?, to: end(to)?, end_inclusive }),
        None => {
            let from = when::parse(value)?;
            let span = SignedDuration::from_secs(if value.len() == 10 { 86_400 } else { 1 });
            Some(Test::Within { from: Some(from), to: from.checked_add(span).ok(), end_inclusive: false })
        }
    }
}
