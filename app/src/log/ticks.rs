//! The ticks of rows: one a row, one for the page, and all that match.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::web_sys;
use model::RecordId;
use wasm_bindgen::JsCast;

use super::Board;

/// The rows of the page as they stand.
fn page(board: Board) -> Vec<RecordId> {
    board.of_page(|page| page.records.iter().map(|row| row.id).collect())
}

fn page_now(board: Board) -> Vec<RecordId> {
    board.of_page_now(|page| page.records.iter().map(|row| row.id).collect())
}

/// Whether the box that was pressed is ticked now.
fn ticked(event: &MouseEvent) -> bool {
    let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    input.is_some_and(|input| input.checked())
}

/// The tick of one row was pressed; with Shift, that of all rows from the one ticked before.
pub fn tick_row(board: Board, id: RecordId, event: &MouseEvent) {
    let page = page_now(board);
    board.picks.update(|picks| picks.set(id, ticked(event), event.shift_key(), &page));
}

/// The tick of the page.
#[component]
pub fn PageTick(board: Board) -> impl IntoView {
    let state = Memo::new(move |_| board.picks.with(|picks| picks.of_page(&page(board))));
    let tick = move |event: MouseEvent| {
        let page = page_now(board);
        board.picks.update(|picks| picks.set_page(ticked(&event), &page));
    };
    view! {
        <th scope="col" role="columnheader" class="pick">
            <input
                type="checkbox"
                data-test="select-page"
                aria-label="Tick all rows of this page"
                prop:checked=move || state.get().0
                prop:indeterminate=move || state.get().1 && !state.get().0
                on:click=tick
            />
        </th>
    }
    .into_any()
}
