use leptos::prelude::*;

use super::{Built, dialog};
use crate::kinds::view_of;
use crate::log::Board;
use crate::ui::{Icon, short_count_of};

/// The views as links, each with its number; the one that is shown is marked.
#[component]
pub fn ViewStrip(board: Board) -> impl IntoView {
    let label = format!("Views of {}", view_of(board.kind).title.to_lowercase());
    let built = move |built: Built| {
        view! { <Entry board name=built.name().to_owned() asked=built.asked().query() mark=""/> }
    };
    let saved = move || {
        let entry = |view: crate::rpc::ViewLine| {
            let mark = if view.shared { "" } else { "own" };
            view! { <Entry board name=view.name asked=view.asked mark/> }
        };
        board.views.saved().into_iter().map(entry).collect_view()
    };
    view! {
        <nav class="views" aria-label=label data-test="views">
            <ul>{Built::ALL.map(built)} {saved}</ul>
            <dialog::ViewsButton board/>
        </nav>
    }
    .into_any()
}

/// One view.
#[component]
fn Entry(board: Board, name: String, asked: String, mark: &'static str) -> impl IntoView {
    let query = StoredValue::new(asked.clone());
    let shown = move || {
        let now = board.shown();
        let is_it = query.with_value(|query| *query == now.asked.at_first().query());
        (is_it && now.personal.is_none()).then_some("true")
    };
    // Nothing until it is known: a text that another takes the place of would move.
    let number = move || query.with_value(|query| board.views.count_of(query)).map(short_count_of);
    let mark = (mark == "own")
        .then(|| view! { <span class="hidden">" (only on this browser)"</span> <Icon name="person"/> });
    view! {
        <li>
            <a href=format!("/logs/{}?{asked}", board.kind.plural()) data-noscroll="true" data-test="saved-view" aria-current=shown>
                {mark} {name} " " <span class="count">{number}</span>
            </a>
        </li>
    }
    .into_any()
}
