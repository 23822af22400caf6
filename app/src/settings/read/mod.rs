//! Puts the settings page together: what is saved, the names of both platforms, and what records wait for.

mod names;
mod own;
mod pairings;
mod waits;

use std::collections::BTreeMap;

use model::settings::Class;
use model::{FlowHealth, Settings, When};
use rust_decimal::Decimal;
use store::SavedSettings;

pub(super) use self::names::{Till, names};
use self::own::Own;
pub use self::pairings::named;
use self::waits::Waits;
use super::changes::{Glossary, changes_of};
use super::view::{ClassForm, Names, OrderForm, ScheduleForm, SettingsView, Suggested, VersionLine};
use crate::setup::Suggestion;
use crate::{AppError, AppState};

/// Versions that are shown.
const VERSIONS: usize = 30;

/// The settings page as it is now.
pub async fn read(state: &AppState) -> Result<SettingsView, AppError> {
    let (control, merchant) = (&state.control, state.merchant);
    let saved = control.settings(merchant).await?;
    let versions = control.store().settings_history(merchant).await?;
    let waiting = Waits::read(state).await?;
    let (names, till) = names(control, merchant).await;
    let settings = &saved.settings;
    let own = Own::read(state).await?;
    let overview = control.overview(merchant).await?;
    Ok(SettingsView {
        version: saved.version,
        who: saved.who.clone(),
        at: saved.at,
        needs: waiting.needs(),
        missing: waiting.missing(),
        examples: own.examples(settings, &names),
        go_live: go_live(settings),
        products: settings.products.clone(),
        classes: settings.classification.iter().map(class).collect(),
        inventory: settings.inventory.clone(),
        suggested: likely_partners(state, settings).await,
        taxes: pairings::taxes(settings, &till.taxes, &waiting, &own),
        payments: pairings::payments(settings, &till.payments, &waiting, &own),
        shops: pairings::shops(settings, &till.shops, &waiting, &own),
        orders: orders(settings),
        refunds: settings.refunds.clone(),
        customers: settings.customers.clone(),
        schedule: overview.flows.iter().map(|flow| schedule(settings, flow)).collect(),
        zone: settings.zone.clone(),
        history: history(state, &versions, &names, &till).await?,
        older: i64::try_from(versions.len().saturating_sub(VERSIONS)).unwrap_or(i64::MAX),
        names,
    })
}

/// Likely partners; none where the platforms do not answer in time.
async fn likely_partners(state: &AppState, settings: &Settings) -> BTreeMap<String, Suggested> {
    let all = tokio::time::timeout(names::PATIENCE / 4, crate::setup::suggested(state, settings)).await;
    all.unwrap_or_default().into_iter().map(suggested).collect()
}

fn suggested(suggestion: Suggestion) -> (String, Suggested) {
    let Suggestion { field, value, reason, .. } = suggestion;
    (field, Suggested { value, reason })
}

/// The latest versions, each against the one before it.
async fn history(
    state: &AppState,
    versions: &[SavedSettings],
    names: &Names,
    till: &Till,
) -> Result<Vec<VersionLine>, AppError> {
    let (payments, taxes, shops) = (&till.payments, &till.taxes, &till.shops);
    let glossary = Glossary { names: Some(names), payments, taxes, shops };
    let first = Settings::default();
    let befores = versions.iter().skip(1).map(|saved| &saved.settings).chain([&first]);
    let mut lines = Vec::new();
    for (saved, before) in versions.iter().zip(befores).take(VERSIONS) {
        lines.push(VersionLine {
            version: saved.version,
            who: saved.who.clone(),
            at: saved.at,
            changes: changes_of(before, &saved.settings, glossary),
            released: state.control.store().released(state.merchant, saved.version).await?,
        });
    }
    Ok(lines)
}

/// The moment as a form has it, in UTC.
fn go_live(settings: &Settings) -> String {
    let go_live = settings.go_live.map(When::rfc3339_seconds).unwrap_or_default();
    go_live.get(..16).unwrap_or_default().to_owned()
}

fn class(class: &Class) -> ClassForm {
    let price = |price: Option<Decimal>| price.map(|price| price.normalize().to_string()).unwrap_or_default();
    ClassForm {
        name: class.name.clone(),
        rules: class.rules,
        brands: class.brands.clone(),
        types: class.types.clone(),
        categories: class.categories.clone(),
        suppliers: class.suppliers.clone(),
        words: class.names.join(", "),
        price_from: price(class.price_from),
        price_to: price(class.price_to),
        picked: class.picked.join(", "),
        category: class.category.clone(),
        tax_class: class.tax_class.clone(),
        price_list: class.price_list.clone(),
    }
}

fn orders(settings: &Settings) -> OrderForm {
    let orders = settings.orders.clone();
    OrderForm {
        status: orders.status,
        nominal: orders.nominal,
        rounding_nominal: orders.rounding_nominal,
        exchange_rate: orders.exchange_rate.map(|rate| rate.normalize().to_string()).unwrap_or_default(),
        unlinked_item: orders.unlinked_item,
        reserve: !orders.do_not_reserve,
        nominals: orders.nominals,
        untaxed_code: orders.untaxed_code,
        clearing_method: orders.clearing_method,
        fulfil: orders.fulfil,
        shipping_method: orders.shipping_method,
        staff_contact: orders.staff_contact,
        edited: orders.edited,
        skip: orders.skip,
    }
}

fn schedule(settings: &Settings, flow: &FlowHealth) -> ScheduleForm {
    let schedule = settings.schedule_of(flow.kind);
    let quiet = schedule.quiet.map(|quiet| (quiet.from_words(), quiet.to_words()));
    ScheduleForm {
        kind: flow.kind,
        every_s: schedule.every_s,
        quiet: quiet.unwrap_or_default(),
        rests: flow.rests.clone(),
    }
}
