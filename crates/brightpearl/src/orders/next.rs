//! Which call an order needs next: pure, so that the same answers always lead to the same call.

use std::str::FromStr;

use model::outgoing::{OrderDraft, PaymentDraft};
use model::{Answer, Failure, Outcome, Platform};
use platform::{Asked, Nature, Next, Step};
use rust_decimal::Decimal;

use super::call::{LOOK, ORDER, OrderCall, RESERVE, Reserved, SameReference, VERIFY, Verified, payment_key};
use crate::convert::order::{self, NotAnId, PostedRow};

/// The next call, or that the order is in step.
pub(super) fn next_step(asked: &Asked<'_, OrderDraft>) -> Result<Next, Failure> {
    let order = match (known_order(asked)?, asked.answer(LOOK).map(SameReference::of)) {
        (Some(order), _) => order,
        (None, None) => return Ok(Next::Do(look(asked.draft))),
        (None, Some(same)) => match same.live.as_slice() {
            [] => return create(asked.draft, same).map(Next::Do),
            [one] => *one,
            many => return Err(several(asked.draft, many)),
        },
    };
    let Some(verified) = asked.answer(VERIFY) else { return Ok(Next::Do(verify(asked, order))) };
    let verified = Verified::of(verified);
    totals_agree(asked.draft, order, &verified)?;
    if let Some(step) = reserve(asked, order, &verified)? {
        return Ok(Next::Do(step));
    }
    match asked.draft.document.payments.iter().find(|payment| is_open(asked, payment, &verified)) {
        Some(payment) => Ok(Next::Do(pay(asked.draft, order, payment))),
        None => Ok(Next::Done { target_ref: order.to_string(), outcome: outcome(asked) }),
    }
}

/// The order there as far as we know without looking: the one we made, or the one we are linked to.
fn known_order(asked: &Asked<'_, OrderDraft>) -> Result<Option<u64>, Failure> {
    let made = asked.answer(ORDER);
    // Found again after a lost answer, and not alone: somebody must look which of them is to stay.
    let twins = made.map(twins).unwrap_or_default();
    if !twins.is_empty() {
        return Err(several(asked.draft, &twins));
    }
    let known = made.and_then(|answer| answer.id.as_deref()).or(asked.link);
    known.map(|id| order::id("order", id).map_err(not_an_id)).transpose()
}

fn twins(answer: &Answer) -> Vec<u64> {
    answer.detail.get("twins").and_then(|ids| serde_json::from_value(ids.clone()).ok()).unwrap_or_default()
}

fn several(draft: &OrderDraft, ids: &[u64]) -> Failure {
    Failure::SeveralMatches {
        platform: Platform::Brightpearl,
        identifier: "external reference".to_owned(),
        value: draft.document.reference.clone(),
        ids: ids.iter().map(|id| format!("order {id}")).collect(),
    }
}

fn look(draft: &OrderDraft) -> Step {
    let call = OrderCall::Look { reference: draft.document.reference.clone() };
    call.step(LOOK.to_owned(), "Look whether it is there".to_owned(), Nature::Read)
}

fn create(draft: &OrderDraft, same: SameReference) -> Result<Step, Failure> {
    let post = order::document(&draft.document).map_err(not_an_id)?;
    let call = OrderCall::Create { post, reference: draft.document.reference.clone(), not: same.cancelled };
    Ok(call.step(ORDER.to_owned(), "Sales order".to_owned(), Nature::Once))
}

fn verify(asked: &Asked<'_, OrderDraft>, order: u64) -> Step {
    let lines = asked.draft.document.rows.iter().map(|row| row.line.clone()).collect();
    let call = OrderCall::Verify { order, lines, payments: asked.answer(ORDER).is_none() };
    call.step(VERIFY.to_owned(), "Compare the totals".to_owned(), Nature::Read)
}

fn totals_agree(draft: &OrderDraft, order: u64, verified: &Verified) -> Result<(), Failure> {
    let there = Decimal::from_str(&verified.total).ok();
    if there == Some(draft.document.total) && verified.currency == draft.document.currency {
        return Ok(());
    }
    Err(Failure::TotalsDiffer {
        till: format!("{:.2} {}", draft.document.total, draft.document.currency),
        there: format!("{} {}", verified.total, verified.currency),
        document: format!("order {order}"),
    })
}

/// Holding goods back, if that is wanted, not done, and there is something to hold. What ended for want of stock is tried
/// again when a person asks.
fn reserve(asked: &Asked<'_, OrderDraft>, order: u64, verified: &Verified) -> Result<Option<Step>, Failure> {
    let goods: Vec<PostedRow> = verified.rows.iter().filter(|row| row.quantity > 0).cloned().collect();
    if !asked.draft.reserve || goods.is_empty() {
        return Ok(None);
    }
    let tries = asked.done.iter().filter(|step| is_reserve(&step.key)).count();
    let wanted = match tries {
        0 => verified.untouched,
        _ => asked.forced && verified.untouched && shortage(asked).is_some() && !tried_now(asked),
    };
    if !wanted {
        return Ok(None);
    }
    let warehouse = order::id("warehouse", &asked.draft.document.warehouse).map_err(not_an_id)?;
    let call = OrderCall::Reserve { order, warehouse, post: order::reservation(&goods) };
    let key = if tries == 0 { RESERVE.to_owned() } else { format!("{RESERVE}:{}", tries + 1) };
    Ok(Some(call.step(key, "Reserve the goods".to_owned(), Nature::Once)))
}

fn is_reserve(key: &str) -> bool {
    key.strip_prefix(RESERVE).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}

/// Why the last try to hold goods back held nothing; `None` if it did, or there was none.
fn shortage(asked: &Asked<'_, OrderDraft>) -> Option<String> {
    let last = asked.done.iter().rev().find(|step| is_reserve(&step.key))?;
    Reserved::of(&last.answer).shortage
}

/// Whether goods were tried to be held back in this attempt: what only reads is done afresh in each, so a try after the
/// comparison of totals is of this one.
fn tried_now(asked: &Asked<'_, OrderDraft>) -> bool {
    asked.done.iter().skip_while(|step| step.key != VERIFY).any(|step| is_reserve(&step.key))
}

fn is_open(asked: &Asked<'_, OrderDraft>, payment: &PaymentDraft, verified: &Verified) -> bool {
    let there = payment_key(&payment.reference, &payment.method);
    asked.answer(&payment_step(payment)).is_none() && !verified.paid.contains(&there)
}

fn payment_step(payment: &PaymentDraft) -> String {
    format!("payment:{}", payment.reference)
}

fn pay(draft: &OrderDraft, order: u64, payment: &PaymentDraft) -> Step {
    let call = OrderCall::Pay {
        order,
        reference: payment.reference.clone(),
        method: payment.method.clone(),
        post: order::receipt(order, payment, draft.document.exchange_rate),
    };
    call.step(payment_step(payment), format!("Payment {}", payment.method), Nature::Once)
}

fn outcome(asked: &Asked<'_, OrderDraft>) -> Outcome {
    let mut warnings = asked.draft.document.warnings.clone();
    warnings
        .extend(shortage(asked).filter(|_| asked.draft.reserve).map(|why| format!("not reserved: {why}")));
    if !warnings.is_empty() {
        return Outcome::Warned { warning: warnings.join("; ") };
    }
    match (asked.link, asked.answer(ORDER)) {
        (Some(_), _) => Outcome::Unchanged,
        (None, Some(_)) => Outcome::Created,
        (None, None) => Outcome::Linked,
    }
}

fn not_an_id(error: NotAnId) -> Failure {
    Failure::Refused {
        platform: Platform::Brightpearl,
        what: "sales order".to_owned(),
        code: String::new(),
        message: format!("the {} “{}” is no Brightpearl id", error.of, error.text),
    }
}

#[cfg(test)]
mod tests;
