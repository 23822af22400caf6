//! What differs between the five logs on screen: titles, columns, words, and how a payload reads. The only place
//! that does. The words are made on the server; the browser gets them ready to show.

mod customer;
mod inventory;
mod order;
mod product;
mod refund;
mod row;
#[cfg(feature = "ssr")]
pub(crate) mod words;

pub use row::{Cell, Fact, Grid, Head, Row, Said, Section};

use model::{Kind, SortBy};
#[cfg(feature = "ssr")]
use model::{Outgoing, Payload, Record};
#[cfg(feature = "ssr")]
use store::LinkAsk;

/// What differs between the five logs on screen.
pub struct KindView {
    /// Which kind.
    pub kind: Kind,
    /// The log's title and its name in the navigation.
    pub title: &'static str,
    /// The key that goes to it after `g`.
    pub letter: &'static str,
    /// One of them, in the middle of a sentence.
    pub one: &'static str,
    /// What one row is, one sentence.
    pub about: &'static str,
    /// The columns, in order.
    pub columns: &'static [Column],
    /// What may be typed into the search box.
    pub search_hint: &'static str,
    /// What to do while the log is empty.
    pub empty: &'static str,
    /// Whether rows are persons: what is searched for is then personal and stays out of the address.
    pub people: bool,
    /// What they are read with, where they have no look at the source of their own.
    pub read_with: Option<&'static str>,
    /// How a record reads.
    #[cfg(feature = "ssr")]
    pub(crate) read: Reader,
}

/// How a record of one kind is put into words.
#[cfg(feature = "ssr")]
pub(crate) struct Reader {
    /// What one is called by its reference alone, such as `Sale`.
    pub called: &'static str,
    /// What a person would call it, such as `Order 10023`.
    pub name: fn(&Record) -> String,
    /// The link that its cells show before anything was sent.
    pub asks: fn(&Record) -> Option<LinkAsk>,
    /// The kind's own cells, in the order of [`Holds::Own`]. With the link asked for, where there is one.
    pub cells: fn(&Record, Option<&str>) -> Vec<Cell>,
    /// What came, in the merchant's words.
    pub came: fn(&Payload) -> Vec<Section>,
    /// What was sent, or was to be sent.
    pub sent: fn(&Outgoing) -> Vec<Section>,
}

/// One column of a log.
#[derive(PartialEq, Eq)]
pub struct Column {
    /// The heading, in the merchant's words.
    pub title: &'static str,
    /// What stands in it.
    pub holds: Holds,
    /// How it is laid out: the class of its cells.
    pub class: &'static str,
    /// Whether its cell is what the row is called by.
    pub heads_row: bool,
    /// What a press on its heading sorts by.
    pub sorts: Option<SortBy>,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// The kind's own cell with this place in [`Row::cells`].
    Own(usize),
    /// The platform the record comes from.
    Source,
    /// The status, and what it says.
    Status,
    /// When the source platform last changed it.
    ChangedAtSource,
    /// When its status last changed here.
    Updated,
    /// When it was first seen here.
    Seen,
    /// Tries of what it is now.
    Tries,
    /// View and Re-sync.
    Action,
}

impl Column {
    const fn own(title: &'static str, place: usize, class: &'static str) -> Column {
        Column { title, holds: Holds::Own(place), class, heads_row: false, sorts: None }
    }

    const fn of(title: &'static str, holds: Holds, class: &'static str) -> Column {
        let sorts = match holds {
            Holds::Updated => Some(SortBy::Changed),
            Holds::Seen => Some(SortBy::Seen),
            Holds::Tries => Some(SortBy::Tries),
            _ => None,
        };
        Column { title, holds, class, heads_row: false, sorts }
    }

    const fn heading(self) -> Column {
        Column { heads_row: true, ..self }
    }

    const fn sorting(self, by: SortBy) -> Column {
        Column { sorts: Some(by), ..self }
    }
}

/// Columns of every kind that are shown to those who want them.
pub static EXTRA: [Column; 2] =
    [Column::of("Tries", Holds::Tries, "number"), Column::of("First seen", Holds::Seen, "time")];

impl KindView {
    /// All columns there are, in their usual order: the kind's own, then those that are shown on demand.
    pub fn all_columns(&'static self) -> Vec<&'static Column> {
        self.columns.iter().chain(&EXTRA).collect()
    }
}

/// The view of a kind.
pub fn view_of(kind: Kind) -> &'static KindView {
    match kind {
        Kind::Product => &product::VIEW,
        Kind::Inventory => &inventory::VIEW,
        Kind::Order => &order::VIEW,
        Kind::Customer => &customer::VIEW,
        Kind::Refund => &refund::VIEW,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(kind: Kind) -> Vec<&'static str> {
        view_of(kind).columns.iter().map(|column| column.title).collect()
    }

    #[test]
    fn the_columns_are_those_of_the_design_in_its_order() {
        let products = ["Product name", "SKU", "Source", "Sync status", "Last updated on platform", "Action"];
        assert_eq!(titles(Kind::Product), products);
        let inventory =
            ["Product name", "SKU", "Location", "Quantity", "Sync status", "Last updated", "Action"];
        assert_eq!(titles(Kind::Inventory), inventory);
        let orders =
            ["Source", "Order ID", "Source SO ID", "Total", "Order status", "Last updated", "Action"];
        assert_eq!(titles(Kind::Order), orders);
        assert_eq!(
            titles(Kind::Customer),
            ["Name", "Email", "Phone", "Source", "Status", "Last updated", "Action"]
        );
        let refunds =
            ["Refund ID", "BP SO ID", "Sales Credit ID", "Total", "Order status", "Last updated", "Action"];
        assert_eq!(titles(Kind::Refund), refunds);
    }

    #[test]
    fn every_kind_shows_its_own_view() {
        for kind in Kind::ALL {
            assert_eq!(view_of(kind).kind, kind);
        }
    }
}
