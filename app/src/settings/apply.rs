//! Puts one saved form into the settings. What makes no sense is refused with words, and nothing is saved.

use model::outgoing::Identifier;
use model::payload::TaxKey;
use model::settings::{Class, FlowSchedule, TaxMapping, UnlinkedItem};
use model::{Kind, Settings, When};
use rust_decimal::Decimal;

use super::view::Part;

/// The fields of a form, by name; a name may come several times.
type Fields = [(String, String)];

/// Changes the settings as a form says.
///
/// # Errors
/// One sentence about the first field that makes no sense.
pub fn apply(settings: &mut Settings, part: Part, fields: &Fields) -> Result<(), String> {
    match part {
        Part::Products => products(settings, fields),
        Part::Classes => classes(settings, fields),
        Part::Taxes => taxes(settings, fields),
        Part::Payments => payments(settings, fields),
        Part::Shops => shops(settings, fields),
        Part::Orders => orders(settings, fields),
        Part::Customers => customers(settings, fields),
        Part::Schedule => schedule(settings, fields),
    }
}

fn value<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.trim()).unwrap_or_default()
}

fn values(fields: &Fields, name: &str) -> Vec<String> {
    let all = fields.iter().filter(|(field, value)| field == name && !value.trim().is_empty());
    all.map(|(_, value)| value.trim().to_owned()).collect()
}

/// Fields named `{prefix}:{id}`, as id and value.
fn of<'a>(fields: &'a Fields, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    fields.iter().filter_map(move |(name, value)| {
        let id = name.strip_prefix(prefix)?.strip_prefix(':')?;
        Some((id, value.trim()))
    })
}

fn products(settings: &mut Settings, fields: &Fields) -> Result<(), String> {
    let identifier = match value(fields, "identifier") {
        "sku" => Identifier::Sku,
        "ean" => Identifier::Ean,
        "upc" => Identifier::Upc,
        other => return Err(format!("“{other}” is no identifier; choose SKU, EAN or UPC.")),
    };
    let go_live = match value(fields, "go_live") {
        "" => None,
        text => {
            let at = When::parse(&format!("{text}:00Z")).or_else(|| When::parse(&format!("{text}Z")));
            Some(at.ok_or_else(|| format!("“{text}” is no date and time; write it like 2026-02-03T09:15."))?)
        }
    };
    settings.products.identifier = identifier;
    settings.products.price_list = value(fields, "price_list").to_owned();
    settings.go_live = go_live;
    Ok(())
}

fn classes(settings: &mut Settings, fields: &Fields) -> Result<(), String> {
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
    let picked = value(fields, "picked").split([',', ' ', ';']).map(str::trim).filter(|id| !id.is_empty());
    let class = Class {
        name: value(fields, "name").to_owned(),
        brands: values(fields, "brands"),
        types: values(fields, "types"),
        categories: values(fields, "categories"),
        picked: picked.map(str::to_owned).collect(),
        category: value(fields, "category").to_owned(),
        tax_class: value(fields, "tax_class").to_owned(),
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

fn taxes(settings: &mut Settings, fields: &Fields) -> Result<(), String> {
    for (id, code) in of(fields, "tax") {
        let key = tax_key(id).ok_or_else(|| format!("“{id}” is no tax of the till; load the page again."))?;
        settings.taxes.retain(|mapping| mapping.key != key);
        if !code.is_empty() {
            settings.taxes.push(TaxMapping { key, code: code.to_owned() });
        }
    }
    Ok(())
}

fn payments(settings: &mut Settings, fields: &Fields) -> Result<(), String> {
    for (id, method) in of(fields, "payment") {
        if method.is_empty() {
            settings.payments.remove(id);
        } else {
            settings.payments.insert(id.to_owned(), method.to_owned());
        }
    }
    Ok(())
}

fn shops(settings: &mut Settings, fields: &Fields) -> Result<(), String> {
    for (id, channel) in of(fields, "channel") {
        settings.shops.entry(id.to_owned()).or_default().channel = channel.to_owned();
    }
    for (id, warehouse) in of(fields, "warehouse") {
        settings.shops.entry(id.to_owned()).or_default().warehouse = warehouse.to_owned();
    }
    for (id, list) in of(fields, "price_list") {
        settings.shops.entry(id.to_owned()).or_default().price_list = list.to_owned();
    }
    for (id, contact) in of(fields, "walk_in") {
        settings.shops.entry(id.to_owned()).or_default().walk_in_contact = contact.to_owned();
    }
    one_warehouse_a_shop(settings)
}

/// Two shops on one warehouse would sell the same piece twice.
fn one_warehouse_a_shop(settings: &Settings) -> Result<(), String> {
    let mut taken = std::collections::BTreeMap::new();
    for (id, shop) in settings.shops.iter().filter(|(_, shop)| !shop.warehouse.is_empty()) {
        if let Some(other) = taken.insert(&shop.warehouse, id) {
            return Err(format!(
                "Warehouse {} is chosen for shop {other} and for shop {id}; one warehouse serves one shop.",
                shop.warehouse
            ));
        }
    }
    Ok(())
}

fn orders(settings: &mut Settings, fields: &Fields) -> Result<(), String> {
    let rate = match value(fields, "exchange_rate") {
        "" => None,
        text => {
            let rate = text.parse::<Decimal>().ok().filter(|rate| *rate > Decimal::ZERO);
            Some(rate.ok_or_else(|| format!("“{text}” is no exchange rate; write a number such as 1.25."))?)
        }
    };
    let orders = &mut settings.orders;
    orders.exchange_rate = rate;
    orders.status = value(fields, "status").to_owned();
    orders.nominal = value(fields, "nominal").to_owned();
    orders.rounding_nominal = value(fields, "rounding_nominal").to_owned();
    orders.unlinked_item = if value(fields, "unlinked_item") == "free_text" {
        UnlinkedItem::FreeText
    } else {
        UnlinkedItem::Wait
    };
    orders.do_not_reserve = value(fields, "reserve").is_empty();
    Ok(())
}

fn customers(settings: &mut Settings, fields: &Fields) -> Result<(), String> {
    let country = value(fields, "default_country").to_uppercase();
    let is_code =
        matches!(country.len(), 0 | 2 | 3) && country.chars().all(|letter| letter.is_ascii_uppercase());
    if !is_code {
        return Err(format!("“{country}” is no country code; write two or three letters such as GB."));
    }
    settings.customers.default_country = country;
    settings.customers.match_by_phone = !value(fields, "match_by_phone").is_empty();
    Ok(())
}

fn schedule(settings: &mut Settings, fields: &Fields) -> Result<(), String> {
    for kind in Kind::ALL {
        let every = value(fields, &format!("every:{}", kind.word()));
        if every.is_empty() {
            continue;
        }
        let every_s = every.parse::<u32>().ok().filter(|seconds| (5..=86_400).contains(seconds));
        let every_s =
            every_s.ok_or_else(|| format!("“{every}” is no interval; write 5 to 86400 seconds."))?;
        let paused = value(fields, &format!("paused:{}", kind.word()));
        let paused = (!paused.is_empty()).then(|| paused.to_owned());
        settings.schedule.insert(kind, FlowSchedule { every_s, paused });
    }
    Ok(())
}

/// The form name of a till tax: `{category}:{class}:{rate1}:{rate2}`, as the platform's list has it.
pub fn tax_id(key: &TaxKey) -> String {
    format!("{}:{}:{}:{}", key.category, key.class, key.rate1.normalize(), key.rate2.normalize())
}

/// Reads [`tax_id`].
pub fn tax_key(id: &str) -> Option<TaxKey> {
    let mut parts = id.split(':');
    let (category, class) = (parts.next()?.to_owned(), parts.next()?.to_owned());
    let (rate1, rate2) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    parts.next().is_none().then_some(TaxKey { category, class, rate1, rate2 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(parts: &[(&str, &str)]) -> Vec<(String, String)> {
        parts.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_saved_tax_is_found_by_the_sale_that_waited_for_it() {
        let mut settings = Settings::default();
        apply(&mut settings, Part::Taxes, &fields(&[("tax:1:2:0.20:0", "T20")])).unwrap();
        let sold = tax_key("1:2:0.2:0").unwrap();
        assert_eq!(settings.tax_code(&sold), Some("T20"));
    }

    #[test]
    fn choosing_nothing_takes_a_mapping_back() {
        let mut settings = Settings::default();
        apply(&mut settings, Part::Payments, &fields(&[("payment:1", "CASH")])).unwrap();
        apply(&mut settings, Part::Payments, &fields(&[("payment:1", "")])).unwrap();
        assert!(settings.payments.is_empty());
    }

    #[test]
    fn two_shops_cannot_have_one_warehouse() {
        let mut settings = Settings::default();
        let both = fields(&[("warehouse:1", "2"), ("warehouse:3", "2")]);
        assert!(
            apply(&mut settings, Part::Shops, &both).unwrap_err().contains("one warehouse serves one shop")
        );
    }

    #[test]
    fn a_classification_without_any_rule_is_refused() {
        let mut settings = Settings::default();
        let refused = apply(&mut settings, Part::Classes, &fields(&[("name", "Bags"), ("category", "3")]));
        assert!(refused.is_err());
        assert!(settings.classification.is_empty());
    }

    #[test]
    fn a_classification_moves_up_and_away() {
        let mut settings = Settings::default();
        for name in ["Bags", "Shoes"] {
            apply(&mut settings, Part::Classes, &fields(&[("name", name), ("brands", "1")])).unwrap();
        }
        apply(&mut settings, Part::Classes, &fields(&[("place", "1"), ("action", "up")])).unwrap();
        assert_eq!(settings.classification.first().map(|class| class.name.as_str()), Some("Shoes"));
        apply(&mut settings, Part::Classes, &fields(&[("place", "0"), ("action", "remove")])).unwrap();
        assert_eq!(settings.classification.len(), 1);
        assert!(
            apply(&mut settings, Part::Classes, &fields(&[("place", "7"), ("action", "remove")])).is_err()
        );
    }

    #[test]
    fn an_interval_below_five_seconds_is_refused() {
        let mut settings = Settings::default();
        assert!(apply(&mut settings, Part::Schedule, &fields(&[("every:order", "1")])).is_err());
        apply(
            &mut settings,
            Part::Schedule,
            &fields(&[("every:order", "30"), ("paused:order", "stock-take")]),
        )
        .unwrap();
        assert_eq!(settings.schedule_of(Kind::Order).paused.as_deref(), Some("stock-take"));
    }

    #[test]
    fn a_go_live_time_is_read_as_utc() {
        let mut settings = Settings::default();
        let form = [("identifier", "ean"), ("price_list", "3"), ("go_live", "2026-02-03T09:15")];
        apply(&mut settings, Part::Products, &fields(&form)).unwrap();
        assert_eq!(settings.go_live, When::parse("2026-02-03T09:15:00Z"));
    }
}
