//! The demo: both platforms and Lockstep in one process, for a made-up shop that lives.

mod folder;
mod settings;

use std::sync::Arc;

use sandbox::{LagRange, Running};

use crate::assets::Site;
use crate::config::{BrightpearlAccess, BrightpearlEntry, Config, LightspeedAccess, SandboxConfig};
use crate::metrics::Metrics;
use crate::serve::{Server, listen};
use crate::state::MERCHANT;
use crate::wire::{self, Platforms};
use crate::{StartError, connections};

use folder::Folder;

/// Where the sandbox's two platforms answer: Brightpearl's port, then Lightspeed's.
pub type Ports = (u16, u16);

/// The ports of `lockstep sandbox` where nobody names others.
pub const FIXED_PORTS: Ports = (4010, 4011);
/// The demo's ports: any free ones.
const FREE_PORTS: Ports = (0, 0);

/// The running demo.
pub struct Demo {
    server: Server,
    sandbox: Running,
    // Removed from the disk when it is dropped, so it comes last.
    _folder: Folder,
}

impl Demo {
    /// Starts the sandbox, writes a merchant with settings into a fresh database, and serves.
    ///
    /// # Errors
    /// In words, whatever keeps it from starting.
    pub async fn start(config: Config) -> Result<Demo, StartError> {
        let site = Site::find(config.site.as_deref())?;
        let listener = listen(config.listen).await?;
        let folder = Folder::fresh(config.data.as_deref())?;
        let config = Config { database: None, ..config };
        let store = wire::open_store(&config, folder.path()).await?;
        // Sales of before this moment are not posted; the tills begin to sell right after it.
        let opened = store.now().await?;
        let sandbox = start_sandbox(&config.sandbox, FREE_PORTS, true).await?;
        print_addresses(&sandbox);
        store.ensure_merchant(MERCHANT, "Fell & Harbour").await?;
        connections::save_brightpearl(&*store, MERCHANT, &brightpearl(&sandbox)).await?;
        connections::save_lightspeed(&*store, MERCHANT, &lightspeed(&sandbox)).await?;
        let metrics = Arc::new(Metrics::new(config.metrics.clone())?);
        let platforms = Platforms::new(&store, true, &metrics)?;
        let chosen = settings::choose(&*store, &platforms, opened).await?;
        store.save_settings(MERCHANT, "Demo", 0, &chosen).await?;
        // The sandbox calls back on this machine, as Brightpearl would through the merchant's public address.
        let reached_at =
            config.public_url.clone().or_else(|| Some(format!("http://{}", listener.local_addr().ok()?)));
        let engine = platforms.start(store, reached_at);
        let server = Server::start(listener, engine, site, config.endpoints.clone(), metrics)?;
        Ok(Demo { server, sandbox, _folder: folder })
    }

    /// Where the dashboard answers.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// Stops Lockstep first, so that its last calls still find the platforms.
    pub async fn stop(self) {
        self.server.stop().await;
        self.sandbox.stop().await;
    }
}

/// Starts both platforms with what the settings say.
///
/// # Errors
/// When a port cannot be listened on.
pub async fn start_sandbox(config: &SandboxConfig, ports: Ports, alive: bool) -> Result<Running, StartError> {
    let lag = config.lag_ms.map_or_else(LagRange::default, |(min_ms, max_ms)| LagRange { min_ms, max_ms });
    let started = sandbox::start(sandbox::Config {
        seed: config.seed,
        limits: config.limits,
        brightpearl_port: config.brightpearl_port.unwrap_or(ports.0),
        lightspeed_port: config.lightspeed_port.unwrap_or(ports.1),
        lag,
        alive,
        ..sandbox::Config::default()
    });
    started.await.map_err(|error| StartError::new(error.to_string()))
}

/// Says where the two platforms answer.
pub fn print_addresses(sandbox: &Running) {
    println!("Sandbox Brightpearl at {}", sandbox.brightpearl_url);
    println!("Sandbox Lightspeed at {}", sandbox.lightspeed_url);
}

/// How the sandbox's Brightpearl lets us in.
fn brightpearl(sandbox: &Running) -> BrightpearlAccess {
    BrightpearlAccess {
        url: format!("{}/public-api", sandbox.brightpearl_url),
        auth_url: String::new(),
        account: "acmeshop".to_owned(),
        app_ref: "acmeshop_lockstep".to_owned(),
        entry: BrightpearlEntry::Staff("sandbox-staff-token".into()),
    }
}

/// How the sandbox's Lightspeed lets us in.
fn lightspeed(sandbox: &Running) -> LightspeedAccess {
    LightspeedAccess {
        url: format!("{}/API/V3", sandbox.lightspeed_url),
        auth_url: format!("{}/auth/oauth", sandbox.lightspeed_url),
        account: "90210".to_owned(),
        client_id: "lockstep-sandbox".to_owned(),
        client_secret: "sandbox-client-secret".into(),
        refresh_token: "sandbox-refresh-token".into(),
    }
}
