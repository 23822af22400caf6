//! Rows that are ticked, and what can be done with them at once.

use std::collections::BTreeSet;

use model::RecordId;

/// Which rows are ticked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picks {
    /// Single rows, on this page or another.
    rows: BTreeSet<RecordId>,
    /// All that the filter finds, on whatever page.
    all: bool,
    /// The row that was ticked last: where a range begins.
    last: Option<RecordId>,
}

impl Picks {
    /// Whether nothing is ticked.
    pub fn is_empty(&self) -> bool {
        !self.all && self.rows.is_empty()
    }

    /// Whether this row is.
    pub fn has(&self, row: RecordId) -> bool {
        self.all || self.rows.contains(&row)
    }

    /// Whether all that the filter finds is ticked.
    pub fn is_all(&self) -> bool {
        self.all
    }

    /// How many single rows are ticked.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The single rows.
    pub fn rows(&self) -> Vec<RecordId> {
        self.rows.iter().copied().collect()
    }

    /// Whether all of these rows are ticked, and whether any is.
    pub fn of_page(&self, page: &[RecordId]) -> (bool, bool) {
        let any = page.iter().any(|row| self.has(*row));
        (any && page.iter().all(|row| self.has(*row)), any)
    }

    /// Ticks a row or takes its tick away; with `range` all rows between it and the one ticked before, too. Where all that
    /// match were ticked, the page's other rows stay.
    pub fn set(&mut self, row: RecordId, ticked: bool, range: bool, page: &[RecordId]) {
        if std::mem::take(&mut self.all) {
            self.rows.extend(page);
        }
        let between = range.then(|| self.between(row, page)).flatten();
        for row in between.unwrap_or_else(|| vec![row]) {
            if ticked {
                self.rows.insert(row);
            } else {
                self.rows.remove(&row);
            }
        }
        self.last = Some(row);
    }

    /// Ticks a page or takes its ticks away.
    pub fn set_page(&mut self, ticked: bool, page: &[RecordId]) {
        self.all = false;
        for row in page {
            if ticked {
                self.rows.insert(*row);
            } else {
                self.rows.remove(row);
            }
        }
    }

    /// Ticks all that the filter finds.
    pub fn set_all(&mut self) {
        self.all = true;
    }

    /// The rows from the one ticked last to this one; `None` where that one is not on the page.
    fn between(&self, row: RecordId, page: &[RecordId]) -> Option<Vec<RecordId>> {
        let place = |wanted: RecordId| page.iter().position(|row| *row == wanted);
        let (from, to) = (place(self.last?)?, place(row)?);
        page.get(from.min(to)..=from.max(to)).map(<[RecordId]>::to_vec)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Vec<RecordId> {
        (1..=5_u128).map(|n| format!("{n:032x}").parse().unwrap()).collect()
    }

    #[test]
    fn a_range_goes_from_the_row_ticked_before_in_either_direction() {
        let page = page();
        let mut picks = Picks::default();
        picks.set(page[3], true, false, &page);
        picks.set(page[1], true, true, &page);
        assert_eq!(picks.rows(), page[1..=3]);
        picks.set(page[2], false, true, &page);
        assert_eq!(picks.rows(), page[3..=3]);
    }

    #[test]
    fn taking_one_of_all_away_leaves_the_rest_of_the_page() {
        let page = page();
        let mut picks = Picks::default();
        picks.set_all();
        assert_eq!(picks.of_page(&page), (true, true));
        picks.set(page[0], false, false, &page);
        assert!(!picks.is_all());
        assert_eq!(picks.rows(), page[1..]);
    }
}
