use serde::Deserialize;
use serde_json::Value;

use super::lenient;

/// What every answer is wrapped in.
///
/// `https://help.brightpearl.com/hc/en-us/articles/212644943`, fact sheet 2.1: `response` or `errors`, never both; a refusal by
/// the gateway is a plain text inside `response`.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Envelope {
    /// The content; missing when there is nothing to say.
    #[serde(default)]
    pub(crate) response: Option<Value>,
    /// Why it was refused.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) errors: Vec<WireError>,
}

/// One reason of a refusal.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct WireError {
    /// Such as `ORDC-005`; the fourth letter C is a mistake of the client, B and U are theirs (fact sheet 5.10).
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) code: String,
    /// Words for people; never matched on.
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) message: String,
}

/// The content of any `…-search` answer.
///
/// `https://help.brightpearl.com/hc/en-us/articles/212644983`, fact sheet 3.2: rows are arrays, columns are named beside them.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct SearchReply {
    /// One array a row.
    pub(crate) results: Vec<Vec<Value>>,
    /// What the columns are and where in the whole this page is.
    #[serde(rename = "metaData")]
    pub(crate) meta: SearchMeta,
}

/// What the columns are and where in the whole a page is.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SearchMeta {
    /// Whether there are rows after these.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) more_pages_available: bool,
    /// Place of the last row, counted from 1; missing when there is none.
    #[serde(default)]
    pub(crate) last_result: Option<u32>,
    /// The columns in the order of the cells.
    pub(crate) columns: Vec<SearchColumn>,
}

/// One column of a search.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct SearchColumn {
    /// Its name, in the spelling of the search (`SKU`, not `sku`).
    pub(crate) name: String,
}
