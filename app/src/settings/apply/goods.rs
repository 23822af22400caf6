//! Products, their sets, and stock.

use model::Settings;
use model::settings::{Class, FieldMap, InventorySettings, ProductSettings};
use rust_decimal::Decimal;

use super::{Fields, ids, number, text, ticked, value, word};

pub(super) fn products(settings: &mut Settings, fields: &Fields) -> Result<(), String> {
    settings.products = ProductSettings {
        identifier: word(fields, "identifier")?,
        price_list: text(fields, "price_list"),
        cost_list: text(fields, "cost_list"),
        fields: FieldMap {
            ean: word(fields, "field_ean")?,
            upc: word(fields, "field_upc")?,
            manufacturer_sku: word(fields, "field_manufacturer_sku")?,
        },
        default_category: text(fields, "default_category"),
        default_tax_class: text(fields, "default_tax_class"),
        prices_as_they_are: ticked(fields, "prices_as_they_are"),
        archived: word(fields, "archived")?,
    };
    Ok(())
}

pub(super) fn inventory(settings: &mut Settings, fields: &Fields) -> Result<(), String> {
    settings.inventory = InventorySettings {
        buffer: number(value(fields, "buffer"), "units", 0..=10_000)?,
        sweep_minutes: number(value(fields, "sweep_minutes"), "minutes", 1..=1_440)?,
        holds_lower_stock: ticked(fields, "holds_lower_stock"),
    };
    Ok(())
}

pub(super) fn classes(settings: &mut Settings, fields: &Fields) -> Result<(), String> {
    let classes = &mut settings.classification;
    let place = match value(fields, "place") {
        "" => None,
        text => Some(text.parse::<usize>().ok().filter(|place| *place < classes.len()).ok_or(GONE)?),
    };
    match (value(fields, "action"), place) {
        ("remove", Some(place)) => {
            classes.remove(place);
        }
        ("up", Some(place)) => {
            classes.swap(place, place.saturating_sub(1));
        }
        ("down", Some(place)) if place + 1 < classes.len() => {
            classes.swap(place, place + 1);
        }
        ("", place) => {
            let class = class(fields)?;
            match place.and_then(|place| classes.get_mut(place)) {
                Some(old) => *old = class,
                None => classes.push(class),
            }
        }
        _ => return Err(GONE.to_owned()),
    }
    Ok(())
}

const GONE: &str = "This set is gone; load the page again.";

fn class(fields: &Fields) -> Result<Class, String> {
    let class = Class {
        name: text(fields, "name"),
        rules: word(fields, "rules")?,
        brands: ids(fields, "brands"),
        types: ids(fields, "types"),
        categories: ids(fields, "categories"),
        suppliers: ids(fields, "suppliers"),
        names: words(value(fields, "words")),
        price_from: price(value(fields, "price_from"))?,
        price_to: price(value(fields, "price_to"))?,
        picked: ids(fields, "picked"),
        category: text(fields, "category"),
        tax_class: text(fields, "tax_class"),
        price_list: text(fields, "price_list"),
    };
    let lists =
        [&class.brands, &class.types, &class.categories, &class.suppliers, &class.names, &class.picked];
    if class.name.is_empty() {
        return Err("Give the set a name.".to_owned());
    }
    if let (Some(from), Some(to)) = (class.price_from, class.price_to)
        && from > to
    {
        return Err(format!("No price is from {from} and up to {to}; exchange the two."));
    }
    let priced = class.price_from.is_some() || class.price_to.is_some();
    if !priced && lists.iter().all(|list| list.is_empty()) {
        let what = "a brand, type, category, supplier, word, price or product";
        return Err(format!("Choose at least {what}; otherwise the set takes nothing."));
    }
    Ok(class)
}

/// Words or phrases parted by commas.
fn words(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A price; empty is no bound.
fn price(text: &str) -> Result<Option<Decimal>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let price = text.replace(',', ".").parse().ok().filter(|price| *price >= Decimal::ZERO);
    price.map(Some).ok_or_else(|| format!("“{text}” is no price; write a number such as 12.50."))
}
