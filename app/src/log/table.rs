use leptos::html;
use leptos::prelude::*;
use model::{At, Sort, SortBy};

use super::row::LogRow;
use super::{Asked, Board, press, spare, ticks, widths};
use crate::kinds::{Column, Holds, view_of};
use crate::ui::{Icon, Problem};

/// The rows of a log, with what stands in their place where there are none.
#[component]
pub fn Table(board: Board) -> impl IntoView {
    let view = view_of(board.kind);
    let body = NodeRef::<html::Tbody>::new();
    spare::follow(board, body);
    let heads = move || {
        let shown = board.look.with(|look| look.shown(board.kind));
        shown.into_iter().map(|(column, width)| head(board, column, width)).collect_view()
    };
    view! {
        <Fresh board/>
        {move || board.failed().map(|error| view! { <Problem error retry=Callback::new(move |()| board.read_again())/> })}
        <div class="panel" class:gone=move || board.failed().is_some()>
            // It is laid out as lines of boxes, which some browsers no longer read out as a table unless told.
            <table class="rows" class:compact=move || board.look.with(|look| look.compact) data-test="table" role="table">
                <caption class="hidden">{view.title} ": " {view.about}</caption>
                <thead role="rowgroup"><tr role="row"><ticks::PageTick board/>{heads}</tr></thead>
                <tbody node_ref=body role="rowgroup" aria-busy=move || board.places.fold.is_on().then_some("true") on:click=move |event| press::heard(board, &event)>
                    <For each=move || board.rows() key=move |(place, _)| (*place, board.layout()) children=move |(place, row)| view! { <LogRow board place row/> }/>
                </tbody>
            </table>
            {move || board.is_empty().then(|| view! { <Empty board/> })}
        </div>
    }
    .into_any()
}

/// The heading of a column; a press sorts by it, another the other way round.
fn head(board: Board, column: &'static Column, width: Option<u16>) -> AnyView {
    let class = widths::class_of(column, width);
    let Some(by) = column.sorts else {
        let title = match column.holds {
            Holds::Action => view! { <span class="hidden">{column.title}</span> }.into_any(),
            _ => column.title.into_any(),
        };
        let grip = (column.holds != Holds::Action).then(|| widths::grip(board, column));
        return view! { <th scope="col" role="columnheader" class=class>{title} {grip}</th> }.into_any();
    };
    let sort = Memo::new(move |_| board.asked.get().sort);
    let wanted = move || {
        let usual = Sort::ALL.into_iter().find(|sort| sort.by() == by).unwrap_or_default();
        if sort.get().by() == by { sort.get().turned() } else { usual }
    };
    let shown = Memo::new(move |_| board.shown().asked.sort);
    let is_on = move || shown.get().by() == by;
    let href = move || Asked { sort: wanted(), ..board.asked.get().at_first() }.address(board.kind, None);
    let says = move || is_on().then(|| if shown.get().falling() { "descending" } else { "ascending" });
    view! {
        <th scope="col" role="columnheader" class=class aria-sort=says>
            <a href=href data-noscroll="true" data-test=format!("sort-{}", wanted_word(by)) title=move || wanted().name()>
                {column.title}
                <span class="way" class:up=move || is_on() && !shown.get().falling() class:off=move || !is_on() aria-hidden="true"></span>
            </a>
            {widths::grip(board, column)}
        </th>
    }
    .into_any()
}

fn wanted_word(by: SortBy) -> &'static str {
    match by {
        SortBy::Seen => "seen",
        SortBy::Changed => "changed",
        SortBy::Total => "total",
        SortBy::Tries => "tries",
        SortBy::Name => "name",
    }
}

/// What came since the page was read; nothing moves until the reader wants it.
#[component]
fn Fresh(board: Board) -> impl IntoView {
    let count = move || board.fresh.with(|fresh| fresh.len());
    view! {
        <div class="fresh" role="status">
            {move || (count() > 0).then(|| view! {
                <button class="pill" data-test="new" on:click=move |_| board.show_fresh()>
                    <Icon name="up"/> {count()} " new"
                </button>
            })}
        </div>
    }
    .into_any()
}

/// What to do where no rows are.
#[component]
fn Empty(board: Board) -> impl IntoView {
    let view = view_of(board.kind);
    let asked = board.asked.get_untracked();
    let filtered = untrack(move || !board.filter().is_open());
    let (title, says) = match (filtered, asked.at) {
        (true, _) => {
            ("Nothing matches", "No row fits these filters. Take one away, or search for something else.")
        }
        (false, At::First | At::Last) => ("Nothing here yet", view.empty),
        (false, _) => ("No rows on this page", "The list has moved on. Start from the first page."),
    };
    let all = format!("/logs/{}", board.kind.plural());
    let forget = move |_| board.personal.set(None);
    view! {
        <div class="empty" data-test="empty">
            <h2>{title}</h2>
            <p>{says}</p>
            {(filtered || asked.at != At::First).then(|| view! { <a class="button" href=all on:click=forget>"Show all"</a> })}
        </div>
    }
    .into_any()
}
