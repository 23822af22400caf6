//! Brightpearl and Lightspeed Retail as two programs on loopback, for tests and for the demo.
//!
//! Both are written from the fact sheets of the vendors' interfaces alone and share no type with our
//! clients, so a misreading in a client shows here instead of hiding. State lives in memory.

pub mod brightpearl;
pub mod catalogue;
mod connection;
mod control;
pub mod faults;
pub mod ledger;
pub mod lightspeed;
pub mod tills;
pub mod world;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use world::{Knobs, World};

use connection::{Peer, Resettable};
use faults::Gate;

/// How long new and changed records may stay out of Brightpearl's search, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LagRange {
    /// The shortest lag.
    pub min_ms: u64,
    /// The longest lag.
    pub max_ms: u64,
}

impl LagRange {
    /// No lag at all, which most tests want.
    pub const NONE: Self = Self { min_ms: 0, max_ms: 0 };
}

impl Default for LagRange {
    fn default() -> Self {
        Self { min_ms: 0, max_ms: 90_000 }
    }
}

/// How many products the shop has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CatalogueSize {
    /// Products in Brightpearl.
    pub products: usize,
    /// How many of them are in Lightspeed already.
    pub already_linked: usize,
}

impl Default for CatalogueSize {
    fn default() -> Self {
        Self { products: 2000, already_linked: 1200 }
    }
}

/// What the sandbox is started with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Makes names, prices, tills and lags repeatable.
    pub seed: u64,
    /// Multiplies the quotas of both platforms; their headers tell the truth about it. 1 is as in life.
    pub limits: u32,
    /// The loopback port of Brightpearl; 0 takes any free one.
    pub brightpearl_port: u16,
    /// The loopback port of Lightspeed; 0 takes any free one.
    pub lightspeed_port: u16,
    /// How long Brightpearl's search may lag behind.
    pub lag: LagRange,
    /// Whether the tills sell by themselves.
    pub alive: bool,
    /// How many products there are.
    pub catalogue: CatalogueSize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            seed: 1,
            limits: 1,
            brightpearl_port: 0,
            lightspeed_port: 0,
            lag: LagRange::default(),
            alive: true,
            catalogue: CatalogueSize::default(),
        }
    }
}

impl Config {
    /// A small, quiet sandbox for tests: no lag, nobody sells, 60 products of which 40 are linked.
    pub fn for_tests() -> Self {
        Self {
            lag: LagRange::NONE,
            alive: false,
            catalogue: CatalogueSize { products: 60, already_linked: 40 },
            ..Self::default()
        }
    }
}

/// Why the sandbox could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A port is taken or not allowed.
    #[error(
        "The sandbox cannot listen on 127.0.0.1:{port} for {platform}: {source}. Choose another port, or 0 for any free one."
    )]
    Port {
        /// The platform that wanted the port.
        platform: &'static str,
        /// The port asked for.
        port: u16,
        /// What the system said.
        source: io::Error,
    },
}

/// The sandbox while it runs; dropping it stops both servers at once.
#[derive(Debug)]
pub struct Running {
    /// Where Brightpearl answers, for example `http://127.0.0.1:41234`.
    pub brightpearl_url: String,
    /// Where Lightspeed answers (API and OAuth alike).
    pub lightspeed_url: String,
    /// The state behind both, for tests that look inside.
    pub world: Arc<World>,
    stop: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
}

impl Running {
    /// Stops both servers and the tills, and waits until the ports are free.
    pub async fn stop(mut self) {
        self.stop.cancel();
        for mut task in self.tasks.drain(..) {
            // A request that a scripted fault holds back for minutes must not hold up the end.
            if tokio::time::timeout(Duration::from_secs(2), &mut task).await.is_err() {
                task.abort();
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.cancel();
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

/// Starts both platforms on loopback and, if asked for, the tills.
///
/// # Errors
/// [`StartError::Port`] if a port cannot be listened on.
pub async fn start(config: Config) -> Result<Running, StartError> {
    let (brightpearl, brightpearl_url) = listen(ledger::BRIGHTPEARL, config.brightpearl_port).await?;
    let (lightspeed, lightspeed_url) = listen(ledger::LIGHTSPEED, config.lightspeed_port).await?;
    let alive = config.alive;
    let world = Arc::new(World::new(config, brightpearl_url.clone(), lightspeed_url.clone()));
    let stop = CancellationToken::new();
    let mut tasks = vec![
        serve(brightpearl, &world, ledger::BRIGHTPEARL, brightpearl::router(world.clone()), &stop),
        serve(lightspeed, &world, ledger::LIGHTSPEED, lightspeed::router(world.clone()), &stop),
    ];
    tasks.push(tokio::spawn(brightpearl::deliver_webhooks(world.clone(), stop.clone())));
    if alive {
        tasks.push(tokio::spawn(tills::run(world.clone(), stop.clone())));
    }
    Ok(Running { brightpearl_url, lightspeed_url, world, stop, tasks })
}

async fn listen(platform: &'static str, port: u16) -> Result<(TcpListener, String), StartError> {
    let failed = |source| StartError::Port { platform, port, source };
    let listener = TcpListener::bind(("127.0.0.1", port)).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, format!("http://{address}")))
}

fn serve(
    listener: TcpListener,
    world: &Arc<World>,
    platform: &'static str,
    platform_routes: Router,
    stop: &CancellationToken,
) -> JoinHandle<()> {
    let gate = Gate { world: world.clone(), platform };
    let routes = platform_routes
        .layer(from_fn_with_state(gate, faults::play))
        .merge(control::router(world.clone()))
        .into_make_service_with_connect_info::<Peer>();
    let stopping = stop.clone().cancelled_owned();
    tokio::spawn(async move {
        let server = axum::serve(Resettable(listener), routes).with_graceful_shutdown(stopping);
        if let Err(error) = server.await {
            tracing::error!(platform, %error, "the sandbox server ended");
        }
    })
}
