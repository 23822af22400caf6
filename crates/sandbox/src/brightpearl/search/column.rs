//! The columns of a search and what stands in them.

use std::borrow::Cow;
use std::cmp::Ordering;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::brightpearl::when;

/// How a filter on a column is read (fact sheet 3.1, `reportDataType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One integer.
    Integer,
    /// Ids and ranges of ids, in any order.
    IdSet,
    /// An exact text.
    Str,
    /// A part of a text, in any case.
    SearchString,
    /// Several exact texts, separated by commas.
    StringSet,
    /// `true` or `false`.
    Boolean,
    /// A span of time: `from/to`, `from/`, `/to` or one date.
    Period,
}

impl Kind {
    /// The vendor's word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Integer => "INTEGER",
            Self::IdSet => "IDSET",
            Self::Str => "STRING",
            Self::SearchString => "SEARCH_STRING",
            Self::StringSet => "STRING_SET",
            Self::Boolean => "BOOLEAN",
            Self::Period => "PERIOD",
        }
    }
}

/// What one row has in one column.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Nothing: printed as null.
    Null,
    /// A number.
    Int(i64),
    /// A yes or no.
    Bool(bool),
    /// A text, possibly empty.
    Text(Cow<'a, str>),
    /// An instant.
    At(Timestamp),
    /// Several ids of which the row shows the first; a filter looks at all.
    Ids(&'a [i64]),
}

impl<'a> Cell<'a> {
    /// A text.
    pub fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// A text that may be missing.
    pub fn maybe_text(text: Option<&'a String>) -> Self {
        text.map_or(Self::Null, |text| Self::text(text))
    }

    /// A text made for this cell.
    pub fn made(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }

    /// A number that may be missing.
    pub fn maybe_int(number: Option<i64>) -> Self {
        number.map_or(Self::Null, Self::Int)
    }

    /// An instant that may be missing.
    pub fn time(at: Option<Timestamp>) -> Self {
        at.map_or(Self::Null, Self::At)
    }

    /// As a search row prints it.
    pub fn to_wire(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Int(number) => json!(number),
            Self::Bool(yes) => json!(yes),
            Self::Text(text) => json!(text),
            Self::At(at) => json!(when::print(*at)),
            Self::Ids(ids) => json!(ids.first()),
        }
    }

    /// The order rows are sorted in: nothing first, then by value.
    pub fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Int(left), Self::Int(right)) => left.cmp(right),
            (Self::Bool(left), Self::Bool(right)) => left.cmp(right),
            (Self::Text(left), Self::Text(right)) => left.cmp(right),
            (Self::At(left), Self::At(right)) => left.cmp(right),
            (Self::Ids(left), Self::Ids(right)) => left.first().cmp(&right.first()),
            (Self::Null, Self::Null) => Ordering::Equal,
            (Self::Null, _) => Ordering::Less,
            (_, Self::Null) => Ordering::Greater,
            _ => Ordering::Equal,
        }
    }
}

/// One column or filter of a search over records of type `R`.
#[derive(Debug)]
pub struct Column<R: 'static> {
    /// The vendor's name, in the vendor's case.
    pub name: &'static str,
    /// How its filter is read.
    pub kind: Kind,
    /// Whether rows can be sorted by it.
    pub sortable: bool,
    /// Whether it takes a filter.
    pub filterable: bool,
    /// Whether rows show it; a mere filter is not shown.
    pub shown: bool,
    /// Names of the `reference` maps that explain its values.
    pub reference: &'static [&'static str],
    /// What a record has in it.
    pub cell: for<'a> fn(&'a R) -> Cell<'a>,
}

impl<R> Column<R> {
    /// A column rows show, can be filtered and sorted by.
    pub const fn new(name: &'static str, kind: Kind, cell: for<'a> fn(&'a R) -> Cell<'a>) -> Self {
        Self { name, kind, sortable: true, filterable: true, shown: true, reference: &[], cell }
    }

    /// The same, but rows cannot be sorted by it.
    pub const fn unsortable(mut self) -> Self {
        self.sortable = false;
        self
    }

    /// The same, but it takes no filter.
    pub const fn unfilterable(mut self) -> Self {
        self.filterable = false;
        self
    }

    /// The same, but only as a filter: rows do not show it.
    pub const fn filter_only(mut self) -> Self {
        self.shown = false;
        self.sortable = false;
        self
    }

    /// The same, with the names of the maps that explain its values.
    pub const fn explained_by(mut self, reference: &'static [&'static str]) -> Self {
        self.reference = reference;
        self
    }

    /// As `metaData.columns` prints it.
    pub fn to_wire(&self) -> Value {
        describe(self.name, self.sortable, self.filterable, self.kind, self.reference)
    }
}

/// A column object of `metaData`.
pub fn describe(name: &str, sortable: bool, filterable: bool, kind: Kind, reference: &[&str]) -> Value {
    json!({
        "name": name,
        "sortable": sortable,
        "filterable": filterable,
        "reportDataType": kind.word(),
        "referenceData": reference,
        "isFreeTextSearchable": false,
        "required": false,
    })
}
