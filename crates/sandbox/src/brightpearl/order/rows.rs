//! Rows added, changed and taken away one by one (fact sheet 4.3.5); never on an invoiced order.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

use super::super::call::Call;
use super::super::form::{decimal, whole};
use super::super::patching::{self, Operation};
use super::super::reference;
use super::super::reply::{Refusal, Reply};
use super::super::{payment, stock};
use super::{BAD_ORDER, Bundle, Invoice, Line, Order, create, find, lines, nested};
use crate::ledger::Effect;

/// Code of a change to an order that is invoiced or about to be; the real number is not known.
const INVOICED: &str = "ORDC-911";

/// Refuses to change an order that is invoiced, or about to be.
pub(super) fn editable(order: &Order) -> Result<(), Refusal> {
    if order.invoice == Invoice::None {
        return Ok(());
    }
    Err(Refusal::bad(INVOICED, format!("Order {} is invoiced and cannot be changed", order.id)))
}

/// Adds a row (and the parts of a bundle) and answers its id.
pub(super) fn post(call: &mut Call<'_>, id: &str) -> Result<Reply, Refusal> {
    let mut order = find(call, call.id(id)?)?;
    editable(&order)?;
    let body = call.json()?;
    let place = order.lines.iter().map(|line| line.sequence).max().unwrap_or(0) / 10 + 1;
    let at = |pointer: &str| body.pointer(pointer).cloned().unwrap_or(Value::Null);
    let row = json!({
        "productId": at("/productId"), "name": at("/productName"), "quantity": at("/quantity/magnitude"),
        "taxCode": at("/rowValue/taxCode"), "net": at("/rowValue/rowNet/value"),
        "tax": at("/rowValue/rowTax/value"), "nominalCode": at("/nominalCode"),
    });
    let mut added = lines::add(call, &order, &row, place)?;
    create::number_rows(call.state, &mut added);
    let row_id = added.first().map_or(0, |line| line.id);
    order.lines.extend(added);
    keep(call, order, "order-row.created", row_id);
    Ok(Reply::response(json!(row_id)))
}

/// Changes a row and answers it as it is now; all operations apply or none.
pub(super) fn patch(call: &mut Call<'_>, id: &str, row: &str) -> Result<Reply, Refusal> {
    let mut order = find(call, call.id(id)?)?;
    editable(&order)?;
    let row_id = call.id(row)?;
    let body = call.json()?;
    let noted = stock::on_notes(call.state, order.id, row_id);
    let Some(line) = order.lines.iter_mut().find(|line| line.id == row_id) else {
        return Err(no_such_row(order.id, row_id));
    };
    for operation in patching::read(&body)? {
        apply(line, &operation, noted)?;
    }
    let printed = nested::row(&order.currency, line);
    keep(call, order, "order-row.changed", row_id);
    Ok(Reply::response(printed))
}

fn no_such_row(order: i64, row: i64) -> Refusal {
    Refusal::not_found(format!("Order {order} has no row {row}"))
}

fn apply(line: &mut Line, operation: &Operation<'_>, noted: i64) -> Result<(), Refusal> {
    let parts = operation.parts();
    let known = matches!(
        parts.as_slice(),
        ["quantity", "magnitude"]
            | ["rowValue", "rowNet" | "rowTax", "value"]
            | ["rowValue", "taxCalculator"]
            | ["nominalCode"]
            | ["orderRowSequence"]
    );
    match parts.as_slice() {
        _ if !known => Err(operation.unknown_path()),
        _ if operation.op != "replace" => Err(operation.not_allowed()),
        ["quantity", "magnitude"] => quantity(line, operation, noted),
        ["rowValue", which @ ("rowNet" | "rowTax"), "value"] => amount(line, operation, which),
        ["nominalCode"] => {
            let code = operation.value.as_str().ok_or_else(patching::wrong_type)?;
            if !reference::nominal_code_exists(code) {
                return Err(Refusal::bad(BAD_ORDER, format!("There is no nominal code {code}")));
            }
            code.clone_into(&mut line.nominal_code);
            Ok(())
        }
        ["orderRowSequence"] => {
            line.sequence = whole(operation.value).ok_or_else(patching::wrong_type)?;
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Fewer than are on goods-out notes cannot be ordered.
fn quantity(line: &mut Line, operation: &Operation<'_>, noted: i64) -> Result<(), Refusal> {
    let quantity = decimal(operation.value).ok_or_else(patching::wrong_type)?;
    let needs_whole = line.stock_tracked || line.bundle == Bundle::Parent;
    if quantity <= Decimal::ZERO
        || quantity < Decimal::from(noted)
        || quantity.normalize().scale() > 4
        || (needs_whole && !quantity.fract().is_zero())
        || quantity.to_i64().is_none()
    {
        return Err(Refusal::bad("ORDC-024", "The quantity is not valid"));
    }
    line.quantity = quantity;
    Ok(())
}

/// A new net makes the server compute the tax anew from the tax code, as recorded (100/13 to 200/26).
fn amount(line: &mut Line, operation: &Operation<'_>, which: &str) -> Result<(), Refusal> {
    let value = decimal(operation.value).ok_or_else(patching::wrong_type)?;
    let cents = |value: Decimal| value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    if which == "rowNet" {
        line.net = value.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero);
        line.tax = cents(line.net * line.tax_code.percent() / Decimal::ONE_HUNDRED);
    } else {
        line.tax = cents(value);
    }
    Ok(())
}

/// Takes a row away, with the parts of a bundle; not while its goods are on a note.
pub(super) fn delete(call: &mut Call<'_>, id: &str, row: &str) -> Result<Reply, Refusal> {
    let mut order = find(call, call.id(id)?)?;
    editable(&order)?;
    let row_id = call.id(row)?;
    let goes = |line: &Line| line.id == row_id || line.bundle == Bundle::Child(row_id);
    let gone: Vec<i64> = order.lines.iter().filter(|line| goes(line)).map(|line| line.id).collect();
    if gone.is_empty() {
        return Err(no_such_row(order.id, row_id));
    }
    if gone.iter().any(|row| stock::on_notes(call.state, order.id, *row) > 0) {
        return Err(Refusal::bad(BAD_ORDER, format!("The goods of row {row_id} are on a goods note")));
    }
    order.lines.retain(|line| !goes(line));
    keep(call, order, "order-row.deleted", row_id);
    Ok(call.deleted())
}

/// Stores an order whose rows have changed, with all that follows from them.
fn keep(call: &mut Call<'_>, mut order: Order, what: &str, row_id: i64) {
    order.touch(call.now());
    order.paid = payment::paid(call.state, &order);
    stock::fit(call.state, &order);
    call.record(
        Effect::new(what, row_id, order.external_ref.clone().unwrap_or_default())
            .amount(order.gross())
            .detail(json!({ "orderId": order.id })),
    );
    let (id, seen) = (order.id, call.seen());
    call.state.orders.put(id, order, seen);
    call.state.hooks.raise("order.modified", id);
    stock::refresh(call, id);
}
