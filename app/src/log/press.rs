//! What is pressed in a row, heard by the table: fifty rows with three listeners each would be made anew with every page.

use leptos::ev::MouseEvent;
use leptos::web_sys;
use model::RecordId;
use wasm_bindgen::JsCast;

use super::{Board, ticks};
use crate::ui::focus;

/// A thing in a row that can be pressed.
enum Pressed {
    Tick,
    Resync,
    View,
}

/// Does what was pressed in a row.
pub fn heard(board: Board, event: &MouseEvent) {
    let Some((pressed, id)) = of_event(event) else { return };
    match pressed {
        Pressed::Tick => ticks::tick_row(board, id, event),
        Pressed::Resync => resync(board, id),
        // The router may have followed the link already.
        Pressed::View if !event.default_prevented() && event.button() == 0 && !with_key(event) => {
            event.prevent_default();
            board.open(id);
        }
        Pressed::View => {}
    }
}

fn of_event(event: &MouseEvent) -> Option<(Pressed, RecordId)> {
    let target: web_sys::Element = event.target()?.dyn_into().ok()?;
    let element = target.closest("[data-test=select],[data-test=resync],[data-test=view]").ok()??;
    let pressed = match element.get_attribute("data-test")?.as_str() {
        "select" => Pressed::Tick,
        "resync" => Pressed::Resync,
        _ => Pressed::View,
    };
    let row = element.closest("[data-test=row]").ok()??;
    Some((pressed, row.get_attribute("data-id")?.parse().ok()?))
}

/// A press with such a key opens another tab or window.
fn with_key(event: &MouseEvent) -> bool {
    event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()
}

fn resync(board: Board, id: RecordId) {
    use leptos::prelude::WithUntracked;
    if board.asked_again.with_untracked(|ids| ids.contains(&id)) {
        return;
    }
    // The button goes once the row has moved on; the focus stays in the row.
    focus(&format!("[data-id=\"{id}\"] [data-test=view]"));
    board.resync(id);
}
