use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};
use model::Platform;

use super::Answer;
use crate::AppError;
use crate::setup::{DryView, Fetched, NoticeView, SetupView, ShopsView, SuggestionsView};

/// How far the set-up is.
///
/// # Errors
/// [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "setup", input = GetUrl, output = Answer)]
pub async fn read_setup() -> Result<SetupView, AppError> {
    crate::setup::read(&crate::AppState::of_request()?).await
}

/// What every page says above its own content.
///
/// # Errors
/// [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "notices", input = GetUrl, output = Answer)]
pub async fn read_notices() -> Result<NoticeView, AppError> {
    crate::setup::notices(&crate::AppState::of_request()?).await
}

/// Connects Brightpearl with a private app's token, proven by one call. Answers the account's name.
///
/// # Errors
/// [`AppError::Invalid`] with what is wrong and what to do, for each way it can be wrong.
#[server(prefix = "/rpc", endpoint = "connect-office", input = Json, output = Answer)]
pub async fn connect_office(fields: Vec<(String, String)>) -> Result<String, AppError> {
    let state = crate::AppState::of_request()?;
    let draft = crate::setup::office_draft(&state.endpoints, &fields).map_err(invalid)?;
    let connected = state.control.connect(state.merchant, Platform::Brightpearl, draft).await;
    connected.map(|checked| checked.account).map_err(not_connected)
}

/// Begins to connect Brightpearl as an OAuth app. Answers the address of its page.
///
/// # Errors
/// [`AppError::Invalid`] for what was typed.
#[server(prefix = "/rpc", endpoint = "ask-office-in", input = Json, output = Answer)]
pub async fn ask_office_in(fields: Vec<(String, String)>) -> Result<String, AppError> {
    let state = crate::AppState::of_request()?;
    let draft = crate::setup::office_draft(&state.endpoints, &fields).map_err(invalid)?;
    let back = state.endpoints.back(Platform::Brightpearl);
    state.control.ask_in(state.merchant, Platform::Brightpearl, draft, &back).await.map_err(not_connected)
}

/// Begins to connect Lightspeed. Answers the address of its page.
///
/// # Errors
/// [`AppError::Invalid`] for what was typed.
#[server(prefix = "/rpc", endpoint = "ask-till-in", input = Json, output = Answer)]
pub async fn ask_till_in(fields: Vec<(String, String)>) -> Result<String, AppError> {
    let state = crate::AppState::of_request()?;
    let draft = crate::setup::till_draft(&state.endpoints, &fields).map_err(invalid)?;
    let back = state.endpoints.back(Platform::Lightspeed);
    state.control.ask_in(state.merchant, Platform::Lightspeed, draft, &back).await.map_err(not_connected)
}

/// Ends what was begun, with the address on which the merchant's browser landed. Answers the account's name.
///
/// # Errors
/// [`AppError::Invalid`] with what is wrong and what to do.
#[server(prefix = "/rpc", endpoint = "come-in", input = Json, output = Answer)]
pub async fn come_in(platform: Platform, landed: String) -> Result<String, AppError> {
    let state = crate::AppState::of_request()?;
    let connected = state.control.come_in(state.merchant, platform, &landed).await;
    connected.map(|checked| checked.account).map_err(not_connected)
}

/// The till's shops, and both currencies.
///
/// # Errors
/// [`AppError::Busy`] while the store does not answer. What cannot be read is told in its place.
#[server(prefix = "/rpc", endpoint = "setup-shops", input = GetUrl, output = Answer)]
pub async fn read_shops() -> Result<ShopsView, AppError> {
    crate::setup::shops(&crate::AppState::of_request()?).await
}

/// Chooses shops and the exchange rate.
///
/// # Errors
/// [`AppError::Invalid`] for no shop at all or a rate that is none, [`AppError::Changed`] if somebody saved meanwhile.
#[server(prefix = "/rpc", endpoint = "choose-shops", input = Json, output = Answer)]
pub async fn choose_shops(based_on: i64, fields: Vec<(String, String)>) -> Result<(), AppError> {
    let state = crate::AppState::of_request()?;
    let known = crate::setup::shops(&state).await?;
    let change =
        |settings: &mut model::Settings| crate::settings::choose_shops(settings, &known.shops, &fields);
    crate::settings::change(&state, based_on, change).await.map(|_| ())
}

/// Reads one of the lists that names come from.
///
/// # Errors
/// [`AppError::NotFound`] beyond the last. A list that cannot be read is told in its place.
#[server(prefix = "/rpc", endpoint = "fetch-list", input = Json, output = Answer)]
pub async fn fetch_list(place: usize) -> Result<Fetched, AppError> {
    crate::setup::fetch(&crate::AppState::of_request()?, place).await
}

/// Pairs that could be made.
///
/// # Errors
/// [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "suggestions", input = GetUrl, output = Answer)]
pub async fn read_suggestions() -> Result<SuggestionsView, AppError> {
    crate::setup::suggestions(&crate::AppState::of_request()?).await
}

/// Makes pairs that were suggested.
///
/// # Errors
/// [`AppError::Invalid`] for one that is out of date, [`AppError::Changed`] if somebody saved meanwhile.
#[server(prefix = "/rpc", endpoint = "take-suggestions", input = Json, output = Answer)]
pub async fn take_suggestions(based_on: i64, taken: Vec<(String, String)>) -> Result<(), AppError> {
    let state = crate::AppState::of_request()?;
    let change = |settings: &mut model::Settings| crate::setup::take(settings, &taken);
    crate::settings::change(&state, based_on, change).await.map(|_| ())
}

/// Takes the latest sales, returns and products through the rules; nothing is written to either platform.
///
/// # Errors
/// [`AppError::Busy`] while the store does not answer. What cannot be read is told in its place.
#[server(prefix = "/rpc", endpoint = "dry-run", input = Json, output = Answer)]
pub async fn dry_run() -> Result<DryView, AppError> {
    let state = crate::AppState::of_request()?;
    let settings = state.control.settings(state.merchant).await?.settings;
    Ok(crate::setup::dry_view(state.control.dry_run(state.merchant, &settings).await?))
}

/// Goes live: sales completed from a moment on are posted, `None` from now on.
///
/// # Errors
/// [`AppError::Changed`] if somebody saved meanwhile.
#[server(prefix = "/rpc", endpoint = "go-live", input = Json, output = Answer)]
pub async fn go_live(based_on: i64, at: Option<i64>) -> Result<(), AppError> {
    let state = crate::AppState::of_request()?;
    let now = state.control.store().now().await?;
    let change = |settings: &mut model::Settings| {
        settings.go_live = Some(at.map_or(now, model::When));
        settings.setup = model::Setup::Done;
        Ok(())
    };
    crate::settings::change(&state, based_on, change).await.map(|_| ())
}

#[cfg(feature = "ssr")]
fn invalid(what: String) -> AppError {
    AppError::Invalid { what }.told()
}

#[cfg(feature = "ssr")]
pub(super) fn not_connected(error: engine::ConnectError) -> AppError {
    match error {
        engine::ConnectError::Refused(says) => invalid(says),
        engine::ConnectError::Store(error) => error.into(),
    }
}
