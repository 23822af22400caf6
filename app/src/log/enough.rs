//! When a browser may paint a log first. Painted in the middle of its filters or of a row it is laid out several times, and jumps;
//! waiting for all fifty rows takes a slow machine a sixth longer.

/// Names what must be there: a row, or what stands behind the rows where they are fewer.
pub(crate) const ENOUGH: &str = "enough";

/// So many rows fill the window of a desktop.
const ROWS: usize = 17;

/// The name of the row in this place. The server alone gives it: once a page is alive, it serves nobody.
pub(super) fn name_of_row(place: usize) -> Option<&'static str> {
    (cfg!(feature = "ssr") && place + 1 == ROWS).then_some(ENOUGH)
}

/// The name of what stands behind so many rows.
pub(super) fn name_behind(rows: usize) -> Option<&'static str> {
    (cfg!(feature = "ssr") && rows < ROWS).then_some(ENOUGH)
}
