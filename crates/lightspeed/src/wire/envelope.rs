//! What every answer is wrapped in.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// A list as answered (vendor page `introduction/pagination`, fact sheet 3.1).
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The rows, not yet looked into, so that one bad row does not spoil the others.
    pub rows: Vec<Value>,
    /// Whole address of the next page; `None` on the last one.
    pub next: Option<String>,
}

impl Page {
    /// Unwraps a list of `resource`, such as `Sale`.
    ///
    /// # Errors
    /// In words, when the answer is no list at all.
    pub fn open(answer: Value, resource: &str) -> Result<Page, String> {
        let Value::Object(mut answer) = answer else {
            return Err("the answer is not an object".to_owned());
        };
        let rows = answer.remove(resource);
        if rows.is_none() && !answer.contains_key("@attributes") {
            return Err(format!("the answer holds neither {resource} nor @attributes"));
        }
        Ok(Page { rows: one_or_many(rows.unwrap_or_default())?, next: next_of(&answer)? })
    }
}

/// Unwraps the one `resource` that single reads and all writes answer with (fact sheet 1.8).
///
/// # Errors
/// In words, when it is not there exactly once.
pub fn open_one(answer: Value, resource: &str) -> Result<Value, String> {
    let Value::Object(mut answer) = answer else {
        return Err("the answer is not an object".to_owned());
    };
    match answer.remove(resource) {
        Some(one @ Value::Object(_)) => Ok(one),
        Some(Value::Array(rows)) => match <[Value; 1]>::try_from(rows) {
            Ok([one]) => Ok(one),
            Err(rows) => Err(format!("{} of {resource} where one is expected", rows.len())),
        },
        _ => Err(format!("the answer holds no {resource}")),
    }
}

/// Reads a row; the error names the field that could not be read.
///
/// # Errors
/// In words, for support.
pub fn read_row<T: DeserializeOwned>(row: Value) -> Result<T, String> {
    serde_path_to_error::deserialize(row).map_err(|error| {
        let place = error.path().to_string();
        format!("{place}: {}", error.into_inner())
    })
}

/// An id field of a row that may be unreadable in every other respect.
pub fn id_of(row: &Value, field: &str) -> Option<String> {
    let id = match row.get(field)? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let readable = !id.is_empty() && id != "0" && id.bytes().all(|byte| byte.is_ascii_digit());
    readable.then_some(id)
}

fn one_or_many(rows: Value) -> Result<Vec<Value>, String> {
    match rows {
        Value::Array(rows) => Ok(rows),
        one @ Value::Object(_) => Ok(vec![one]),
        Value::Null => Ok(Vec::new()),
        Value::String(text) if text.is_empty() => Ok(Vec::new()),
        _ => Err("the rows are neither an object nor a list".to_owned()),
    }
}

fn next_of(answer: &Map<String, Value>) -> Result<Option<String>, String> {
    match answer.get("@attributes").and_then(|attributes| attributes.get("next")) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(next)) => Ok(Some(next.clone()).filter(|next| !next.is_empty())),
        Some(_) => Err("@attributes.next is not text".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case(json!({ "@attributes": { "next": "", "previous": "" }, "Sale": [{ "saleID": "1" }, { "saleID": "2" }] }), 2)]
    #[case(json!({ "@attributes": { "next": "", "previous": "" }, "Sale": { "saleID": "248" } }), 1)]
    #[case(json!({ "@attributes": { "next": "", "previous": "" } }), 0)]
    #[case(json!({ "@attributes": { "count": "0" } }), 0)]
    #[case(json!({ "@attributes": {}, "Sale": "" }), 0)]
    fn a_list_is_many_one_or_none(#[case] json: Value, #[case] rows: usize) {
        let page = Page::open(json, "Sale").unwrap();
        assert_eq!((page.rows.len(), page.next), (rows, None));
    }

    #[test]
    fn the_next_page_is_told_as_it_is() {
        let next = "https://api.lightspeedapp.com/API/V3/Account/90210/Sale.json?after=WzEwMF0%3D";
        let page = Page::open(json!({ "@attributes": { "next": next }, "Sale": [{}] }), "Sale").unwrap();
        assert_eq!(page.next.as_deref(), Some(next));
    }

    #[rstest]
    #[case(json!([]))]
    #[case(json!({}))]
    #[case(json!({ "Sale": 5 }))]
    #[case(json!({ "@attributes": { "next": {} } }))]
    fn what_is_no_list_is_refused(#[case] json: Value) {
        assert!(Page::open(json, "Sale").is_err());
    }

    #[rstest]
    #[case(json!({ "@attributes": { "count": "1" }, "Item": { "itemID": "5" } }), true)]
    #[case(json!({ "Item": [{ "itemID": "5" }] }), true)]
    #[case(json!({ "Item": [] }), false)]
    #[case(json!({ "@attributes": { "count": "0" } }), false)]
    fn a_single_answer_holds_exactly_one(#[case] json: Value, #[case] there: bool) {
        assert_eq!(open_one(json, "Item").is_ok(), there);
    }

    #[rstest]
    #[case(json!({ "saleID": "901" }), Some("901"))]
    #[case(json!({ "saleID": 901 }), Some("901"))]
    #[case(json!({ "saleID": { "x": 1 } }), None)]
    #[case(json!({ "saleID": "0" }), None)]
    #[case(json!({ "saleID": "1 or 1=1" }), None)]
    #[case(json!("nonsense"), None)]
    fn an_id_is_found_in_a_row_that_is_otherwise_broken(#[case] row: Value, #[case] expect: Option<&str>) {
        assert_eq!(id_of(&row, "saleID").as_deref(), expect);
    }
}
