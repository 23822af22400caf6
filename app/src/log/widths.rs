//! Columns are drawn as wide as somebody wants them, at the end of their heading. By keyboard the dialog of the columns does it.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::ev::{self, PointerEvent};
use leptos::prelude::*;
use leptos::web_sys;
use wasm_bindgen::JsCast;

use super::Board;
use super::look::nearest_width;
use crate::kinds::{Column, view_of};

/// The class of a column's cells. A class, not a style: the policy of the page lets no style stand in the HTML.
pub fn class_of(column: &Column, width: Option<u16>) -> String {
    match width {
        Some(width) => format!("{} w{width}", column.class),
        None => column.class.to_owned(),
    }
}

/// Where a heading ends: drawn it gives the column a width, pressed twice the usual one.
pub fn grip(board: Board, column: &'static Column) -> impl IntoView {
    let draw = move |event: PointerEvent| {
        event.prevent_default();
        if let (Some(place), Some(width)) = (place_of(board, column), width_of(&event)) {
            follow(board, place, width - f64::from(event.client_x()));
        }
    };
    let forget = move |_| {
        if let Some(place) = place_of(board, column) {
            board.look.update(|look| look.widen(place, None));
            board.look.with_untracked(|look| look.keep(board.kind));
        }
    };
    view! { <span class="grip" aria-hidden="true" data-test="grip" on:pointerdown=draw on:dblclick=forget></span> }
}

/// Gives the column the width that the pointer shows until it is let go; `off` is what its place and the width differ by.
fn follow(board: Board, place: usize, off: f64) {
    let moved = window_event_listener(ev::pointermove, move |event| {
        let width = Some(nearest_width(f64::from(event.client_x()) + off));
        let is_news = board.look.with_untracked(|look| {
            look.columns.iter().any(|column| column.place == place && column.width != width)
        });
        if is_news {
            board.look.update(|look| look.widen(place, width));
        }
    });
    // Not of this heading, which is drawn anew with each step.
    let listening = Rc::new(RefCell::new(vec![moved]));
    let ends = Rc::clone(&listening);
    let ended = window_event_listener(ev::pointerup, move |_| {
        board.look.try_with_untracked(|look| look.keep(board.kind));
        ends.take().into_iter().for_each(WindowListenerHandle::remove);
    });
    listening.borrow_mut().push(ended);
}

fn place_of(board: Board, column: &Column) -> Option<usize> {
    view_of(board.kind).all_columns().iter().position(|other| other.title == column.title)
}

/// How wide the heading is that the pointer is on.
fn width_of(event: &PointerEvent) -> Option<f64> {
    let grip = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    Some(grip.closest("th").ok()??.get_bounding_client_rect().width())
}
