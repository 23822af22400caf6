//! Puts the settings page together: what is saved, the names of both platforms, and what records wait for.

use std::collections::BTreeMap;
use std::time::Duration;

use engine::{Control, Entry, Listing};
use model::payload::TaxKey;
use model::settings::{Class, ShopSettings, UnlinkedItem};
use model::{At, Block, Kind, LogQuery, MerchantId, Platform, Settings, Status, SyncState, Waiting, When};

use super::apply::{tax_id, tax_key};
use super::view::{
    Choice, Choices, ClassForm, CustomerForm, Names, Need, OrderForm, Pairing, Part, ProductForm,
    ScheduleForm, SettingsView, ShopForm,
};
use crate::{AppError, AppState};

/// How long the page waits for a platform's names before it shows ids.
const PATIENCE: Duration = Duration::from_secs(8);
/// Pages of waiting records that are looked through, of 200 each.
const PAGES: usize = 10;

/// The settings page as it is now.
pub async fn read(state: &AppState) -> Result<SettingsView, AppError> {
    let (control, merchant) = (&state.control, state.merchant);
    let saved = control.settings(merchant).await?;
    let waiting = Waits::read(state).await?;
    let till = Till::read(control, merchant).await;
    let settings = &saved.settings;
    Ok(SettingsView {
        version: saved.version,
        who: saved.who.clone(),
        at: saved.at,
        needs: waiting.needs(),
        products: products(settings),
        classes: settings.classification.iter().map(class).collect(),
        taxes: taxes(settings, &till.taxes, &waiting),
        payments: payments(settings, &till.payments, &waiting),
        shops: shops(settings, &till.shops, &waiting),
        orders: orders(settings),
        customers: CustomerForm {
            match_by_phone: settings.customers.match_by_phone,
            default_country: settings.customers.default_country.clone(),
        },
        schedule: Kind::ALL.into_iter().map(|kind| schedule(settings, kind)).collect(),
        names: names(control, merchant, till.problem).await,
    })
}

/// The till's own taxes, payment types and shops.
struct Till {
    taxes: Vec<Choice>,
    payments: Vec<Choice>,
    shops: Vec<Choice>,
    problem: Option<String>,
}

impl Till {
    async fn read(control: &Control, merchant: MerchantId) -> Till {
        let till = |listing| choices(control, merchant, Platform::Lightspeed, listing);
        let (taxes, payments, shops) =
            tokio::join!(till(Listing::Taxes), till(Listing::PaymentTypes), till(Listing::Shops));
        let problem = [&taxes, &payments, &shops].into_iter().find_map(|choices| choices.problem.clone());
        Till { taxes: taxes.list, payments: payments.list, shops: shops.list, problem }
    }
}

async fn names(control: &Control, merchant: MerchantId, till_problem: Option<String>) -> Names {
    let office = |listing| choices(control, merchant, Platform::Brightpearl, listing);
    let till = |listing| choices(control, merchant, Platform::Lightspeed, listing);
    let (tax_codes, methods, channels, warehouses, price_lists, statuses) = tokio::join!(
        office(Listing::TaxCodes),
        office(Listing::PaymentMethods),
        office(Listing::Channels),
        office(Listing::Warehouses),
        office(Listing::PriceLists),
        office(Listing::OrderStatuses)
    );
    let (brands, types, categories, till_categories, tax_classes) = tokio::join!(
        office(Listing::Brands),
        office(Listing::ProductTypes),
        office(Listing::Categories),
        till(Listing::Categories),
        till(Listing::TaxClasses)
    );
    Names {
        tax_codes,
        methods,
        channels,
        warehouses,
        price_lists,
        statuses,
        brands,
        types,
        categories,
        till_categories,
        tax_classes,
        till_problem,
    }
}

async fn choices(control: &Control, merchant: MerchantId, platform: Platform, listing: Listing) -> Choices {
    match tokio::time::timeout(PATIENCE, control.names(merchant, platform, listing)).await {
        Ok(Ok(entries)) => Choices { list: entries.into_iter().map(choice).collect(), problem: None },
        Ok(Err(error)) => Choices {
            list: Vec::new(),
            problem: Some(format!("{}.", error.to_string().trim_end_matches('.'))),
        },
        Err(_) => {
            let slow =
                format!("{} did not answer in time; load the page again in a moment.", platform.name());
            Choices { list: Vec::new(), problem: Some(slow) }
        }
    }
}

fn choice(entry: Entry) -> Choice {
    let Entry { id, name, note, .. } = entry;
    Choice { id, name, note }
}

/// What records wait for, and how many.
struct Waits {
    blocks: BTreeMap<String, (Block, i64)>,
    /// Whether there are more waiting records than were looked at.
    more: bool,
}

impl Waits {
    async fn read(state: &AppState) -> Result<Waits, AppError> {
        let mut waits = Waits { blocks: BTreeMap::new(), more: false };
        for kind in Kind::ALL {
            let mut query = LogQuery { status: Some(Status::Pending), limit: 200, ..LogQuery::first(kind) };
            for _ in 0..PAGES {
                let page = state.control.store().page(state.merchant, &query).await?;
                for record in &page.records {
                    waits.count(&record.state);
                }
                query.at = page.next.unwrap_or(At::First);
                if page.next.is_none() {
                    break;
                }
            }
            waits.more |= query.at != At::First;
        }
        Ok(waits)
    }

    fn count(&mut self, state: &SyncState) {
        let SyncState::Pending(Waiting::Blocked { by }) = state else { return };
        for block in by {
            self.blocks.entry(block.to_string()).or_insert_with(|| (block.clone(), 0)).1 += 1;
        }
    }

    fn all(&self) -> impl Iterator<Item = &(Block, i64)> {
        self.blocks.values()
    }

    fn needs(&self) -> Vec<Need> {
        let mut needs: Vec<Need> = self
            .all()
            .filter_map(|(block, records)| {
                let part = mended_in(block)?;
                Some(Need { says: block.say(), fix: block.fix(), records: *records, more: self.more, part })
            })
            .collect();
        needs.sort_by_key(|need| std::cmp::Reverse(need.records));
        needs
    }
}

/// The part of the page that mends a block; `None` for what no setting mends.
fn mended_in(block: &Block) -> Option<Part> {
    match block {
        Block::Classification => Some(Part::Classes),
        Block::Tax { .. } => Some(Part::Taxes),
        Block::Payment { .. } => Some(Part::Payments),
        Block::Shop { .. } => Some(Part::Shops),
        Block::Setting { name, .. } if name.contains("price") || name.contains("identifier") => {
            Some(Part::Products)
        }
        Block::Setting { name, .. } if name.contains("walk") => Some(Part::Shops),
        Block::Setting { name, .. } if name.contains("country") => Some(Part::Customers),
        Block::Setting { .. } => Some(Part::Orders),
        Block::Parent { .. } | Block::Item { .. } => None,
    }
}

fn products(settings: &Settings) -> ProductForm {
    let go_live = settings.go_live.map(When::rfc3339_seconds).unwrap_or_default();
    ProductForm {
        identifier: settings.products.identifier.name().to_lowercase(),
        price_list: settings.products.price_list.clone(),
        go_live: go_live.get(..16).unwrap_or_default().to_owned(),
    }
}

fn class(class: &Class) -> ClassForm {
    ClassForm {
        name: class.name.clone(),
        brands: class.brands.clone(),
        types: class.types.clone(),
        categories: class.categories.clone(),
        picked: class.picked.join(", "),
        category: class.category.clone(),
        tax_class: class.tax_class.clone(),
    }
}

fn taxes(settings: &Settings, listed: &[Choice], waiting: &Waits) -> Vec<Pairing> {
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
    for (block, _) in waiting.all() {
        if let Block::Tax { category, class, rate } = block
            && let Some(key) = blocked_tax(category, class, rate)
        {
            know(key, format!("Tax {category} of class {class}, {rate}"));
        }
    }
    let pairing = |(key, name): (TaxKey, String)| {
        let waits = waiting.all().filter(|(block, _)| match block {
            Block::Tax { category, class, rate } => {
                *category == key.category && *class == key.class && *rate == key.rate_words()
            }
            _ => false,
        });
        let partner = settings.tax_code(&key).unwrap_or_default().to_owned();
        Pairing { id: tax_id(&key), name, partner, waiting: waits.map(|(_, records)| records).sum() }
    };
    waiting_first(keys.into_iter().map(pairing).collect(), |pairing| pairing.waiting)
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

fn payments(settings: &Settings, listed: &[Choice], waiting: &Waits) -> Vec<Pairing> {
    let mut types: BTreeMap<String, String> = BTreeMap::new();
    for (block, _) in waiting.all() {
        if let Block::Payment { id, name } = block {
            types.insert(id.clone(), name.clone());
        }
    }
    for id in settings.payments.keys() {
        types.entry(id.clone()).or_insert_with(|| format!("Payment type {id}"));
    }
    types.extend(listed.iter().map(|choice| (choice.id.clone(), named(&choice.name, &choice.note))));
    let pairing = |(id, name): (String, String)| {
        let waits =
            waiting.all().filter(|(block, _)| matches!(block, Block::Payment { id: its, .. } if *its == id));
        let partner = settings.payments.get(&id).cloned().unwrap_or_default();
        let waiting = waits.map(|(_, records)| records).sum();
        Pairing { id, name, partner, waiting }
    };
    waiting_first(types.into_iter().map(pairing).collect(), |pairing| pairing.waiting)
}

fn shops(settings: &Settings, listed: &[Choice], waiting: &Waits) -> Vec<ShopForm> {
    let mut shops: BTreeMap<String, String> = BTreeMap::new();
    for (block, _) in waiting.all() {
        if let Block::Shop { id, name } = block {
            shops.insert(id.clone(), name.clone());
        }
    }
    for id in settings.shops.keys() {
        shops.entry(id.clone()).or_insert_with(|| format!("Shop {id}"));
    }
    shops.extend(listed.iter().map(|choice| (choice.id.clone(), choice.name.clone())));
    let form = |(id, name): (String, String)| {
        let waits =
            waiting.all().filter(|(block, _)| matches!(block, Block::Shop { id: its, .. } if *its == id));
        let waiting = waits.map(|(_, records)| records).sum();
        let ShopSettings { channel, warehouse, price_list, walk_in_contact, .. } =
            settings.shops.get(&id).cloned().unwrap_or_default();
        ShopForm { id, name, channel, warehouse, price_list, walk_in_contact, waiting }
    };
    waiting_first(shops.into_iter().map(form).collect(), |shop| shop.waiting)
}

/// What records wait for comes first; otherwise the order stays.
fn waiting_first<T>(mut things: Vec<T>, waiting: impl Fn(&T) -> i64) -> Vec<T> {
    things.sort_by_key(|thing| std::cmp::Reverse(waiting(thing)));
    things
}

fn named(name: &str, note: &str) -> String {
    if note.is_empty() { name.to_owned() } else { format!("{name} ({note})") }
}

fn orders(settings: &Settings) -> OrderForm {
    let orders = &settings.orders;
    OrderForm {
        status: orders.status.clone(),
        nominal: orders.nominal.clone(),
        rounding_nominal: orders.rounding_nominal.clone(),
        exchange_rate: orders.exchange_rate.map(|rate| rate.normalize().to_string()).unwrap_or_default(),
        free_text: orders.unlinked_item == UnlinkedItem::FreeText,
        reserve: !orders.do_not_reserve,
    }
}

fn schedule(settings: &Settings, kind: Kind) -> ScheduleForm {
    let schedule = settings.schedule_of(kind);
    ScheduleForm { kind, every_s: schedule.every_s, paused: schedule.paused.unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blocked_tax_is_the_same_as_the_listed_one() {
        let listed = tax_key("1:2:0.05:0.09975").unwrap();
        assert_eq!(blocked_tax("1", "2", &listed.rate_words()), Some(listed));
        let plain = tax_key("1:1:0.2:0").unwrap();
        assert_eq!(blocked_tax("1", "1", "20 %"), Some(plain));
    }

    #[test]
    fn a_waiting_tax_stands_first_even_if_the_till_cannot_be_asked() {
        let mut waiting = Waits { blocks: BTreeMap::new(), more: false };
        let block = Block::Tax { category: "3".into(), class: "1".into(), rate: "5 %".into() };
        waiting.count(&SyncState::Pending(Waiting::Blocked { by: vec![block] }));
        let lines = taxes(&Settings::default(), &[], &waiting);
        assert_eq!(lines.first().map(|line| (line.id.as_str(), line.waiting)), Some(("3:1:0.05:0", 1)));
    }
}
