use leptos::ev;
use leptos::prelude::*;
use leptos::web_sys;
use model::{Kind, RecordId, Status};
use wasm_bindgen::JsCast;

use super::Board;
use super::help::keys_are_on;
use crate::ui::{Sheet, focus, typing};

/// Follows the keys of a log: `/` search, `j` and `k` from row to row, `x` ticks, Enter opens, `r` re-syncs, `e` explains, `g`
/// and a letter goes to another log, `?` help.
pub fn follow(board: Board, help: Sheet) {
    let handle = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || typing(&event) || a_dialog_is_open() {
            return;
        }
        if press(board, help, &event) {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

/// What a key does; `false` if it is none of ours.
fn press(board: Board, help: Sheet, event: &web_sys::KeyboardEvent) -> bool {
    match event.key().as_str() {
        "Enter" => open_row(board, event),
        _ if !keys_are_on() => false,
        "/" => focus("[data-test=search]"),
        "?" => {
            help.open();
            true
        }
        "j" => step(true),
        "k" => step(false),
        "r" => resync_row(board),
        "x" => tick_row(board),
        "e" => explain_row(board),
        "g" => {
            GOING.set(js_sys::Date::now());
            true
        }
        key if js_sys::Date::now() - GOING.get() < GOES_FOR => go_to(board, key),
        _ => false,
    }
}

thread_local! {
    /// When `g` was pressed, in milliseconds since 1970.
    static GOING: std::cell::Cell<f64> = const { std::cell::Cell::new(0.0) };
}

/// How long `g` waits for the letter of a log, in milliseconds.
const GOES_FOR: f64 = 1_500.0;

/// Goes to the log of a letter: `p` products, `i` inventory, `o` orders, `c` customers, `f` refunds.
fn go_to(board: Board, letter: &str) -> bool {
    GOING.set(0.0);
    let kind = Kind::ALL.into_iter().find(|kind| crate::kinds::view_of(*kind).letter == letter);
    if let Some(kind) = kind {
        board.leave_for(&super::Asked::default().address(kind, None));
    }
    kind.is_some()
}

/// Ticks the row the focus is in, or takes its tick away.
fn tick_row(board: Board) -> bool {
    let Some(record) = current().as_ref().and_then(record_of) else { return false };
    let page = board.of_page_now(|page| page.records.iter().map(|row| row.id).collect::<Vec<_>>());
    board.picks.update(|picks| {
        let ticked = !picks.has(record);
        picks.set(record, ticked, false, &page);
    });
    true
}

/// Opens the row at what it waits for, or why it failed.
fn explain_row(board: Board) -> bool {
    let Some(record) = current().as_ref().and_then(record_of) else { return false };
    board.open(record);
    true
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
