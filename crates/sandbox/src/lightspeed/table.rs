//! Records and the tables they are kept in.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use rust_decimal::Decimal;

use super::scalar::Scalar;

/// One record: its fields by their names on the wire. A field without a value is absent there too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Row(BTreeMap<&'static str, Scalar>);

impl Row {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn get(&self, field: &str) -> Option<&Scalar> {
        self.0.get(field)
    }

    pub(crate) fn set(&mut self, field: &'static str, value: Scalar) {
        self.0.insert(field, value);
    }

    /// Moves its moments back.
    pub(crate) fn age(&mut self, by: jiff::SignedDuration) {
        for value in self.0.values_mut() {
            if let Scalar::Time(at) = value {
                *at = at.checked_sub(by).unwrap_or(*at);
            }
        }
    }

    pub(crate) fn clear(&mut self, field: &str) {
        self.0.remove(field);
    }

    pub(crate) fn fields(&self) -> impl Iterator<Item = (&'static str, &Scalar)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }

    /// The whole number of a field; 0 if it has none.
    pub(crate) fn int(&self, field: &str) -> i64 {
        match self.get(field) {
            Some(Scalar::Int(number)) => *number,
            _ => 0,
        }
    }

    /// The id of a field; 0 is "none".
    pub(crate) fn id(&self, field: &str) -> u64 {
        u64::try_from(self.int(field)).unwrap_or(0)
    }

    /// The decimal of a field; 0 if it has none.
    pub(crate) fn dec(&self, field: &str) -> Decimal {
        match self.get(field) {
            Some(Scalar::Dec(decimal)) => *decimal,
            Some(Scalar::Int(number)) => Decimal::from(*number),
            _ => Decimal::ZERO,
        }
    }

    /// The flag of a field; false if it has none.
    pub(crate) fn is(&self, field: &str) -> bool {
        matches!(self.get(field), Some(Scalar::Bool(true)))
    }

    /// The text of a field; empty if it has none.
    pub(crate) fn text(&self, field: &str) -> &str {
        match self.get(field) {
            Some(Scalar::Text(text)) => text,
            _ => "",
        }
    }

    pub(crate) fn with_int(mut self, field: &'static str, value: impl TryInto<i64>) -> Self {
        self.set(field, Scalar::Int(value.try_into().unwrap_or(0)));
        self
    }

    pub(crate) fn with_dec(mut self, field: &'static str, value: Decimal) -> Self {
        self.set(field, Scalar::Dec(value));
        self
    }

    pub(crate) fn with_flag(mut self, field: &'static str, value: bool) -> Self {
        self.set(field, Scalar::Bool(value));
        self
    }

    pub(crate) fn with_text(mut self, field: &'static str, value: impl Into<String>) -> Self {
        self.set(field, Scalar::Text(value.into()));
        self
    }

    pub(crate) fn with_time(mut self, field: &'static str, value: Timestamp) -> Self {
        self.set(field, Scalar::Time(value));
        self
    }
}

/// The records of one resource by id, with indexes over the fields that name a parent.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: BTreeMap<u64, Row>,
    last_id: u64,
    parents: Vec<&'static str>,
    children: HashMap<(&'static str, u64), BTreeSet<u64>>,
}

impl Table {
    /// A table whose rows can be found by these parent fields quickly.
    pub(crate) fn indexed_by(parents: &[&'static str]) -> Self {
        Self { parents: parents.to_vec(), ..Self::default() }
    }

    /// Takes the next id of the sequence.
    pub(crate) fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// Puts a row in its place, new or changed.
    pub(crate) fn put(&mut self, id: u64, row: Row) {
        self.remove(id);
        self.last_id = self.last_id.max(id);
        for field in &self.parents {
            self.children.entry((field, row.id(field))).or_default().insert(id);
        }
        self.rows.insert(id, row);
    }

    /// Takes a row away.
    pub(crate) fn remove(&mut self, id: u64) -> Option<Row> {
        let row = self.rows.remove(&id)?;
        for field in &self.parents {
            if let Some(ids) = self.children.get_mut(&(*field, row.id(field))) {
                ids.remove(&id);
            }
        }
        Some(row)
    }

    pub(crate) fn get(&self, id: u64) -> Option<&Row> {
        self.rows.get(&id)
    }

    /// A row to change in place; its parent fields must stay as they are.
    pub(crate) fn get_mut(&mut self, id: u64) -> Option<&mut Row> {
        self.rows.get_mut(&id)
    }

    pub(crate) fn rows_mut(&mut self) -> impl Iterator<Item = &mut Row> {
        self.rows.values_mut()
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (u64, &Row)> {
        self.rows.iter().map(|(id, row)| (*id, row))
    }

    /// The rows whose parent field names this id, in the order of their ids.
    pub(crate) fn children(&self, field: &'static str, parent: u64) -> impl Iterator<Item = (u64, &Row)> {
        let ids = self.children.get(&(field, parent));
        ids.into_iter().flatten().filter_map(|id| self.rows.get(id).map(|row| (*id, row)))
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_follow_a_row_that_moves_to_another_parent() {
        let mut lines = Table::indexed_by(&["saleID"]);
        lines.put(1, Row::new().with_int("saleID", 7));
        lines.put(2, Row::new().with_int("saleID", 7));
        lines.put(2, Row::new().with_int("saleID", 8));
        assert_eq!(lines.children("saleID", 7).map(|(id, _)| id).collect::<Vec<_>>(), [1]);
        assert_eq!(lines.children("saleID", 8).map(|(id, _)| id).collect::<Vec<_>>(), [2]);
        assert_eq!(lines.next_id(), 3);
    }
}
