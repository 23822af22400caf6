//! Things of the till with their partners; what records wait for comes first.

use std::collections::BTreeMap;

use model::payload::TaxKey;
use model::{Block, Settings};

use super::own::Own;
use super::waits::Waits;
use crate::settings::apply::{tax_id, tax_key};
use crate::settings::view::{Choice, Pairing, ShopForm};

pub(super) fn taxes(settings: &Settings, listed: &[Choice], waiting: &Waits, own: &Own) -> Vec<Pairing> {
    let mut keys: Vec<(TaxKey, String)> = Vec::new();
    let mut know = |key: TaxKey, name: String| {
        if !keys.iter().any(|(known, _)| *known == key) {
            keys.push((key, name));
        }
    };
    for tax in listed {
        if let Some(key) = tax_key(&tax.id) {
            know(key, named(&tax.name, &tax.note));
        }
    }
    for mapping in &settings.taxes {
        let name = format!(
            "Tax {} of class {}, {}",
            mapping.key.category,
            mapping.key.class,
            mapping.key.rate_words()
        );
        know(mapping.key.clone(), name);
    }
    for block in waiting.blocks() {
        if let Block::Tax { category, class, rate } = block
            && let Some(key) = blocked_tax(category, class, rate)
        {
            know(key, format!("Tax {category} of class {class}, {rate}"));
        }
    }
    let pairing = |(key, name): (TaxKey, String)| {
        let waiting = waiting.held(|block| match block {
            Block::Tax { category, class, rate } => {
                *category == key.category && *class == key.class && *rate == key.rate_words()
            }
            _ => false,
        });
        let partner = settings.tax_code(&key).unwrap_or_default().to_owned();
        Pairing { example: own.of_tax(&key), id: tax_id(&key), name, partner, waiting }
    };
    open_first(keys.into_iter().map(pairing).collect())
}

/// The tax a block speaks of; its rates are only there in words, such as `5 % + 9.975 %`.
fn blocked_tax(category: &str, class: &str, rate: &str) -> Option<TaxKey> {
    let hundredth = rust_decimal::Decimal::ONE_HUNDRED;
    let mut rates = rate.split('+').map(|part| part.trim().trim_end_matches('%').trim().parse());
    let first: rust_decimal::Decimal = rates.next()?.ok()?;
    let second: rust_decimal::Decimal = rates.next().unwrap_or(Ok(rust_decimal::Decimal::ZERO)).ok()?;
    Some(TaxKey {
        category: category.to_owned(),
        class: class.to_owned(),
        rate1: first / hundredth,
        rate2: second / hundredth,
    })
}

pub(super) fn payments(settings: &Settings, listed: &[Choice], waiting: &Waits, own: &Own) -> Vec<Pairing> {
    let mut types: BTreeMap<String, String> = BTreeMap::new();
    for block in waiting.blocks() {
        if let Block::Payment { id, name } = block {
            types.insert(id.clone(), name.clone());
        }
    }
    for id in settings.payments.keys() {
        types.entry(id.clone()).or_insert_with(|| format!("Payment type {id}"));
    }
    types.extend(listed.iter().map(|choice| (choice.id.clone(), named(&choice.name, &choice.note))));
    let pairing = |(id, name): (String, String)| {
        let waiting = waiting.held(|block| matches!(block, Block::Payment { id: its, .. } if *its == id));
        let partner = settings.payments.get(&id).cloned().unwrap_or_default();
        Pairing { example: own.of_payment(&id), id, name, partner, waiting }
    };
    open_first(types.into_iter().map(pairing).collect())
}

pub(super) fn shops(settings: &Settings, listed: &[Choice], waiting: &Waits, own: &Own) -> Vec<ShopForm> {
    let mut shops: BTreeMap<String, String> = BTreeMap::new();
    for block in waiting.blocks() {
        if let Block::Shop { id, name } = block {
            shops.insert(id.clone(), name.clone());
        }
    }
    for id in settings.shops.keys() {
        shops.entry(id.clone()).or_insert_with(|| settings.facts.shop_name(id));
    }
    shops.extend(listed.iter().map(|choice| (choice.id.clone(), choice.name.clone())));
    let form = |(id, name): (String, String)| {
        let walk_ins = format!("walk_in_contact_{id}");
        let waiting = waiting.held(|block| match block {
            Block::Shop { id: its, .. } => *its == id,
            Block::Setting { name, .. } => *name == walk_ins,
            _ => false,
        });
        let settings = settings.shops.get(&id).cloned().unwrap_or_default();
        ShopForm { example: own.of_shop(&id), id, name, settings, waiting }
    };
    waiting_first(shops.into_iter().map(form).collect(), |shop| shop.waiting.records)
}

/// What records wait for comes first, then what has no partner; otherwise the order stays.
fn open_first(mut pairings: Vec<Pairing>) -> Vec<Pairing> {
    pairings.sort_by_key(|pairing| (std::cmp::Reverse(pairing.waiting.records), !pairing.partner.is_empty()));
    pairings
}

/// What records wait for comes first; otherwise the order stays.
fn waiting_first<T>(mut things: Vec<T>, waiting: impl Fn(&T) -> i64) -> Vec<T> {
    things.sort_by_key(|thing| std::cmp::Reverse(waiting(thing)));
    things
}

/// A name with what helps to tell it from others.
pub fn named(name: &str, note: &str) -> String {
    if note.is_empty() { name.to_owned() } else { format!("{name} ({note})") }
}

#[cfg(test)]
mod tests {
    use model::Wait;

    use super::*;
    use crate::settings::view::Held;

    #[test]
    fn a_blocked_tax_is_the_same_as_the_listed_one() {
        let listed = tax_key("1:2:0.05:0.09975").unwrap();
        assert_eq!(blocked_tax("1", "2", &listed.rate_words()), Some(listed));
        let plain = tax_key("1:1:0.2:0").unwrap();
        assert_eq!(blocked_tax("1", "1", "20 %"), Some(plain));
    }

    #[test]
    fn what_is_open_stands_before_what_is_paired() {
        let pairing = |id: &str, partner: &str, records| Pairing {
            id: id.to_owned(),
            name: id.to_owned(),
            partner: partner.to_owned(),
            waiting: Held { records, worth: String::new() },
            example: String::new(),
        };
        let sorted = open_first(vec![pairing("a", "CASH", 0), pairing("b", "", 0), pairing("c", "", 3)]);
        assert_eq!(sorted.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["c", "b", "a"]);
    }

    #[test]
    fn a_waiting_tax_stands_first_even_if_the_till_cannot_be_asked() {
        let block = Block::Tax { category: "3".into(), class: "1".into(), rate: "5 %".into() };
        let waiting = Waits::of(vec![Wait { block, records: 1, worth: Vec::new() }]);
        let lines = taxes(&Settings::default(), &[], &waiting, &Own::default());
        let first = lines.first().map(|line| (line.id.as_str(), line.waiting.records));
        assert_eq!(first, Some(("3:1:0.05:0", 1)));
    }
}
