//! Puts one saved form into the settings. What makes no sense is refused with words, and nothing is saved.

mod goods;
mod sales;
mod till;

pub use sales::choose_shops;
pub use till::{tax_id, tax_key};

use model::Settings;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::part::Part;

/// The fields of a form, by name; a name may come several times.
type Fields = [(String, String)];

/// Changes the settings as a form says.
///
/// # Errors
/// One sentence about the first field that makes no sense.
pub fn apply(settings: &mut Settings, part: Part, fields: &Fields) -> Result<(), String> {
    match part {
        Part::GoLive => sales::go_live(settings, fields),
        Part::Products => goods::products(settings, fields),
        Part::Classes => goods::classes(settings, fields),
        Part::Inventory => goods::inventory(settings, fields),
        Part::Taxes => till::taxes(settings, fields),
        Part::Payments => till::payments(settings, fields),
        Part::Shops => till::shops(settings, fields),
        Part::Orders => sales::orders(settings, fields),
        Part::Refunds => sales::refunds(settings, fields),
        Part::Customers => sales::customers(settings, fields),
        Part::Schedule => till::schedule(settings, fields),
    }
}

fn value<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.trim()).unwrap_or_default()
}

/// A field as it is kept.
fn text(fields: &Fields, name: &str) -> String {
    value(fields, name).to_owned()
}

/// Whether a box is ticked; one that is not is not sent.
fn ticked(fields: &Fields, name: &str) -> bool {
    !value(fields, name).is_empty()
}

/// Ids, from boxes ticked or typed into one line.
fn ids(fields: &Fields, name: &str) -> Vec<String> {
    let all = fields.iter().filter(|(field, _)| field == name);
    let parts = all.flat_map(|(_, value)| value.split([',', ' ', ';']));
    parts.map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

/// One of a setting's few words.
fn word<T: DeserializeOwned>(fields: &Fields, name: &str) -> Result<T, String> {
    let said = value(fields, name);
    let word = serde_json::from_value(Value::String(said.to_owned()));
    word.map_err(|_| {
        format!("“{said}” is no choice for “{}”; choose one of the list.", name.replace('_', " "))
    })
}

/// A whole number within bounds.
fn number(text: &str, what: &str, bounds: std::ops::RangeInclusive<u32>) -> Result<u32, String> {
    let number = text.parse::<u32>().ok().filter(|number| bounds.contains(number));
    number.ok_or_else(|| {
        format!("“{text}” is no number of {what}; write {} to {}.", bounds.start(), bounds.end())
    })
}

/// Fields named `{prefix}:{id}`, as id and value.
fn of<'a>(fields: &'a Fields, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    fields.iter().filter_map(move |(name, value)| {
        let id = name.strip_prefix(prefix)?.strip_prefix(':')?;
        Some((id, value.trim()))
    })
}

#[cfg(test)]
mod tests;
