//! Listens, answers, and drains.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use app::{AppState, Endpoints};
use axum::serve::ListenerExt;
use engine::Engine;
use leptos::prelude::LeptosOptions;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::assets::Site;
use crate::config::Listen;
use crate::events::Hub;
use crate::metrics::Metrics;
use crate::state::{MERCHANT, Serving};
use crate::{StartError, router};

/// The longest that stopping may take.
const DRAIN: Duration = Duration::from_secs(30);

/// Takes the port.
///
/// # Errors
/// In words, when the address is not this machine's own, or the port is taken.
pub async fn listen(listen: Listen) -> Result<TcpListener, StartError> {
    if !listen.bind.is_loopback() {
        return Err(StartError::new(format!(
            "Lockstep has no sign-in yet and listens on this machine only, not on {}.",
            listen.bind
        )));
    }
    let address = SocketAddr::new(listen.bind, listen.port);
    TcpListener::bind(address).await.map_err(|error| {
        StartError::new(format!("Lockstep cannot listen on {address}: {error}. Choose another port with --port, or 0 for any free one."))
    })
}

/// The server while it runs.
pub struct Server {
    /// Where it answers.
    pub address: SocketAddr,
    engine: Engine,
    quit: CancellationToken,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts answering for a running engine. `metrics` are the figures of this process.
    ///
    /// # Errors
    /// When the port is gone.
    pub fn start(
        listener: TcpListener,
        engine: Engine,
        site: Site,
        endpoints: Endpoints,
        metrics: Arc<Metrics>,
    ) -> Result<Server, StartError> {
        let address =
            listener.local_addr().map_err(|error| StartError::new(format!("The port is gone: {error}.")))?;
        let serving = serving(address, &engine, site, endpoints, metrics);
        let quit = CancellationToken::new();
        let ended = quit.clone().cancelled_owned();
        // Small answers must not wait for a full packet.
        let listener = listener.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        });
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router(serving)).with_graceful_shutdown(ended).await {
                tracing::error!(%error, "the server ended");
            }
        });
        Ok(Server { address, engine, quit, task })
    }

    /// Where it answers, as an address for browsers.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Takes no new requests, ends live streams, lets requests and the engine's work end, at most 30 s.
    pub async fn stop(self) {
        self.quit.cancel();
        self.engine.control().stopping().cancel();
        let mut task = self.task;
        let drained = async { tokio::join!(self.engine.stop(), &mut task) };
        if tokio::time::timeout(DRAIN, drained).await.is_err() {
            tracing::warn!("some requests did not end in {} s and are cut off", DRAIN.as_secs());
            task.abort();
        }
    }
}

fn serving(
    address: SocketAddr,
    engine: &Engine,
    site: Site,
    endpoints: Endpoints,
    metrics: Arc<Metrics>,
) -> Serving {
    let control = engine.control();
    let leptos_options = LeptosOptions::builder().output_name("lockstep").site_addr(address).build();
    let hub = Hub::start(control.clone(), MERCHANT);
    let (endpoints, assets) = (Arc::new(endpoints), Arc::clone(&site.assets));
    let app = AppState { control, merchant: MERCHANT, endpoints, assets, leptos_options };
    Serving { app, site: Arc::new(site), hub, metrics }
}
