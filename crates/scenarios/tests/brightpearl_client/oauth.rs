use std::sync::Arc;
use std::time::Duration;

use brightpearl::{Brightpearl, oauth};
use platform::{Account, Credentials, Directory, PlatformError, TokenVault, Tokens};
use reqwest::redirect::Policy;
use scenarios::plain::{self, MemoryVault};
use secrecy::ExposeSecret;

use crate::office::Office;

const REDIRECT: &str = "http://127.0.0.1:9/back";

/// The account as an OAuth app sees it.
fn account(office: &Office) -> Account {
    Account {
        auth: office.running.brightpearl_url.clone(),
        credentials: Credentials::OAuth {
            client_id: "lockstep-oauth".to_owned(),
            client_secret: "sandbox-oauth-secret".into(),
            developer: "lockstep-dev".to_owned(),
        },
        ..office.account.clone()
    }
}

/// Agrees as the merchant would; the code of the callback.
async fn code(account: &Account) -> String {
    let page = oauth::authorize_url(account, REDIRECT, "s 1").unwrap();
    let browser = reqwest::Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
    let answer = browser.get(page).send().await.unwrap();
    let landed = reqwest::Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
    let value = |name: &str| landed.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
    assert_eq!(value("state"), "s 1");
    value("code")
}

async fn installed(account: &Account) -> oauth::Installed {
    let code = code(account).await.into();
    oauth::exchange(&plain::http(), account, &code, REDIRECT).await.unwrap()
}

/// A client whose vault holds these tokens.
async fn client(account: &Account, tokens: &Tokens) -> (Brightpearl, Arc<MemoryVault>) {
    let vault = Arc::new(MemoryVault::sandbox());
    vault.begin_refresh(account, &"none-yet".into()).await.unwrap();
    vault.finish_refresh(account, uuid::Uuid::nil(), tokens).await.unwrap();
    (Brightpearl::new(plain::http()).with_vault(Arc::<MemoryVault>::clone(&vault)), vault)
}

#[tokio::test]
async fn a_code_becomes_tokens_that_let_us_in() {
    let office = Office::open().await;
    let account = account(&office);
    let installed = installed(&account).await;
    assert_eq!(installed.instance, Some(34));
    assert!(installed.tokens.expires_at.is_some());
    let (client, _) = client(&account, &installed.tokens).await;
    assert_eq!(client.check(&account).await.unwrap().currency, "GBP");
}

#[tokio::test]
async fn a_refused_token_is_replaced_once_and_the_call_sent_again() {
    let office = Office::open().await;
    let account = account(&office);
    let first = installed(&account).await.tokens;
    let stale = Tokens { access: "long-gone-token".into(), ..first.clone() };
    let (client, vault) = client(&account, &stale).await;
    assert!(client.check(&account).await.is_ok());
    let now = vault.tokens(&account).await.unwrap();
    assert_ne!(now.access.expose_secret(), "long-gone-token");
    assert!(client.check(&account).await.is_ok(), "with the new one at once");
}

#[tokio::test]
async fn a_refresh_token_that_is_left_out_goes_on() {
    let office = Office::open().await;
    let account = account(&office);
    let first = installed(&account).await.tokens;
    let mut knobs = office.running.world.knobs();
    knobs.brightpearl.refresh_token_rotates = false;
    office.running.world.set_knobs(knobs);
    let stale = Tokens { access: "long-gone-token".into(), ..first.clone() };
    let (client, vault) = client(&account, &stale).await;
    assert!(client.check(&account).await.is_ok());
    let kept = vault.tokens(&account).await.unwrap().refresh;
    assert_eq!(kept.expose_secret(), first.refresh.expose_secret());
}

#[tokio::test]
async fn a_refresh_that_is_refused_asks_for_a_new_connection_and_names_no_token() {
    let office = Office::open().await;
    let account = account(&office);
    let stale = Tokens { access: "long-gone-token".into(), refresh: "unknown".into(), expires_at: None };
    let (client, vault) = client(&account, &stale).await;
    let error = client.check(&account).await.unwrap_err();
    assert!(matches!(error, PlatformError::AccessLost { .. }), "{error}");
    assert!(!error.to_string().contains("long-gone-token"), "{error}");
    let gone = "long-gone-token".into();
    let turn = tokio::time::timeout(Duration::from_secs(5), vault.begin_refresh(&account, &gone));
    assert!(turn.await.is_ok(), "the turn to refresh is given back");
}

#[tokio::test]
async fn without_a_vault_an_oauth_app_is_told_so_before_any_call() {
    let office = Office::open().await;
    let error = office.client.check(&account(&office)).await.unwrap_err();
    assert!(matches!(error, PlatformError::AccessLost { .. }), "{error}");
    assert_eq!(office.calls(), 0);
}

#[tokio::test]
async fn a_used_code_is_refused() {
    let office = Office::open().await;
    let account = account(&office);
    let code = code(&account).await.into();
    let http = plain::http();
    oauth::exchange(&http, &account, &code, REDIRECT).await.unwrap();
    let error = oauth::exchange(&http, &account, &code, REDIRECT).await.unwrap_err();
    assert!(matches!(error, PlatformError::AccessLost { .. }), "{error}");
}
