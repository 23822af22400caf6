//! Which call an order needs next: pure, so that the same answers always lead to the same call.

use model::Failure;
use model::outgoing::OrderDraft;
use platform::{Asked, Next};

use super::stock::Stock;
use crate::documents::{Arrival, DocumentKind, Plan};

/// The next call, or that the order is in step.
pub(super) fn next_step(asked: &Asked<'_, OrderDraft>) -> Result<Next, Failure> {
    let plan = Plan {
        asked,
        kind: DocumentKind::Order,
        document: &asked.draft.document,
        parent: None,
        link: asked.link,
    };
    let (order, verified) = match plan.arrive()? {
        Arrival::Needs(step) => return Ok(Next::Do(step)),
        Arrival::There(order, verified) => (order, verified),
    };
    let stock = Stock::new(&plan, order, &verified);
    if let Some(step) = stock.reserve()? {
        return Ok(Next::Do(step));
    }
    if let Some(step) = plan.payment(order, &verified) {
        return Ok(Next::Do(step));
    }
    if let Some(step) = stock.send_off()? {
        return Ok(Next::Do(step));
    }
    Ok(Next::Done { target_ref: order.to_string(), outcome: plan.outcome(stock.warnings()) })
}

#[cfg(test)]
mod tests;
