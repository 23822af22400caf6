//! What the screen and the API may ask of the running engine.

mod asked;
mod bulk;
mod catalogue;
mod connect;
mod overview;
mod pausing;
mod relations;
mod throughput;

pub use bulk::BulkPlan;
pub use connect::{ConnectError, ConnectionDraft};

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use model::{DryRun, Kind, Lane, MerchantId, Platform, RecordId, Rest, Settings};
use platform::{Entry, Listing};
use store::{ResyncAnswer, SavedSettings, Store, StoreError};
use tokio::sync::Mutex;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::accounts;
use crate::dry;
use crate::engine::Shared;
use crate::errands::{self, Errand};
use crate::facts;
use crate::hooks::{self, HintTaken};
use crate::release::{self, WouldRelease};
use crate::rest;

/// Names of a list are asked again after this long.
const NAMES_FRESH: Duration = Duration::from_secs(300);

type Lists = HashMap<(MerchantId, Platform, Listing), (Instant, Vec<Entry>)>;

/// What the screen and the API may ask of the running engine. Cheap to clone.
#[derive(Clone)]
pub struct Control {
    shared: Arc<Shared>,
    lists: Arc<Mutex<Lists>>,
}

/// What a save of the settings did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct SettingsSaved {
    /// The new version.
    pub version: i64,
    /// How many waiting records it released at once.
    pub released: u64,
}

/// Why the names of a list cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NamesError {
    /// Nobody has connected the platform yet.
    #[error("{} is not connected yet", .0.name())]
    NotConnected(Platform),
    /// The platform did not answer as it should.
    #[error("{0}")]
    Platform(String),
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Control {
    pub(crate) fn new(shared: Arc<Shared>) -> Control {
        Control { shared, lists: Arc::default() }
    }

    /// The store, to read from.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.shared.store
    }

    /// Asks for a re-sync of records and wakes the workers. Pressing twice is pressing once.
    pub async fn resync(
        &self,
        merchant: MerchantId,
        ids: &[RecordId],
        who: &str,
    ) -> Result<Vec<(RecordId, ResyncAnswer)>, StoreError> {
        let answers = self.shared.store.resync(merchant, ids, who).await?;
        self.shared.wake.notify_waiters();
        Ok(answers)
    }

    /// The current settings.
    pub async fn settings(&self, merchant: MerchantId) -> Result<SavedSettings, StoreError> {
        self.shared.store.settings(merchant).await
    }

    /// Saves settings and releases the records that waited for them.
    pub async fn save_settings(
        &self,
        merchant: MerchantId,
        who: &str,
        based_on: i64,
        settings: Settings,
    ) -> Result<SettingsSaved, StoreError> {
        let before = self.shared.store.settings(merchant).await?;
        let settings =
            Settings { facts: facts::learn(self, merchant, &before.settings, &settings).await?, ..settings };
        let version = self.shared.store.save_settings(merchant, who, based_on, &settings).await?;
        let released =
            release::after_save(&self.shared, merchant, version, &before.settings, &settings).await?;
        self.shared.wake.notify_waiters();
        Ok(SettingsSaved { version, released })
    }

    /// What these settings would set going if they were saved now; and they with what the platforms say of themselves.
    pub async fn would_release(
        &self,
        merchant: MerchantId,
        settings: Settings,
    ) -> Result<(WouldRelease, Settings), StoreError> {
        let before = self.shared.store.settings(merchant).await?.settings;
        let settings =
            Settings { facts: facts::learn(self, merchant, &before, &settings).await?, ..settings };
        let would = release::would_release(&self.shared, merchant, &before, &settings).await?;
        Ok((would, settings))
    }

    /// Forgets the names that were read, so that they are asked for again.
    pub async fn forget_names(&self, merchant: MerchantId) {
        self.lists.lock().await.retain(|(owner, ..), _| *owner != merchant);
    }

    /// Takes the latest sales, returns and products through the real rules, with these settings; nothing is written.
    pub async fn dry_run(&self, merchant: MerchantId, settings: &Settings) -> Result<DryRun, StoreError> {
        dry::dry_run(&self.shared, merchant, settings).await
    }

    /// Makes a flow look at its source now.
    pub async fn run_now(&self, merchant: MerchantId, kind: Kind) -> Result<(), StoreError> {
        let flow = self.shared.flows.iter().find(|flow| flow.kind() == kind);
        let reads = flow.map_or(kind, |flow| flow.read_with());
        self.shared.store.run_now(merchant, reads).await?;
        if kind == Kind::Inventory {
            // What can be sold is not told by any poll: it is compared product by product.
            errands::begin_now(&self.shared, merchant, kind, Errand::Sweep).await?;
        }
        self.shared.wake.notify_waiters();
        Ok(())
    }

    /// Takes in a platform's call to the secret address it was given. It makes Lockstep look, and nothing more.
    pub async fn hint(
        &self,
        merchant: MerchantId,
        platform: Platform,
        secret: &str,
        body: &[u8],
    ) -> Result<HintTaken, StoreError> {
        hooks::take(&self.shared, merchant, platform, secret, body).await
    }

    /// The flows that do not move now, with the reason.
    pub async fn rests(&self, merchant: MerchantId) -> Result<Vec<(Kind, Rest)>, StoreError> {
        let settings = self.shared.store.settings(merchant).await?.settings;
        let now = self.shared.store.now().await?;
        Ok(Kind::ALL
            .into_iter()
            .filter_map(|kind| Some((kind, rest::rests(&settings, kind, now)?)))
            .collect())
    }

    /// The names of a platform's list, at most five minutes old.
    pub async fn names(
        &self,
        merchant: MerchantId,
        platform: Platform,
        listing: Listing,
    ) -> Result<Vec<Entry>, NamesError> {
        let key = (merchant, platform, listing);
        if let Some((read_at, entries)) = self.lists.lock().await.get(&key)
            && read_at.elapsed() < NAMES_FRESH
        {
            return Ok(entries.clone());
        }
        let connection = self.shared.store.connection(merchant, platform).await?;
        let (Some(connection), Some(directory)) = (connection, self.shared.directories.get(&platform)) else {
            return Err(NamesError::NotConnected(platform));
        };
        let account = accounts::account(merchant, platform, Lane::Person, connection)?;
        let entries = directory.list(&account, listing).await;
        let entries = entries
            .map_err(|error| NamesError::Platform(crate::fault::Fault::from(error).failure().cause()))?;
        self.lists.lock().await.insert(key, (Instant::now(), entries.clone()));
        Ok(entries)
    }

    /// The currency the tills sell in; `None` where they do not tell now.
    pub(crate) async fn till_currency(&self, merchant: MerchantId) -> Result<Option<String>, StoreError> {
        let platform = Kind::Order.source();
        let connection = self.shared.store.connection(merchant, platform).await?;
        let (Some(connection), Some(directory)) = (connection, self.shared.directories.get(&platform)) else {
            return Ok(None);
        };
        let account = accounts::account(merchant, platform, Lane::Person, connection)?;
        let checked = directory.check(&account).await.ok();
        Ok(checked.map(|checked| checked.currency).filter(|currency| !currency.is_empty()))
    }

    /// Cancelled when the process begins to stop; ends streams to browsers.
    pub fn stopping(&self) -> CancellationToken {
        self.shared.stopping.clone()
    }
}
