//! How far a list of changes has been read (fact sheet 5.1).

use std::time::Duration;

use model::When;
use serde::{Deserialize, Serialize};

/// Read again before the watermark each time: rows share seconds, and clocks differ a little.
const OVERLAP: Duration = Duration::from_secs(5 * 60);
/// A row stamped this long before the answer has been committed for sure; younger ones may still appear.
const SETTLED: Duration = Duration::from_secs(60);
/// With nothing newer to be seen the watermark follows their clock at this distance, so that an idle look
/// repeats less and less and stays one call.
const QUIET: Duration = Duration::from_secs(10 * 60);
/// What the engine passes to begin at go-live.
pub(crate) const SINCE: &str = "since:";

/// Where to go on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Place {
    /// Everything that changed before this has been told; `None` before the first page.
    pub(crate) watermark: Option<When>,
    /// Address of the next page while in the middle of a walk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<String>,
    /// Whether this walk has met rows so young that the watermark must not follow it any further.
    pub(crate) held: bool,
}

impl Place {
    /// Reads a cursor of ours, or `since:<rfc3339>`; `None` is the beginning.
    ///
    /// # Errors
    /// In words, when it is neither.
    pub(crate) fn read(cursor: Option<&str>) -> Result<Place, String> {
        let Some(cursor) = cursor else { return Ok(Place::default()) };
        if let Some(since) = cursor.strip_prefix(SINCE) {
            let watermark = When::parse(since.trim())
                .ok_or_else(|| format!("“{since}” is not a time such as 2026-03-01T00:00:00Z"))?;
            return Ok(Place { watermark: Some(watermark), ..Place::default() });
        }
        serde_json::from_str(cursor).map_err(|error| format!("the bookmark cannot be read: {error}"))
    }

    /// The place of one who has missed nothing before this moment.
    pub(crate) fn beginning(at: When) -> Place {
        Place { watermark: Some(at.minus(SETTLED)), ..Place::default() }
    }

    /// The text to be kept.
    pub(crate) fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// From when on the first page of a walk is asked for; `None` asks for everything.
    pub(crate) fn from(&self) -> Option<When> {
        self.watermark.map(|watermark| watermark.minus(OVERLAP))
    }

    /// The same place without the walk: its next page was refused.
    pub(crate) fn restarted(&self) -> Place {
        Place { watermark: self.watermark, ..Place::default() }
    }

    /// The place after a page whose rows bear these stamps, answered at `at` by their clock.
    ///
    /// Pages come oldest first and are kept together with the place, so the watermark may follow page by page.
    pub(crate) fn after_page(
        &self,
        stamps: &[Option<When>],
        at: Option<When>,
        next: Option<String>,
    ) -> Place {
        let known: Vec<When> = stamps.iter().copied().flatten().collect();
        let ceiling = at.map(|at| at.minus(SETTLED));
        let mut after = Place { watermark: self.watermark, next, held: self.held || !known.is_sorted() };
        if let Some(newest) = known.last().copied().filter(|_| !after.held) {
            let reached = ceiling.map_or(newest.minus(SETTLED), |ceiling| newest.min(ceiling));
            after.watermark = after.watermark.max(Some(reached));
            after.held = ceiling.is_none_or(|ceiling| newest > ceiling);
        }
        if after.next.is_none() {
            let quiet = at.map(|at| at.minus(QUIET)).filter(|_| !after.held);
            after.watermark = after.watermark.max(quiet);
            after.held = false;
        }
        after
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn at(seconds: i64) -> When {
        When::from_seconds(1_000_000 + seconds)
    }

    fn place(watermark: i64) -> Place {
        Place { watermark: Some(at(watermark)), ..Place::default() }
    }

    fn stamps(seconds: &[i64]) -> Vec<Option<When>> {
        seconds.iter().map(|second| Some(at(*second))).collect()
    }

    fn next() -> Option<String> {
        Some("https://there/next".to_owned())
    }

    #[test]
    fn a_cursor_comes_back_as_it_was_kept() {
        let kept = Place { next: next(), held: true, ..place(7) };
        assert_eq!(Place::read(Some(&kept.text())).unwrap(), kept);
    }

    #[test]
    fn no_cursor_asks_for_everything() {
        assert_eq!(Place::read(None).unwrap().from(), None);
    }

    #[test]
    fn go_live_begins_at_its_moment_less_the_overlap() {
        let place = Place::read(Some("since:2026-03-04T15:00:00Z")).unwrap();
        assert_eq!(place.from(), When::parse("2026-03-04T14:55:00Z"));
    }

    #[test]
    fn who_begins_now_reads_again_what_may_still_appear() {
        let place = Place::beginning(at(1_000));
        assert_eq!((place.watermark, place.from()), (Some(at(940)), Some(at(640))));
        assert_eq!(Place::read(Some(&place.text())).unwrap(), place);
    }

    #[rstest]
    #[case("since:tomorrow")]
    #[case("gibberish")]
    #[case("")]
    fn what_is_no_cursor_is_refused_in_words(#[case] cursor: &str) {
        assert!(Place::read(Some(cursor)).is_err());
    }

    #[test]
    fn the_watermark_follows_the_rows_of_each_page() {
        let after = place(0).after_page(&stamps(&[10, 20, 30]), Some(at(1_000)), next());
        assert_eq!(after, Place { next: next(), ..place(30) });
    }

    #[test]
    fn the_watermark_never_passes_a_minute_before_the_answer_not_even_on_later_pages() {
        let first = place(0).after_page(&stamps(&[10, 990]), Some(at(1_000)), next());
        assert_eq!((first.watermark, first.held), (Some(at(940)), true));
        let second = first.after_page(&stamps(&[991, 1_500]), Some(at(2_000)), next());
        assert_eq!(second.watermark, Some(at(940)));
        let last = second.after_page(&stamps(&[1_501]), Some(at(2_001)), None);
        assert_eq!((last.watermark, last.held), (Some(at(940)), false));
    }

    #[test]
    fn with_nothing_new_the_watermark_follows_their_clock_at_a_distance() {
        let after = place(0).after_page(&[], Some(at(5_000)), None);
        assert_eq!(after.watermark, Some(at(4_400)));
        let again = after.after_page(&[], Some(at(5_010)), None);
        assert_eq!(again.watermark, Some(at(4_410)));
    }

    #[test]
    fn the_watermark_never_goes_back() {
        let after = place(500).after_page(&stamps(&[210, 300]), Some(at(900)), None);
        assert_eq!(after.watermark, Some(at(500)));
    }

    #[test]
    fn an_answer_without_a_date_counts_as_just_after_its_newest_row() {
        let after = place(0).after_page(&stamps(&[100, 200]), None, next());
        assert_eq!((after.watermark, after.held), (Some(at(140)), true));
    }

    #[test]
    fn rows_out_of_order_hold_the_watermark() {
        let after = place(0).after_page(&stamps(&[30, 20]), Some(at(1_000)), next());
        assert_eq!((after.watermark, after.held), (Some(at(0)), true));
    }

    #[test]
    fn a_refused_page_restarts_from_the_watermark() {
        let walking = Place { next: next(), held: true, ..place(7) };
        assert_eq!(walking.restarted(), place(7));
    }
}
