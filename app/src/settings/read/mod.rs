//! Puts the settings page together: what is saved, the names of both platforms, and what records wait for.

mod names;
mod pairings;
mod waits;

use model::settings::Class;
use model::{Kind, Settings, When};
use store::SavedSettings;

pub(super) use self::names::{Till, names};
pub use self::pairings::named;
use self::waits::Waits;
use super::changes::{Glossary, changes_of};
use super::view::{ClassForm, Names, OrderForm, ScheduleForm, SettingsView, VersionLine};
use crate::{AppError, AppState};

/// Versions that are shown.
const VERSIONS: usize = 30;

/// The settings page as it is now.
pub async fn read(state: &AppState) -> Result<SettingsView, AppError> {
    let (control, merchant) = (&state.control, state.merchant);
    let saved = control.settings(merchant).await?;
    let versions = control.store().settings_history(merchant).await?;
    let waiting = Waits::read(state).await?;
    let till = Till::read(control, merchant).await;
    let names = names(control, merchant, &till).await;
    let settings = &saved.settings;
    Ok(SettingsView {
        version: saved.version,
        who: saved.who.clone(),
        at: saved.at,
        needs: waiting.needs(),
        missing: waiting.missing(),
        go_live: go_live(settings),
        products: settings.products.clone(),
        classes: settings.classification.iter().map(class).collect(),
        inventory: settings.inventory.clone(),
        taxes: pairings::taxes(settings, &till.taxes, &waiting),
        payments: pairings::payments(settings, &till.payments, &waiting),
        shops: pairings::shops(settings, &till.shops, &waiting),
        orders: orders(settings),
        refunds: settings.refunds.clone(),
        customers: settings.customers.clone(),
        schedule: Kind::ALL.into_iter().map(|kind| schedule(settings, kind)).collect(),
        history: history(&versions, &names, &till),
        older: i64::try_from(versions.len().saturating_sub(VERSIONS)).unwrap_or(i64::MAX),
        names,
    })
}

/// The latest versions, each against the one before it.
fn history(versions: &[SavedSettings], names: &Names, till: &Till) -> Vec<VersionLine> {
    let (payments, taxes, shops) = (&till.payments, &till.taxes, &till.shops);
    let glossary = Glossary { names: Some(names), payments, taxes, shops };
    let first = Settings::default();
    let befores = versions.iter().skip(1).map(|saved| &saved.settings).chain([&first]);
    let line = |(saved, before): (&SavedSettings, &Settings)| VersionLine {
        version: saved.version,
        who: saved.who.clone(),
        at: saved.at,
        changes: changes_of(before, &saved.settings, glossary),
    };
    versions.iter().zip(befores).take(VERSIONS).map(line).collect()
}

/// The moment as a form has it, in UTC.
fn go_live(settings: &Settings) -> String {
    let go_live = settings.go_live.map(When::rfc3339_seconds).unwrap_or_default();
    go_live.get(..16).unwrap_or_default().to_owned()
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

fn schedule(settings: &Settings, kind: Kind) -> ScheduleForm {
    let schedule = settings.schedule_of(kind);
    ScheduleForm { kind, every_s: schedule.every_s, paused: schedule.paused.unwrap_or_default() }
}
