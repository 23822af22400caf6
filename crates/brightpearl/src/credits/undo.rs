//! Undoing the order of a sale made void: its payments and notes go, then it is cancelled. Pure.

use model::outgoing::CreditDraft;
use model::{Failure, Outcome};
use platform::{Nature, Next};

use crate::documents::{DocumentCall, Plan, Sale, read};

/// The key of the step that looks at the order.
const SALE: &str = "sale";
/// The key of the step that cancels it.
const CANCEL: &str = "cancel";

/// The next call towards a cancelled order, or that it is cancelled; `None` if it is too late for that and a credit is needed.
pub(super) fn next(plan: &Plan<'_, CreditDraft>, order: &str) -> Result<Option<Next>, Failure> {
    let order = plan.id("order to cancel", order)?;
    let done = || {
        let outcome = match plan.outcome(Vec::new()) {
            warned @ Outcome::Warned { .. } => warned,
            _ => Outcome::Updated,
        };
        Ok(Some(Next::Done { target_ref: order.to_string(), outcome }))
    };
    let Some(sale) = plan.asked.answer(SALE) else {
        let call = DocumentCall::Sale { order, lines: plan.lines() };
        return Ok(Some(Next::Do(call.step(SALE, "Look at the order to cancel", Nature::Read))));
    };
    let sale: Sale = read(sale);
    if sale.cancelled || plan.asked.answer(CANCEL).is_some() {
        return done();
    }
    if sale.too_late {
        return Ok(None);
    }
    let Some(status) = sale.cancelled_status else { return Err(no_status()) };
    let call = open_payment(plan, &sale).or_else(|| open_note(plan, order, &sale));
    let (call, key, title) = call.unwrap_or_else(|| {
        let call = DocumentCall::Cancel { order, status, lines: plan.lines() };
        (call, CANCEL.to_owned(), "Cancel the order")
    });
    Ok(Some(Next::Do(call.step(key, title, Nature::Repeatable))))
}

type Undoing = (DocumentCall, String, &'static str);

fn open_payment(plan: &Plan<'_, CreditDraft>, sale: &Sale) -> Option<Undoing> {
    let keyed = sale.payments.iter().map(|payment| (*payment, format!("unpay:{payment}")));
    let (payment, key) = keyed.into_iter().find(|(_, key)| plan.asked.answer(key).is_none())?;
    Some((DocumentCall::Unpay { payment }, key, "Delete the payment"))
}

fn open_note(plan: &Plan<'_, CreditDraft>, order: u64, sale: &Sale) -> Option<Undoing> {
    let keyed = sale.notes.iter().map(|note| (*note, format!("unsend:{note}")));
    let (note, key) = keyed.into_iter().find(|(_, key)| plan.asked.answer(key).is_none())?;
    Some((DocumentCall::Unsend { order, note }, key, "Delete the goods-out note"))
}

fn no_status() -> Failure {
    Failure::NotCovered {
        what: "cancelling an order where Brightpearl has no status for cancelled orders".to_owned(),
    }
}
