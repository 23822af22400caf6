//! Rows in sight come first: those further down get their new content once the others were painted.

use std::time::Duration;

use leptos::prelude::*;

/// How low a row can be, in pixels: one line with its button. Compact rows are a little lower.
const LOWEST_ROW: f64 = 40.0;
const LOWEST_COMPACT_ROW: f64 = 30.0;

/// What stands above the first row is never lower, in pixels: the bar, the title, the filters, the headings.
const ABOVE: f64 = 160.0;

/// By then the rows in sight were painted.
const AFTER: Duration = Duration::from_millis(25);

/// From which place on rows wait, and whether they do. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Fold {
    waits: RwSignal<bool>,
    below: StoredValue<usize>,
}

impl Fold {
    /// Nothing waits.
    pub fn at_rest() -> Fold {
        Fold { waits: RwSignal::new(false), below: StoredValue::new(usize::MAX) }
    }

    /// Whether the row in this place waits now. Whoever asks hears when it need not any more.
    pub fn holds_back(self, place: usize) -> bool {
        self.below.with_value(|below| place >= *below) && self.waits.get()
    }

    /// Whether any row may wait now.
    pub fn is_on(self) -> bool {
        self.waits.get()
    }

    /// Another page is put in place: rows that cannot be in sight wait for those that may be.
    pub fn begin(self, compact: bool) {
        // The server draws each row once.
        if !cfg!(feature = "hydrate") {
            return;
        }
        // Where somebody has scrolled, any row may be in sight.
        let height = window().inner_height().ok().and_then(|height| height.as_f64());
        let (Some(height), Ok(0.0)) = (height, window().scroll_y()) else { return };
        let lowest = if compact { LOWEST_COMPACT_ROW } else { LOWEST_ROW };
        self.below.set_value(((height - ABOVE) / lowest).ceil() as usize);
        self.waits.set(true);
        set_timeout(
            move || {
                self.waits.try_set(false);
            },
            AFTER,
        );
    }
}
