//! What becomes of an order's goods: held back, put on a note, sent. Pure.

use model::Failure;
use model::outgoing::{Fulfilment, OrderDraft};
use platform::{DoneStep, Nature, Step};

use super::place::{HELD, NOTES, Place, RESERVE, SEND_OFF, is_try, numbered};
use crate::convert::goods::{self, PostedRow};
use crate::documents::{
    DocumentCall, Goods, Note, Pieces, Plan, Tried, VERIFY, Verified, all_of, at_most, less, missing_words,
    read, shown, sum,
};

/// The beginning of the key of a shipped event; the note's id follows.
const SHIPPED: &str = "shipped:";

/// The goods of one order.
pub(super) struct Stock<'a> {
    plan: &'a Plan<'a, OrderDraft>,
    order: u64,
    verified: &'a Verified,
    /// Rows with something to move.
    rows: Vec<PostedRow>,
    /// Where they are.
    place: Place,
}

impl<'a> Stock<'a> {
    pub(super) fn new(plan: &'a Plan<'a, OrderDraft>, order: u64, verified: &'a Verified) -> Stock<'a> {
        let rows: Vec<PostedRow> = verified.rows.iter().filter(|row| row.quantity > 0).cloned().collect();
        let place = Place::of(plan.asked.done, &rows);
        Stock { plan, order, verified, rows, place }
    }

    /// Holding goods back, if that is wanted and not done. What ended for want of stock is tried once more in each later
    /// attempt, as far as no reservation stands: there can be one only (fact sheet 4.2.4).
    pub(super) fn reserve(&self) -> Result<Option<Step>, Failure> {
        if self.is_unheard_of() {
            return Ok(Some(self.look(HELD, true)));
        }
        if !self.draft().reserve || self.nothing_to_move() || self.tried_now(RESERVE) {
            return Ok(None);
        }
        let tries = self.done().iter().filter(|step| is_try(&step.key, RESERVE)).count();
        if tries == 0 && self.verified.untouched {
            return self.reserve_rows(1, &self.rows, Pieces::new()).map(Some);
        }
        if tries > 0 && less(&self.rows, &self.place.accounted()).is_empty() {
            return Ok(None);
        }
        if self.plan.asked.answer(HELD).is_none() {
            return Ok(Some(self.look(HELD, true)));
        }
        let missing = less(&self.rows, &self.place.noted);
        if missing.is_empty() || !self.place.held.is_empty() {
            return Ok(None);
        }
        self.reserve_rows(tries + 1, &missing, self.place.noted.clone()).map(Some)
    }

    /// Sending goods off, if orders are fulfilled by themselves: a note for what is held back and on none yet, then the event
    /// of each note that has not left.
    pub(super) fn send_off(&self) -> Result<Option<Step>, Failure> {
        let Some(fulfil) = &self.draft().fulfil else { return Ok(None) };
        if self.nothing_to_move() {
            return Ok(None);
        }
        let Some(notes) = self.plan.asked.answer(NOTES) else { return Ok(Some(self.look(NOTES, false))) };
        let notes = read::<Goods>(notes).notes;
        if let Some(step) = self.note(fulfil, &notes)? {
            return Ok(Some(step));
        }
        let unsent = notes.iter().filter(|note| !note.shipped).map(|note| note.id);
        let mut unsent = unsent.chain(self.made_now());
        let Some(note) = unsent.find(|note| self.plan.asked.answer(&shipped_key(*note)).is_none()) else {
            return Ok(None);
        };
        let staff = self.plan.id("member of staff", &fulfil.staff_contact)?;
        let post = goods::shipped(staff, self.plan.document.placed_at);
        let call = DocumentCall::Ship { order: self.order, note, post };
        Ok(Some(call.step(shipped_key(note), "Shipped", Nature::Once)))
    }

    /// What was not held back or not sent, and why.
    pub(super) fn warnings(&self) -> Vec<String> {
        if self.nothing_to_move() || !self.place.known {
            return Vec::new();
        }
        let warning = match (&self.draft().fulfil, self.draft().reserve) {
            (Some(_), _) => self.not_shipped(),
            (None, true) => self.words("not reserved", &self.place.accounted(), self.shortage(RESERVE)),
            (None, false) => None,
        };
        warning.into_iter().collect()
    }

    fn not_shipped(&self) -> Option<String> {
        let events = self.now(NOTES).filter(|step| step.key.starts_with(SHIPPED));
        if let Some(why) = events.filter_map(|step| read::<Tried>(&step.answer).shortage).last() {
            return Some(format!("not shipped: {why}"));
        }
        let why = self.shortage(SEND_OFF).or_else(|| self.shortage(RESERVE));
        self.words("not shipped", &self.place.noted, why)
    }

    /// All of it is missing for the warehouse's own reason; part of it is named.
    fn words(&self, what: &str, moved: &Pieces, why: Option<String>) -> Option<String> {
        let left = less(&self.rows, moved);
        if left.is_empty() {
            return None;
        }
        if left == self.rows {
            return Some(format!("{what}: {}", why.unwrap_or_else(|| "no stock".to_owned())));
        }
        let missing = missing_words(&self.rows, &left, &self.plan.document.rows);
        Some(format!("{what}: no stock for {}", missing.join(", ")))
    }

    /// A note for what is held back and on no note yet; where nothing is to be held back, for all that is on none.
    fn note(&self, fulfil: &Fulfilment, notes: &[Note]) -> Result<Option<Step>, Failure> {
        if self.tried_now(SEND_OFF) {
            return Ok(None);
        }
        let open = less(&self.rows, &self.place.noted);
        let going = if self.draft().reserve { at_most(&open, &self.place.held) } else { open };
        if going.is_empty() {
            return Ok(None);
        }
        let warehouse = self.plan.id("warehouse", &self.plan.document.warehouse)?;
        let method = self.plan.id("shipping method", &fulfil.shipping_method)?;
        let after = self.after(&going);
        let tries = self.done().iter().filter(|step| is_try(&step.key, SEND_OFF)).count();
        let call = DocumentCall::SendOff {
            order: self.order,
            post: goods::goods_out(&going, warehouse, method, self.plan.document.placed_at),
            known: notes.iter().map(|note| note.id).collect(),
            shows: shown(&self.verified.rows, &sum(after.held.iter().chain([&after.noted]))),
            after,
        };
        Ok(Some(call.step(numbered(SEND_OFF, tries + 1), "Goods-out note", Nature::Once)))
    }

    /// Where the goods are once these have gone on a note: what was held back moves there.
    fn after(&self, going: &[PostedRow]) -> Tried {
        let moved = all_of(going);
        let still = |(row, held): (&u64, &u64)| {
            let left = held.saturating_sub(moved.get(row).copied().unwrap_or_default());
            (left > 0).then_some((*row, left))
        };
        let held = self.place.held.iter().filter_map(still).collect();
        Tried { shortage: None, held: Some(held), noted: sum([&self.place.noted, &moved]) }
    }

    fn reserve_rows(&self, number: usize, rows: &[PostedRow], noted: Pieces) -> Result<Step, Failure> {
        let warehouse = self.plan.id("warehouse", &self.plan.document.warehouse)?;
        let call = DocumentCall::Reserve {
            order: self.order,
            warehouse,
            post: goods::reservation(rows),
            rows: self.verified.rows.clone(),
            noted,
        };
        Ok(call.step(numbered(RESERVE, number), "Reserve the goods", Nature::Once))
    }

    fn look(&self, key: &str, held: bool) -> Step {
        let held = held.then(|| self.verified.rows.clone());
        let call = DocumentCall::Goods { order: self.order, held };
        call.step(key, "Look where the goods are", Nature::Read)
    }

    /// Goods have been moved, and no step of ours tells which: what the back office shows of them must be told.
    fn is_unheard_of(&self) -> bool {
        !self.rows.is_empty() && !self.verified.untouched && !self.place.known
    }

    fn nothing_to_move(&self) -> bool {
        self.rows.is_empty() || self.verified.shipped
    }

    /// The note made in this attempt.
    fn made_now(&self) -> Option<u64> {
        let made = self.now(NOTES).find(|step| is_try(&step.key, SEND_OFF))?;
        made.answer.id.as_deref()?.parse().ok()
    }

    /// Why the last try moved nothing; `None` if it did, or there was none.
    fn shortage(&self, what: &str) -> Option<String> {
        let last = self.done().iter().rev().find(|step| is_try(&step.key, what))?;
        read::<Tried>(&last.answer).shortage
    }

    /// Whether it was tried in this attempt: what only reads is done afresh in each, so a try after the comparison of totals
    /// is of this one.
    fn tried_now(&self, what: &str) -> bool {
        self.now(VERIFY).any(|step| is_try(&step.key, what))
    }

    fn now(&self, since: &str) -> impl Iterator<Item = &DoneStep> {
        let since = since.to_owned();
        self.done().iter().skip_while(move |step| step.key != since)
    }

    fn done(&self) -> &[DoneStep] {
        self.plan.asked.done
    }

    fn draft(&self) -> &OrderDraft {
        self.plan.asked.draft
    }
}

fn shipped_key(note: u64) -> String {
    format!("{SHIPPED}{note}")
}
