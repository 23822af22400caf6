//! One page of a list.

use std::cmp::Ordering;

use serde_json::{Map, Value, json};

use super::asked::{Archived, Asked, From};
use super::cursor::Position;
use super::percent::encode;
use crate::lightspeed::error::ApiError;
use crate::lightspeed::knobs::Knobs;
use crate::lightspeed::render::{Renderer, one_or_many};
use crate::lightspeed::schema::Resource;
use crate::lightspeed::state::State;
use crate::lightspeed::table::Row;

/// Answers a list request. `address` is the absolute address without a query.
pub(crate) fn list(
    state: &State,
    knobs: &Knobs,
    resource: Resource,
    asked: &Asked,
    address: &str,
    reveals_codes: bool,
) -> Result<Value, ApiError> {
    let loaded = asked.relations.loaded(resource).len();
    if knobs.relations_before_500.is_some_and(|most| loaded > most) {
        return Err(ApiError::broken("Allowed memory size exhausted."));
    }
    let mut rows = matching(state, resource, asked);
    if asked.count {
        return Ok(json!({ "@attributes": { "count": rows.len().to_string() } }));
    }
    rows.sort_by(|(one, _), (two, _)| one.compare(two, asked.sort));
    let total = rows.len();
    let (from, to) = bounds(&rows, asked);
    let page = rows.get(from..to).unwrap_or_default();
    let renderer = Renderer::new(state, knobs, &asked.filters).revealing_codes(reveals_codes);
    let values = page.iter().map(|(_, (id, _))| renderer.row(resource, *id, &asked.relations)).collect();
    let is_first = matches!(asked.from, From::Start) || from == 0;
    let is_last = to == total && (page.len() < asked.limit || !knobs.full_last_page_has_next);
    let edge = |row: Option<&Found>, kind: &str, wanted: bool| {
        row.filter(|_| wanted)
            .map(|(position, _)| link(resource, asked, address, kind, position))
            .unwrap_or_default()
    };
    let next = edge(page.last(), "after", !is_last);
    let previous = edge(page.first(), "before", !is_first);
    Ok(envelope(resource, values, &next, &previous, knobs))
}

type Found<'a> = (Position, (u64, &'a Row));

fn matching<'a>(state: &'a State, resource: Resource, asked: &Asked) -> Vec<Found<'a>> {
    let archivable = resource.spec().field("archived").is_some();
    let shown = |row: &Row| match asked.archived {
        _ if !archivable => true,
        Archived::Shown => true,
        Archived::Hidden => !row.is("archived"),
        Archived::Only => row.is("archived"),
    };
    // Gift cards are listed only when they are asked for (fact sheet, section 4.10).
    let cards_asked = asked.filters.iter().any(|filter| filter.name == "giftCard");
    let hidden_card = |row: &Row| resource == Resource::CreditAccount && !cards_asked && row.is("giftCard");
    let fits = |id: u64, row: &Row| {
        shown(row)
            && !hidden_card(row)
            && asked.filters.iter().all(|filter| filter.holds(state, id, row))
            && (asked.either.is_empty() || asked.either.iter().any(|filter| filter.holds(state, id, row)))
    };
    let rows = state.table(resource).iter().filter(|(id, row)| fits(*id, row));
    rows.map(|(id, row)| (Position::of(id, row, asked.sort), (id, row))).collect()
}

/// Where the page begins and ends among the sorted rows.
fn bounds(rows: &[Found], asked: &Asked) -> (usize, usize) {
    match &asked.from {
        From::Start => (0, asked.limit.min(rows.len())),
        From::After(position) => {
            let from =
                rows.partition_point(|(row, _)| row.compare(position, asked.sort) != Ordering::Greater);
            (from, (from + asked.limit).min(rows.len()))
        }
        From::Before(position) => {
            let to = rows.partition_point(|(row, _)| row.compare(position, asked.sort) == Ordering::Less);
            (to.saturating_sub(asked.limit), to)
        }
    }
}

/// The absolute address of a neighbouring page: all parameters, the defaulted ones too, and the cursor.
fn link(resource: Resource, asked: &Asked, address: &str, kind: &str, position: &Position) -> String {
    let given = |name: &str| asked.pairs.iter().any(|(key, _)| key == name);
    let mut parts: Vec<String> =
        asked.pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    if !given("sort") {
        parts.push(format!("sort={}", resource.spec().key));
    }
    if !given("limit") {
        parts.push(format!("limit={}", asked.limit));
    }
    let by_id = asked.sort.field.name == resource.spec().key;
    parts.push(format!("{kind}={}", encode(&position.encode(by_id))));
    format!("{address}?{}", parts.join("&"))
}

fn envelope(resource: Resource, rows: Vec<Value>, next: &str, previous: &str, knobs: &Knobs) -> Value {
    let mut body = Map::new();
    let bare = rows.is_empty() && knobs.empty_list_without_cursors;
    let attributes = if bare { json!({}) } else { json!({ "next": next, "previous": previous }) };
    body.insert("@attributes".to_owned(), attributes);
    if let Some(rows) = one_or_many(rows) {
        body.insert(resource.spec().name.to_owned(), rows);
    }
    Value::Object(body)
}
