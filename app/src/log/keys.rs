use leptos::ev;
use leptos::prelude::*;
use leptos::web_sys;
use model::{RecordId, Status};
use wasm_bindgen::JsCast;

use super::Board;
use super::help::keys_are_on;
use crate::ui::{focus, typing};

/// Follows the keys of a log: `/` search, `j` and `k` from row to row, Enter opens, `r` re-syncs, `?` help.
pub fn follow(board: Board) {
    let handle = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || typing(&event) || a_dialog_is_open() {
            return;
        }
        if press(board, &event) {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

/// What a key does; `false` if it is none of ours.
fn press(board: Board, event: &web_sys::KeyboardEvent) -> bool {
    match event.key().as_str() {
        "Enter" => open_row(board, event),
        _ if !keys_are_on() => false,
        "/" => focus("[data-test=search]"),
        "?" => super::help::show(),
        "j" => step(true),
        "k" => step(false),
        "r" => resync_row(board),
        _ => false,
    }
}

fn a_dialog_is_open() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}

/// The row the focus is in.
fn current() -> Option<web_sys::Element> {
    document().active_element()?.closest("[data-test=row]").ok().flatten()
}

fn record_of(row: &web_sys::Element) -> Option<RecordId> {
    row.get_attribute("data-id")?.parse().ok()
}

/// Moves the focus to the row below or above; to the first where no row has it.
fn step(down: bool) -> bool {
    let target = match current() {
        Some(row) if down => row.next_element_sibling(),
        Some(row) => row.previous_element_sibling(),
        None => document().query_selector("[data-test=row]").ok().flatten(),
    };
    let Some(row) = target.and_then(|row| row.dyn_into::<web_sys::HtmlElement>().ok()) else { return false };
    row.focus().is_ok()
}

/// Opens the row itself; Enter on a link or button in it stays theirs.
fn open_row(board: Board, event: &web_sys::KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let row = target.filter(|element| element.get_attribute("data-test").as_deref() == Some("row"));
    let Some(record) = row.as_ref().and_then(record_of) else { return false };
    board.open(record);
    true
}

/// Asks for a re-sync of the row the focus is in, if it has come to an end.
fn resync_row(board: Board) -> bool {
    let Some(record) = current().as_ref().and_then(record_of) else { return false };
    let settled = board
        .row(record)
        .is_some_and(|row| row.with_untracked(|row| matches!(row.status, Status::Failed | Status::Synced)));
    if settled {
        board.resync(record);
    }
    settled
}
