//! Which values of its attributes an item has, and which a matrix has in all (fact sheet, section 4.5).

use serde_json::{Value, json};

use super::schema::Resource;
use super::state::State;

/// An item's place in its matrix.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Attributes {
    pub(crate) set: u64,
    /// Up to three values; empty where the set has no such attribute.
    pub(crate) values: [String; 3],
}

impl Attributes {
    /// The relation `ItemAttributes` of an item.
    pub(crate) fn wire(&self) -> Value {
        let [one, two, three] = &self.values;
        json!({ "attribute1": one, "attribute2": two, "attribute3": three,
                "itemAttributeSetID": self.set.to_string() })
    }
}

impl State {
    /// The values of one attribute over all items of a matrix: a list, a plain text if there is one, or `""`.
    pub(crate) fn attribute_values(&self, matrix: u64, place: usize) -> Value {
        let items = self
            .table(Resource::Item)
            .children("itemMatrixID", matrix)
            .filter(|(_, row)| !row.is("archived"));
        let mut values: Vec<&String> = Vec::new();
        for (item, _) in items {
            let value = self.attributes.get(&item).and_then(|attributes| attributes.values.get(place));
            if let Some(value) = value.filter(|value| !value.is_empty() && !values.contains(value)) {
                values.push(value);
            }
        }
        match values.as_slice() {
            [] => json!(""),
            [one] => json!(one),
            many => json!(many),
        }
    }
}
