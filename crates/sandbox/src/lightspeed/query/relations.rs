//! Which relations a request loads.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::lightspeed::error::ApiError;
use crate::lightspeed::schema::{Relation, Resource, Spec, Target};

/// The relations to load, with those to load below them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Relations {
    names: BTreeMap<String, Relations>,
    every: bool,
}

/// A relation that was named, with what decides its price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Loaded {
    pub(crate) many: bool,
    /// Whether its parent relation leads to several rows.
    pub(crate) below_many: bool,
}

impl Relations {
    /// Reads the value of `load_relations`: `all`, or a JSON list of names with dots.
    pub(crate) fn parse(resource: Resource, text: &str) -> Result<Self, ApiError> {
        if text.trim_matches('"') == "all" {
            return Ok(Self { every: true, ..Self::default() });
        }
        let Ok(Value::Array(list)) = serde_json::from_str::<Value>(text) else {
            return Err(ApiError::bad("load_relations must be 'all' or a JSON array of relation names."));
        };
        let mut relations = Self::default();
        for name in list.iter().filter_map(Value::as_str) {
            relations.add(resource, name)?;
        }
        Ok(relations)
    }

    /// The relations named in code rather than by a caller.
    pub(crate) fn of(names: &[&str]) -> Self {
        let mut relations = Self::default();
        for name in names {
            relations.insert(name);
        }
        relations
    }

    fn add(&mut self, resource: Resource, path: &str) -> Result<(), ApiError> {
        let mut spec: Option<&Spec> = Some(resource.spec());
        for name in path.split('.') {
            let relation = spec.and_then(|spec| spec.relation(name));
            let Some(relation) = relation else {
                return Err(ApiError::bad(format!(
                    "'{path}' is not a valid relation of {}.",
                    resource.spec().name
                )));
            };
            spec = target_spec(relation);
        }
        self.insert(path);
        Ok(())
    }

    fn insert(&mut self, path: &str) {
        let mut place = self;
        for name in path.split('.') {
            place = place.names.entry(name.to_owned()).or_default();
        }
    }

    /// Adds what an answer brings unasked.
    pub(crate) fn and(mut self, other: Self) -> Self {
        for (name, below) in other.names {
            let mine = self.names.remove(&name).unwrap_or_default();
            self.names.insert(name, mine.and(below));
        }
        self.every |= other.every;
        self
    }

    /// What to load below a relation; `None` if the relation is not loaded.
    ///
    /// `all` loads everything of the first level but the custom fields.
    pub(crate) fn below(&self, name: &str) -> Option<Self> {
        match self.names.get(name) {
            Some(below) => Some(below.clone()),
            None => (self.every && name != "CustomFieldValues").then(Self::default),
        }
    }

    /// Every relation loaded, for the price of the request.
    pub(crate) fn loaded(&self, resource: Resource) -> Vec<Loaded> {
        let spec = resource.spec();
        if self.every {
            let all = spec.relations.iter().filter(|relation| relation.name != "CustomFieldValues");
            return all.map(|relation| Loaded { many: relation.many(), below_many: false }).collect();
        }
        let mut loaded = Vec::new();
        self.collect(Some(spec), false, &mut loaded);
        loaded
    }

    fn collect(&self, spec: Option<&Spec>, below_many: bool, loaded: &mut Vec<Loaded>) {
        for (name, below) in &self.names {
            let Some(relation) = spec.and_then(|spec| spec.relation(name)) else { continue };
            loaded.push(Loaded { many: relation.many(), below_many });
            below.collect(target_spec(relation), relation.many(), loaded);
        }
    }
}

fn target_spec(relation: &Relation) -> Option<&'static Spec> {
    match relation.target {
        Target::One { resource, .. } | Target::Many { resource, .. } => Some(resource.spec()),
        Target::Contact | Target::Attributes | Target::Nothing { .. } => None,
    }
}
