//! A whole shop for a test: the sandbox, a store in a folder of its own, and the engine between them.
#![allow(clippy::expect_used, clippy::panic, reason = "only tests use this crate")]

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use brightpearl::Brightpearl;
use engine::{Budgets, CallBook, Control, Engine, EngineConfig, Flows, StoredCredentials, Vault};
use lightspeed::Lightspeed;
use model::{ConnectionState, Counts, Kind, MerchantId, Platform, Record, Settings, SyncState, Waiting};
use platform::http::{HostPolicy, Http, HttpConfig};
use platform::{Directory, Listing};
use sandbox::{Config, Running};
use store::{Connection, Store, TokenRow};
use store_sqlite::SqliteStore;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::snare::Snares;
use crate::{accounts, plain, settings};

/// The only merchant of a test.
pub const MERCHANT: MerchantId = MerchantId(Uuid::from_u128(1));

/// A whole shop.
pub struct Shop {
    /// Both platforms.
    pub sandbox: Running,
    /// What the engine remembers.
    pub store: Arc<dyn Store>,
    /// What the screen would use.
    pub control: Control,
    life: Life,
    folder: TempDir,
    patience: EngineConfig,
}

/// An engine on threads of its own, so that it can be ended as a power cut would end it.
struct Life {
    engine: Option<Engine>,
    threads: Option<Runtime>,
    control: Control,
    clock: Arc<SqliteStore>,
    passed: AtomicI64,
}

impl Life {
    async fn begin(folder: &Path, patience: EngineConfig, snares: &Snares) -> (Arc<dyn Store>, Life) {
        let threads = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("threads can be started");
        let (file, snares) = (folder.to_owned(), snares.clone());
        let begun = threads.spawn(async move {
            let clock = open_store(&file).await;
            let store: Arc<dyn Store> = clock.clone();
            let engine = start_engine(&store, patience, &snares);
            (clock, engine)
        });
        let (clock, engine) = begun.await.expect("the engine starts");
        let store: Arc<dyn Store> = clock.clone();
        let control = engine.control();
        (
            store,
            Life { engine: Some(engine), threads: Some(threads), control, clock, passed: AtomicI64::new(0) },
        )
    }

    /// As a signal would end it.
    async fn stop(mut self) {
        if let Some(engine) = self.engine.take() {
            engine.stop().await;
        }
    }
}

/// As a power cut ends it: nothing is finished, nothing handed back.
impl Drop for Life {
    fn drop(&mut self) {
        if let Some(threads) = self.threads.take() {
            threads.shutdown_background();
        }
    }
}

impl Shop {
    /// Opens a shop whose settings are complete but for what `take_out` takes out of them.
    pub async fn open(config: Config, take_out: impl FnOnce(&mut Settings)) -> Shop {
        Shop::open_patiently(config, EngineConfig::default(), take_out).await
    }

    /// The same with an engine of other patience.
    pub async fn open_patiently(
        config: Config,
        patience: EngineConfig,
        take_out: impl FnOnce(&mut Settings),
    ) -> Shop {
        Shop::open_with_snares(config, patience, take_out, &Snares::none()).await
    }

    /// The same with snares in which calls to the platforms get caught.
    pub async fn open_with_snares(
        config: Config,
        patience: EngineConfig,
        take_out: impl FnOnce(&mut Settings),
        snares: &Snares,
    ) -> Shop {
        let sandbox = sandbox::start(config).await.expect("the sandbox starts");
        let folder = tempfile::tempdir().expect("a folder can be made");
        {
            let store: Arc<dyn Store> = open_store(folder.path()).await;
            connect(&*store, &sandbox).await;
            let mut settings = settings_of(&sandbox).await;
            take_out(&mut settings);
            store.save_settings(MERCHANT, "test", 0, &settings).await.expect("settings are saved");
        }
        let (store, life) = Life::begin(folder.path(), patience.clone(), snares).await;
        Shop { control: life.control.clone(), sandbox, store, life, folder, patience }
    }

    /// Waits until a question about the shop is answered with yes.
    pub async fn until<F: Future<Output = bool>>(
        &self,
        what: &str,
        patience: Duration,
        mut question: impl FnMut() -> F,
    ) {
        let started = Instant::now();
        while !question().await {
            if started.elapsed() > patience {
                panic!("{what}: not within {patience:?}; {}", self.situation().await);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Waits until no record of these kinds is Pending or Processing, blocked ones aside.
    pub async fn until_settled(&self, kinds: &[Kind], patience: Duration) {
        self.until("all settled", patience, || async {
            for kind in kinds {
                if !self.records(*kind).await.iter().all(|record| is_settled(&record.state)) {
                    return false;
                }
            }
            true
        })
        .await;
    }

    /// An item at the till that is linked to a product that keeps stock.
    pub async fn stocked_item(&self) -> Option<u64> {
        self.records(Kind::Product).await.into_iter().find_map(|record| match &record.payload {
            Some(model::Payload::Product(product)) if product.stock_tracked => {
                record.target_ref?.parse().ok()
            }
            _ => None,
        })
    }

    /// Waits until the shop has opened: products are linked, their stock figures are right, and nothing else is under way.
    pub async fn until_open(&self, patience: Duration) {
        self.until("products are linked", patience, || async {
            self.counts(Kind::Product).await.synced >= 30 && self.counts(Kind::Inventory).await.synced >= 60
        })
        .await;
        self.until_settled(&Kind::ALL, patience).await;
    }

    /// Lets time pass on the store's clock.
    pub fn time_passes(&self, span: Duration) {
        let micros = i64::try_from(span.as_micros()).unwrap_or(i64::MAX);
        let passed = self.life.passed.fetch_add(micros, Ordering::Relaxed) + micros;
        self.life.clock.set_clock_offset(passed);
    }

    /// A log's counts.
    pub async fn counts(&self, kind: Kind) -> Counts {
        self.store.counts(MERCHANT, kind).await.expect("store")
    }

    /// All records of a kind.
    pub async fn records(&self, kind: Kind) -> Vec<Record> {
        self.store.walk(MERCHANT, kind, 0, 10_000).await.expect("store")
    }

    /// The record of one thing at its source.
    pub async fn record(&self, kind: Kind, source_ref: &str) -> Option<Record> {
        self.store.record_by_ref(MERCHANT, kind, source_ref).await.expect("store")
    }

    /// Changes the settings as the screen would; answers how many records that released.
    pub async fn change_settings(&self, change: impl FnOnce(&mut Settings)) -> u64 {
        let saved = self.control.settings(MERCHANT).await.expect("store");
        let mut settings = saved.settings;
        change(&mut settings);
        self.control.save_settings(MERCHANT, "test", saved.version, settings).await.expect("saved").released
    }

    /// Causes something at a platform through the sandbox's control API; answers with its JSON.
    pub async fn cause(
        &self,
        method: reqwest::Method,
        path: &str,
        body: serde_json::Value,
    ) -> serde_json::Value {
        self.try_cause(method, path, body).await.unwrap_or_else(|refused| panic!("{path}: {refused}"))
    }

    /// The same for what the sandbox may refuse; its words are the error.
    pub async fn try_cause(
        &self,
        method: reqwest::Method,
        path: &str,
        body: serde_json::Value,
    ) -> Result<serde_json::Value, String> {
        let url = format!("{}/_sandbox/{path}", self.sandbox.lightspeed_url);
        let answer = reqwest::Client::new()
            .request(method, url)
            .json(&body)
            .send()
            .await
            .expect("the sandbox answers");
        if !answer.status().is_success() {
            return Err(answer.text().await.unwrap_or_default());
        }
        Ok(answer.json().await.unwrap_or_default())
    }

    /// Stops the engine as a signal would, and starts another over the same store.
    pub async fn restart(self) -> Shop {
        self.restart_with(&Snares::none()).await
    }

    /// The same with snares in which calls to the platforms get caught.
    pub async fn restart_with(self, snares: &Snares) -> Shop {
        let Shop { sandbox, store, life, control, folder, patience } = self;
        life.stop().await;
        drop((control, store));
        Shop::again(sandbox, folder, patience, snares).await
    }

    /// Ends the engine as a power cut would, in the midst of whatever it does, and starts another over the same store.
    pub async fn power_cut(self) -> Shop {
        let Shop { sandbox, store, life, control, folder, patience } = self;
        drop((life, control, store));
        Shop::again(sandbox, folder, patience, &Snares::none()).await
    }

    async fn again(sandbox: Running, folder: TempDir, patience: EngineConfig, snares: &Snares) -> Shop {
        let (store, life) = Life::begin(folder.path(), patience.clone(), snares).await;
        Shop { control: life.control.clone(), sandbox, store, life, folder, patience }
    }

    /// Stops everything.
    pub async fn close(self) {
        self.life.stop().await;
        self.sandbox.stop().await;
    }

    /// Counts and a few open records of each kind, in words, for the report of a failure.
    pub async fn situation(&self) -> String {
        let mut lines = Vec::new();
        for kind in Kind::ALL {
            let counts = self.counts(kind).await;
            lines.push(format!("{}: {counts:?}", kind.word()));
            let open = self
                .records(kind)
                .await
                .into_iter()
                .filter(|record| !matches!(record.state, model::SyncState::Synced(_)));
            lines
                .extend(open.take(5).map(|record| format!("  {} {}", record.source_ref, record.state.say())));
        }
        lines.join("\n")
    }
}

/// Whether nothing happens to a record unless something else happens first.
fn is_settled(state: &SyncState) -> bool {
    matches!(state, SyncState::Synced(_) | SyncState::Failed(_) | SyncState::Pending(Waiting::Blocked { .. }))
}

async fn open_store(folder: &Path) -> Arc<SqliteStore> {
    // The store of an engine that has just stopped may be held for another moment by its last task.
    for _ in 0..50 {
        if let Ok(store) = SqliteStore::open(&folder.join("lockstep.db")).await {
            store::Queue::take_back_all(&store).await.expect("leases are taken back");
            return Arc::new(store);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the store does not open");
}

async fn connect(store: &dyn Store, sandbox: &Running) {
    store.ensure_merchant(MERCHANT, "Fell & Harbour").await.expect("merchant");
    let staff = StoredCredentials::Staff {
        app_ref: "acmeshop_lockstep".to_owned(),
        token: "sandbox-staff-token".to_owned(),
    };
    let oauth = StoredCredentials::OAuth {
        client_id: "lockstep-sandbox".to_owned(),
        client_secret: "sandbox-client-secret".to_owned(),
        developer: String::new(),
        instance: None,
    };
    let connections = [
        (Platform::Brightpearl, accounts::brightpearl(&sandbox.brightpearl_url), staff),
        (Platform::Lightspeed, accounts::lightspeed(&sandbox.lightspeed_url), oauth),
    ];
    for (platform, account, credentials) in connections {
        let connection = Connection {
            account: account.name,
            api: account.api,
            auth: account.auth,
            credentials: serde_json::to_value(credentials).expect("JSON"),
            state: ConnectionState::Working,
        };
        store.save_connection(MERCHANT, platform, &connection).await.expect("connection");
    }
    let tokens = TokenRow {
        access: "none-yet".to_owned(),
        refresh: "sandbox-refresh-token".to_owned(),
        expires_at: None,
    };
    store.save_tokens(MERCHANT, Platform::Lightspeed, &tokens).await.expect("tokens");
}

/// The complete settings of a sandbox's merchant; makes the contact for walk-in sales.
pub async fn settings_of(sandbox: &Running) -> Settings {
    let http = plain::http();
    let back_office = Brightpearl::new(http.clone());
    let account = accounts::brightpearl(&sandbox.brightpearl_url);
    let theirs = back_office.list(&account, Listing::Categories).await.expect("categories there");
    // The tills' categories are in the catalogue in the order of their ids; asking would use up the first token.
    let ours: Vec<platform::Entry> = sandbox::catalogue::CATEGORIES
        .iter()
        .take(sandbox::catalogue::CATEGORIES.len() * 2 / 3)
        .zip(1..)
        .map(|(name, id)| platform::Entry::new(id.to_string(), *name, ""))
        .collect();
    settings::complete(&walk_in(sandbox).await, &theirs, &ours)
}

/// Makes the contact that walk-in sales are posted to, as a merchant would in the back office.
async fn walk_in(sandbox: &Running) -> String {
    let post = async |path: &str, body: serde_json::Value| {
        let url = format!("{}/public-api/acmeshop/contact-service/{path}", sandbox.brightpearl_url);
        let request = reqwest::Client::new().post(url).json(&body);
        let request = request.header("brightpearl-app-ref", "acmeshop_lockstep");
        let answer =
            request.header("brightpearl-staff-token", "sandbox-staff-token").send().await.expect("answer");
        let answer: serde_json::Value = answer.json().await.expect("JSON");
        answer.get("response").cloned().expect("an id")
    };
    let address = serde_json::json!({ "addressLine1": "3 Harbour Street", "countryIsoCode": "GBR" });
    let address = post("postal-address", address).await;
    let contact = serde_json::json!({
        "firstName": "Walk-in", "lastName": "Customer",
        "postAddressIds": { "DEF": address, "BIL": address, "DEL": address },
    });
    post("contact", contact).await.to_string()
}

fn start_engine(store: &Arc<dyn Store>, patience: EngineConfig, snares: &Snares) -> Engine {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let budgets = Budgets::new(Arc::clone(store));
    let mut config = HttpConfig::new(HostPolicy { allow_local: true });
    config.timeout = patience.call_timeout;
    let http =
        Http::new(config, budgets.clone(), CallBook::new(Arc::clone(store))).expect("TLS can be set up");
    let back_office = Arc::new(Brightpearl::new(http.clone()).with_vault(Vault::new(Arc::clone(store))));
    let tills = Arc::new(Lightspeed::new(http, Vault::new(Arc::clone(store))));
    let flows = Flows::new()
        .with_products(back_office.clone(), tills.clone())
        .with_orders(tills.clone(), snares.around(back_office.clone()))
        .with_customers(tills.clone(), back_office.clone())
        .with_refunds(tills.clone(), snares.around(back_office.clone()))
        .with_inventory(back_office.clone(), tills.clone());
    let directories: HashMap<Platform, Arc<dyn Directory>> =
        HashMap::from([(Platform::Brightpearl, back_office as _), (Platform::Lightspeed, tills as _)]);
    Engine::start(Arc::clone(store), flows, budgets, directories, patience)
}
