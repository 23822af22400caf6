use leptos::prelude::*;
use model::At;

use super::Board;
use super::row::LogRow;
use crate::kinds::{Holds, view_of};
use crate::ui::{Icon, Problem};

/// The rows of a log, with what stands in their place where there are none.
#[component]
pub fn Table(board: Board) -> impl IntoView {
    let view = view_of(board.kind);
    let heads = view.columns.iter().map(|column| {
        let number = column.class == "number";
        let changing = match column.holds {
            Holds::Action => view! { <span class="hidden">{column.title}</span> }.into_any(),
            _ => column.title.into_any(),
        };
        view! { <th scope="col" class=column.class class:number=number>{changing}</th> }
    });
    let failed = move || board.page().and_then(Result::err);
    let nothing = move || matches!(board.page(), Some(Ok(page)) if page.records.is_empty());
    view! {
        <Fresh board/>
        {move || failed().map(|error| view! { <Problem error retry=Callback::new(move |()| board.read_again())/> })}
        <div class="panel" class:gone=move || failed().is_some()>
            <table class="rows" data-test="table">
                <caption class="hidden">{view.title} ": " {view.about}</caption>
                <thead><tr>{heads.collect_view()}</tr></thead>
                <tbody>
                    <For each=move || board.rows() key=|(id, _)| *id children=move |(_, row)| view! { <LogRow board row/> }/>
                </tbody>
            </table>
            {move || nothing().then(|| view! { <Empty board/> })}
        </div>
    }
    .into_any()
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
    let filtered = asked.status.is_some()
        || asked.source.is_some()
        || asked.text.is_some()
        || board.personal.get_untracked().is_some();
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
