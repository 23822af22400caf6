//! Records as the platform writes them: every scalar a text, one row an object, no row no key.

use serde_json::{Map, Value, json};

use super::knobs::Knobs;
use super::matrix::Attributes;
use super::query::{Filter, Relations};
use super::schema::{Relation, Resource, Target};
use super::state::State;

/// How often a row carries a field nobody has heard of.
const STRANGE_EVERY: u64 = 7;

/// `None` for no row, the row itself for one, a list for several.
pub(crate) fn one_or_many(mut rows: Vec<Value>) -> Option<Value> {
    match rows.len() {
        0 | 1 => rows.pop(),
        _ => Some(Value::Array(rows)),
    }
}

/// The text of a body; slashes are escaped as the platform's PHP does it.
pub(crate) fn text(body: &Value) -> String {
    // A slash can only stand inside a string, so replacing it keeps the JSON what it is.
    body.to_string().replace('/', "\\/")
}

/// Writes rows with their relations.
pub(crate) struct Renderer<'a> {
    state: &'a State,
    knobs: &'a Knobs,
    /// The conditions that may hide children, if that switch is on.
    filters: &'a [Filter],
    /// Whether the numbers of gift cards are shown in full, which takes a right of its own.
    reveals_codes: bool,
}

impl<'a> Renderer<'a> {
    pub(crate) fn new(state: &'a State, knobs: &'a Knobs, filters: &'a [Filter]) -> Self {
        let filters = if knobs.relation_filter_hides_children { filters } else { &[] };
        Self { state, knobs, filters, reveals_codes: false }
    }

    /// Shows the numbers of gift cards in full.
    pub(crate) fn revealing_codes(mut self, reveals: bool) -> Self {
        self.reveals_codes = reveals;
        self
    }

    /// One row with the relations asked for; an empty object if it is gone.
    pub(crate) fn row(&self, resource: Resource, id: u64, relations: &Relations) -> Value {
        let spec = resource.spec();
        let mut fields = Map::new();
        let Some(row) = self.state.row(resource, id) else { return Value::Object(fields) };
        for (name, value) in
            row.fields().filter(|(name, _)| *name != "contactID" || resource != Resource::Customer)
        {
            fields.insert(self.spelled(name).to_owned(), json!(value.wire()));
        }
        if resource == Resource::CreditAccount && !self.reveals_codes {
            fields.insert("code".to_owned(), json!(masked(row.text("code"))));
        }
        if resource == Resource::ItemMatrix {
            for (place, name) in
                ["attribute1Values", "attribute2Values", "attribute3Values"].into_iter().enumerate()
            {
                fields.insert(name.to_owned(), self.state.attribute_values(id, place));
            }
        }
        if resource == Resource::Item {
            fields.insert("Prices".to_owned(), prices(self.state, id));
        }
        if self.knobs.unknown_fields && id.is_multiple_of(STRANGE_EVERY) {
            fields.insert("internalSyncState".to_owned(), json!("2"));
        }
        for relation in spec.relations {
            let Some(below) = relations.below(relation.name) else { continue };
            if let Some(value) = self.relation(resource, id, relation, &below) {
                fields.insert(relation.name.to_owned(), value);
            }
        }
        Value::Object(fields)
    }

    /// The name of a field in the spelling the switches choose.
    fn spelled(&self, name: &'static str) -> &'static str {
        match name {
            "updatetime" if self.knobs.update_time_in_camel_case => "updateTime",
            "onWorkorder" if self.knobs.work_order_in_camel_case => "onWorkOrder",
            other => other,
        }
    }

    fn relation(&self, resource: Resource, id: u64, relation: &Relation, below: &Relations) -> Option<Value> {
        let row = self.state.row(resource, id)?;
        match relation.target {
            Target::One { resource, via } => {
                let other = row.id(via);
                self.state.row(resource, other).map(|_| self.row(resource, other, below))
            }
            Target::Many { resource, parent } => {
                let children = self.state.table(resource).children(parent, id);
                let kept = children.filter(|(_, child)| {
                    self.filters.iter().all(|filter| filter.keeps_child(relation.name, child))
                });
                let rows = kept.map(|(child, _)| self.row(resource, child, below)).collect();
                one_or_many(rows).map(|rows| json!({ resource.spec().name: rows }))
            }
            Target::Contact => {
                let contact = row.id("contactID");
                self.state.contacts.get(&contact).map(|known| known.wire(contact))
            }
            Target::Attributes => self.state.attributes.get(&id).map(Attributes::wire),
            Target::Nothing { .. } => None,
        }
    }
}

/// A card's number with all but its last four characters hidden.
fn masked(code: &str) -> String {
    let hidden = code.chars().count().saturating_sub(4);
    code.chars().enumerate().map(|(place, letter)| if place < hidden { '*' } else { letter }).collect()
}

fn prices(state: &State, item: u64) -> Value {
    let name = |use_type: u64| match use_type {
        1 => "Default",
        2 => "MSRP",
        _ => "Online",
    };
    let rows = state.prices.get(&item).into_iter().flatten().map(|(use_type, amount)| {
        json!({ "amount": amount.normalize().to_string(), "useTypeID": use_type.to_string(), "useType": name(*use_type) })
    });
    match one_or_many(rows.collect()) {
        Some(rows) => json!({ "ItemPrice": rows }),
        None => json!(""),
    }
}
