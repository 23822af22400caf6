//! How far the products have been read.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use model::When;
use platform::Fetched;
use serde::{Deserialize, Serialize};

use super::read::{Listed, Read};

/// How far each poll reaches back behind the one before: the search index lags, and clocks differ (fact sheet 5.2, 5.3).
pub(super) const OVERLAP: Duration = Duration::from_secs(600);
/// Moments are kept in whole seconds there: a second change within the second of a reading would go unnoticed.
const UNSETTLED: Duration = Duration::from_secs(2);

/// How far the products have been read; text to everybody else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Cursor {
    /// The first reading of everything, by ascending id.
    Walk {
        /// When it began, by Brightpearl's clock.
        since: Option<When>,
        /// The last id read.
        after: u64,
        /// That id's place in the whole, counted from 1; 0 at the beginning.
        place: u32,
        /// What need not be read again by the first poll.
        #[serde(default)]
        seen: Seen,
    },
    /// Looking for changes.
    Poll {
        /// When the last look began, by Brightpearl's clock.
        since: When,
        /// What the overlap shows again without anything new in it.
        #[serde(default)]
        seen: Seen,
        /// Changed products still to be read.
        #[serde(default)]
        todo: Vec<u64>,
    },
}

impl Cursor {
    /// Reads a cursor; none, and one of another version, begins with everything.
    pub(super) fn read(text: Option<&str>) -> Cursor {
        let beginning = Cursor::Walk { since: None, after: 0, place: 0, seen: Seen::default() };
        let Some(text) = text else { return beginning };
        serde_json::from_str(text).unwrap_or_else(|error| {
            tracing::warn!(%error, "the cursor of the products cannot be read; they are all read again");
            beginning
        })
    }

    /// The text to be kept.
    pub(super) fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Product id → the moment of the last change that has been read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Seen(BTreeMap<u64, When>);

impl Seen {
    /// Whether a search row shows nothing new.
    pub(super) fn knows(&self, row: &Listed) -> bool {
        row.changed().zip(self.0.get(&row.id)).is_some_and(|(changed, read)| changed <= *read)
    }

    /// Drops what no later look can show again.
    pub(super) fn forget_before(&mut self, moment: When) {
        self.0.retain(|_, changed| *changed >= moment);
    }

    /// Notes what has been read, as far as the next look will show it again. The index lags: where the product itself tells
    /// of a later change than its row, that one has been read.
    pub(super) fn remember(&mut self, listed: &HashMap<u64, Listed>, read: &Read, from: When) {
        let told = read.fetched.iter().filter_map(|fetched| match fetched {
            Fetched::Seen(sighting) => Some((sighting.source_ref.parse().ok()?, sighting.changed_at?)),
            Fetched::Gone { .. } => None,
        });
        let rows = listed.values().filter_map(|row| Some((row.id, row.changed()?)));
        for (id, changed) in rows.chain(told) {
            let settled = read.at.is_some_and(|at| changed < at.minus(UNSETTLED));
            if changed < from {
                continue;
            }
            match settled {
                true => {
                    let known = self.0.entry(id).or_insert(changed);
                    *known = changed.max(*known);
                }
                false => {
                    self.0.remove(&id);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use model::payload::Product;
    use platform::Sighting;

    use super::*;

    const NOON: i64 = 1_800_000_000;

    fn at(seconds: i64) -> When {
        When::from_seconds(NOON + seconds)
    }

    fn row(id: u64, updated: i64) -> Listed {
        Listed { id, created: Some(at(-100_000)), updated: Some(at(updated)), ..Listed::default() }
    }

    fn read(id: u64, changed: i64, now: i64) -> Read {
        let sighting = Sighting {
            source_ref: id.to_string(),
            changed_at: Some(at(changed)),
            item: Ok(Product::default()),
        };
        Read { fetched: vec![Fetched::Seen(sighting)], at: Some(at(now)) }
    }

    fn after(listed: Listed, read: &Read) -> Seen {
        let mut seen = Seen::default();
        seen.remember(&HashMap::from([(listed.id, listed)]), read, at(-600));
        seen
    }

    #[test]
    fn a_product_that_has_been_read_is_not_read_again() {
        let seen = after(row(7, -60), &read(7, -60, 0));
        assert!(seen.knows(&row(7, -60)));
        assert!(!seen.knows(&row(7, -59)), "a later change is new");
        assert!(!seen.knows(&row(8, -60)));
    }

    #[test]
    fn a_row_that_lags_behind_what_was_read_is_nothing_new() {
        let seen = after(row(7, -60), &read(7, -30, 0));
        assert!(seen.knows(&row(7, -30)));
    }

    #[test]
    fn a_change_of_this_very_second_is_read_once_more() {
        let seen = after(row(7, 0), &read(7, 0, 0));
        assert!(!seen.knows(&row(7, 0)));
        let later = after(row(7, -60), &read(7, -1, 0));
        assert!(!later.knows(&row(7, -1)), "nor one that the index has not shown yet");
    }

    #[test]
    fn what_no_later_look_can_show_is_forgotten() {
        let mut seen = after(row(7, -500), &read(7, -500, 0));
        seen.forget_before(at(-400));
        assert_eq!(seen, Seen::default());
        assert_eq!(after(row(7, -700), &read(7, -700, 0)), Seen::default(), "or not even kept");
    }

    #[test]
    fn a_cursor_reads_as_it_was_written() {
        let seen = after(row(7, -60), &read(7, -60, 0));
        let cursor = Cursor::Poll { since: at(0), seen, todo: vec![9, 12] };
        assert_eq!(Cursor::read(Some(&cursor.write())), cursor);
    }

    #[test]
    fn a_cursor_of_another_version_begins_with_everything() {
        assert_eq!(Cursor::read(Some("{\"page\":3}")), Cursor::read(None));
    }
}
