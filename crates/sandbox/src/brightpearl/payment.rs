//! Customer payments (fact sheet 4.5.1): created, deleted and searched, never read by id and never edited.

use axum::http::Method;
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::json;

use super::State;
use super::call::{Call, no_such_resource};
use super::contact::OWNER;
use super::form::Form;
use super::order::{Order, Paid};
use super::reference;
use super::reply::{Refusal, Reply, fixed};
use super::search::{Cell, Column, Kind, catalogue};
use super::when;
use crate::ledger::Effect;

/// Id of the first payment.
pub const FIRST_PAYMENT: i64 = 935_001;
/// Id of the first journal.
pub const FIRST_JOURNAL: i64 = 2_400_001;

/// Code of a refused payment; the real number is not known (fact sheet 7, question 8).
const BAD_PAYMENT: &str = "ACCC-900";
/// Code of a reference that was used before; the real number is not known.
const REFERENCE_USED: &str = "ACCC-901";
/// Code of a date in a locked accounting period; the real number is not known.
const PERIOD_LOCKED: &str = "ACCC-902";

/// The types of payments.
const TYPES: [&str; 5] = ["AUTH", "CAPTURE", "PAYMENT", "RECEIPT", "VOID"];

/// A payment.
#[derive(Debug, Clone)]
pub struct Payment {
    /// Unique, never given twice.
    pub id: i64,
    /// With the method the only thing that keeps a payment from being posted twice.
    pub transaction_ref: Option<String>,
    /// Ties an authorisation to its captures.
    pub transaction_code: Option<String>,
    /// Upper case; need not be a method that exists.
    pub method: String,
    /// One of `AUTH`, `CAPTURE`, `PAYMENT` (money out), `RECEIPT` (money in), `VOID`.
    pub kind: String,
    /// The order it is for.
    pub order_id: i64,
    /// Three capital letters; need not be set up.
    pub currency: String,
    /// Authorised amount of AUTH and VOID, else 0.
    pub authorized: Decimal,
    /// Money that moved, else 0; never negative.
    pub paid: Decimal,
    /// When an authorisation ends.
    pub expires: Option<Timestamp>,
    /// When the money moved.
    pub paid_on: Timestamp,
    /// When it was entered.
    pub created_on: Timestamp,
    /// None if the method does not exist or has no bank account for the currency.
    pub journal_id: Option<i64>,
}

/// Answers `accounting-service`.
pub fn serve(call: &mut Call<'_>, rest: &[&str]) -> Result<Reply, Refusal> {
    match (call.method.clone(), rest) {
        (Method::POST, ["customer-payment"]) => create(call),
        (Method::DELETE, ["customer-payment", id]) => delete(call, id),
        (Method::GET, ["customer-payment-search"]) => {
            call.search(&COLUMNS, &call.state.payments, |_| json!({}))
        }
        (Method::GET, ["customer-payment-search", "meta-data"]) => Ok(catalogue(&COLUMNS)),
        (Method::GET, ["accounting-period-lock"]) => period_lock(call),
        (Method::GET, [resource]) => reference::accounting_service(call, resource, None),
        (Method::GET, [resource, ids]) => reference::accounting_service(call, resource, Some(ids)),
        _ => Err(no_such_resource()),
    }
}

fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let payment = read(call)?;
    if let (Some(reference), true) = (&payment.transaction_ref, is_repeated(call.state, &payment)) {
        return Err(Refusal::bad(
            REFERENCE_USED,
            format!(
                "The transaction reference {reference} is already used for payment method {}",
                payment.method
            ),
        ));
    }
    if makes_journal(&payment) {
        open_period(call, payment.paid_on)?;
    }
    let id = call.state.new_payment_id();
    let journal_id =
        payment.journal_id.or_else(|| makes_journal(&payment).then(|| call.state.new_journal_id()));
    let payment = Payment { id, journal_id, ..payment };
    call.record(effect("customer-payment.created", &payment));
    let (order_id, seen) = (payment.order_id, call.seen());
    call.state.payments.put(id, payment, seen);
    settle(call, order_id);
    Ok(Reply::response(json!(id)))
}

fn period_lock(call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.knobs.locked_until {
        Some(until) => Ok(Reply::response(json!({ "lockedBy": OWNER, "lockedUntil": when::print(until) }))),
        None => Err(Refusal::not_found("No accounting period lock exists")),
    }
}

fn effect(what: &str, payment: &Payment) -> Effect {
    Effect::new(what, payment.id, payment.transaction_ref.clone().unwrap_or_default()).amount(payment.paid).detail(
        json!({ "orderId": payment.order_id, "paymentMethodCode": payment.method, "paymentType": payment.kind,
                "currency": payment.currency, "journalId": payment.journal_id }),
    )
}

fn read(call: &Call<'_>) -> Result<Payment, Refusal> {
    let body = call.json()?;
    let mut form = Form::new(&body, BAD_PAYMENT);
    let kind = form.required_text("/paymentType", 16).unwrap_or_default();
    if !kind.is_empty() && !TYPES.contains(&kind.as_str()) {
        form.wrong(format!("paymentType must be one of {}", TYPES.join(", ")));
    }
    let moves_money = ["CAPTURE", "PAYMENT", "RECEIPT"].contains(&kind.as_str());
    let authorizes = ["AUTH", "VOID"].contains(&kind.as_str());
    if authorizes && form.at("/amountAuthorized").is_none() {
        form.wrong("amountAuthorized is required for AUTH and VOID");
    }
    if kind == "AUTH" && form.at("/authorizationExpiry").is_none() {
        form.wrong("authorizationExpiry is required for AUTH");
    }
    for required in ["/orderId", "/paymentDate"] {
        if form.at(required).is_none() {
            form.wrong(format!("{required} is required"));
        }
    }
    if form.decimal("/exchangeRate", 6).is_some_and(|rate| rate <= Decimal::ZERO) {
        form.wrong("exchangeRate must be more than 0");
    }
    let mut amount = |pointer: &str, counts: bool| {
        let value = form.decimal(pointer, 4).unwrap_or_default();
        if value < Decimal::ZERO {
            form.wrong(format!("{pointer} must not be negative"));
        }
        if counts { value } else { Decimal::ZERO }
    };
    let (authorized, paid) = (amount("/amountAuthorized", authorizes), amount("/amountPaid", moves_money));
    let payment = Payment {
        id: 0,
        transaction_ref: form.text("/transactionRef", 64).filter(|text| !text.is_empty()),
        transaction_code: form.text("/transactionCode", 64),
        method: form.required_text("/paymentMethodCode", 36).unwrap_or_default().to_uppercase(),
        kind,
        order_id: form.known_id("/orderId", "order", |id| call.state.orders.get(id).is_some()).unwrap_or(0),
        currency: currency(&mut form),
        authorized,
        paid,
        expires: form.time("/authorizationExpiry"),
        paid_on: form.time("/paymentDate").unwrap_or(call.moment),
        created_on: call.now(),
        journal_id: form.id("/journalId"),
    };
    form.finish()?;
    Ok(payment)
}

fn currency(form: &mut Form<'_>) -> String {
    let code = form.required_text("/currencyIsoCode", 3).unwrap_or_default();
    if !code.is_empty() && (code.len() != 3 || !code.bytes().all(|letter| letter.is_ascii_uppercase())) {
        form.wrong("currencyIsoCode must be three capital letters");
    }
    code
}

/// Whether reference and method together were used before; deleted payments free them.
fn is_repeated(state: &State, payment: &Payment) -> bool {
    state
        .payments
        .all()
        .any(|one| one.transaction_ref == payment.transaction_ref && one.method == payment.method)
}

/// Money that moved, through a method with a bank account in that currency.
fn makes_journal(payment: &Payment) -> bool {
    let has_bank = reference::payment_method(&payment.method)
        .is_some_and(|method| method.banks.iter().any(|(currency, _)| *currency == payment.currency));
    has_bank && ["CAPTURE", "PAYMENT", "RECEIPT"].contains(&payment.kind.as_str())
}

fn delete(call: &mut Call<'_>, id: &str) -> Result<Reply, Refusal> {
    let id = call.id(id)?;
    let payment = call
        .state
        .payments
        .get(id)
        .cloned()
        .ok_or_else(|| Refusal::not_found(format!("Cannot find customer payment: {id}")))?;
    call.record(effect("customer-payment.deleted", &payment));
    let seen = call.seen();
    call.state.payments.remove(id, seen);
    settle(call, payment.order_id);
    Ok(call.deleted())
}

/// Money in less money out for an order.
pub fn sum(state: &State, order_id: i64) -> Decimal {
    let signed = |payment: &Payment| if payment.kind == "PAYMENT" { -payment.paid } else { payment.paid };
    state.payments.all().filter(|payment| payment.order_id == order_id).map(signed).sum()
}

/// What is authorised and not yet captured or voided.
fn authorized(state: &State, order_id: i64) -> Decimal {
    let signed = |payment: &Payment| match payment.kind.as_str() {
        "AUTH" => payment.authorized,
        "VOID" => -payment.authorized,
        "CAPTURE" => -payment.paid,
        _ => Decimal::ZERO,
    };
    state.payments.all().filter(|payment| payment.order_id == order_id).map(signed).sum()
}

/// Derives how far an order is paid.
fn status(total: Decimal, paid: Decimal, authorized: Decimal) -> Paid {
    if total.is_zero() {
        Paid::NotApplicable
    } else if paid >= total {
        Paid::Fully
    } else if paid > Decimal::ZERO {
        Paid::Partially
    } else if authorized >= total {
        Paid::Authorized
    } else {
        Paid::Unpaid
    }
}

/// Brings an order's payment status up to date; a payment is no change of the order itself.
fn settle(call: &mut Call<'_>, order_id: i64) {
    let Some(order) = call.state.orders.get(order_id).cloned() else { return };
    let order = Order { paid: paid(call.state, &order), ..order };
    let seen = call.seen();
    call.state.orders.put(order_id, order, seen);
}

/// How far an order is paid; a credit is paid by money that goes out.
pub fn paid(state: &State, order: &Order) -> Paid {
    let received = sum(state, order.id);
    let towards = if order.kind.pays_out() { -received } else { received };
    status(order.gross(), towards, authorized(state, order.id))
}

/// Refuses a date in the locked accounting period.
///
/// # Errors
/// 400 with a code that stands for the unknown real one.
pub fn open_period(call: &Call<'_>, date: Timestamp) -> Result<(), Refusal> {
    match call.knobs.locked_until.filter(|until| date < *until) {
        Some(until) => Err(Refusal::bad(
            PERIOD_LOCKED,
            format!("The accounting period is locked until {}", when::print(until)),
        )),
        None => Ok(()),
    }
}

static COLUMNS: [Column<Payment>; 14] = [
    Column::new("paymentId", Kind::IdSet, |one: &Payment| Cell::Int(one.id)),
    Column::new("transactionRef", Kind::Str, |one: &Payment| Cell::maybe_text(one.transaction_ref.as_ref()))
        .unsortable(),
    Column::new("transactionCode", Kind::Str, |one: &Payment| {
        Cell::maybe_text(one.transaction_code.as_ref())
    })
    .unsortable(),
    Column::new("paymentMethodCode", Kind::Str, |one: &Payment| Cell::text(&one.method)).unsortable(),
    Column::new("paymentType", Kind::Str, |one: &Payment| Cell::text(&one.kind)).unsortable(),
    Column::new("orderId", Kind::IdSet, |one: &Payment| Cell::Int(one.order_id)).unsortable(),
    Column::new("currencyId", Kind::IdSet, |one: &Payment| {
        Cell::maybe_int(reference::currency(&one.currency).map(|currency| currency.id))
    })
    .unsortable(),
    Column::new("currencyCode", Kind::Str, |one: &Payment| Cell::text(&one.currency)).unsortable(),
    Column::new("amountAuthorized", Kind::Str, |one: &Payment| Cell::made(fixed(one.authorized, 2)))
        .unsortable(),
    Column::new("amountPaid", Kind::Str, |one: &Payment| Cell::made(fixed(one.paid, 2))).unsortable(),
    Column::new("expires", Kind::Period, |one: &Payment| Cell::time(one.expires)).unsortable(),
    Column::new("paymentDate", Kind::Period, |one: &Payment| Cell::At(one.paid_on)),
    Column::new("createdOn", Kind::Period, |one: &Payment| Cell::At(one.created_on)),
    Column::new("journalId", Kind::IdSet, |one: &Payment| Cell::maybe_int(one.journal_id)),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_payment_status_follows_the_money() {
        let euros = Decimal::from;
        assert_eq!(status(euros(0), euros(0), euros(0)), Paid::NotApplicable);
        assert_eq!(status(euros(30), euros(0), euros(10)), Paid::Unpaid);
        assert_eq!(status(euros(30), euros(0), euros(30)), Paid::Authorized);
        assert_eq!(status(euros(30), euros(10), euros(0)), Paid::Partially);
        assert_eq!(status(euros(30), euros(30), euros(0)), Paid::Fully);
        assert_eq!(status(euros(30), euros(31), euros(0)), Paid::Fully);
    }
}
