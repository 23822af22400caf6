//! How far the set-up is, as connections and settings tell.

use engine::Listing;
use model::{ConnectionState, Platform, Setup};
use store::Connection;

use super::view::{Desk, NoticeView, SetupView, ShopPick, ShopsView};
use crate::{AppError, AppState};

/// How far the set-up is.
pub async fn read(state: &AppState) -> Result<SetupView, AppError> {
    let (store, merchant) = (state.control.store(), state.merchant);
    let saved = state.control.settings(merchant).await?;
    let settings = &saved.settings;
    let desk = |connection: Option<Connection>| {
        connection.map(|connection| Desk { account: connection.account, state: connection.state })
    };
    Ok(SetupView {
        version: saved.version,
        setup: settings.setup,
        office: desk(store.connection(merchant, Platform::Brightpearl).await?),
        till: desk(store.connection(merchant, Platform::Lightspeed).await?),
        data_centres: state
            .endpoints
            .brightpearl
            .iter()
            .map(|(name, url)| (name.clone(), url.clone()))
            .collect(),
        own_app: state.endpoints.lightspeed_app.is_some(),
        till_begun: store.attempt(merchant, Platform::Lightspeed).await?.is_some(),
        shops_chosen: !settings.shops.is_empty(),
        matched: !(settings.taxes.is_empty() && settings.payments.is_empty()),
        go_live: settings.go_live,
    })
}

/// The till's shops, and both currencies.
pub async fn shops(state: &AppState) -> Result<ShopsView, AppError> {
    let (control, merchant) = (&state.control, state.merchant);
    let saved = control.settings(merchant).await?;
    let listed = control.names(merchant, Platform::Lightspeed, Listing::Shops).await;
    let problem = listed.as_ref().err().map(|error| format!("{error}."));
    let skipped = &saved.settings.orders.skip.shops;
    let pick = |entry: engine::Entry| ShopPick {
        chosen: !skipped.contains(&entry.id),
        id: entry.id,
        name: entry.name,
        note: entry.note,
    };
    let currency = async |platform| {
        let checked = control.check(merchant, platform).await;
        checked.map(|checked| checked.currency).unwrap_or_default()
    };
    Ok(ShopsView {
        version: saved.version,
        shops: listed.unwrap_or_default().into_iter().map(pick).collect(),
        office_currency: currency(Platform::Brightpearl).await,
        till_currency: currency(Platform::Lightspeed).await,
        rate: saved
            .settings
            .orders
            .exchange_rate
            .map(|rate| rate.normalize().to_string())
            .unwrap_or_default(),
        problem,
    })
}

/// What every page says above its own content.
pub async fn notices(state: &AppState) -> Result<NoticeView, AppError> {
    let (store, merchant) = (state.control.store(), state.merchant);
    let settings = state.control.settings(merchant).await?.settings;
    let mut notices = NoticeView {
        setup: settings.setup == Setup::Underway,
        lost: Vec::new(),
        rests: state.control.rests(merchant).await?,
        zone: settings.zone,
    };
    for platform in Platform::ALL {
        match store.connection(merchant, platform).await?.map(|connection| connection.state) {
            None => notices.setup = true,
            Some(ConnectionState::Lost { why, since }) => notices.lost.push((platform, why, since)),
            Some(_) => {}
        }
    }
    Ok(notices)
}
