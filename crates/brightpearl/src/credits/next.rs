//! Which call a credit needs next: pure, so that the same answers always lead to the same call.

use model::Failure;
use model::outgoing::CreditDraft;
use platform::{Asked, Next};

use super::{returned, undo};
use crate::documents::{Arrival, DocumentKind, Plan};

/// The next call, or that the credit is in step.
pub(super) fn next_step(asked: &Asked<'_, CreditDraft>) -> Result<Next, Failure> {
    let draft = asked.draft;
    let parent = draft.parent_order.as_deref();
    // A sale that was undone by cancelling is linked to its own order, which is no credit.
    let link = asked.link.filter(|link| !(draft.void && Some(*link) == parent));
    let plan = Plan { asked, kind: DocumentKind::Credit, document: &draft.document, parent, link };
    if let Some(order) = parent
        && draft.void
        && link.is_none()
        && !plan.is_made()
        && let Some(next) = undo::next(&plan, order)?
    {
        return Ok(next);
    }
    let (credit, verified) = match plan.arrive()? {
        Arrival::Needs(step) => return Ok(Next::Do(step)),
        Arrival::There(credit, verified) => (credit, verified),
    };
    if let Some(step) = returned::goods_in(&plan, credit, &verified)? {
        return Ok(Next::Do(step));
    }
    if let Some(step) = plan.payment(credit, &verified) {
        return Ok(Next::Do(step));
    }
    Ok(Next::Done { target_ref: credit.to_string(), outcome: plan.outcome(Vec::new()) })
}

#[cfg(test)]
mod tests;
