//! What is asked for, and when the controls around the rows say so.

use std::time::Duration;

use leptos::prelude::*;
use model::Filter;

use super::Board;
use crate::log::Asked;

/// All that is asked for: by the address, and by a search that stays out of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wish {
    /// What the address asks for.
    pub asked: Asked,
    /// A search that names a person.
    pub personal: Option<String>,
}

impl Wish {
    /// What narrows the log: chosen, typed, and typed but kept out of the address.
    pub fn filter(&self) -> Filter {
        self.asked.filter(self.personal.as_deref())
    }
}

/// Controls wait so long for the rows they are about. Drawn before them, they took the browser a frame of its own, in which the
/// answer lay waiting; who waits longer is shown that the press was heard.
const TOGETHER: Duration = Duration::from_millis(60);

impl Board {
    /// What the controls say: what is asked for, as soon as its rows are there or late.
    pub fn shown(self) -> Wish {
        self.shown.get()
    }

    /// What the controls say narrows the log.
    pub fn shown_filter(self) -> Filter {
        self.shown_filter.get()
    }

    /// Says what is asked for where the rows for it take their time.
    pub(super) fn say_what_is_asked(self) {
        Effect::new(move || {
            let wish = self.wish.get();
            if self.shown.with_untracked(|shown| *shown == wish) {
                return;
            }
            set_timeout(move || say(self.shown, self.wish, wish), TOGETHER);
        });
    }
}

/// Lets the controls say something, if it is still what is asked for.
pub(super) fn say(shown: RwSignal<Wish>, asked: Memo<Wish>, wish: Wish) {
    let is_asked = asked.try_with_untracked(|asked| *asked == wish) == Some(true);
    if is_asked && shown.try_with_untracked(|shown| *shown == wish) == Some(false) {
        shown.try_set(wish);
    }
}
