//! How many records the filter finds, by status. Counting waits for nobody: rows come first, numbers follow.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{Counts, Filter, Found, Kind};

use crate::rpc;

/// Numbers of a filtered list are counted again so long after something changed.
const AGAIN: Duration = Duration::from_secs(3);

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

    /// Counts whenever the filter changes; `filter` leaves the status out.
    pub fn follow(self, filter: Memo<Filter>, personal: RwSignal<Option<String>>) {
        Effect::new(move || {
            let asked = filter.get();
            self.found.set(None);
            if !asked.is_open() {
                self.count(filter, personal);
            }
        });
    }

    /// Takes the numbers of the whole log; a filter's own are counted again soon.
    pub fn heard(self, counts: Counts, filter: Memo<Filter>, personal: RwSignal<Option<String>>) {
        if filter.try_with_untracked(Filter::is_open) != Some(false) {
            self.found.try_set(Some(counts.into()));
            return;
        }
        if self.due.try_update_value(|due| std::mem::replace(due, true)) == Some(false) {
            set_timeout(
                move || {
                    if self.due.try_set_value(false).is_none() {
                        self.count(filter, personal);
                    }
                },
                AGAIN,
            );
        }
    }

    fn count(self, filter: Memo<Filter>, personal: RwSignal<Option<String>>) {
        let Some(asked) = filter.try_get_untracked() else { return };
        let is_personal = personal.try_get_untracked().flatten().is_some();
        spawn_local(async move {
            let answer = if is_personal {
                rpc::count_people(self.kind, asked.clone()).await
            } else {
                rpc::count_found(self.kind, asked.clone()).await
            };
            // An answer to an older question is none. A failed one leaves the old numbers; the page itself says what is wrong.
            if let (Ok(found), Some(true)) = (answer, filter.try_with_untracked(|now| *now == asked)) {
                self.found.try_set(Some(found));
            }
        });
    }
}
