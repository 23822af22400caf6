//! Telling everything once more beside the normal walk: the same pages under a cursor of another look, which ends.

use model::When;
use platform::Batch;

use crate::cursor::{Place, SINCE};

/// What such a cursor begins with. Normal ones are JSON or begin with `since:`.
const MARK: &str = "recount:";

/// The cursor that tells the whole list.
pub(crate) fn whole() -> String {
    format!("{MARK}{}", Place::default().text())
}

/// The cursor that tells what is dated at this moment or later.
pub(crate) fn dated_from(since: When) -> String {
    format!("{MARK}{SINCE}{}", since.rfc3339_seconds())
}

/// The cursor of the walk inside, if this is the cursor of a recount.
pub(crate) fn inside(cursor: Option<&str>) -> Option<&str> {
    cursor.and_then(|cursor| cursor.strip_prefix(MARK))
}

/// A page of a recount: its cursor says so.
pub(crate) fn marked<T>(batch: Batch<T>) -> Batch<T> {
    Batch { cursor: format!("{MARK}{}", batch.cursor), ..batch }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recount_goes_on_where_it_was_and_is_never_taken_for_a_normal_walk() {
        let cursor = dated_from(When::from_seconds(1_000_000));
        assert_eq!(inside(Some(&cursor)), Some("since:1970-01-12T13:46:40Z"));
        let page: Batch<()> = Batch { sightings: Vec::new(), cursor: Place::default().text(), more: true };
        let next = marked(page).cursor;
        assert_eq!(Place::read(inside(Some(&next))).unwrap(), Place::default());
        assert!(Place::read(Some(&next)).is_err(), "only the recount itself can go on with it");
    }

    #[test]
    fn normal_cursors_are_no_recount() {
        let normal = Place::default().text();
        for cursor in [None, Some("since:2026-03-04T15:00:00Z"), Some(normal.as_str())] {
            assert_eq!(inside(cursor), None);
        }
    }

    #[test]
    fn the_whole_list_begins_without_a_date() {
        assert_eq!(Place::read(inside(Some(&whole()))).unwrap().from(), None);
    }
}
