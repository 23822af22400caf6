use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::asked::Looking;
use crate::live::listen;
use crate::rpc::{self, OverviewView};

/// Figures need not be newer than this.
const PAUSE: Duration = Duration::from_millis(1_500);
/// Budgets and clocks move without any record changing.
const BEAT: Duration = Duration::from_secs(10);

/// Reads the figures again soon after anything changed, now and then, and when something else is asked for. Gives what
/// reads them at once. What cannot be read now is read with the next change: the bar says that the page is not live.
pub(super) fn follow(shown: RwSignal<OverviewView>, asked: Memo<Looking>) -> Callback<()> {
    let read = move || {
        let Some(looking) = asked.try_get_untracked() else { return };
        spawn_local(async move {
            let answer = rpc::read_overview(looking.span, looking.kind).await;
            // Somebody may have asked for something else meanwhile; that answer is on its way.
            if let (Ok(answer), true) = (answer, asked.try_get_untracked() == Some(looking)) {
                shown.try_set(answer);
            }
        });
    };
    let waiting = StoredValue::new(false);
    let soon = move || {
        if waiting.try_update_value(|waiting| std::mem::replace(waiting, true)) == Some(false) {
            set_timeout(
                move || {
                    if waiting.try_set_value(false).is_none() {
                        read();
                    }
                },
                PAUSE,
            );
        }
    };
    let owner = Owner::current();
    Effect::new(move |before: Option<Looking>| {
        let asked = asked.get();
        match before {
            None => {
                if let Some(owner) = &owner {
                    let event = shown.with_untracked(|shown| shown.event);
                    owner.with(|| listen(event, move |_| soon()));
                }
            }
            Some(before) if before != asked => read(),
            Some(_) => {}
        }
        asked
    });
    Effect::new(move || {
        let look = move || {
            if !document().hidden() {
                soon();
            }
        };
        if let Ok(beat) = set_interval_with_handle(look, BEAT) {
            on_cleanup(move || beat.clear());
        }
    });
    Callback::new(move |()| read())
}
