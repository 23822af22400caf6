//! What one save of the settings changed, in words. Every setting is compared, also those that have no words here yet.

mod words;

use std::collections::BTreeMap;

use model::{Kind, Settings, When};
use serde_json::{Map, Value};

pub(super) use self::words::Glossary;
use super::apply::tax_id;
use super::view::Change;

/// Where a setting stands in the document.
type Path = Vec<String>;

/// What the settings after a save have that those before it had not, with ids in place of names.
pub fn changes(before: &Settings, after: &Settings) -> Vec<Change> {
    changes_of(before, after, Glossary::default())
}

/// As [`changes`], with the names of both platforms.
pub(super) fn changes_of(before: &Settings, after: &Settings, glossary: Glossary<'_>) -> Vec<Change> {
    let (old, new) = (document(before), document(after));
    let mut paths: Vec<&Path> = old.keys().chain(new.keys()).collect();
    paths.sort();
    paths.dedup();
    let change = |path: &Path| {
        let says = |document: &BTreeMap<Path, Value>| glossary.says(path, document.get(path));
        let (before, after_says) = (says(&old), says(&new));
        (before != after_says).then(|| Change {
            setting: path.join("."),
            what: glossary.what(path, after),
            before,
            after: after_says,
        })
    };
    paths.into_iter().filter_map(change).collect()
}

/// All settings by their place; lists of things are keyed by what the thing is, so that a new first one is one change.
fn document(settings: &Settings) -> BTreeMap<Path, Value> {
    let mut leaves = BTreeMap::new();
    let Ok(Value::Object(mut whole)) = serde_json::to_value(settings) else { return leaves };
    // What the platforms said of themselves is nobody's decision.
    whole.remove("facts");
    let go_live = settings.go_live.map(When::rfc3339_seconds).map(Value::String);
    whole.insert("go_live".to_owned(), go_live.unwrap_or_default());
    whole.insert("taxes".to_owned(), Value::Object(taxes(settings)));
    whole.insert("schedule".to_owned(), Value::Object(schedule(settings)));
    whole.insert("classification".to_owned(), Value::Object(classes(settings)));
    flatten(&mut leaves, &mut Path::new(), Value::Object(whole));
    leaves
}

fn taxes(settings: &Settings) -> Map<String, Value> {
    let by_tax = settings.taxes.iter().map(|tax| (tax_id(&tax.key), Value::String(tax.code.clone())));
    by_tax.collect()
}

/// Each log's schedule, its pause told by its reason and its quiet hours as people write them.
fn schedule(settings: &Settings) -> Map<String, Value> {
    let flow = |kind: &Kind| {
        let schedule = settings.schedule_of(*kind);
        let quiet = schedule.quiet.map(|quiet| format!("{} to {}", quiet.from_words(), quiet.to_words()));
        let said = serde_json::json!({
            "every_s": schedule.every_s,
            "paused": schedule.paused.map(|pause| pause.why),
            "quiet": quiet,
        });
        (kind.word().to_owned(), said)
    };
    Kind::ALL.iter().map(flow).collect()
}

/// Sets by name; their order is a setting of its own, since the first that takes a product wins.
fn classes(settings: &Settings) -> Map<String, Value> {
    let mut sets = Map::new();
    let mut order = Vec::new();
    for class in &settings.classification {
        let mut set = serde_json::to_value(class).unwrap_or_default();
        if let Some(fields) = set.as_object_mut() {
            fields.remove("name");
        }
        let name = unused(&sets, &class.name);
        order.push(Value::String(name.clone()));
        sets.insert(name, set);
    }
    if order.len() > 1 {
        sets.insert(words::ORDER.to_owned(), Value::Array(order));
    }
    sets
}

/// A name that no set before has.
fn unused(sets: &Map<String, Value>, name: &str) -> String {
    let numbered = (2..).map(|number| format!("{name} ({number})"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names.find(|name| !sets.contains_key(name)).unwrap_or_default()
}

fn flatten(leaves: &mut BTreeMap<Path, Value>, path: &mut Path, value: Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                path.push(name);
                flatten(leaves, path, value);
                path.pop();
            }
        }
        leaf => {
            leaves.insert(path.clone(), leaf);
        }
    }
}

#[cfg(test)]
mod tests;
