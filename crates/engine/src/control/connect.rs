//! Connecting a platform: checked live before it is kept, and never exchanged for another account's.

use model::{Kind, Lane, MerchantId, Platform, Settings, Setup};
use platform::{Account, Attempt, Checked, Door, Entered, Landing, PlatformError};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use store::{Connection, StoreError, TokenRow};
use uuid::Uuid;

use super::Control;
use crate::accounts::{self, StoredCredentials};

mod words;

/// What a merchant gives to connect a platform.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ConnectionDraft {
    /// The account's name there; empty where the platform tells it after it let us in.
    pub account: String,
    /// Where its API answers; empty where the platform tells it after it let us in.
    pub api: String,
    /// Where it gives out tokens; empty where none are needed.
    pub auth: String,
    /// How it lets us in.
    pub credentials: StoredCredentials,
}

/// Why a platform is not connected: what happened and what to do, in words for a shop's owner.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    /// The platform, or what was given, is in the way.
    #[error("{0}")]
    Refused(String),
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is kept while the merchant is at the platform's page.
#[derive(Serialize, Deserialize)]
struct Kept {
    draft: ConnectionDraft,
    state: String,
    verifier: String,
    back: String,
}

impl Control {
    /// Connects a platform with credentials that work at once: one call proves them before anything is kept.
    ///
    /// # Errors
    /// [`ConnectError::Refused`], each way it can be wrong with a sentence of its own.
    pub async fn connect(
        &self,
        merchant: MerchantId,
        platform: Platform,
        draft: ConnectionDraft,
    ) -> Result<Checked, ConnectError> {
        let connection = connection_of(&draft, &draft.account, &draft.api)?;
        self.same_account(merchant, platform, &connection.account).await?;
        let checked = self.prove(merchant, platform, connection.clone()).await?;
        self.keep(merchant, platform, &connection).await?;
        Ok(checked)
    }

    /// Begins to connect a platform that asks the merchant in their browser. Answers the address of its page.
    pub async fn ask_in(
        &self,
        merchant: MerchantId,
        platform: Platform,
        draft: ConnectionDraft,
        back: &str,
    ) -> Result<String, ConnectError> {
        // Two random numbers: 64 letters and digits, of which both halves of the flow may be made.
        let random = || format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
        let kept = Kept { draft, state: random(), verifier: random(), back: back.to_owned() };
        let account = account_of(merchant, platform, &kept.draft)?;
        let page = self.door(platform)?.page(&account, &kept.attempt());
        let page = page.map_err(|error| refused(words::said(&error, &kept.draft)))?;
        let attempt = serde_json::to_value(&kept).map_err(|_| corrupt())?;
        self.shared.store.keep_attempt(merchant, platform, Some(&attempt)).await?;
        Ok(page)
    }

    /// Ends what [`Control::ask_in`] began, with the address on which the merchant's browser landed.
    ///
    /// # Errors
    /// [`ConnectError::Refused`] for an address of another attempt, a refusal, a code that is too old, missing rights.
    pub async fn come_in(
        &self,
        merchant: MerchantId,
        platform: Platform,
        landed: &str,
    ) -> Result<Checked, ConnectError> {
        let kept = self.shared.store.attempt(merchant, platform).await?;
        let kept = kept.ok_or_else(|| refused(words::nothing_begun(platform)))?;
        let kept: Kept = serde_json::from_value(kept).map_err(|_| corrupt())?;
        let landing = Landing::read(platform, landed, &kept.state);
        let code = landing.map_err(|error| refused(error.to_string()))?.code;
        let entered = self.enter(merchant, platform, &kept, &code).await?;
        if !entered.missing.is_empty() {
            return Err(refused(words::rights_missing(platform, &entered.missing)));
        }
        self.let_in(merchant, platform, kept.draft, entered).await
    }

    async fn enter(
        &self,
        merchant: MerchantId,
        platform: Platform,
        kept: &Kept,
        code: &SecretString,
    ) -> Result<Entered, ConnectError> {
        let account = account_of(merchant, platform, &kept.draft)?;
        let entered = self.door(platform)?.enter(&account, &kept.attempt(), code).await;
        entered.map_err(|error| refused(words::said(&error, &kept.draft)))
    }

    /// Keeps what a platform gave us, and proves it.
    async fn let_in(
        &self,
        merchant: MerchantId,
        platform: Platform,
        mut draft: ConnectionDraft,
        entered: Entered,
    ) -> Result<Checked, ConnectError> {
        let name = entered.account.unwrap_or_else(|| draft.account.clone());
        let api = match draft.api.is_empty() {
            true => entered.api.unwrap_or_default(),
            false => draft.api.clone(),
        };
        if let StoredCredentials::OAuth { instance, .. } = &mut draft.credentials {
            *instance = entered.instance.or(*instance);
        }
        let connection = connection_of(&draft, &name, &api)?;
        self.same_account(merchant, platform, &name).await?;
        let tokens = TokenRow {
            access: entered.tokens.access.expose_secret().to_owned(),
            refresh: entered.tokens.refresh.expose_secret().to_owned(),
            expires_at: entered.tokens.expires_at,
        };
        // Before the first call, whose answer makes these tokens the only ones that work.
        self.shared.store.save_tokens(merchant, platform, &tokens).await?;
        let checked = self.prove(merchant, platform, connection.clone()).await?;
        self.keep(merchant, platform, &connection).await?;
        self.shared.store.keep_attempt(merchant, platform, None).await?;
        Ok(checked)
    }

    /// What a connection that is there tells of its account, by one call; nothing is written down.
    pub async fn check(&self, merchant: MerchantId, platform: Platform) -> Result<Checked, ConnectError> {
        let connection = self.shared.store.connection(merchant, platform).await?;
        let connection = connection.ok_or_else(|| refused(words::not_connected(platform)))?;
        self.prove(merchant, platform, connection).await
    }

    /// Tries a connection that is there, and says so everywhere if it works.
    pub async fn try_connection(
        &self,
        merchant: MerchantId,
        platform: Platform,
    ) -> Result<Checked, ConnectError> {
        let checked = self.check(merchant, platform).await?;
        self.shared.store.set_connection_state(merchant, platform, &model::ConnectionState::Working).await?;
        self.shared.wake.notify_waiters();
        Ok(checked)
    }

    /// One cheap call with the credentials.
    async fn prove(
        &self,
        merchant: MerchantId,
        platform: Platform,
        connection: Connection,
    ) -> Result<Checked, ConnectError> {
        let directory = self.shared.directories.get(&platform);
        let directory = directory.ok_or_else(|| refused(words::not_connected(platform)))?;
        let draft = ConnectionDraft {
            account: connection.account.clone(),
            api: connection.api.clone(),
            auth: connection.auth.clone(),
            credentials: serde_json::from_value(connection.credentials.clone()).map_err(|_| corrupt())?,
        };
        let account = accounts::account(merchant, platform, Lane::Person, connection)?;
        directory.check(&account).await.map_err(|error| refused(words::said(&error, &draft)))
    }

    /// Keeps a proven connection. The very first one begins the set-up: nothing moves before the merchant goes live.
    async fn keep(
        &self,
        merchant: MerchantId,
        platform: Platform,
        connection: &Connection,
    ) -> Result<(), StoreError> {
        let store = &self.shared.store;
        let saved = store.settings(merchant).await?;
        let first = saved.version == 0 && !self.has_records(merchant).await?;
        if first {
            let settings = Settings { setup: Setup::Underway, ..saved.settings };
            store.save_settings(merchant, "Set-up", saved.version, &settings).await?;
        }
        store.save_connection(merchant, platform, connection).await?;
        self.lists.lock().await.retain(|(owner, of, _), _| (*owner, *of) != (merchant, platform));
        self.shared.wake.notify_waiters();
        Ok(())
    }

    /// Records are linked to things of one account; those of another have the same numbers and mean something else.
    async fn same_account(
        &self,
        merchant: MerchantId,
        platform: Platform,
        account: &str,
    ) -> Result<(), ConnectError> {
        let before = self.shared.store.connection(merchant, platform).await?;
        let other = before.is_some_and(|before| before.account != account);
        if other && self.has_records(merchant).await? {
            return Err(refused(words::other_account(platform, account)));
        }
        Ok(())
    }

    async fn has_records(&self, merchant: MerchantId) -> Result<bool, StoreError> {
        for kind in Kind::ALL {
            if self.shared.store.counts(merchant, kind).await?.all() > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn door(&self, platform: Platform) -> Result<&dyn Door, ConnectError> {
        let door = self.shared.doors.get(&platform).map(|door| &**door);
        door.ok_or_else(|| refused(words::not_connected(platform)))
    }
}

impl Kept {
    fn attempt(&self) -> Attempt {
        Attempt { state: self.state.clone(), verifier: self.verifier.clone().into(), back: self.back.clone() }
    }
}

fn connection_of(draft: &ConnectionDraft, account: &str, api: &str) -> Result<Connection, ConnectError> {
    Ok(Connection {
        account: account.to_owned(),
        api: api.to_owned(),
        auth: draft.auth.clone(),
        credentials: serde_json::to_value(&draft.credentials).map_err(|_| corrupt())?,
        state: model::ConnectionState::Working,
    })
}

fn account_of(
    merchant: MerchantId,
    platform: Platform,
    draft: &ConnectionDraft,
) -> Result<Account, ConnectError> {
    let connection = connection_of(draft, &draft.account, &draft.api)?;
    Ok(accounts::account(merchant, platform, Lane::Person, connection)?)
}

fn refused(says: String) -> ConnectError {
    ConnectError::Refused(says)
}

fn corrupt() -> ConnectError {
    ConnectError::Store(StoreError::Corrupt("the attempt to connect".to_owned()))
}

impl From<PlatformError> for ConnectError {
    fn from(error: PlatformError) -> ConnectError {
        refused(crate::fault::Fault::from(error).failure().cause())
    }
}
