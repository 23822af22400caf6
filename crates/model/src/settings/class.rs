use serde::{Deserialize, Serialize};

use crate::payload::{Named, Product};

/// A named set of products and where it goes at the till.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Class {
    /// The set's name.
    pub name: String,
    /// Brightpearl brand ids; empty means any.
    pub brands: Vec<String>,
    /// Brightpearl product type ids; empty means any.
    pub types: Vec<String>,
    /// Brightpearl category ids; empty means any.
    pub categories: Vec<String>,
    /// Brightpearl product ids picked by hand; they belong to the set whatever the rules say.
    pub picked: Vec<String>,
    /// Lightspeed category id.
    pub category: String,
    /// Lightspeed tax class id.
    pub tax_class: String,
}

impl Class {
    /// Whether the product belongs to this set: picked by hand, or all named rules match.
    /// A set without rules takes only what was picked.
    pub fn takes(&self, product_ref: &str, product: &Product) -> bool {
        if self.picked.iter().any(|id| id == product_ref) {
            return true;
        }
        let ruled = !(self.brands.is_empty() && self.types.is_empty() && self.categories.is_empty());
        ruled
            && one_of(&self.brands, &product.brand)
            && one_of(&self.types, &product.product_type)
            && one_of(&self.categories, &product.categories)
    }
}

/// Whether a rule without wishes, or one of the things wished for.
fn one_of<'a>(wanted: &[String], has: impl IntoIterator<Item = &'a Named>) -> bool {
    wanted.is_empty() || has.into_iter().any(|named| wanted.contains(&named.id))
}
