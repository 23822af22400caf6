//! What a search was asked for, read from the address.

use super::column::Column;
use super::test::Test;
use super::{Knobs, Query, Refusal};

/// The most rows a page has; also the size nobody asked for.
const MOST_ROWS: usize = 500;

/// One sort key.
#[derive(Debug)]
pub struct Sort<'c, R: 'static> {
    /// What is compared.
    pub column: &'c Column<R>,
    /// Whether the greatest comes first.
    pub descending: bool,
}

/// A search, read and checked.
#[derive(Debug)]
pub struct Asked<'c, R: 'static> {
    filters: Vec<(&'c Column<R>, Test)>,
    /// What rows show, in this order.
    pub columns: Vec<&'c Column<R>>,
    /// The keys, most important first.
    pub sort: Vec<Sort<'c, R>>,
    /// 1-based.
    pub first: usize,
    /// 1 to 500.
    pub page_size: usize,
    /// Whether rows are left out.
    pub count_only: bool,
    /// Whether the column nobody documents follows the others.
    pub extra_column: bool,
}

impl<R> Asked<'_, R> {
    /// Whether a row passes every filter.
    pub fn accepts(&self, row: &R) -> bool {
        self.filters.iter().all(|(column, test)| test.accepts(&(column.cell)(row)))
    }
}

/// Reads the parameters of a search.
pub fn read<'c, R>(columns: &'c [Column<R>], query: &Query, knobs: &Knobs) -> Result<Asked<'c, R>, Refusal> {
    let shown: Vec<&Column<R>> = columns.iter().filter(|column| column.shown).collect();
    let mut asked = Asked {
        filters: Vec::new(),
        columns: shown,
        sort: columns.iter().take(1).map(|column| Sort { column, descending: false }).collect(),
        first: 1,
        page_size: MOST_ROWS,
        count_only: false,
        extra_column: knobs.extra_column,
    };
    for (name, value) in query {
        match name.as_str() {
            "columns" => {
                asked.columns = chosen(columns, value)?;
                asked.extra_column = false;
            }
            "sort" => asked.sort = keys(columns, value)?,
            "firstResult" => asked.first = number(name, value, knobs)?.max(1),
            "pageSize" => asked.page_size = number(name, value, knobs)?.clamp(1, MOST_ROWS),
            "countOnly" => asked.count_only = value == "true",
            _ => asked.filters.extend(filter(columns, name, value, knobs)?),
        }
    }
    Ok(asked)
}

fn filter<'c, R>(
    columns: &'c [Column<R>],
    name: &str,
    value: &str,
    knobs: &Knobs,
) -> Result<Option<(&'c Column<R>, Test)>, Refusal> {
    let Some(column) = columns.iter().find(|column| column.name == name && column.filterable) else {
        return if knobs.unknown_parameter_refused {
            Err(Refusal::bad("CMNC-018", format!("There is no filter {name}")))
        } else {
            Ok(None)
        };
    };
    match Test::read(column.kind, value, knobs) {
        Some(test) => Ok(Some((column, test))),
        None => Err(unreadable(name, value, column.kind.word(), knobs)),
    }
}

fn unreadable(name: &str, value: &str, kind: &str, knobs: &Knobs) -> Refusal {
    let message = format!("The filter {name}={value} cannot be parsed as: {kind}");
    Refusal::with_status(knobs.unreadable_filter_status, "CMNC-018", message)
}

fn number(name: &str, value: &str, knobs: &Knobs) -> Result<usize, Refusal> {
    value.parse().map_err(|_| unreadable(name, value, "INTEGER", knobs))
}

fn chosen<'c, R>(columns: &'c [Column<R>], value: &str) -> Result<Vec<&'c Column<R>>, Refusal> {
    let find = |name: &str| {
        columns
            .iter()
            .find(|column| column.shown && column.name == name)
            .ok_or_else(|| Refusal::bad("CMNC-018", format!("There is no column {name}")))
    };
    value.split(',').map(find).collect()
}

fn keys<'c, R>(columns: &'c [Column<R>], value: &str) -> Result<Vec<Sort<'c, R>>, Refusal> {
    value.split(',').map(|key| sort_key(columns, key)).collect()
}

/// Reads `column` or `column.DESC`.
fn sort_key<'c, R>(columns: &'c [Column<R>], key: &str) -> Result<Sort<'c, R>, Refusal> {
    let (name, direction) = key.split_once('.').unwrap_or((key, "ASC"));
    let descending = match direction {
        "ASC" => false,
        "DESC" => true,
        _ => return Err(Refusal::bad("CMNC-018", format!("{direction} is not a sort direction"))),
    };
    columns
        .iter()
        .find(|column| column.sortable && column.name == name)
        .map(|column| Sort { column, descending })
        .ok_or_else(|| Refusal::bad("CMNC-018", format!("Results cannot be sorted by {name}")))
}
