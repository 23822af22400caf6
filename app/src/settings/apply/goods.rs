//! Products, their sets, and stock.

use model::Settings;
use model::settings::{Class, FieldMap, InventorySettings, ProductSettings};

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

const GONE: &str = "This classification is gone; load the page again.";

fn class(fields: &Fields) -> Result<Class, String> {
    let class = Class {
        name: text(fields, "name"),
        brands: ids(fields, "brands"),
        types: ids(fields, "types"),
        categories: ids(fields, "categories"),
        picked: ids(fields, "picked"),
        category: text(fields, "category"),
        tax_class: text(fields, "tax_class"),
    };
    let rules = [&class.brands, &class.types, &class.categories, &class.picked];
    if class.name.is_empty() {
        return Err("Give the classification a name.".to_owned());
    }
    if rules.iter().all(|rule| rule.is_empty()) {
        return Err(
            "Choose at least one brand, type, category or product; otherwise it takes nothing.".to_owned()
        );
    }
    Ok(class)
}
