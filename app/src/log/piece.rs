//! What a row shows, piece by piece: what the server writes, and what is held against it when another row takes its place.

use leptos::prelude::*;
use leptos::web_sys;
use model::{RecordId, Status, When};

use super::Board;
use crate::kinds::{Cell, Column, Holds, Row};
use crate::ui::Clock;

/// One element of a row that differs from row to row. Empty means that it does not have it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Piece {
    /// What it says.
    pub text: String,
    /// Its class, where that differs.
    pub class: &'static str,
    /// Whether there is nothing to say.
    pub hidden: bool,
    /// What is said of it on hover.
    pub title: String,
    /// The moment that it tells.
    pub datetime: String,
    /// The status that it shows.
    pub status: &'static str,
    /// Where it leads.
    pub href: String,
    /// What it is called by those who listen.
    pub label: String,
}

impl Piece {
    fn text(text: impl Into<String>) -> Piece {
        let text = text.into();
        Piece { hidden: text.is_empty(), text, ..Piece::default() }
    }

    /// The main text of a cell; nothing is told as such.
    fn main(text: &str) -> Piece {
        let (text, class) = if text.is_empty() { ("none", "main none") } else { (text, "main") };
        Piece { text: text.to_owned(), class, ..Piece::default() }
    }

    fn moment(clock: Option<Clock>, at: Option<When>, ahead: bool) -> Piece {
        let Some(at) = at else { return Piece { hidden: true, ..Piece::default() } };
        let told = Clock::tell(clock, at, ahead);
        Piece { text: told.says, title: told.exact, datetime: told.iso, ..Piece::default() }
    }

    /// Puts what differs from `old` into its element.
    fn put(&self, old: &Piece, element: &web_sys::Element) {
        if self.text != old.text {
            element.set_text_content(Some(&self.text));
        }
        let attributes = [
            ("class", old.class, self.class),
            ("title", &old.title, &self.title),
            ("datetime", &old.datetime, &self.datetime),
            ("data-status", old.status, self.status),
            ("href", &old.href, &self.href),
            ("aria-label", &old.label, &self.label),
            ("hidden", if old.hidden { "hidden" } else { "" }, if self.hidden { "hidden" } else { "" }),
        ];
        for (name, old, new) in attributes {
            if new.is_empty() && !old.is_empty() {
                let _ = element.remove_attribute(name);
            } else if new != old {
                let _ = element.set_attribute(name, new);
            }
        }
    }
}

/// All that a row shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The record.
    pub id: RecordId,
    /// Its identifier at its source.
    pub source_ref: String,
    /// Its status.
    pub status: Status,
    /// The classes of the row.
    pub class: &'static str,
    /// Whether it is ticked.
    pub picked: bool,
    /// The button that sends it again: whether it was just pressed; `None` where there is none.
    pub resync: Option<bool>,
    /// What the record is called.
    pub name: String,
    /// The widths of its cells, in pixels, where somebody chose one.
    pub widths: Vec<Option<u16>>,
    /// The pieces, in the order of the row.
    pub pieces: Vec<Piece>,
}

impl Drawn {
    /// What a row shows now.
    pub fn of(board: Board, clock: Option<Clock>, row: &Row, columns: &[&'static Column]) -> Drawn {
        let picked = board.picks.with(|picks| picks.has(row.id));
        let busy = board.asked_again.with(|ids| ids.contains(&row.id));
        let class = match (board.record.get() == Some(row.id), picked) {
            (true, true) => "open picked",
            (true, false) => "open",
            (false, true) => "picked",
            (false, false) => "",
        };
        let mut pieces = vec![Piece { label: format!("Tick {}", row.name), ..Piece::default() }];
        for column in columns {
            push(&mut pieces, board, clock, row, column);
        }
        Drawn {
            id: row.id,
            source_ref: row.source_ref.clone(),
            status: row.status,
            class,
            picked,
            resync: (busy || row.status == Status::Failed).then_some(busy),
            name: row.name.clone(),
            widths: board.widths.get(),
            pieces,
        }
    }

    /// Puts what differs from `old` into the row's elements; `pieces` are those with a piece, in their order.
    pub fn put(&self, old: &Drawn, row: &web_sys::Element, pieces: &[web_sys::Element]) {
        if old.id != self.id {
            let _ = row.set_attribute("data-id", &self.id.to_string());
        }
        let attributes = [
            ("data-ref", old.source_ref.as_str(), self.source_ref.as_str()),
            ("data-status", old.status.word(), self.status.word()),
            ("class", old.class, self.class),
        ];
        for (name, old, new) in attributes {
            if old != new {
                let _ = row.set_attribute(name, new);
            }
        }
        for ((element, old), new) in pieces.iter().zip(&old.pieces).zip(&self.pieces) {
            new.put(old, element);
        }
    }
}

/// The pieces of a cell, in the order in which the row draws them.
fn push(pieces: &mut Vec<Piece>, board: Board, clock: Option<Clock>, row: &Row, column: &Column) {
    match column.holds {
        Holds::Own(place) => {
            let (text, below) = match row.cells.get(place) {
                Some(Cell::Text(text) | Cell::Number(text)) => (text.as_str(), ""),
                Some(Cell::Name(text, below) | Cell::Ref(text, below)) => (text.as_str(), below.as_str()),
                None => ("", ""),
            };
            pieces.extend([Piece::main(text), Piece::text(below)]);
            if column.heads_row {
                pieces.extend(said(row));
            }
        }
        Holds::Source => pieces.push(Piece::main(row.source.name())),
        Holds::Tries => pieces.push(Piece::main(&row.tries.to_string())),
        Holds::Updated => pieces.push(Piece::moment(clock, Some(row.updated_at), false)),
        Holds::Seen => pieces.push(Piece::moment(clock, Some(row.first_seen_at), false)),
        Holds::ChangedAtSource => pieces.push(Piece::moment(clock, row.changed_at_source, false)),
        Holds::Status => pieces.extend([
            Piece { text: row.status.name().to_owned(), status: row.status.word(), ..Piece::default() },
            Piece::text(row.says.as_str()),
            Piece::moment(clock, row.next, true),
        ]),
        Holds::Action => {
            // A press opens the row by what is asked for then; what another tab gets is what was asked for when it was drawn.
            let href = board.asked.with_untracked(|asked| asked.address(board.kind, Some(row.id)));
            let label = format!("View {}", row.name);
            pieces.push(Piece { text: "View".to_owned(), href, label, ..Piece::default() });
        }
    }
}

/// Who looks after the row and how many notes it has; nothing on most rows.
fn said(row: &Row) -> [Piece; 2] {
    let assigned = row.assigned.clone().unwrap_or_default();
    let title = if assigned.is_empty() { String::new() } else { format!("{assigned} looks after it") };
    let (number, notes) = match row.notes {
        0 => (String::new(), String::new()),
        1 => ("1".to_owned(), "1 note".to_owned()),
        many => (many.to_string(), format!("{many} notes")),
    };
    [Piece { title, ..Piece::text(assigned) }, Piece { title: notes, ..Piece::text(number) }]
}
