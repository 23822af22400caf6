//! What narrows a log: status tabs, the search box with its language, choices, and what is set, to be taken away again.
//! All of it works as plain links and one form, too.

mod chips;
mod choices;
mod search;

use leptos::prelude::*;
use model::Status;

use super::bulk_bar::RetryAll;
use super::take_along::ExportMenu;
use super::{Asked, Board, columns};
use crate::ui::count_of;

/// Everything above the table.
#[component]
pub fn Bar(board: Board) -> impl IntoView {
    let kept = move || {
        let chosen = board.asked.get().chosen;
        let kept =
            [("status", chosen.status.map(|status| status.word().to_owned())), ("cause", chosen.cause)];
        let field =
            |(name, value): (&'static str, String)| view! { <input type="hidden" name=name value=value/> };
        kept.into_iter().filter_map(|(name, value)| Some(field((name, value?)))).collect_view()
    };
    // On a phone the choices are folded away; what is chosen stands below as chips.
    let unfolded = RwSignal::new(false);
    view! {
        <Tabs board/>
        <div class="controls">
            <form class="filters" class:unfolded=unfolded method="get" action=format!("/logs/{}", board.kind.plural()) role="search" on:submit=|event| event.prevent_default()>
                {kept}
                <search::Search board/>
                <button
                    class="button fold"
                    type="button"
                    data-test="fold"
                    aria-expanded=move || if unfolded.get() { "true" } else { "false" }
                    on:click=move |_| unfolded.update(|unfolded| *unfolded = !*unfolded)
                >"Filters"</button>
                <choices::Choices board/>
                <button class="button nojs" type="submit">"Show"</button>
            </form>
            <div class="view-tools">
                <RetryAll board/>
                <columns::LookButton board/>
                <ExportMenu board/>
            </div>
        </div>
        <chips::Chips board/>
    }
    .into_any()
}

/// One tab a status, with the number that the rest of the filter finds.
#[component]
fn Tabs(board: Board) -> impl IntoView {
    let tab = move |status: Option<Status>| {
        let href = move || {
            let asked = board.asked.get().choose("status", |chosen| chosen.status = status);
            asked.address(board.kind, None)
        };
        let number = move || {
            let found = board.found();
            found.map_or("…".to_owned(), |found| {
                count_of(status.map_or(found.all(), |status| found.of(status)))
            })
        };
        let word = status.map_or("all", Status::word);
        view! {
            <li>
                <a
                    href=href
                    data-noscroll="true"
                    data-test=format!("status-{word}")
                    data-status=word
                    aria-current=move || (board.shown_filter().status == status).then_some("true")
                >
                    {status.map_or("All", Status::name)} " " <span class="count">{number}</span>
                </a>
            </li>
        }
    };
    view! {
        <nav class="tabs" aria-label="Status">
            <ul>{tab(None)} {Status::ALL.map(|status| tab(Some(status)))}</ul>
        </nav>
    }
    .into_any()
}

/// What is asked for after a change, shown from its first page on.
fn show(board: Board, asked: &Asked) {
    board.show(asked);
}
