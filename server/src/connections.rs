//! Writes the connections the settings name into the store.

use engine::StoredCredentials;
use model::{ConnectionState, MerchantId, Platform};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::{Connection, Store, TokenRow};

use crate::StartError;
use crate::config::{BrightpearlAccess, BrightpearlEntry, LightspeedAccess};

/// The field that remembers which refresh token a connection began with: the platform replaces it with each use, so
/// that the one in the settings is stale after the first, and must not overwrite its successor.
const BEGAN_WITH: &str = "began_with";

/// The field that marks a connection as the operator's: one that a merchant made in the browser is theirs, and no setting
/// replaces it.
const SET_BY: &str = "set_by";

/// Makes or changes the connection to Brightpearl; does nothing when it is as it was.
///
/// # Errors
/// When the store does not answer.
pub async fn save_brightpearl(
    store: &dyn Store,
    merchant: MerchantId,
    access: &BrightpearlAccess,
) -> Result<(), StartError> {
    let app_ref = access.app_ref.clone();
    let (credentials, token) = match &access.entry {
        BrightpearlEntry::Staff(token) => {
            (StoredCredentials::Staff { app_ref, token: token.expose_secret().to_owned() }, None)
        }
        BrightpearlEntry::System(token) => {
            (StoredCredentials::System { app_ref, token: token.expose_secret().to_owned() }, None)
        }
        BrightpearlEntry::OAuth { developer, client_secret, refresh_token, instance } => {
            let credentials = StoredCredentials::OAuth {
                client_id: app_ref,
                client_secret: client_secret.expose_secret().to_owned(),
                developer: developer.clone(),
                instance: *instance,
            };
            (credentials, Some(refresh_token))
        }
    };
    let mut credentials = in_store(&credentials)?;
    remember_beginning(&mut credentials, token);
    let connection = connection(&access.account, &access.url, &access.auth_url, credentials);
    if is_merchants_own(store, merchant, Platform::Brightpearl).await? {
        return Ok(());
    }
    begin_with(store, merchant, Platform::Brightpearl, &connection, token).await?;
    save(store, merchant, Platform::Brightpearl, &connection).await.map(|_| ())
}

/// Makes or changes the connection to Lightspeed; its refresh token is taken when it is not the one it began with.
///
/// # Errors
/// When the store does not answer.
pub async fn save_lightspeed(
    store: &dyn Store,
    merchant: MerchantId,
    access: &LightspeedAccess,
) -> Result<(), StartError> {
    let token = Some(&access.refresh_token);
    let credentials = StoredCredentials::OAuth {
        client_id: access.client_id.clone(),
        client_secret: access.client_secret.expose_secret().to_owned(),
        developer: String::new(),
        instance: None,
    };
    let mut credentials = in_store(&credentials)?;
    remember_beginning(&mut credentials, token);
    let connection = connection(&access.account, &access.url, &access.auth_url, credentials);
    if is_merchants_own(store, merchant, Platform::Lightspeed).await? {
        return Ok(());
    }
    begin_with(store, merchant, Platform::Lightspeed, &connection, token).await?;
    save(store, merchant, Platform::Lightspeed, &connection).await.map(|_| ())
}

fn remember_beginning(credentials: &mut Value, token: Option<&SecretString>) {
    let Value::Object(fields) = credentials else { return };
    fields.insert(SET_BY.to_owned(), json!("operator"));
    if let Some(token) = token {
        fields.insert(BEGAN_WITH.to_owned(), json!(fingerprint(token.expose_secret())));
    }
}

/// Whether a merchant connected the platform in the browser.
async fn is_merchants_own(
    store: &dyn Store,
    merchant: MerchantId,
    platform: Platform,
) -> Result<bool, StartError> {
    let before = store.connection(merchant, platform).await?;
    let own = before.is_some_and(|before| before.credentials.get(SET_BY).is_none());
    if own {
        let name = platform.name();
        tracing::warn!(
            "{name} was connected in the browser; its credentials among the settings are not used"
        );
    }
    Ok(own)
}

/// Takes a first refresh token, unless the connection began with the same one: then the store has its successor.
async fn begin_with(
    store: &dyn Store,
    merchant: MerchantId,
    platform: Platform,
    wanted: &Connection,
    token: Option<&SecretString>,
) -> Result<(), StartError> {
    let Some(token) = token else { return Ok(()) };
    let began_with = |connection: &Connection| connection.credentials.get(BEGAN_WITH).cloned();
    let before = store.connection(merchant, platform).await?;
    let same_token = before
        .as_ref()
        .is_some_and(|before| began_with(before) == began_with(wanted) && before.account == wanted.account);
    if !same_token || store.tokens(merchant, platform).await?.is_none() {
        // No access token yet: the first call is refused and fetches one.
        let refresh = token.expose_secret().to_owned();
        let first = TokenRow { access: "none-yet".to_owned(), refresh, expires_at: None };
        store.save_tokens(merchant, platform, &first).await?;
    }
    Ok(())
}

/// Saves a connection unless it is as it was; a saved one counts as working until a call says otherwise.
async fn save(
    store: &dyn Store,
    merchant: MerchantId,
    platform: Platform,
    wanted: &Connection,
) -> Result<bool, StartError> {
    let before = store.connection(merchant, platform).await?;
    let same = before.is_some_and(|before| {
        (&before.account, &before.api, &before.auth, &before.credentials)
            == (&wanted.account, &wanted.api, &wanted.auth, &wanted.credentials)
    });
    if !same {
        store.save_connection(merchant, platform, wanted).await?;
    }
    Ok(!same)
}

fn connection(account: &str, api: &str, auth: &str, credentials: Value) -> Connection {
    Connection {
        account: account.to_owned(),
        api: api.to_owned(),
        auth: auth.to_owned(),
        credentials,
        state: ConnectionState::Working,
    }
}

fn in_store(credentials: &StoredCredentials) -> Result<Value, StartError> {
    serde_json::to_value(credentials)
        .map_err(|error| StartError::new(format!("The credentials cannot be kept: {error}.")))
}

/// Tells two tokens apart without keeping either.
fn fingerprint(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
