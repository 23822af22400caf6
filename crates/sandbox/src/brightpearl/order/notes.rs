//! order-note-search.

use serde_json::json;

use super::super::call::Call;
use super::super::reply::{Refusal, Reply};
use super::super::search::{self, Cell, Column, Kind};
use super::status::Note;

/// Searches the notes of all orders.
pub(super) fn search(call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut notes: Vec<&Note> = call.state.notes.values().flatten().collect();
    notes.sort_by_key(|note| note.id);
    search::run(&COLUMNS, notes.into_iter(), &call.query, call.knobs, |_| json!({}))
}

/// The columns, named as the fields of a note.
pub(super) static COLUMNS: [Column<Note>; 7] = [
    Column::new("noteId", Kind::IdSet, |one: &Note| Cell::Int(one.id)),
    Column::new("orderId", Kind::IdSet, |one: &Note| Cell::Int(one.order_id)),
    Column::new("contactId", Kind::IdSet, |one: &Note| Cell::Int(one.contact_id)),
    Column::new("noteText", Kind::SearchString, |one: &Note| Cell::text(&one.text)),
    Column::new("isPublic", Kind::Boolean, |one: &Note| Cell::Bool(one.public)),
    Column::new("addedOn", Kind::Period, |one: &Note| Cell::At(one.added_on)),
    Column::new("addedBy", Kind::IdSet, |one: &Note| Cell::Int(one.added_by)),
];
