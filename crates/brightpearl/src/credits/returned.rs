//! Putting a credit's goods back. Pure.

use model::outgoing::CreditDraft;
use model::{Failure, Shown};
use platform::{Nature, Step};

use crate::convert::goods::{self, PostedRow};
use crate::documents::{DocumentCall, Plan, Verified, all_of, shown};

/// The key of the step that asks where goods go.
const LOCATION: &str = "location";
/// The key of the step that books goods in.
const BOOK_IN: &str = "goods-in";

/// Booking the goods in, if they are to be put back and have not been. A sale made void after its goods had left takes them
/// back whatever the settings say of returns: they never left the shop.
pub(super) fn goods_in(
    plan: &Plan<'_, CreditDraft>,
    credit: u64,
    verified: &Verified,
) -> Result<Option<Step>, Failure> {
    let draft = plan.asked.draft;
    let rows: Vec<PostedRow> = verified.rows.iter().filter(|row| row.quantity > 0).cloned().collect();
    let wanted = draft.void || draft.restock.is_some();
    if !wanted || rows.is_empty() || plan.asked.answer(BOOK_IN).is_some() {
        return Ok(None);
    }
    let warehouse = plan.id("warehouse", &plan.document.warehouse)?;
    let given = draft.restock.as_ref().map(|restock| restock.location.trim()).filter(|text| !text.is_empty());
    let location = match (given, plan.asked.answer(LOCATION)) {
        (Some(location), _) => plan.id("location", location)?,
        (None, Some(answer)) => plan.id("location", answer.id.as_deref().unwrap_or_default())?,
        (None, None) => {
            let call = DocumentCall::Location { warehouse };
            return Ok(Some(call.step(LOCATION, "Look where returned goods go", Nature::Read)));
        }
    };
    let call = DocumentCall::BookIn {
        credit,
        post: goods::goods_in(&rows, warehouse, location, plan.document.placed_at),
        look_first: !plan.is_made() || !verified.untouched,
        shows: taken_back(&verified.rows, draft.void),
    };
    Ok(Some(call.step(BOOK_IN, "Put the goods back", Nature::Once)))
}

/// A return shows its units as taken back; an undone sale shows none of its units any more.
fn taken_back(rows: &[PostedRow], void: bool) -> Vec<Shown> {
    let mut shows = shown(rows, &all_of(rows));
    for line in &mut shows {
        line.units = if void { 0 } else { -line.units };
    }
    shows
}
