//! What runs next.

use leptos::prelude::*;
use model::{Task, Upcoming as Next, When};

use crate::kinds::view_of;
use crate::ui::Moment;

/// What is further off than this is told by the clock.
const SOON_S: i64 = 3_600;

/// What runs next, the soonest first.
#[component]
pub(super) fn Upcoming(upcoming: Memo<Vec<Next>>, now: Signal<When>) -> impl IntoView {
    let line = move |next: Next| {
        let Next { kind, task, at, clock } = next;
        let off = at.seconds() - now.get_untracked().seconds();
        let when = match off {
            ..=0 => "now".into_any(),
            1..=SOON_S => view! { <Moment at ahead=true/> }.into_any(),
            _ => format!("at {clock}").into_any(),
        };
        view! {
            <li data-test="upcoming" data-task=task.word()>
                <span class="what">{view_of(kind).title} " " {(task != Task::Look).then(|| view! { <span class="quiet">{task.say()}</span> })}</span>
                <span class="when">{when}</span>
            </li>
        }
    };
    view! {
        <section class="panel list upcoming" aria-labelledby="upcoming">
            <header><h2 id="upcoming">"What runs next"</h2></header>
            {move || {
                let all = upcoming.get();
                if all.is_empty() {
                    view! { <p class="quiet nothing">"Nothing runs by itself now: every log rests or is being set up."</p> }.into_any()
                } else {
                    view! { <ol>{all.into_iter().map(line).collect_view()}</ol> }.into_any()
                }
            }}
        </section>
    }
    .into_any()
}
