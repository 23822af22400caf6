//! A log as lines of a table for spreadsheets: the columns this browser shows, in their order, in plain words and numbers.

use model::{Filter, Kind, MerchantId, Platform, Record, RecordId, Sort, When};
use serde::Deserialize;

use store::{Store, StoreError};

use crate::kinds::words;
pub use crate::kinds::words::Links;
use crate::kinds::{Cell, Column, Holds, Row, view_of};
use crate::log::Look;

/// What somebody wants to take along: what the log shows, or the rows that are ticked.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ExportAsked {
    /// What the log is narrowed to.
    #[serde(default)]
    pub filter: Filter,
    /// Its order.
    #[serde(default)]
    pub sort: Sort,
    /// Only these rows, where some are ticked.
    #[serde(default)]
    pub rows: Option<Vec<RecordId>>,
}

/// How the records of one log become lines.
pub struct Sheet {
    kind: Kind,
    columns: Vec<&'static Column>,
}

/// What stands in one field.
#[derive(Debug, Clone, PartialEq)]
pub enum Field {
    /// Words.
    Text(String),
    /// A number, its digits and point only.
    Number(String),
    /// A moment.
    At(When),
}

impl Sheet {
    /// The columns that a browser with these cookies shows.
    pub fn new(kind: Kind, cookies: Option<&str>) -> Sheet {
        let shown = Look::of_cookies(kind, cookies).shown(kind).into_iter().map(|(column, _)| column);
        Sheet { kind, columns: shown.filter(|column| column.holds != Holds::Action).collect() }
    }

    /// The headings.
    pub fn titles(&self) -> Vec<String> {
        let mut titles: Vec<String> = Vec::new();
        for column in &self.columns {
            titles.push(column.title.to_owned());
            titles.extend(more(column).map(|more| format!("{} ({more})", column.title)));
        }
        if self.kind.has_total() {
            titles.push("Currency".to_owned());
        }
        titles
    }

    /// One record's line, as long as the headings.
    pub fn line(&self, record: &Record, links: &Links) -> Vec<Field> {
        let row = words::row(record, links);
        let mut fields: Vec<Field> = Vec::new();
        for column in &self.columns {
            fields.extend(self.fields(column, &row));
        }
        if self.kind.has_total() {
            let money = record.payload.as_ref().and_then(model::Payload::total);
            fields.push(Field::Text(money.map(|money| money.currency).unwrap_or_default()));
        }
        fields
    }

    fn fields(&self, column: &Column, row: &Row) -> Vec<Field> {
        match column.holds {
            Holds::Own(place) => match row.cells.get(place) {
                Some(Cell::Text(text)) => vec![Field::Text(text.clone()), Field::Text(String::new())],
                Some(Cell::Number(text)) => vec![Field::Number(plain(text)), Field::Text(String::new())],
                Some(Cell::Name(text, below) | Cell::Ref(text, below)) => {
                    vec![Field::Text(text.clone()), Field::Text(below.clone())]
                }
                None => vec![Field::Text(String::new()), Field::Text(String::new())],
            },
            Holds::Source => vec![Field::Text(Platform::name(row.source).to_owned())],
            Holds::Status => vec![Field::Text(row.status.name().to_owned()), Field::Text(row.says.clone())],
            Holds::ChangedAtSource => {
                vec![row.changed_at_source.map_or(Field::Text(String::new()), Field::At)]
            }
            Holds::Updated => vec![Field::At(row.updated_at)],
            Holds::Seen => vec![Field::At(row.first_seen_at)],
            Holds::Tries => vec![Field::Number(row.tries.to_string())],
            Holds::Action => Vec::new(),
        }
    }
}

/// The second field of a column, where it has two.
fn more(column: &Column) -> Option<&'static str> {
    match column.holds {
        Holds::Own(_) => Some("more"),
        Holds::Status => Some("reason"),
        _ => None,
    }
}

/// The digits of a number as the screen shows it.
fn plain(shown: &str) -> String {
    shown
        .replace('−', "-")
        .chars()
        .filter(|letter| letter.is_ascii_digit() || matches!(letter, '.' | '-'))
        .collect()
}

/// The links that the lines of these records show.
///
/// # Errors
/// As the store.
pub async fn links(store: &dyn Store, merchant: MerchantId, records: &[Record]) -> Result<Links, StoreError> {
    words::links(store, merchant, records).await
}

/// The file's name without its ending, such as `lockstep-orders`.
pub fn file_name(kind: Kind) -> String {
    format!("lockstep-{}", view_of(kind).kind.plural())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_on_screen_becomes_a_number_that_can_be_summed() {
        assert_eq!(plain("£1,234.50"), "1234.50");
        assert_eq!(plain("−CHF\u{a0}12.00"), "-12.00");
    }

    #[test]
    fn a_sheet_has_the_columns_that_are_shown() {
        let usual = Sheet::new(Kind::Order, None).titles();
        assert_eq!(usual.first().map(String::as_str), Some("Source"));
        assert_eq!(usual.last().map(String::as_str), Some("Currency"));
        let without = Sheet::new(Kind::Order, Some("lockstep_orders=n.0h.7")).titles();
        assert!(!without.contains(&"Source".to_owned()));
        assert!(without.contains(&"Tries".to_owned()));
    }
}
