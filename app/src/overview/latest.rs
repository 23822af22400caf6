//! The records that changed last.

use leptos::prelude::*;

use crate::kinds::view_of;
use crate::log::Asked;
use crate::rpc::ChangeLine;
use crate::ui::{Chip, Moment};

/// The records that changed last, the latest first. While somebody points at the list or has the focus in it, it stays as
/// it is and says how many are new: nothing moves under the pointer.
#[component]
pub(super) fn Latest(latest: Memo<Vec<ChangeLine>>) -> impl IntoView {
    let shown = RwSignal::new(latest.get_untracked());
    let held = RwSignal::new(false);
    let show = move || shown.set(latest.get_untracked());
    Effect::new(move || {
        latest.track();
        if !held.get() {
            show();
        }
    });
    let fresh = Memo::new(move |_| {
        let newest = shown.with(|shown| shown.first().map_or(0, |change| change.event));
        latest.with(|latest| latest.iter().filter(|change| change.event > newest).count())
    });
    let empty = move || shown.with(Vec::is_empty);
    view! {
        <section class="panel list latest" data-test="latest" aria-labelledby="latest"
            on:mouseenter=move |_| held.set(true) on:mouseleave=move |_| held.set(false)
            on:focusin=move |_| held.set(true) on:focusout=move |_| held.set(false)
        >
            <header>
                <h2 id="latest">"Last changes"</h2>
                {move || (fresh.get() > 0).then(|| view! {
                    <button type="button" class="link" data-test="latest-new" on:click=move |_| show()>{fresh.get()} " new"</button>
                })}
            </header>
            <ol>
                <For each=move || shown.get() key=|change| change.event children=move |change| view! { <Change change/> }/>
            </ol>
            {move || empty().then(|| view! { <p class="quiet nothing">"Nothing has changed yet. What changes is told here as it happens."</p> })}
        </section>
    }
    .into_any()
}

#[component]
fn Change(change: ChangeLine) -> impl IntoView {
    let ChangeLine { kind, record, name, status, at, .. } = change;
    let href = Asked::default().address(kind, Some(record));
    view! {
        <li data-test="change" data-id=record.to_string()>
            <Chip status/>
            <a href=href>{name}</a>
            <span class="quiet kind">{view_of(kind).title}</span>
            <span class="when"><Moment at/></span>
        </li>
    }
}
