//! Where an order's goods are, as far as its steps have told. Pure.

use platform::DoneStep;

use crate::convert::goods::PostedRow;
use crate::documents::{Goods, Pieces, Tried, all_of, read, sum};

/// The key of the first try to hold goods back; later ones carry a number.
pub(super) const RESERVE: &str = "reserve";
/// The key of the step that reads where the goods are, before holding back what is missing.
pub(super) const HELD: &str = "held";
/// The key of the step that reads the notes, before making one.
pub(super) const NOTES: &str = "notes";
/// The key of the first try to put goods on a note; later ones carry a number.
pub(super) const SEND_OFF: &str = "goods-out";

/// Where the goods are.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Place {
    /// Pieces held back, by row.
    pub(super) held: Pieces,
    /// Pieces on notes, by row.
    pub(super) noted: Pieces,
    /// Whether any step has told.
    pub(super) known: bool,
}

impl Place {
    /// What the steps have told, the latest last.
    pub(super) fn of(done: &[DoneStep], rows: &[PostedRow]) -> Place {
        done.iter().fold(Place::default(), |place, step| place.after(step, rows))
    }

    fn after(self, step: &DoneStep, rows: &[PostedRow]) -> Place {
        let looked = || -> Goods { read(&step.answer) };
        match step.key.as_str() {
            HELD => Place { held: looked().held.unwrap_or_default(), ..self.noting(&looked()) },
            NOTES => self.noting(&looked()),
            key if is_try(key, RESERVE) || is_try(key, SEND_OFF) => {
                let tried: Tried = read(&step.answer);
                match (tried.held, tried.shortage) {
                    (Some(held), _) => Place { held, noted: tried.noted, known: true },
                    (None, Some(_)) => Place { known: true, ..self },
                    // A version that did not look took it that all was held back.
                    (None, None) => Place { held: all_of(rows), known: true, ..self },
                }
            }
            _ => self,
        }
    }

    fn noting(self, looked: &Goods) -> Place {
        Place { noted: sum(looked.notes.iter().map(|note| &note.rows)), known: true, ..self }
    }

    /// Pieces held back or on notes.
    pub(super) fn accounted(&self) -> Pieces {
        sum([&self.held, &self.noted])
    }
}

/// Whether a key is that of a try, numbered or not.
pub(super) fn is_try(key: &str, what: &str) -> bool {
    key.strip_prefix(what).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}

/// The key of a try.
pub(super) fn numbered(what: &str, number: usize) -> String {
    if number <= 1 { what.to_owned() } else { format!("{what}:{number}") }
}

#[cfg(test)]
mod tests {
    use model::Answer;
    use serde_json::{Value, json};

    use super::*;

    fn done(key: &str, detail: Value) -> DoneStep {
        DoneStep { key: key.to_owned(), answer: Answer::with(None, detail) }
    }

    fn place(done: &[DoneStep]) -> (Pieces, Pieces) {
        let row = PostedRow { row: 1, quantity: 2, ..PostedRow::default() };
        let place = Place::of(done, &[row]);
        (place.held, place.noted)
    }

    #[test]
    fn the_latest_step_that_tells_is_believed() {
        let (one, two, none) = (Pieces::from([(1, 1)]), Pieces::from([(1, 2)]), Pieces::new());
        let reserved = done("reserve", json!({"held": {"1": 1}}));
        let sent = done("goods-out", json!({"held": {}, "noted": {"1": 1}}));
        let notes =
            done("notes", json!({"notes": [{"id": 7, "rows": {"1": 1}}, {"id": 8, "rows": {"1": 1}}]}));
        assert_eq!(place(std::slice::from_ref(&reserved)), (one.clone(), none.clone()));
        assert_eq!(place(&[reserved.clone(), sent.clone()]), (none.clone(), one.clone()));
        assert_eq!(place(&[reserved, sent, notes]), (none.clone(), two.clone()));
        let held = done("held", json!({"held": {"1": 1}, "notes": [{"id": 7, "rows": {"1": 1}}]}));
        assert_eq!(place(&[held]), (one.clone(), one));
        assert_eq!(place(&[done("reserve", json!({}))]), (two, none.clone()), "of an earlier version");
        assert_eq!(place(&[done("reserve", json!({"shortage": "none"}))]), (none.clone(), none));
    }

    #[test]
    fn tries_are_numbered_from_the_second() {
        assert_eq!([numbered("reserve", 1), numbered("reserve", 2)], ["reserve", "reserve:2"]);
        assert!(is_try("reserve", RESERVE) && is_try("reserve:2", RESERVE) && !is_try("reserved", RESERVE));
    }
}
