//! How many records the filter finds, by status. Rows come first, numbers follow.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{Counts, Filter, Found, Kind};

use super::board::Wish;
use crate::rpc;

/// Numbers of a filtered list are counted again so long after something changed.
const AGAIN: Duration = Duration::from_secs(3);

/// What is counted: all that a filter finds, of any status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tallied {
    filter: Filter,
    /// Its search names a person, so it must not stand in an address.
    is_personal: bool,
}

impl Tallied {
    /// What is counted for something asked for.
    pub fn of(wish: &Wish) -> Tallied {
        Tallied { filter: wish.filter().of_any_status(), is_personal: wish.personal.is_some() }
    }

    /// Whether it is the whole log.
    pub fn is_everything(&self) -> bool {
        self.filter.is_open()
    }
}

/// The numbers of the tabs. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Counted {
    kind: Kind,
    found: RwSignal<Option<Found>>,
    /// A count is due because something changed.
    due: StoredValue<bool>,
}

impl Counted {
    /// Nothing counted yet.
    pub fn new(kind: Kind) -> Counted {
        Counted { kind, found: RwSignal::new(None), due: StoredValue::new(false) }
    }

    /// The numbers as last heard; `None` while they are being counted.
    pub fn get(self) -> Option<Found> {
        self.found.get()
    }

    /// Counts whenever something else is to be counted.
    pub fn follow(self, what: Memo<Tallied>) {
        Effect::new(move || {
            let is_everything = what.with(Tallied::is_everything);
            self.found.set(None);
            if !is_everything {
                self.count(what);
            }
        });
    }

    /// Takes the numbers of the whole log; a filter's own are counted again soon.
    pub fn heard(self, counts: Counts, what: Memo<Tallied>) {
        if what.try_with_untracked(Tallied::is_everything) != Some(false) {
            self.found.try_set(Some(counts.into()));
            return;
        }
        if self.due.try_update_value(|due| std::mem::replace(due, true)) == Some(false) {
            set_timeout(
                move || {
                    if self.due.try_set_value(false).is_none() {
                        self.count(what);
                    }
                },
                AGAIN,
            );
        }
    }

    fn count(self, what: Memo<Tallied>) {
        let Some(asked) = what.try_get_untracked() else { return };
        spawn_local(async move {
            let answer = if asked.is_personal {
                rpc::count_people(self.kind, asked.filter.clone()).await
            } else {
                rpc::count_found(self.kind, asked.filter.clone()).await
            };
            // An answer to an older question is none. A failed one leaves the old numbers; the page itself says what is wrong.
            if let (Ok(found), Some(true)) = (answer, what.try_with_untracked(|now| *now == asked)) {
                self.found.try_set(Some(found));
            }
        });
    }
}
