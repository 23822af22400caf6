//! The places of a page, from the first one down. A change redraws the row in its place and nothing else, and another page is put
//! into the same places.

use leptos::prelude::*;
use model::RecordId;

use super::fold::Fold;
use crate::kinds::Row;
use crate::log::Asked;

/// A place, from the first one down, with whatever row stands in it.
pub type Place = (usize, ArcRwSignal<Row>);

/// What rows are drawn for.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnFor {
    /// What was asked for: the link of a row leads back to it.
    pub asked: Asked,
    /// The columns. Other columns make other rows.
    pub layout: Vec<&'static str>,
}

/// All places that were ever needed. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Places {
    rows: StoredValue<Vec<ArcRwSignal<Row>>>,
    filled: RwSignal<usize>,
    drawn_for: StoredValue<Option<DrawnFor>>,
    /// Which of them wait for the others.
    pub fold: Fold,
}

impl Places {
    /// No places yet.
    pub fn none() -> Places {
        Places {
            rows: StoredValue::new(Vec::new()),
            filled: RwSignal::new(0),
            drawn_for: StoredValue::new(None),
            fold: Fold::at_rest(),
        }
    }

    /// How many of them, from the first one down, hold a row of the page. The others wait for a longer one.
    pub fn filled(self) -> usize {
        self.filled.get()
    }

    /// Puts the rows of a page into their places.
    pub fn put(self, page: Vec<Row>, drawn_for: DrawnFor, compact: bool) -> Vec<Place> {
        let before = self.drawn_for.try_update_value(|before| before.replace(drawn_for.clone())).flatten();
        let all_anew = before.as_ref().is_none_or(|before| before.asked != drawn_for.asked);
        let mut rows = self.rows.try_update_value(std::mem::take).unwrap_or_default();
        // Rows of other columns are of no use any more.
        if before.is_some_and(|before| before.layout != drawn_for.layout) {
            rows.truncate(page.len());
        }
        if all_anew && !rows.is_empty() {
            self.fold.begin(compact);
        }
        let filled = page.len();
        for (place, row) in page.into_iter().enumerate() {
            match rows.get(place) {
                Some(shown) if all_anew => shown.set(row),
                Some(shown) => set_if_changed(shown, row),
                None => rows.push(ArcRwSignal::new(row)),
            }
        }
        if self.filled.get_untracked() != filled {
            self.filled.set(filled);
        }
        self.rows.set_value(rows.clone());
        rows.into_iter().enumerate().collect()
    }

    /// The row of a record of the page.
    pub fn row(self, record: RecordId) -> Option<ArcRwSignal<Row>> {
        let filled = self.filled.try_get_untracked()?;
        let is_it = |shown: &&ArcRwSignal<Row>| shown.with_untracked(|row| row.id == record);
        self.rows.try_with_value(|rows| rows.iter().take(filled).find(is_it).cloned()).flatten()
    }
}

/// Redraws a row if it is another one now.
pub(super) fn set_if_changed(shown: &ArcRwSignal<Row>, row: Row) {
    if shown.with_untracked(|shown| *shown != row) {
        shown.set(row);
    }
}
