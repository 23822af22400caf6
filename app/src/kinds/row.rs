use model::{Kind, Platform, RecordId, Status, When};
use serde::{Deserialize, Serialize};

/// One line of a log, ready to show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The record.
    pub id: RecordId,
    /// Its kind.
    pub kind: Kind,
    /// The platform it comes from.
    pub source: Platform,
    /// Its identifier there.
    pub source_ref: String,
    /// What a person would call it, such as `Order 10023`.
    pub name: String,
    /// The kind's own cells.
    pub cells: Vec<Cell>,
    /// Where it stands.
    pub status: Status,
    /// One sentence more about that.
    pub says: String,
    /// When it goes on by itself, if that is known.
    pub next: Option<When>,
    /// When the source last changed it, by the source's clock.
    pub changed_at_source: Option<When>,
    /// When its status last changed here.
    pub updated_at: When,
    /// When it was first seen.
    pub first_seen_at: When,
    /// Tries of what it is now.
    pub tries: u32,
    /// Who looks after it.
    pub assigned: Option<String>,
    /// How many notes people wrote about it.
    pub notes: u32,
}

/// One of a kind's own cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// Plain text; empty shows as a dash.
    Text(String),
    /// What the row is about, with a line below that may be empty.
    Name(String, String),
    /// The identifier people look for, with a line below that may be empty.
    Ref(String, String),
    /// An amount or a quantity, aligned right.
    Number(String),
}

/// A part of a record's content under one heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// Single facts.
    pub facts: Vec<Fact>,
    /// A table below them.
    pub grid: Option<Grid>,
}

/// A labelled value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// What it says.
    pub says: Said,
}

/// A value as shown: words, or a moment that the browser shows in the reader's own zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// Words.
    Words(String),
    /// A moment.
    At(When),
}

/// A small table inside a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    /// The headings.
    pub heads: Vec<Head>,
    /// The lines, each as long as the headings.
    pub rows: Vec<Vec<String>>,
    /// Sums below: a label, and an amount under the last heading.
    pub sums: Vec<(String, String)>,
}

/// A heading of a [`Grid`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The word.
    pub title: String,
    /// Whether numbers stand below it.
    pub number: bool,
    /// Whether what stands below it is never broken over lines, such as a SKU.
    pub whole: bool,
}
