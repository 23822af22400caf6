//! What a request's query asks for.

use super::cursor::Position;
use super::filter::Filter;
use super::percent::{decode, decode_form};
use super::relations::Relations;
use crate::lightspeed::error::ApiError;
use crate::lightspeed::knobs::Knobs;
use crate::lightspeed::schema::{Field, Resource};

/// The most rows of a page.
pub(crate) const PAGE: usize = 100;

/// Which archived rows a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Archived {
    Hidden,
    Shown,
    Only,
}

/// The sort order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sort {
    pub(crate) field: &'static Field,
    pub(crate) descending: bool,
}

/// Where a page begins.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum From {
    Start,
    After(Position),
    Before(Position),
}

/// A query, read and checked.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// Every parameter but the cursors, decoded, in the order given: `next` repeats them.
    pub(crate) pairs: Vec<(String, String)>,
    pub(crate) relations: Relations,
    pub(crate) limit: usize,
    pub(crate) sort: Sort,
    pub(crate) from: From,
    pub(crate) count: bool,
    pub(crate) archived: Archived,
    pub(crate) filters: Vec<Filter>,
    /// At least one of these must hold, if there are any.
    pub(crate) either: Vec<Filter>,
}

impl Asked {
    /// Reads a query string.
    ///
    /// # Errors
    /// A 400 for what the platform refuses: `offset`, `orderby`, a field that cannot be sorted by, a limit over
    /// 100, `count` with paging, an unreadable value or cursor.
    pub(crate) fn parse(resource: Resource, query: &str, knobs: &Knobs) -> Result<Self, ApiError> {
        let pairs = decode_form(query);
        let get = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        refuse_what_is_gone(&get)?;
        let relations = match get("load_relations") {
            Some(text) if !text.is_empty() => Relations::parse(resource, text)?,
            _ => Relations::default(),
        };
        let sort = sort(resource, get("sort"))?;
        if knobs.refuse_cursors && (get("after").is_some() || get("before").is_some()) {
            return Err(ApiError::bad("The cursor has expired."));
        }
        let from = match (get("after"), get("before")) {
            (Some(_), Some(_)) => return Err(ApiError::bad("after and before cannot be used together.")),
            (Some(text), None) => From::After(Position::decode(text, sort)?),
            (None, Some(text)) => From::Before(Position::decode(text, sort)?),
            (None, None) => From::Start,
        };
        let mut filters = Vec::new();
        for (name, value) in pairs.iter().filter(|(name, _)| !is_reserved(name)) {
            // Either spelling of the field is understood, as it is in sort.
            let name = if name == "updateTime" { "updatetime" } else { name.as_str() };
            let known = name != "updatetime" || !knobs.update_time_is_no_filter;
            match Filter::parse(resource, &relations, name, value)?.filter(|_| known) {
                Some(filter) => filters.push(filter),
                None if knobs.refuse_unknown_filters => {
                    return Err(ApiError::bad(format!(
                        "'{name}' is not a field of {}.",
                        resource.spec().name
                    )));
                }
                None => {}
            }
        }
        Ok(Self {
            either: either(resource, &relations, get("or").unwrap_or_default())?,
            limit: limit(get("limit"))?,
            count: get("count") == Some("1"),
            archived: archived(get("archived"))?,
            pairs: pairs.iter().filter(|(name, _)| name != "after" && name != "before").cloned().collect(),
            relations,
            sort,
            from,
            filters,
        })
    }
}

fn is_reserved(name: &str) -> bool {
    ["load_relations", "limit", "sort", "after", "before", "count", "or", "archived"].contains(&name)
}

fn refuse_what_is_gone<'a>(get: &impl Fn(&str) -> Option<&'a str>) -> Result<(), ApiError> {
    for gone in ["offset", "orderby", "orderby_desc"] {
        if get(gone).is_some() {
            return Err(ApiError::bad(format!(
                "The '{gone}' parameter is not supported in V3. Use sort, after and before."
            )));
        }
    }
    if get("count") == Some("1")
        && ["after", "before", "limit", "sort"].into_iter().any(|name| get(name).is_some())
    {
        return Err(ApiError::bad("count cannot be combined with after, before, limit or sort."));
    }
    Ok(())
}

fn sort(resource: Resource, text: Option<&str>) -> Result<Sort, ApiError> {
    let spec = resource.spec();
    let text = text.filter(|text| !text.is_empty()).unwrap_or(spec.key);
    let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
    let name = if name == "updateTime" { "updatetime" } else { name };
    let allowed = name == spec.key || spec.sortable.contains(&name);
    spec.field(name).filter(|_| allowed).map(|field| Sort { field, descending }).ok_or_else(|| {
        let fields = spec.sortable.join(", ");
        ApiError::bad(format!("Unsupported sort field '{name}'. Supported fields: {fields}."))
    })
}

fn limit(text: Option<&str>) -> Result<usize, ApiError> {
    let Some(text) = text else { return Ok(PAGE) };
    text.parse()
        .ok()
        .filter(|limit| *limit <= PAGE)
        .ok_or_else(|| ApiError::bad("limit must be between 0 and 100."))
}

fn archived(text: Option<&str>) -> Result<Archived, ApiError> {
    match text {
        None | Some("false" | "0") => Ok(Archived::Hidden),
        Some("true" | "1") => Ok(Archived::Shown),
        Some("only") => Ok(Archived::Only),
        Some(other) => Err(ApiError::bad(format!("'{other}' is not a valid value for archived."))),
    }
}

/// Reads `or=a%3D1|b%3D2`: conditions encoded once more inside.
fn either(resource: Resource, relations: &Relations, text: &str) -> Result<Vec<Filter>, ApiError> {
    let mut filters = Vec::new();
    for part in text.split('|').filter(|part| !part.is_empty()) {
        let part = decode(part);
        let (name, value) = part
            .split_once('=')
            .ok_or_else(|| ApiError::bad(format!("'{part}' in or needs an encoded =.")))?;
        let filter = Filter::parse(resource, relations, name, value)?;
        filters.push(filter.ok_or_else(|| ApiError::bad(format!("'{name}' cannot be used in or.")))?);
    }
    Ok(filters)
}
