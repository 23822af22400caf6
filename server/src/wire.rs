//! Puts store, platforms and engine together.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use brightpearl::Brightpearl;
use engine::{Budgets, CallBook, Engine, EngineConfig, Flows, Vault};
use lightspeed::Lightspeed;
use model::Platform;
use platform::Directory;
use platform::http::{HostPolicy, Http, HttpConfig};
use store::Store;
use store_sqlite::SqliteStore;

use crate::StartError;
use crate::config::Config;
use crate::metrics::{Metrics, TimedCalls};

/// The database's file where nobody named one.
pub const DATABASE_FILE: &str = "lockstep.db";

/// Chooses the TLS library for all connections of this process; the second time changes nothing.
pub fn choose_tls() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Opens the database, making its folder and the file where there are none.
///
/// # Errors
/// In words, when it cannot be opened or another process has it.
pub async fn open_store(config: &Config, data: &Path) -> Result<Arc<dyn Store>, StartError> {
    let file = config.database.clone().unwrap_or_else(|| data.join(DATABASE_FILE));
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        private_folder(folder)?;
    }
    let store = SqliteStore::open(&file).await.map_err(|error| {
        StartError::new(format!("The database {} cannot be opened: {error}.", file.display()))
    })?;
    // Whoever opens a SQLite file is its only user: what an earlier process held when it died is free at once.
    store::Queue::take_back_all(&store).await?;
    Ok(Arc::new(store))
}

/// Makes a folder that only its owner may enter: the database holds customers and tokens.
fn private_folder(folder: &Path) -> Result<(), StartError> {
    let mut maker = std::fs::DirBuilder::new();
    maker.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut maker, 0o700);
    maker.create(folder).map_err(|error| {
        StartError::new(format!(
            "The folder {} cannot be made: {error}. Name another with --data.",
            folder.display()
        ))
    })
}

/// Both platforms' clients, and what keeps their calls within limits.
pub struct Platforms {
    /// The back office.
    pub brightpearl: Arc<Brightpearl>,
    /// The tills.
    pub lightspeed: Arc<Lightspeed>,
    budgets: Arc<Budgets>,
}

impl Platforms {
    /// Clients that keep budgets, tokens and the call log in this store, and note how long each call takes.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(
        store: &Arc<dyn Store>,
        allow_local: bool,
        metrics: &Arc<Metrics>,
    ) -> Result<Platforms, StartError> {
        let budgets = Budgets::new(Arc::clone(store));
        let calls = TimedCalls::new(CallBook::new(Arc::clone(store)), Arc::clone(metrics));
        let http = HttpConfig::new(HostPolicy { allow_local });
        let http = Http::new(http, Arc::<Budgets>::clone(&budgets), calls)
            .map_err(|why| StartError::new(format!("Secure connections cannot be set up: {why}.")))?;
        Ok(Platforms {
            brightpearl: Arc::new(Brightpearl::new(http.clone()).with_vault(Vault::new(Arc::clone(store)))),
            lightspeed: Arc::new(Lightspeed::new(http, Vault::new(Arc::clone(store)))),
            budgets,
        })
    }

    /// Starts the flows between the two. `reached_at` is where platforms can call back, if they can.
    pub fn start(&self, store: Arc<dyn Store>, reached_at: Option<String>) -> Engine {
        let (back_office, tills) = (&self.brightpearl, &self.lightspeed);
        let flows = Flows::new()
            .with_products(Arc::clone(back_office) as _, Arc::clone(tills) as _)
            .with_orders(Arc::clone(tills) as _, Arc::clone(back_office) as _)
            .with_customers(Arc::clone(tills) as _, Arc::clone(back_office) as _)
            .with_refunds(Arc::clone(tills) as _, Arc::clone(back_office) as _)
            .with_inventory(Arc::clone(back_office) as _, Arc::clone(tills) as _)
            .with_hooks(Platform::Brightpearl, Arc::clone(back_office) as _)
            .with_door(Platform::Brightpearl, Arc::clone(back_office) as _)
            .with_door(Platform::Lightspeed, Arc::clone(tills) as _)
            .reached_at(reached_at);
        let directories: HashMap<Platform, Arc<dyn Directory>> = HashMap::from([
            (Platform::Brightpearl, Arc::clone(back_office) as Arc<dyn Directory>),
            (Platform::Lightspeed, Arc::clone(tills) as Arc<dyn Directory>),
        ]);
        Engine::start(store, flows, Arc::clone(&self.budgets), directories, EngineConfig::default())
    }
}
