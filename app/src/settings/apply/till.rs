//! What is paired with things of the till, and when flows look for news.

use model::payload::TaxKey;
use model::settings::{QuietHours, TaxMapping};
use model::{Kind, Settings};

use super::{Fields, number, of, value};

pub(super) fn taxes(settings: &mut Settings, fields: &Fields) -> Result<(), String> {
    for (id, code) in of(fields, "tax") {
        let key = tax_key(id).ok_or_else(|| format!("“{id}” is no tax of the till; load the page again."))?;
        settings.taxes.retain(|mapping| mapping.key != key);
        if !code.is_empty() {
            settings.taxes.push(TaxMapping { key, code: code.to_owned() });
        }
    }
    Ok(())
}

pub(super) fn payments(settings: &mut Settings, fields: &Fields) -> Result<(), String> {
    for (id, method) in of(fields, "payment") {
        if method.is_empty() {
            settings.payments.remove(id);
        } else {
            settings.payments.insert(id.to_owned(), method.to_owned());
        }
    }
    Ok(())
}

pub(super) fn shops(settings: &mut Settings, fields: &Fields) -> Result<(), String> {
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
    for (id, units) in of(fields, "buffer") {
        let units = if units.is_empty() { None } else { Some(number(units, "units", 0..=10_000)?) };
        settings.shops.entry(id.to_owned()).or_default().buffer = units;
    }
    for (id, location) in of(fields, "returns_location") {
        settings.shops.entry(id.to_owned()).or_default().returns_location = location.to_owned();
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

/// A flow that is read with another has no interval of its own, but may have quiet hours.
pub(super) fn schedule(settings: &mut Settings, fields: &Fields) -> Result<(), String> {
    let zone = value(fields, "zone");
    if !zone.is_empty() && !engine::is_zone(zone) {
        return Err(format!("“{zone}” is no time zone; choose one such as Europe/London."));
    }
    settings.zone = zone.to_owned();
    for kind in Kind::ALL {
        let mut schedule = settings.schedule_of(kind);
        let [every, from, to] = ["every", "from", "to"].map(|name| format!("{name}:{}", kind.word()));
        let says = |name: &str| fields.iter().any(|(field, _)| field == name);
        if says(&every) {
            schedule.every_s = number(value(fields, &every), "seconds", 5..=86_400)?;
        }
        if says(&from) {
            schedule.quiet = quiet(value(fields, &from), value(fields, &to), kind)?;
        }
        if schedule != settings.schedule_of(kind) {
            settings.schedule.insert(kind, schedule);
        }
    }
    Ok(())
}

/// Hours of rest; none where both times are empty.
fn quiet(from: &str, to: &str, kind: Kind) -> Result<Option<QuietHours>, String> {
    if from.is_empty() && to.is_empty() {
        return Ok(None);
    }
    let title = crate::kinds::view_of(kind).title;
    let quiet = QuietHours::parse(from, to);
    quiet.map(Some).ok_or_else(|| {
        format!(
            "The quiet hours of {title} need a beginning and an end that differ, such as 22:00 and 06:00."
        )
    })
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
