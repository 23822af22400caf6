//! Resource search: rows by column name, page after page (fact sheet 3).

use std::collections::HashMap;
use std::sync::Arc;

use model::When;
use platform::http::Reply;
use platform::{Account, PlatformError};
use serde_json::Value;

use crate::answer;
use crate::client::{Brightpearl, moment};
use crate::wire::{SearchReply, id_of, text_of};

/// The most rows a page may have.
pub(crate) const MOST_ROWS: u32 = 500;
/// Pages one look may take; more means that a filter is being ignored or somebody changed everything at once.
const MOST_PAGES: usize = 400;
/// The same where a search finds what is merely alike.
const MOST_PAGES_ALIKE: usize = 20;

/// What to search for.
#[derive(Debug, Clone)]
pub(crate) struct Search {
    /// Such as `product-service/product-search`.
    pub(crate) path: &'static str,
    /// Such as `read products`.
    pub(crate) what: &'static str,
    /// The column rows are identified by; sorting by it keeps pages from shifting.
    pub(crate) id: &'static str,
    /// Column → wanted value, all of them.
    pub(crate) filters: Vec<(&'static str, String)>,
}

/// One page.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    /// Its rows.
    pub(crate) rows: Vec<Row>,
    /// Place of the last row, counted from 1.
    pub(crate) last: u32,
    /// Whether there are rows after these.
    pub(crate) more: bool,
    /// When Brightpearl answered, by its own clock.
    pub(crate) at: When,
}

/// One row, its cells known by the names of their columns: columns get added without notice.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    columns: Arc<HashMap<String, usize>>,
    cells: Vec<Value>,
}

impl Row {
    fn cell(&self, column: &str) -> Option<&Value> {
        self.columns.get(column).and_then(|place| self.cells.get(*place))
    }

    /// An id; `None` for nothing and for 0.
    pub(crate) fn id(&self, column: &str) -> Option<u64> {
        self.cell(column).and_then(id_of).filter(|id| *id != 0)
    }

    /// A text; empty where there is none.
    pub(crate) fn text(&self, column: &str) -> String {
        self.cell(column).and_then(text_of).unwrap_or_default()
    }

    /// A moment; `None` where there is none or it cannot be read.
    pub(crate) fn when(&self, column: &str) -> Option<When> {
        When::parse(self.cell(column)?.as_str()?)
    }

    /// Yes or no; `None` where it is neither.
    pub(crate) fn flag(&self, column: &str) -> Option<bool> {
        match self.cell(column)? {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) => text.parse().ok(),
            _ => None,
        }
    }
}

impl Brightpearl {
    /// One page of a search, beginning with the row at place `first` (from 1).
    pub(crate) async fn search_page(
        &self,
        account: &Account,
        search: &Search,
        first: u32,
        size: u32,
    ) -> Result<Page, PlatformError> {
        let mut query: Vec<(String, String)> =
            search.filters.iter().map(|(column, value)| ((*column).to_owned(), value.clone())).collect();
        query.push(("sort".to_owned(), format!("{}.ASC", search.id)));
        query.push(("pageSize".to_owned(), size.to_string()));
        query.push(("firstResult".to_owned(), first.to_string()));
        let reply = self.get(account, search.path, query, search.what).await?;
        page(&reply, search, first)
    }

    /// All rows that satisfy `wanted`, of a search that finds what is merely alike as well (SEARCH_STRING, fact sheet 3.1).
    pub(crate) async fn search_alike(
        &self,
        account: &Account,
        search: &Search,
        wanted: impl Fn(&Row) -> bool + Send,
    ) -> Result<Vec<Row>, PlatformError> {
        let mut rows = Vec::new();
        let mut first = 1;
        for _ in 0..MOST_PAGES_ALIKE {
            let page = self.search_page(account, search, first, MOST_ROWS).await?;
            first = page.last.saturating_add(1);
            rows.extend(page.rows.into_iter().filter(&wanted));
            if !page.more {
                return Ok(rows);
            }
        }
        Err(ignored(search))
    }

    /// All rows that satisfy `wanted`. An unknown filter may be ignored over there (fact sheet 7, question 13), so rows are
    /// never trusted to satisfy it.
    pub(crate) async fn search_all(
        &self,
        account: &Account,
        search: &Search,
        wanted: impl Fn(&Row) -> bool + Send,
    ) -> Result<(Vec<Row>, When), PlatformError> {
        let mut rows = Vec::new();
        let (mut first, mut begun) = (1, None);
        for _ in 0..MOST_PAGES {
            let page = self.search_page(account, search, first, MOST_ROWS).await?;
            let begun = *begun.get_or_insert(page.at);
            let (found, before) = (page.rows.len(), rows.len());
            rows.extend(page.rows.into_iter().filter(&wanted));
            if !page.more || found == 0 {
                return Ok((rows, begun));
            }
            if first == 1 && rows.len() == before {
                break;
            }
            first = page.last.saturating_add(1);
        }
        Err(ignored(search))
    }
}

fn ignored(search: &Search) -> PlatformError {
    let columns: Vec<&str> = search.filters.iter().map(|(column, _)| *column).collect();
    PlatformError::Unreadable {
        platform: model::Platform::Brightpearl,
        what: search.what.to_owned(),
        why: format!("the search does not keep to its filter ({})", columns.join(", ")),
    }
}

fn page(reply: &Reply, search: &Search, first: u32) -> Result<Page, PlatformError> {
    let found: SearchReply = answer::shaped(reply)?;
    let names = found.meta.columns.into_iter().enumerate();
    let columns: Arc<HashMap<String, usize>> =
        Arc::new(names.map(|(place, column)| (column.name, place)).collect());
    let rows: Vec<Row> =
        found.results.into_iter().map(|cells| Row { columns: Arc::clone(&columns), cells }).collect();
    // A row without an id cannot become a record, not even one that says what is wrong with it.
    if rows.iter().any(|row| row.id(search.id).is_none()) {
        return Err(reply.unreadable(format!("a row has no {}", search.id)));
    }
    let counted = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let last = found.meta.last_result.unwrap_or_else(|| first.saturating_add(counted).saturating_sub(1));
    Ok(Page { more: found.meta.more_pages_available && !rows.is_empty(), rows, last, at: moment(reply) })
}

#[cfg(test)]
mod tests {
    use model::Platform;
    use reqwest::header::HeaderMap;
    use serde_json::json;

    use super::*;

    const ORDERS: Search = Search {
        path: "order-service/sales-order-search",
        what: "read orders",
        id: "salesOrderId",
        filters: Vec::new(),
    };

    fn read(results: Value, meta: Value) -> Result<Page, PlatformError> {
        let body = json!({"response": {"results": results, "metaData": meta}, "reference": {}});
        let reply = Reply {
            platform: Platform::Brightpearl,
            what: "read orders".to_owned(),
            status: 200,
            headers: HeaderMap::new(),
            body: body.to_string(),
        };
        page(&reply, &ORDERS, 1)
    }

    fn columns(names: &[&str]) -> Value {
        names.iter().map(|name| json!({"name": name, "sortable": true})).collect()
    }

    #[test]
    fn cells_are_found_by_the_name_of_their_column_wherever_it_stands() {
        let names = columns(&["newColumn", "externalRef", "salesOrderId", "createdOn", "isClosed"]);
        let meta = json!({"morePagesAvailable": true, "resultsReturned": 1, "firstResult": 1, "lastResult": 1, "columns": names});
        let page = read(json!([["?", "ls:1", 7001, "2026-02-03T09:15:00.000Z", false]]), meta).unwrap();
        let row = &page.rows[0];
        assert_eq!(row.id("salesOrderId"), Some(7001));
        assert_eq!(row.text("externalRef"), "ls:1");
        assert_eq!(row.when("createdOn"), When::parse("2026-02-03T09:15:00Z"));
        assert_eq!(row.flag("isClosed"), Some(false));
        assert_eq!(row.text("missing"), "");
        assert!(page.more);
    }

    #[test]
    fn an_empty_page_is_the_last_even_if_it_says_otherwise() {
        let meta =
            json!({"morePagesAvailable": true, "resultsAvailable": 0, "columns": columns(&["salesOrderId"])});
        assert!(!read(json!([]), meta).unwrap().more);
    }

    #[test]
    fn a_row_without_an_id_makes_the_page_unreadable() {
        let meta = json!({"morePagesAvailable": false, "columns": columns(&["salesOrderId", "externalRef"])});
        let error = read(json!([[7001, "a"], [null, "b"]]), meta).unwrap_err();
        assert!(matches!(error, PlatformError::Unreadable { .. }), "{error}");
    }

    #[test]
    fn a_page_without_its_columns_is_unreadable() {
        let error = read(json!([[7001]]), json!({"morePagesAvailable": false})).unwrap_err();
        assert!(matches!(error, PlatformError::Unreadable { .. }), "{error}");
    }
}
