//! What a list is narrowed to: the same thought whether it was typed, chosen in a control, kept in a view or sent by a
//! program.

mod amount;
mod dates;
mod language;
mod whose;
mod words;

pub use amount::{amount, amount_words};
pub use dates::{Dates, Day};
pub use language::{FIELDS, Field, Read, Trouble};
pub(crate) use language::{terms, unquoted};
pub use whose::Whose;

use serde::{Deserialize, Serialize};

use crate::{Platform, Status, When};

/// What a list is narrowed to. Everything that is set must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Only this status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Only what stands so: why it is Pending, or whether it needs a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is: Option<Is>,
    /// Only from this platform.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Platform>,
    /// Only of this shop, by its id at the till.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shop: Option<String>,
    /// Only what changed its status then. Days are those of the merchant's zone, so the server alone can tell when they
    /// begin: it puts them into [`crate::LogQuery::span`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dates: Option<Dates>,
    /// Only failures of this cause, by its key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// Only what these people look after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned: Option<Whose>,
    /// Only what has an identifier that is this, or begins so if it ends in `-` or `*`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// Only totals of this size, in thousandths of the currency's unit.
    #[serde(skip_serializing_if = "Bounds::is_open")]
    pub total: Bounds,
    /// Only what took so many tries.
    #[serde(skip_serializing_if = "Bounds::is_open")]
    pub tries: Bounds,
    /// Only what this finds: a whole identifier, an amount, words of the name or of the failure; `"…"` keeps words together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl Filter {
    /// A filter by status alone.
    pub fn of_status(status: Status) -> Filter {
        Filter { status: Some(status), ..Filter::default() }
    }

    /// A filter by text alone.
    pub fn of_text(text: &str) -> Filter {
        Filter { text: Some(text.to_owned()), ..Filter::default() }
    }

    /// Whether it lets everything through.
    pub fn is_open(&self) -> bool {
        *self == Filter::default()
    }

    /// The same for all statuses: what the tabs count.
    pub fn of_any_status(&self) -> Filter {
        Filter { status: None, ..self.clone() }
    }

    /// The same as it is meant by whoever asks: what is theirs has their name.
    pub fn asked_by(mut self, name: Option<&str>) -> Filter {
        if let (Some(Whose::Mine), Some(name)) = (&self.assigned, name) {
            self.assigned = Some(Whose::Of(name.to_owned()));
        }
        self
    }

    /// Takes over what another one says, which counts where both say something.
    pub fn with(self, other: Filter) -> Filter {
        Filter {
            status: other.status.or(self.status),
            is: other.is.or(self.is),
            source: other.source.or(self.source),
            shop: other.shop.or(self.shop),
            dates: other.dates.or(self.dates),
            cause: other.cause.or(self.cause),
            assigned: other.assigned.or(self.assigned),
            sku: other.sku.or(self.sku),
            total: other.total.or(self.total),
            tries: other.tries.or(self.tries),
            text: other.text.or(self.text),
        }
    }
}

/// Bounds of a number, both of them within.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Bounds {
    /// The smallest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<i64>,
    /// The largest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<i64>,
}

impl Bounds {
    /// Whether every number is within.
    pub fn is_open(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    fn or(self, other: Bounds) -> Bounds {
        if self.is_open() { other } else { self }
    }
}

/// A span of time, its end not within.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Span {
    /// Its first moment.
    pub from: Option<When>,
    /// The first moment after it.
    pub to: Option<When>,
}

impl Span {
    /// Whether every moment is within.
    pub fn is_open(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }
}

/// How a record stands beyond its status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Is {
    /// A person must act: it failed, or a setting is missing.
    NeedsMe,
    /// In line; nothing is in its way.
    Queued,
    /// A setting is missing.
    Blocked,
    /// Another record must be in step first.
    Waiting,
    /// A platform allows no more calls for now.
    Throttled,
    /// A fault that heals itself.
    TryingAgain,
    /// A connection is lost.
    Lost,
}

impl Is {
    /// All of them, in the order the control shows them.
    pub const ALL: [Is; 7] =
        [Is::NeedsMe, Is::Queued, Is::Blocked, Is::Waiting, Is::Throttled, Is::TryingAgain, Is::Lost];

    /// The word used in addresses and in the query language.
    pub fn word(self) -> &'static str {
        match self {
            Is::NeedsMe => "needs-me",
            Is::Queued => "queued",
            Is::Blocked => "blocked",
            Is::Waiting => "waiting",
            Is::Throttled => "throttled",
            Is::TryingAgain => "trying-again",
            Is::Lost => "lost",
        }
    }

    /// The words shown to people.
    pub fn name(self) -> &'static str {
        match self {
            Is::NeedsMe => "Needs me",
            Is::Queued => "Queued",
            Is::Blocked => "Blocked by a setting",
            Is::Waiting => "Waits for another record",
            Is::Throttled => "Throttled by a platform",
            Is::TryingAgain => "Trying again",
            Is::Lost => "Connection lost",
        }
    }

    /// Reads [`Is::word`]; `None` for anything else.
    pub fn parse(word: &str) -> Option<Is> {
        Is::ALL.into_iter().find(|is| is.word() == word)
    }
}
