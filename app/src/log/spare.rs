//! Rows that a shorter page leaves over. They leave the table together and come back for a longer page: taking down each one of
//! them, and making it anew, would cost a browser more than the answer that takes their place.

use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::{Document, DocumentFragment, Element};

use super::Board;

/// Keeps as many rows in the table as the page has.
pub fn follow(board: Board, body: NodeRef<html::Tbody>) {
    Effect::new(move |spare: Option<Spare>| {
        let filled = board.places.filled();
        let mut spare =
            spare.unwrap_or_else(|| Spare { rows: document().create_document_fragment(), shown: 0 });
        if let Some(body) = body.get() {
            let _ = spare.keep(&document(), &body, filled);
        }
        spare
    });
}

/// Rows outside the table, in their order.
struct Spare {
    rows: DocumentFragment,
    /// How many rows the table had when it was last looked at. New ones are made behind these, while the spare ones come before
    /// them.
    shown: usize,
}

impl Spare {
    fn keep(&mut self, document: &Document, body: &Element, filled: usize) -> Option<()> {
        let there = body.child_element_count() as usize;
        let shown = std::mem::replace(&mut self.shown, filled);
        if there > filled {
            let left_over = together(document, &child(body, filled)?, &body.last_element_child()?)?;
            self.rows.insert_before(&left_over, self.rows.first_child().as_ref()).ok()?;
        } else if let Some(last) = nth(&self.rows, filled - there) {
            let wanted = together(document, &self.rows.first_element_child()?, &last)?;
            let behind = match shown.checked_sub(1) {
                Some(last) => child(body, last)?.next_sibling(),
                None => body.first_child(),
            };
            body.insert_before(&wanted, behind.as_ref()).ok()?;
        }
        Some(())
    }
}

fn child(of: &Element, place: usize) -> Option<Element> {
    of.children().item(u32::try_from(place).ok()?)
}

/// The so many-th of the spare rows, or the last one where there are fewer.
fn nth(rows: &DocumentFragment, number: usize) -> Option<Element> {
    let last = number.min(rows.child_element_count() as usize).checked_sub(1)?;
    rows.children().item(u32::try_from(last).ok()?)
}

/// Takes elements that stand beside each other out of where they are, with one call.
fn together(document: &Document, first: &Element, last: &Element) -> Option<DocumentFragment> {
    let range = document.create_range().ok()?;
    range.set_start_before(first).ok()?;
    range.set_end_after(last).ok()?;
    range.extract_contents().ok()
}
