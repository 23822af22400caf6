use leptos::prelude::*;
use model::filter::Day;
use model::{At, Sort, SortBy};

use super::{Asked, Board, enough};
use crate::ui::{Icon, count};

/// First, newer, older, last. Pages begin at a row, not at a number, so that they stay put while rows come and go.
#[component]
pub fn Pager(board: Board) -> impl IntoView {
    let previous = Memo::new(move |_| board.of_page(|page| page.previous));
    let next = Memo::new(move |_| board.of_page(|page| page.next));
    let rows = move || board.of_page(|page| page.records.len());
    let step = move |at: Signal<Option<At>>,
                     test: &'static str,
                     icon: &'static str,
                     name: Signal<&'static str>| {
        let href = move || at.get().map(|at| Asked { at, ..board.asked.get() }.address(board.kind, None));
        view! {
            <a class="button small quiet" data-test=test href=href role="link" aria-disabled=move || at.get().is_none().then_some("true")>
                <Icon name=icon/> <span>{name}</span>
            </a>
        }
    };
    let oldest_first = move || board.shown().asked.sort == Sort::Oldest;
    let back = Signal::derive(move || if oldest_first() { "Older" } else { "Newer" });
    let on = Signal::derive(move || if oldest_first() { "Newer" } else { "Older" });
    let first = Signal::derive(move || previous.get().map(|_| At::First));
    let last = Signal::derive(move || next.get().map(|_| At::Last));
    view! {
        <nav id=move || enough::name_behind(rows()) class="pager" aria-label="Pages of the log">
            {step(first, "first", "first", Signal::stored("First"))}
            {step(previous.into(), "previous", "back", back)}
            <span class="quiet">{move || count(i64::try_from(rows()).unwrap_or(i64::MAX))} " rows on this page"</span>
            {step(next.into(), "next", "on", on)}
            {step(last, "last", "last", Signal::stored("Last"))}
            <GoToDay board/>
        </nav>
    }
    .into_any()
}

/// Goes to the page that begins with a day; in an order by something else than time, to that of the latest first.
#[component]
fn GoToDay(board: Board) -> impl IntoView {
    let shown = Memo::new(move |_| match board.shown().asked.at {
        At::Day(day) => day.to_string(),
        _ => String::new(),
    });
    let go = move |event| {
        let asked = board.asked.get_untracked();
        let at = event_target_value(&event).parse::<Day>().map_or(At::First, At::Day);
        let by_time = matches!(asked.sort.by(), SortBy::Seen | SortBy::Changed);
        let sort = if by_time { asked.sort } else { Sort::default() };
        board.show(&Asked { at, sort, ..asked });
    };
    view! {
        <label class="go-to-day">
            <span class="quiet">"Go to"</span>
            <input type="date" data-test="go-to-day" prop:value=move || shown.get() value=shown.get_untracked() on:change=go/>
        </label>
    }
    .into_any()
}
