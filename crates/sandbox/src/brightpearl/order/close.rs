//! Invoicing ("closing") an order or a credit, which is done in the background (fact sheet 4.3.3).

use jiff::SignedDuration;
use serde_json::json;

use super::super::call::Call;
use super::super::form::Form;
use super::super::payment;
use super::super::reference::tables::{CANCELLED_STATUS, INVOICED_STATUS};
use super::super::reply::{Refusal, Reply};
use super::{Invoice, Order, OrderType, find};
use crate::ledger::Effect;

/// Code of an order that cannot be closed; the real number is not known.
const CANNOT_CLOSE: &str = "ORDC-912";

/// Asks for the invoice and answers `{}`; may be asked again while it is pending.
pub(super) fn post(call: &mut Call<'_>, kind: OrderType, id: &str) -> Result<Reply, Refusal> {
    let mut order = find(call, call.id(id)?)?;
    if order.kind != kind {
        return Err(Refusal::not_found(format!("There is no order of type {} with id {id}", kind.code())));
    }
    let body = call.json()?;
    let mut form = Form::new(&body, CANNOT_CLOSE);
    let tax_date = form.time("/taxDate").unwrap_or(order.tax_date);
    if order.is_closed() {
        form.wrong(format!("Order {} is already invoiced", order.id));
    }
    if order.status_id == CANCELLED_STATUS {
        form.wrong(format!("Order {} is cancelled", order.id));
    }
    form.finish()?;
    payment::open_period(call, tax_date)?;
    if order.invoice == Invoice::None {
        let wait = SignedDuration::from_millis(i64::from(call.knobs.invoicing_ms));
        call.state.invoicing.insert(order.id, call.moment.checked_add(wait).unwrap_or(call.moment));
        order.invoice = Invoice::Pending;
        order.tax_date = tax_date;
        order.touch(call.now());
        let (id, seen) = (order.id, call.seen());
        call.state.orders.put(id, order, seen);
    }
    Ok(Reply::done())
}

/// Does what the background has done until now.
pub fn finish(call: &mut Call<'_>) {
    let moment = call.moment;
    let due: Vec<i64> =
        call.state.invoicing.iter().filter(|(_, at)| **at <= moment).map(|(order, _)| *order).collect();
    for id in due {
        call.state.invoicing.remove(&id);
        if let Some(order) = call.state.orders.get(id).cloned() {
            invoice(call, order);
        }
    }
}

fn invoice(call: &mut Call<'_>, mut order: Order) {
    let (id, letters) = (order.id, if order.kind.sells() { "SI" } else { "SC" });
    let reference = format!("{letters}-{id}");
    call.record(
        Effect::new("order.invoiced", id, order.external_ref.clone().unwrap_or_default())
            .amount(order.gross())
            .detail(json!({ "invoiceReference": reference, "type": order.kind.code() })),
    );
    order.invoice = Invoice::Done { reference, closed_on: call.now() };
    if order.kind.sells() {
        order.status_id = INVOICED_STATUS;
        call.state.hooks.raise("order.modified.order-status", id);
    }
    order.touch(call.now());
    let seen = call.seen();
    call.state.orders.put(id, order, seen);
}
