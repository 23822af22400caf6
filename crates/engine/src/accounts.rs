//! From a stored connection to the account a platform call is made with.

use model::{ConnectionState, Lane, MerchantId, Platform, TraceId};
use platform::{Account, Credentials};
use serde::{Deserialize, Serialize};
use store::{Connection, Store, StoreError};
use uuid::Uuid;

/// Credentials in the form a store keeps them.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum StoredCredentials {
    /// A Brightpearl staff app.
    Staff {
        /// App reference.
        app_ref: String,
        /// Its token.
        token: String,
    },
    /// A Brightpearl system app.
    System {
        /// App reference.
        app_ref: String,
        /// Its token.
        token: String,
    },
    /// OAuth.
    #[serde(rename = "oauth")]
    OAuth {
        /// The app's id.
        client_id: String,
        /// The app's secret.
        client_secret: String,
        /// The developer's reference, for Brightpearl.
        #[serde(default)]
        developer: String,
        /// Brightpearl's number for this installation.
        #[serde(default)]
        instance: Option<i64>,
    },
}

impl StoredCredentials {
    /// Brightpearl's number for this installation, where the connection has one.
    fn instance(&self) -> Option<i64> {
        match self {
            StoredCredentials::OAuth { instance, .. } => *instance,
            StoredCredentials::Staff { .. } | StoredCredentials::System { .. } => None,
        }
    }
}

/// Credentials do not print.
impl std::fmt::Debug for StoredCredentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StoredCredentials(..)")
    }
}

impl From<StoredCredentials> for Credentials {
    fn from(stored: StoredCredentials) -> Credentials {
        match stored {
            StoredCredentials::Staff { app_ref, token } => {
                Credentials::Staff { app_ref, token: token.into() }
            }
            StoredCredentials::System { app_ref, token } => {
                Credentials::System { app_ref, token: token.into() }
            }
            StoredCredentials::OAuth { client_id, client_secret, developer, .. } => {
                Credentials::OAuth { client_id, client_secret: client_secret.into(), developer }
            }
        }
    }
}

/// The account of a connection that works, for one batch of calls; `None` where there is none or it is lost.
pub(crate) async fn working(
    store: &dyn Store,
    merchant: MerchantId,
    platform: Platform,
    lane: Lane,
) -> Result<Option<Account>, StoreError> {
    let connection = store.connection(merchant, platform).await?;
    let works = connection.filter(|connection| connection.state == ConnectionState::Working);
    works.map(|connection| account(merchant, platform, lane, connection)).transpose()
}

/// The account of a connection, whether it works or not.
pub(crate) fn account(
    merchant: MerchantId,
    platform: Platform,
    lane: Lane,
    connection: Connection,
) -> Result<Account, StoreError> {
    let credentials: StoredCredentials = serde_json::from_value(connection.credentials)
        .map_err(|_| StoreError::Corrupt(format!("the credentials for {}", platform.name())))?;
    Ok(Account {
        merchant,
        platform,
        name: connection.account,
        api: connection.api,
        auth: connection.auth,
        instance: credentials.instance(),
        credentials: credentials.into(),
        lane,
        trace: TraceId(Uuid::now_v7()),
    })
}
