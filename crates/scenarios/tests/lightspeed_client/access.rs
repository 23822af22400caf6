//! Getting in and staying in.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use lightspeed::Lightspeed;
use lightspeed::oauth::{self, Pkce};
use model::Platform;
use platform::{
    Account, Directory, Landing, LandingError, Listing, PlatformError, Refresh, TokenVault, Tokens,
};
use reqwest::Method;
use sandbox::Config;
use sandbox::ledger::LIGHTSPEED;
use scenarios::plain::{self, MemoryVault};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use store::{Store, TokenRow};
use store_sqlite::SqliteStore;
use uuid::Uuid;

use super::till::Till;

#[tokio::test]
async fn a_dead_token_is_refreshed_once_for_all_who_met_it() {
    let till = Till::closed().await;
    let one = || till.client.check(&till.account);
    let (a, b, c, d, e) = tokio::join!(one(), one(), one(), one(), one());
    for checked in [a, b, c, d, e] {
        assert_eq!(checked.unwrap().currency, "GBP");
    }
    assert_eq!(till.ledger("token.issued").len(), 1);
}

#[tokio::test]
async fn calls_of_one_batch_that_meet_a_dead_token_refresh_it_once_and_stay_connected() {
    let running = sandbox::start(Config { limits: 100, ..Config::for_tests() }).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> =
        Arc::new(SqliteStore::open(&folder.path().join("lockstep.db")).await.unwrap());
    // One account for all, as the calls of a batch have it: the same lane, the same trace.
    let account = scenarios::accounts::lightspeed(&running.lightspeed_url);
    store.ensure_merchant(account.merchant, "Fell & Harbour").await.unwrap();
    let first = TokenRow {
        access: "none-yet".to_owned(),
        refresh: "sandbox-refresh-token".to_owned(),
        expires_at: None,
    };
    store.save_tokens(account.merchant, Platform::Lightspeed, &first).await.unwrap();
    let client = Lightspeed::new(plain::http(), engine::Vault::new(Arc::clone(&store)));
    let expire = format!("{}/_sandbox/lightspeed/expire-token", running.lightspeed_url);
    // Their limit is five refreshes a minute.
    for round in 1..=4 {
        let calls = (0..8).map(|_| client.check(&account));
        for checked in futures::future::join_all(calls).await {
            assert!(checked.is_ok(), "round {round}: {checked:?}");
        }
        reqwest::Client::new().post(&expire).json(&json!({})).send().await.unwrap();
    }
    let issued = running.world.ledger.entries(Some(LIGHTSPEED), 0);
    assert_eq!(issued.iter().filter(|entry| entry.what == "token.issued").count(), 4);
    running.stop().await;
}

#[tokio::test]
async fn a_token_that_expires_is_refreshed_again_and_the_old_one_is_gone() {
    let till = Till::open().await;
    for _ in 0..2 {
        till.control(Method::POST, "lightspeed/expire-token", Value::Null).await;
        assert_eq!(till.client.check(&till.account).await.unwrap().account, "Fell & Harbour");
    }
    assert_eq!(till.ledger("token.issued").len(), 3);
}

#[tokio::test]
async fn an_older_servers_401_is_understood_as_well() {
    let till = Till::open().await;
    till.knobs(json!({ "old_unauthorized_body": true })).await;
    till.control(Method::POST, "lightspeed/expire-token", Value::Null).await;
    assert!(till.client.check(&till.account).await.is_ok());
}

#[tokio::test]
async fn a_revoked_connection_is_access_lost() {
    let till = Till::open().await;
    till.control(Method::POST, "lightspeed/revoke", Value::Null).await;
    let error = till.client.check(&till.account).await.unwrap_err();
    assert!(
        matches!(&error, PlatformError::AccessLost { detail, .. } if detail.contains("invalid_grant")),
        "{error}"
    );
}

#[tokio::test]
async fn a_locked_employee_is_access_lost_after_one_refresh() {
    let till = Till::open().await;
    till.knobs(json!({ "employee_locked": true })).await;
    assert!(matches!(till.client.check(&till.account).await, Err(PlatformError::AccessLost { .. })));
    assert_eq!(till.ledger("token.issued").len(), 2);
}

#[tokio::test]
async fn a_lost_right_is_forbidden_and_says_what() {
    let till = Till::open().await;
    till.knobs(json!({ "lost_rights": ["register_read"] })).await;
    let error = till.changes::<model::payload::Sale>(None).await.unwrap_err();
    let expect = PlatformError::Forbidden { platform: Platform::Lightspeed, what: "read sales".to_owned() };
    assert_eq!(error, expect);
}

#[tokio::test]
async fn the_sixth_refresh_within_a_minute_waits_for_the_date_they_name() {
    for as_date in [true, false] {
        let till = Till::open().await;
        till.knobs(json!({ "token_retry_after_as_date": as_date })).await;
        for _ in 0..4 {
            till.control(Method::POST, "lightspeed/expire-token", Value::Null).await;
            till.client.check(&till.account).await.unwrap();
        }
        till.control(Method::POST, "lightspeed/expire-token", Value::Null).await;
        let error = till.client.check(&till.account).await.unwrap_err();
        assert!(matches!(error, PlatformError::Throttled { .. }), "{error}");
        assert_eq!(till.ledger("token.issued").len(), 5);
    }
}

/// A vault whose store is out of order at first.
struct Forgetful {
    inner: MemoryVault,
    broken: AtomicBool,
}

#[async_trait]
impl TokenVault for Forgetful {
    async fn tokens(&self, account: &Account) -> Result<Tokens, PlatformError> {
        self.inner.tokens(account).await
    }

    async fn begin_refresh(&self, account: &Account, stale: &SecretString) -> Result<Refresh, PlatformError> {
        self.inner.begin_refresh(account, stale).await
    }

    async fn finish_refresh(
        &self,
        account: &Account,
        lease: Uuid,
        fresh: &Tokens,
    ) -> Result<(), PlatformError> {
        if self.broken.load(Ordering::SeqCst) {
            return Err(PlatformError::AnswerLost {
                platform: Platform::Lightspeed,
                detail: "no store".to_owned(),
            });
        }
        self.inner.finish_refresh(account, lease, fresh).await
    }

    async fn abandon_refresh(&self, account: &Account, lease: Uuid) {
        self.inner.abandon_refresh(account, lease).await;
    }
}

#[tokio::test]
async fn a_pair_that_could_not_be_saved_is_never_used_so_the_old_one_still_works() {
    let till = Till::closed().await;
    let vault = Arc::new(Forgetful { inner: MemoryVault::sandbox(), broken: AtomicBool::new(true) });
    let client = Lightspeed::new(plain::http(), vault.clone());
    let error = client.check(&till.account).await.unwrap_err();
    assert!(!error.may_have_arrived(), "{error}");
    vault.broken.store(false, Ordering::SeqCst);
    assert!(client.check(&till.account).await.is_ok());
    assert_eq!(till.ledger("token.issued").len(), 2);
}

/// The browser's part: opens the page, agrees, and lands somewhere.
async fn agree(page: &str) -> String {
    let browser =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
    let reply = browser.get(page).send().await.unwrap();
    assert!(reply.status().is_redirection(), "{}", reply.status());
    reply.headers()["location"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_merchant_connects_with_proof_of_who_asked() {
    let till = Till::closed().await;
    let (pkce, state) = (Pkce::new().unwrap(), oauth::new_state().unwrap());
    let landed = agree(&oauth::authorize_url(&till.account, &state, &pkce).unwrap()).await;
    let code = Landing::read(Platform::Lightspeed, &landed, &state).unwrap().code;
    let stranger = Pkce::new().unwrap();
    let stolen = oauth::exchange(&plain::http(), &till.account, &code, &stranger).await.unwrap_err();
    assert!(matches!(stolen, PlatformError::AccessLost { .. }), "{stolen}");

    let landed = agree(&oauth::authorize_url(&till.account, &state, &pkce).unwrap()).await;
    let code = Landing::read(Platform::Lightspeed, &landed, &state).unwrap().code;
    let tokens = oauth::exchange(&plain::http(), &till.account, &code, &pkce).await.unwrap();
    assert_eq!(oauth::account_of(&tokens.access).as_deref(), Some("90210"));
    assert!(!tokens.refresh.expose_secret().is_empty() && tokens.expires_at.is_some());
}

#[tokio::test]
async fn a_merchant_who_does_not_agree_is_told_so() {
    let till = Till::closed().await;
    till.knobs(json!({ "person_refuses": true })).await;
    let pkce = Pkce::new().unwrap();
    let landed = agree(&oauth::authorize_url(&till.account, "s1", &pkce).unwrap()).await;
    assert!(
        matches!(Landing::read(Platform::Lightspeed, &landed, "s1"), Err(LandingError::Denied(..))),
        "{landed}"
    );
}

#[tokio::test]
async fn settings_can_choose_from_what_the_account_has() {
    let till = Till::open().await;
    let list = |listing| till.client.list(&till.account, listing);
    let shops = list(Listing::Shops).await.unwrap();
    assert_eq!(
        shops.iter().map(|shop| shop.name.as_str()).collect::<Vec<_>>(),
        ["Harbour Street", "Mill Lane", "Airport Kiosk"]
    );
    assert_eq!(shops[0].note, "Europe/London");
    let includes_tax: Vec<_> = shops.iter().map(|shop| shop.includes_tax).collect();
    assert_eq!(includes_tax, [Some(true), Some(true), Some(false)]);
    let registers = list(Listing::Registers).await.unwrap();
    assert!(registers.iter().any(|one| one.note == "Mill Lane"), "{registers:?}");
    let staff = list(Listing::Employees).await.unwrap();
    assert!(staff.iter().any(|one| (one.id.as_str(), one.name.as_str()) == ("4", "Training Test")));
    let taxes = list(Listing::Taxes).await.unwrap();
    let name_of = |id: &str| taxes.iter().find(|tax| tax.id == id).map(|tax| tax.name.as_str());
    assert_eq!(name_of("1:1:0.2:0"), Some("VAT 20 %, Item"));
    assert_eq!(name_of(":3:0:0"), Some("No tax, Zero rated"));
    let payments = list(Listing::PaymentTypes).await.unwrap();
    assert!(payments.iter().any(|one| (one.name.as_str(), one.note.as_str()) == ("Cheque", "user defined")));
    assert!(!list(Listing::Categories).await.unwrap().is_empty());
    assert_eq!(list(Listing::TaxClasses).await.unwrap().len(), 3);
    assert!(matches!(list(Listing::PriceLists).await, Err(PlatformError::NotFound { .. })));
}
