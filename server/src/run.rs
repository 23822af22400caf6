//! The three commands from start to end.

use std::path::PathBuf;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::assets::Site;
use crate::cli::{Cli, Command};
use crate::config::Config;
use crate::demo::{self, Demo};
use crate::metrics::Metrics;
use crate::serve::{Server, listen};
use crate::state::MERCHANT;
use crate::wire::{self, Platforms};
use crate::{StartError, connections, logging, stop};

/// Reads the settings and does what was asked, until a signal ends it.
///
/// # Errors
/// Why it could not start, in words for the operator.
pub async fn run(cli: Cli) -> Result<(), StartError> {
    let env = std::env::vars_os()
        .filter_map(|(name, text)| Some((name.into_string().ok()?, text.into_string().ok()?)));
    let sources = cli.command.sources(env);
    let config = Config::read(&sources)?;
    logging::start(&config.log)?;
    for stranger in sources.strangers() {
        tracing::warn!("{stranger}");
    }
    wire::choose_tls();
    let stop = stop::on_signal();
    match cli.command {
        Command::Serve(_) => serve(config, stop).await,
        Command::Sandbox(args) => sandbox(&config, !args.quiet_tills, stop).await,
        Command::Demo(_) => demo(config, stop).await,
    }
}

async fn serve(config: Config, stop: CancellationToken) -> Result<(), StartError> {
    let site = Site::find(config.site.as_deref())?;
    let listener = listen(config.listen).await?;
    let data = config.data.clone().unwrap_or_else(|| PathBuf::from(Config::DEFAULT_DATA));
    let store = wire::open_store(&config, &data).await?;
    store.ensure_merchant(MERCHANT, "Merchant").await?;
    if let Some(access) = &config.brightpearl {
        connections::save_brightpearl(&*store, MERCHANT, access).await?;
    }
    if let Some(access) = &config.lightspeed {
        connections::save_lightspeed(&*store, MERCHANT, access).await?;
    }
    let metrics = Arc::new(Metrics::new(config.metrics.clone())?);
    let platforms = Platforms::new(&store, config.allow_local_platforms, &metrics)?;
    let server = Server::start(
        listener,
        platforms.start(store, config.public_url.clone()),
        site,
        config.endpoints.clone(),
        metrics,
    )?;
    println!("Lockstep is ready at {}", server.url());
    stop.cancelled().await;
    server.stop().await;
    Ok(())
}

async fn sandbox(config: &Config, alive: bool, stop: CancellationToken) -> Result<(), StartError> {
    let running = demo::start_sandbox(&config.sandbox, demo::FIXED_PORTS, alive).await?;
    demo::print_addresses(&running);
    stop.cancelled().await;
    running.stop().await;
    Ok(())
}

async fn demo(config: Config, stop: CancellationToken) -> Result<(), StartError> {
    let demo = tokio::select! {
        demo = Demo::start(config) => demo?,
        () = stop.cancelled() => return Ok(()),
    };
    println!("Lockstep is ready at {}", demo.url());
    stop.cancelled().await;
    demo.stop().await;
    Ok(())
}
