//! Views: filters and orders that have a name. A few are built in; staff save others for themselves or for the team.

mod dialog;
mod strip;

pub use strip::ViewStrip;

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::filter::{Dates, Is, Whose};
use model::{Filter, Kind, Status};

use super::Asked;
use crate::AppError;
use crate::rpc::{self, ViewLine};

/// The views that every log has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Built {
    /// What a person must act on.
    NeedsAttention,
    /// What changed its status today.
    Today,
    /// What has been on its way for more than an hour.
    Stuck,
    /// What whoever asks looks after.
    Mine,
}

impl Built {
    /// All of them, in their order.
    pub const ALL: [Built; 4] = [Built::NeedsAttention, Built::Today, Built::Stuck, Built::Mine];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Built::NeedsAttention => "Needs attention",
            Built::Today => "Today",
            Built::Stuck => "Stuck for 1 hour",
            Built::Mine => "Assigned to me",
        }
    }

    /// What it asks for.
    pub fn asked(self) -> Asked {
        let chosen = match self {
            Built::NeedsAttention => Filter { is: Some(Is::NeedsMe), ..Filter::default() },
            Built::Today => Filter { dates: Some(Dates::Today), ..Filter::default() },
            Built::Stuck => {
                Filter { dates: Some(Dates::Before(3_600)), ..Filter::of_status(Status::Pending) }
            }
            Built::Mine => Filter { assigned: Some(Whose::Mine), ..Filter::default() },
        };
        Asked { chosen, ..Asked::default() }
    }
}

/// Numbers are counted again so long after something changed: each of them is a question of its own.
const AGAIN: Duration = Duration::from_secs(10);

/// The views of a log and how many records each finds. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Views {
    kind: Kind,
    saved: Resource<Result<Vec<ViewLine>, AppError>>,
    counts: RwSignal<Vec<(String, (i64, bool))>>,
    /// A count is due because something changed.
    due: StoredValue<bool>,
}

impl Views {
    /// Views that are being read.
    pub fn new(kind: Kind) -> Views {
        Views {
            kind,
            saved: Resource::new(|| (), move |()| rpc::read_views(kind)),
            counts: RwSignal::new(Vec::new()),
            due: StoredValue::new(false),
        }
    }

    /// The saved ones; none while they are on their way or cannot be read. To be called inside the log's `Transition`.
    pub fn saved(self) -> Vec<ViewLine> {
        self.saved.get().and_then(Result::ok).unwrap_or_default()
    }

    /// How many records are found by what is asked for so; `None` while that is not known.
    pub fn count_of(self, asked: &str) -> Option<(i64, bool)> {
        self.counts.with(|counts| counts.iter().find(|(other, _)| other == asked).map(|(_, number)| *number))
    }

    /// Reads them again, after one was saved or removed.
    pub fn read_again(self) {
        self.saved.refetch();
        self.count();
    }

    /// Counts as soon as the page is alive.
    pub fn follow(self) {
        Effect::new(move || self.count());
    }

    /// Something changed in the log: the numbers are counted again soon.
    pub fn heard(self) {
        if self.due.try_update_value(|due| std::mem::replace(due, true)) == Some(false) {
            set_timeout(
                move || {
                    if self.due.try_set_value(false).is_none() {
                        self.count();
                    }
                },
                AGAIN,
            );
        }
    }

    fn count(self) {
        spawn_local(async move {
            // Where they cannot be counted now, the old numbers stay; the page itself says what is wrong.
            if let Ok(counts) = rpc::count_views(self.kind).await
                && self.counts.try_with_untracked(|old| *old != counts) == Some(true)
            {
                self.counts.try_set(counts);
            }
        });
    }
}
