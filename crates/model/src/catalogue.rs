use serde::{Deserialize, Serialize};

use crate::payload::Named;

/// What a set of products takes, of all products that could be sold at the tills.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SetReach {
    /// Products that were looked at.
    pub of: u64,
    /// How many keep its rules or were picked.
    pub matches: u64,
    /// Of those, how many no set before it takes: what it really places.
    pub places: u64,
    /// The first of what it places.
    pub examples: Vec<Good>,
    /// Sets before it that take some of its matches, with how many.
    pub before: Vec<(String, u64)>,
    /// Sets after it that would take some of what it places, with how many.
    pub after: Vec<(String, u64)>,
}

/// A product as a list names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Good {
    /// Its reference at the back office.
    pub source_ref: String,
    /// Its name with its options.
    pub name: String,
    /// Its SKU.
    pub sku: String,
}

/// Products that no set takes, by brand and type.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Unclassified {
    /// Products that were looked at.
    pub of: u64,
    /// How many no set takes.
    pub products: u64,
    /// The largest groups, the largest first.
    pub groups: Vec<Group>,
    /// Groups that are not listed.
    pub more_groups: u64,
}

/// Products of one brand and type.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Group {
    /// Their brand; `None` where they have none.
    pub brand: Option<Named>,
    /// Their type; `None` where they have none.
    pub product_type: Option<Named>,
    /// How many.
    pub products: u64,
    /// Some of them.
    pub examples: Vec<Good>,
}
