//! Putting an item away, which clears its stock for good (fact sheet 4.2): only once no shop has any of it left.

use model::outgoing::ProductDraft;
use model::{Failure, Outcome};
use platform::{Asked, Nature, Next};

use super::look::Seen;
use super::plan::{read_answer, refused, step};
use super::step::Write;
use crate::convert::item::TillItem;

/// The step that puts the item away.
pub(super) const PUT_AWAY: &str = "archive";

/// The next call of a product that is not sold any more, or the end. Its other fields are left as they are.
pub(super) fn next_step(asked: &Asked<'_, ProductDraft>, seen: Seen) -> Result<Next, Failure> {
    let item = match seen {
        Seen::Item(item) => *item,
        // It cannot be any further away.
        Seen::Gone { id } => return Ok(Next::Done { target_ref: id, outcome: Outcome::Unchanged }),
        Seen::Nothing => {
            return Err(Failure::NotCovered { what: "putting away a product the till never had".to_owned() });
        }
    };
    let outcome = match asked.answer(PUT_AWAY) {
        Some(answer) if read_answer(&answer.detail)?.archived => Outcome::Updated,
        Some(_) => return Err(refused("It stays among the items; put it away in Lightspeed.")),
        None if item.archived => Outcome::Unchanged,
        None => match in_the_way(&item) {
            Some(warning) => Outcome::Warned { warning },
            None => return put_away(item.id),
        },
    };
    Ok(Next::Done { target_ref: item.id, outcome })
}

/// What keeps the item from being put away, in words; stock that is not told may be there.
pub(super) fn in_the_way(item: &TillItem) -> Option<String> {
    match item.stock {
        Some(stock) => stock.in_the_way(),
        None => Some("Lightspeed does not tell its stock; put it away there by hand".to_owned()),
    }
}

fn put_away(id: String) -> Result<Next, Failure> {
    step(PUT_AWAY, "Put the till item away", Nature::Repeatable, &Write::PutAway { id })
}

#[cfg(test)]
#[path = "put_away_test.rs"]
mod tests;
