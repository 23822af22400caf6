//! Counting goods: pieces by row there, units by line here.

use std::collections::BTreeMap;

use model::Shown;
use model::outgoing::OrderRow;

use crate::convert::goods::PostedRow;
use crate::wire::{self, MovedRow};

/// Pieces by row id.
pub(crate) type Pieces = BTreeMap<u64, u64>;

/// All of them together.
pub(crate) fn sum<'a>(parts: impl IntoIterator<Item = &'a Pieces>) -> Pieces {
    let mut whole = Pieces::new();
    for (row, pieces) in parts.into_iter().flatten() {
        let so_far = whole.entry(*row).or_default();
        *so_far = so_far.saturating_add(*pieces);
    }
    whole
}

/// The rows of which pieces are left when these are taken off, with what is left of them.
pub(crate) fn less(rows: &[PostedRow], taken: &Pieces) -> Vec<PostedRow> {
    let left = rows.iter().map(|row| PostedRow {
        quantity: row.quantity.saturating_sub(taken.get(&row.row).copied().unwrap_or_default()),
        ..row.clone()
    });
    left.filter(|row| row.quantity > 0).collect()
}

/// These pieces, of each row at most so many.
pub(crate) fn at_most(rows: &[PostedRow], most: &Pieces) -> Vec<PostedRow> {
    let most = |row: &PostedRow| most.get(&row.row).copied().unwrap_or_default();
    let cut = rows.iter().map(|row| PostedRow { quantity: row.quantity.min(most(row)), ..row.clone() });
    cut.filter(|row| row.quantity > 0).collect()
}

/// Pieces of these rows.
pub(crate) fn all_of(rows: &[PostedRow]) -> Pieces {
    rows.iter().map(|row| (row.row, row.quantity)).collect()
}

/// Units by till line. A bundle counts as far as its parts make complete sets; a line without counted goods is left out.
pub(crate) fn shown(rows: &[PostedRow], moved: &Pieces) -> Vec<Shown> {
    let of = |row: &PostedRow| moved.get(&row.row).copied().unwrap_or_default().min(row.quantity);
    let units = |row: &PostedRow| match row.sets {
        0 => (row.quantity > 0).then(|| of(row)),
        sets => {
            let parts = rows.iter().filter(|part| part.bundle == Some(row.row) && part.quantity > 0);
            parts.map(|part| of(part).saturating_mul(sets) / part.quantity).min()
        }
    };
    let lines = rows.iter().filter(|row| !row.line.is_empty());
    lines
        .filter_map(|row| {
            let units = i64::try_from(units(row)?).unwrap_or(i64::MAX);
            Some(Shown { line: row.line.clone(), units })
        })
        .collect()
}

/// What is still missing, by name: `1 of 2 Tin Kettle`.
pub(crate) fn missing_words(rows: &[PostedRow], left: &[PostedRow], sold: &[OrderRow]) -> Vec<String> {
    let of = |row: u64| rows.iter().find(|all| all.row == row).map(|all| all.quantity).unwrap_or_default();
    let name = |row: &PostedRow| {
        let line = sold.iter().find(|line| !row.line.is_empty() && line.line == row.line);
        let known = line.map(|line| line.name.clone()).or_else(|| Some(row.name.clone()));
        known.filter(|name| !name.is_empty()).unwrap_or_else(|| format!("product {}", row.product))
    };
    left.iter().map(|row| format!("{} of {} {}", row.quantity, of(row.row), name(row))).collect()
}

/// Pieces of rows, as an answer tells them.
pub(super) fn pieces<'a>(rows: impl IntoIterator<Item = (&'a u64, &'a MovedRow)>) -> Pieces {
    let mut all = Pieces::new();
    for (row, moved) in rows {
        *all.entry(*row).or_default() += wire::pieces(moved.quantity);
    }
    all.retain(|_, pieces| *pieces > 0);
    all
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn row(row: u64, line: &str, quantity: u64) -> PostedRow {
        PostedRow { row, line: line.to_owned(), product: 1000 + row, quantity, ..PostedRow::default() }
    }

    /// Two mugs, and three gift sets of one tin and two spoons each.
    fn rows() -> Vec<PostedRow> {
        let bundle = PostedRow { sets: 3, ..row(2, "b", 0) };
        let part = |id, quantity| PostedRow { bundle: Some(2), ..row(id, "", quantity) };
        vec![row(1, "a", 2), bundle, part(3, 3), part(4, 6), row(5, "postage", 0)]
    }

    #[rstest]
    #[case(&[(1, 2), (3, 3), (4, 6)], 2, 3)]
    #[case(&[(1, 1), (3, 3), (4, 5)], 1, 2)]
    #[case(&[(4, 6)], 0, 0)]
    #[case(&[], 0, 0)]
    #[case(&[(1, 9), (3, 9), (4, 9)], 2, 3)]
    fn a_bundle_counts_in_complete_sets(#[case] moved: &[(u64, u64)], #[case] mugs: i64, #[case] sets: i64) {
        let told: Vec<(String, i64)> = shown(&rows(), &moved.iter().copied().collect())
            .into_iter()
            .map(|shown| (shown.line, shown.units))
            .collect();
        assert_eq!(told, [("a".to_owned(), mugs), ("b".to_owned(), sets)]);
    }

    #[test]
    fn what_is_left_is_what_was_not_taken() {
        let left = less(&rows(), &Pieces::from([(1, 1), (3, 3), (4, 7)]));
        assert_eq!(left.iter().map(|row| (row.row, row.quantity)).collect::<Vec<_>>(), [(1, 1)]);
        let named = PostedRow { name: "Tin Kettle".to_owned(), ..row(1, "a", 2) };
        let one = PostedRow { quantity: 1, ..named.clone() };
        assert_eq!(
            all_of(&at_most(&rows(), &Pieces::from([(1, 1), (3, 9)]))),
            Pieces::from([(1, 1), (3, 3)])
        );
        assert_eq!(missing_words(&[named], &[one], &[]), ["1 of 2 Tin Kettle"]);
    }

    #[test]
    fn parts_add_up() {
        let (one, other) = (Pieces::from([(1, 1), (2, 2)]), Pieces::from([(2, 3)]));
        assert_eq!(sum([&one, &other]), Pieces::from([(1, 1), (2, 5)]));
    }
}
