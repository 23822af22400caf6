//! The words of settings and of their values.

use model::{Kind, Settings};
use serde_json::Value;

use crate::kinds::view_of;
use crate::settings::apply::tax_key;
use crate::settings::read::named;
use crate::settings::view::{Choice, Choices, Names};

/// The place of the sets' order among them.
pub(super) const ORDER: &str = "(order)";
/// What stands for no value.
const NOT_SET: &str = "not set";

/// Which list of names a value is from.
type List = fn(&Names) -> &Choices;

/// A setting's words. A `*` in its path is one thing of many: a shop, a tax, a set.
struct Words {
    path: &'static [&'static str],
    /// What it is called; `{}` is the thing of the path.
    what: &'static str,
    list: Option<List>,
}

const fn plain(path: &'static [&'static str], what: &'static str) -> Words {
    Words { path, what, list: None }
}

const fn listed(path: &'static [&'static str], what: &'static str, list: List) -> Words {
    Words { path, what, list: Some(list) }
}

const WORDS: &[Words] = &[
    plain(&["go_live"], "Go-live"),
    plain(&["products", "identifier"], "Products are the same by"),
    listed(&["products", "price_list"], "Price list at the tills", |names| &names.price_lists),
    listed(&["products", "cost_list"], "Cost list", |names| &names.price_lists),
    plain(&["products", "fields", "ean"], "EAN at the till"),
    plain(&["products", "fields", "upc"], "UPC at the till"),
    plain(&["products", "fields", "manufacturer_sku"], "Maker's number at the till"),
    listed(&["products", "default_category"], "Category where a set names none", |names| {
        &names.till_categories
    }),
    listed(&["products", "default_tax_class"], "Tax class where a set names none", |names| {
        &names.tax_classes
    }),
    plain(&["products", "prices_as_they_are"], "Prices go out as they are, with or without tax"),
    plain(&["products", "archived"], "A product archived in Brightpearl"),
    plain(&["classification", ORDER], "Order of the sets"),
    listed(&["classification", "*", "brands"], "Brands of set “{}”", |names| &names.brands),
    listed(&["classification", "*", "types"], "Product types of set “{}”", |names| &names.types),
    listed(&["classification", "*", "categories"], "Categories of set “{}”", |names| &names.categories),
    plain(&["classification", "*", "rules"], "How many rules of set “{}” must hold"),
    listed(&["classification", "*", "suppliers"], "Suppliers of set “{}”", |names| &names.suppliers),
    plain(&["classification", "*", "names"], "Words in names of set “{}”"),
    plain(&["classification", "*", "price_from"], "Lowest price of set “{}”"),
    plain(&["classification", "*", "price_to"], "Highest price of set “{}”"),
    listed(&["classification", "*", "price_list"], "Price list of set “{}”", |names| &names.price_lists),
    plain(&["classification", "*", "picked"], "Products picked by hand for set “{}”"),
    listed(&["classification", "*", "category"], "Till category of set “{}”", |names| {
        &names.till_categories
    }),
    listed(&["classification", "*", "tax_class"], "Tax class of set “{}”", |names| &names.tax_classes),
    listed(&["taxes", "*"], "Tax code of {}", |names| &names.tax_codes),
    listed(&["payments", "*"], "Payment method of {}", |names| &names.methods),
    listed(&["shops", "*", "channel"], "Channel of {}", |names| &names.channels),
    listed(&["shops", "*", "warehouse"], "Warehouse of {}", |names| &names.warehouses),
    listed(&["shops", "*", "price_list"], "Price list of orders of {}", |names| &names.price_lists),
    plain(&["shops", "*", "walk_in_contact"], "Contact for walk-ins of {}"),
    plain(&["shops", "*", "buffer"], "Units held back in {}"),
    plain(&["shops", "*", "returns_location"], "Location of returns of {}"),
    listed(&["orders", "status"], "Status of a new order", |names| &names.statuses),
    listed(&["orders", "nominal"], "Nominal code of goods", |names| &names.nominals),
    listed(&["orders", "rounding_nominal"], "Nominal code of rounding", |names| &names.nominals),
    plain(&["orders", "exchange_rate"], "Exchange rate to the base currency"),
    plain(&["orders", "unlinked_item"], "A line whose item is not linked"),
    plain(&["orders", "do_not_reserve"], "Orders leave goods unreserved"),
    listed(&["orders", "nominals", "gift_card"], "Nominal code of gift cards", |names| &names.nominals),
    listed(&["orders", "nominals", "deposit"], "Nominal code of deposits", |names| &names.nominals),
    listed(&["orders", "nominals", "tip"], "Nominal code of tips", |names| &names.nominals),
    listed(&["orders", "nominals", "fee"], "Nominal code of fees", |names| &names.nominals),
    listed(&["orders", "nominals", "charge"], "Nominal code of charges", |names| &names.nominals),
    listed(&["orders", "untaxed_code"], "Tax code of rows without tax", |names| &names.tax_codes),
    listed(&["orders", "clearing_method"], "Payment method of exchanges", |names| &names.methods),
    plain(&["orders", "fulfil"], "Orders are sent off at once"),
    listed(&["orders", "shipping_method"], "Shipping method", |names| &names.shipping_methods),
    listed(&["orders", "staff_contact"], "Shipped by", |names| &names.staff),
    plain(&["orders", "edited"], "A sale changed after it was posted"),
    listed(&["orders", "skip", "employees"], "Sales skipped by employee", |names| &names.employees),
    plain(&["orders", "skip", "customers"], "Sales skipped by customer"),
    listed(&["orders", "skip", "registers"], "Sales skipped by register", |names| &names.registers),
    listed(&["orders", "skip", "shops"], "Shops left out", |names| &names.shops),
    plain(&["setup"], "Set-up"),
    listed(&["refunds", "status"], "Status of a new credit", |names| &names.credit_statuses),
    plain(&["refunds", "do_not_restock"], "Returned goods stay out of stock"),
    plain(&["refunds", "without_order"], "A return whose sale has no order"),
    plain(&["inventory", "buffer"], "Units held back in every shop"),
    plain(&["inventory", "sweep_minutes"], "Minutes between two comparisons of stock"),
    plain(&["inventory", "holds_lower_stock"], "Goods set aside lower the till's quantity"),
    plain(&["customers", "match_by_phone"], "Contacts are found by name and telephone"),
    plain(&["customers", "default_country"], "Country where the till knows none"),
    plain(&["schedule", "*", "every_s"], "Seconds between two looks for {}"),
    plain(&["schedule", "*", "paused"], "Why {} is paused"),
    plain(&["schedule", "*", "quiet"], "Quiet hours of {}"),
    plain(&["zone"], "Time zone"),
];

impl Words {
    fn of(path: &[String]) -> Option<&'static Words> {
        let fits = |known: &&Words| {
            let parts = known.path.iter().zip(path);
            known.path.len() == path.len()
                && parts.clone().all(|(known, part)| *known == "*" || known == part)
        };
        WORDS.iter().find(fits)
    }
}

/// The names that settings are told with; where there are none, ids are.
#[derive(Clone, Copy, Default)]
pub(in crate::settings) struct Glossary<'a> {
    /// The lists of both platforms.
    pub(in crate::settings) names: Option<&'a Names>,
    /// The till's payment types.
    pub(in crate::settings) payments: &'a [Choice],
    /// The till's taxes.
    pub(in crate::settings) taxes: &'a [Choice],
    /// The till's shops.
    pub(in crate::settings) shops: &'a [Choice],
}

impl Glossary<'_> {
    /// What a setting is called.
    pub(super) fn what(self, path: &[String], settings: &Settings) -> String {
        match Words::of(path) {
            Some(words) if words.path.contains(&"*") => words.what.replace("{}", &self.thing(path, settings)),
            Some(words) => words.what.to_owned(),
            None => path.join(", ").replace('_', " "),
        }
    }

    /// The thing in a path: a shop, a payment type, a tax, a log, a set.
    fn thing(self, path: &[String], settings: &Settings) -> String {
        let (part, id) =
            (path.first().map(String::as_str), path.get(1).map(String::as_str).unwrap_or_default());
        match part {
            Some("shops") => {
                let known = self.shops.iter().find(|choice| choice.id == id);
                known.map_or_else(|| settings.facts.shop_name(id), |choice| choice.name.clone())
            }
            Some("payments") => {
                let known = self.payments.iter().find(|choice| choice.id == id);
                known.map_or_else(|| format!("payment type {id}"), |choice| format!("“{}”", choice.name))
            }
            Some("taxes") => self.tax(id),
            Some("schedule") => Kind::parse(id).map_or(id, |kind| view_of(kind).title).to_lowercase(),
            _ => id.to_owned(),
        }
    }

    /// A tax of the till, by the name it is listed with or by its rate.
    fn tax(self, id: &str) -> String {
        let Some(key) = tax_key(id) else { return id.to_owned() };
        if let Some(listed) = self.taxes.iter().find(|choice| tax_key(&choice.id).as_ref() == Some(&key)) {
            return named(&listed.name, &listed.note);
        }
        let category =
            if key.category.is_empty() { String::new() } else { format!("category {}, ", key.category) };
        format!("{} ({category}class {})", key.rate_words(), key.class)
    }

    /// A value in words.
    pub(super) fn says(self, path: &[String], value: Option<&Value>) -> String {
        let list = Words::of(path).and_then(|words| words.list);
        let named = |id: &str| {
            let name = self.names.zip(list).and_then(|(names, list)| list(names).name_of(id));
            name.filter(|name| *name != id).map_or_else(|| id.to_owned(), |name| format!("{name} ({id})"))
        };
        match value {
            None | Some(Value::Null) => NOT_SET.to_owned(),
            Some(Value::String(text)) if text.is_empty() => NOT_SET.to_owned(),
            Some(Value::String(text)) if path.last().is_some_and(|name| name == "go_live") => moment(text),
            Some(Value::String(text)) if is_word(path) => text.replace('_', " "),
            Some(Value::String(text)) => named(text),
            Some(Value::Bool(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
            Some(Value::Array(all)) if all.is_empty() => NOT_SET.to_owned(),
            Some(Value::Array(all)) => {
                all.iter().filter_map(Value::as_str).map(named).collect::<Vec<_>>().join(", ")
            }
            Some(other) => other.to_string(),
        }
    }
}

/// Settings that are one of a few words of ours.
fn is_word(path: &[String]) -> bool {
    let names = ["identifier", "archived", "unlinked_item", "edited", "without_order", "rules"];
    let in_field_map = path.len() == 3 && path.get(1).is_some_and(|part| part == "fields");
    in_field_map || path.last().is_some_and(|last| names.contains(&last.as_str()))
}

/// `2026-02-03T09:15:00Z` as people read it.
fn moment(iso: &str) -> String {
    match (iso.get(..10), iso.get(11..16)) {
        (Some(day), Some(time)) => format!("{day} {time} UTC"),
        _ => iso.to_owned(),
    }
}
