//! The status of an order and the notes on it (fact sheet 4.3.6, 4.3.7).

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::super::call::Call;
use super::super::form::Form;
use super::super::reference;
use super::super::reference::tables::CANCELLED_STATUS;
use super::super::reply::{Problem, Refusal, Reply};
use super::super::when;
use super::super::{payment, stock};
use super::{BAD_ORDER, Invoice, Order, find};
use crate::ledger::Effect;

/// Code of a refused change of status; the real number is not known.
const BAD_STATUS: &str = "ORDC-910";

/// The longest note, in characters.
const LONGEST_NOTE: usize = 65_000;

/// A note on an order.
#[derive(Debug, Clone)]
pub struct Note {
    /// Unique over all orders.
    pub id: i64,
    /// The order it is on.
    pub order_id: i64,
    /// The customer of the order.
    pub contact_id: i64,
    /// What it says; never empty.
    pub text: String,
    /// Whether the customer may read it.
    pub public: bool,
    /// When it was written.
    pub added_on: Timestamp,
    /// Contact id of who wrote it.
    pub added_by: i64,
    /// The status the order had then.
    pub status_id: i64,
}

/// Changes the status, adds the note that may come with it, and answers `{}`.
pub fn put(call: &mut Call<'_>, id: &str) -> Result<Reply, Refusal> {
    let id = call.id(id)?;
    let mut order = find(call, id)?;
    let body = call.json()?;
    let mut form = Form::new(&body, BAD_STATUS);
    let status_id = form.id("/orderStatusId").unwrap_or(0);
    let note = form.text("/orderNote/text", LONGEST_NOTE);
    let public = form.flag("/orderNote/isPublic").unwrap_or(false);
    allowed(&mut form, status_id, order.kind.code());
    form.finish()?;
    if status_id == CANCELLED_STATUS {
        cancel(call, &order)?;
        order = find(call, id)?;
    }
    order.status_id = status_id;
    order.touch(call.now());
    let what = if status_id == CANCELLED_STATUS { "order.cancelled" } else { "order.status-changed" };
    call.record(
        Effect::new(what, id, order.external_ref.clone().unwrap_or_default())
            .detail(json!({ "statusId": status_id })),
    );
    call.state.hooks.raise("order.modified.order-status", id);
    if let Some(text) = note {
        keep_note(call, &order, text, public, None);
    }
    let seen = call.seen();
    call.state.orders.put(id, order, seen);
    Ok(Reply::done())
}

/// A status must exist, be one of the order's type and not be disabled.
fn allowed(form: &mut Form<'_>, status_id: i64, order_type: &str) {
    match reference::order_status(status_id) {
        None => form.wrong(format!("There is no order status {status_id}")),
        Some(status) if status.order_type != order_type => {
            form.wrong(format!("Order status {status_id} is not one of type {order_type}"));
        }
        Some(status) if status.disabled => form.wrong(format!("Order status {status_id} is disabled")),
        Some(_) => {}
    }
}

/// An order can be cancelled only without goods-out notes and invoice, and if its payments net to nothing;
/// what it has reserved is freed.
fn cancel(call: &mut Call<'_>, order: &Order) -> Result<(), Refusal> {
    let mut problems = Vec::new();
    let mut forbid = |holds: bool, what: &str| {
        if holds {
            problems.push(Problem::new(BAD_STATUS, format!("An order with {what} cannot be cancelled")));
        }
    };
    forbid(stock::has_notes(call.state, order.id), "goods-out notes");
    forbid(order.invoice != Invoice::None, "an invoice");
    forbid(payment::sum(call.state, order.id) != Decimal::ZERO, "payments");
    Refusal::unless_empty(problems)?;
    stock::release(call, order.id);
    Ok(())
}

/// Adds a note and answers its id.
pub(super) fn add_note(call: &mut Call<'_>, id: &str) -> Result<Reply, Refusal> {
    let id = call.id(id)?;
    let order = find(call, id)?;
    let body = call.json()?;
    let mut form = Form::new(&body, BAD_ORDER);
    let text = form.required_text("/text", LONGEST_NOTE).unwrap_or_default();
    let public = form.flag("/isPublic").unwrap_or(false);
    let added_on = form.time("/addedOn");
    form.finish()?;
    Ok(Reply::response(json!(keep_note(call, &order, text, public, added_on))))
}

fn keep_note(
    call: &mut Call<'_>,
    order: &Order,
    text: String,
    public: bool,
    added_on: Option<Timestamp>,
) -> i64 {
    let id = call.state.new_note_id();
    call.record(
        Effect::new("order-note.created", id, order.external_ref.clone().unwrap_or_default())
            .detail(json!({ "orderId": order.id, "text": text })),
    );
    let note = Note {
        id,
        order_id: order.id,
        contact_id: order.customer_id,
        text,
        public,
        added_on: added_on.unwrap_or_else(|| call.now()),
        added_by: call.caller,
        status_id: order.status_id,
    };
    call.state.notes.entry(order.id).or_default().push(note);
    id
}

/// Answers the notes on an order, oldest first.
pub(super) fn notes(call: &Call<'_>, id: &str) -> Result<Reply, Refusal> {
    let order = find(call, call.id(id)?)?;
    let print = |note: &Note| {
        json!({
            "noteId": note.id, "contactId": note.contact_id, "text": note.text, "isPublic": note.public,
            "addedOn": when::print(note.added_on), "addedBy": note.added_by, "orderStatusId": note.status_id,
        })
    };
    let notes: Vec<Value> = call.state.notes.get(&order.id).into_iter().flatten().map(print).collect();
    Ok(Reply::response(json!(notes)))
}
