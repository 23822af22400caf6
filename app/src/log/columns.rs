//! Which columns a log shows on this browser, in which order and how wide; and how close its rows stand.

use leptos::prelude::*;

use super::Board;
use super::look::{Look, Shown, WIDTHS};
use crate::kinds::Column;
use crate::ui::{Dialog, Icon, Sheet};

/// The button that opens the choice, and the dialog with it.
#[component]
pub fn LookButton(board: Board) -> impl IntoView {
    let sheet = Sheet::closed();
    view! {
        <button type="button" class="button quiet" data-test="columns" on:click=move |_| sheet.open()>
            <Icon name="settings"/> "Columns"
        </button>
        <Dialog sheet name="columns" title="Columns"><Choice board/></Dialog>
    }
    .into_any()
}

#[component]
fn Choice(board: Board) -> impl IntoView {
    let change = move |how: &dyn Fn(&mut Look)| {
        board.look.update(|look| how(look));
        board.look.with_untracked(|look| look.keep(board.kind));
    };
    let usual = move |_| change(&|look| *look = Look::usual(board.kind));
    let compact = move |event| {
        let wanted = event_target_checked(&event);
        change(&|look| look.compact = wanted);
    };
    view! {
        <label class="check">
            <input type="checkbox" data-test="compact" prop:checked=move || board.look.with(|look| look.compact) on:change=compact/>
            "Rows close together"
        </label>
        <ol class="columns">
            <For
                each=move || board.look.with(|look| look.choices(board.kind))
                key=|(shown, _)| *shown
                children=move |(shown, column)| view! { <Line board shown column/> }
            />
        </ol>
        <p class="quiet">"Kept on this browser."</p>
        <footer><button type="button" class="button" on:click=usual>"As usual"</button></footer>
    }
    .into_any()
}

/// One column of the choice.
#[component]
fn Line(board: Board, shown: Shown, column: &'static Column) -> impl IntoView {
    let place = shown.place;
    let set = move |how: &dyn Fn(&mut Shown)| {
        board
            .look
            .update(|look| look.columns.iter_mut().filter(|column| column.place == place).for_each(how));
        board.look.with_untracked(|look| look.keep(board.kind));
    };
    let shift = move |towards_end: bool| {
        board.look.update(|look| look.shift(board.kind, place, towards_end));
        board.look.with_untracked(|look| look.keep(board.kind));
        let button = if towards_end { "down" } else { "up" };
        // The line is drawn anew at its new place: the focus goes along.
        request_animation_frame(move || {
            crate::ui::focus(&format!("[data-column=\"{place}\"] [data-move={button}]"));
        });
    };
    let width = move |event| {
        let width = event_target_value(&event).parse().ok();
        set(&|column| column.width = width);
    };
    let check = move |event| {
        let wanted = event_target_checked(&event);
        set(&|column| column.shown = wanted);
    };
    let option = move |(name, pixels): (&'static str, u16)| {
        view! { <option value=pixels.to_string() selected=shown.width == Some(pixels)>{name}</option> }
    };
    let drawn = shown.width.filter(|width| WIDTHS.iter().all(|(_, named)| named != width));
    let drawn =
        drawn.map(|width| view! { <option value=width.to_string() selected=true>{width} " pixels"</option> });
    let title = column.title;
    view! {
        <li data-column=place.to_string()>
            <label class="check">
                <input type="checkbox" prop:checked=shown.shown disabled=column.heads_row on:change=check/>
                {title}
            </label>
            <select aria-label=format!("Width of {title}") on:change=width>
                <option value="" selected=shown.width.is_none()>"As needed"</option>
                {WIDTHS.map(option)}
                {drawn}
            </select>
            <button type="button" class="ghost" data-move="up" aria-label=format!("Move {title} up") on:click=move |_| shift(false)><Icon name="up"/></button>
            <button type="button" class="ghost down" data-move="down" aria-label=format!("Move {title} down") on:click=move |_| shift(true)><Icon name="up"/></button>
        </li>
    }
    .into_any()
}
