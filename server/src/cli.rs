//! What can be asked for on the command line. Flags are read with the other settings, so that all problems are told at once.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::config::{self, Sources};

/// Keeps Brightpearl and Lightspeed in step.
#[derive(Debug, Parser)]
#[command(name = "lockstep", version, about, after_help = config::help())]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Keep a merchant's two accounts in step and serve the dashboard.
    Serve(ServeArgs),
    /// Run both platforms as programs on this machine, for trying out and for tests.
    Sandbox(SandboxArgs),
    /// Serve the dashboard for a made-up shop on the sandbox; everything is gone at the end unless --data is given.
    Demo(DemoArgs),
}

/// Flags of every command.
#[derive(Debug, Args)]
pub struct CommonArgs {
    /// TOML file with settings [LOCKSTEP_CONFIG].
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// error, warn, info, debug, trace, or a filter.
    #[arg(long, value_name = "LEVEL")]
    pub log_level: Option<String>,
    /// text or json.
    #[arg(long, value_name = "FORM")]
    pub log_format: Option<String>,
}

/// Flags of the commands with a dashboard.
#[derive(Debug, Args)]
pub struct DashboardArgs {
    /// Address of this machine to listen on.
    #[arg(long, value_name = "ADDRESS")]
    pub bind: Option<String>,
    /// Port to listen on, 0 for any free one.
    #[arg(long)]
    pub port: Option<String>,
    /// Folder for the database.
    #[arg(long, value_name = "FOLDER")]
    pub data: Option<String>,
    /// Folder with the browser's files.
    #[arg(long, value_name = "FOLDER")]
    pub site: Option<String>,
}

/// Flags that shape the sandbox.
#[derive(Debug, Args)]
pub struct ShopArgs {
    /// Number that makes the shop repeatable.
    #[arg(long, value_name = "N")]
    pub seed: Option<String>,
    /// Multiplies the call limits of both platforms.
    #[arg(long, value_name = "N")]
    pub limits: Option<String>,
    /// How long Brightpearl's search lags behind, in milliseconds.
    #[arg(long, value_name = "FROM..TO")]
    pub lag_ms: Option<String>,
    /// Port of Brightpearl, 0 for any free one.
    #[arg(long, value_name = "PORT")]
    pub brightpearl_port: Option<String>,
    /// Port of Lightspeed, 0 for any free one.
    #[arg(long, value_name = "PORT")]
    pub lightspeed_port: Option<String>,
}

/// Flags of `serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Flags of every command.
    #[command(flatten)]
    pub common: CommonArgs,
    /// Flags of the dashboard.
    #[command(flatten)]
    pub dashboard: DashboardArgs,
}

/// Flags of `sandbox`.
#[derive(Debug, Args)]
pub struct SandboxArgs {
    /// Flags of every command.
    #[command(flatten)]
    pub common: CommonArgs,
    /// Flags of the sandbox.
    #[command(flatten)]
    pub shop: ShopArgs,
    /// Nobody sells anything by itself.
    #[arg(long)]
    pub quiet_tills: bool,
}

/// Flags of `demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Flags of every command.
    #[command(flatten)]
    pub common: CommonArgs,
    /// Flags of the dashboard.
    #[command(flatten)]
    pub dashboard: DashboardArgs,
    /// Flags of the sandbox.
    #[command(flatten)]
    pub shop: ShopArgs,
}

type Flags = Vec<(&'static str, Option<String>)>;

impl CommonArgs {
    fn flags(&self) -> Flags {
        vec![("log.level", self.log_level.clone()), ("log.format", self.log_format.clone())]
    }
}

impl DashboardArgs {
    fn flags(&self) -> Flags {
        vec![
            ("bind", self.bind.clone()),
            ("port", self.port.clone()),
            ("data", self.data.clone()),
            ("site", self.site.clone()),
        ]
    }
}

impl ShopArgs {
    fn flags(&self) -> Flags {
        vec![
            ("sandbox.seed", self.seed.clone()),
            ("sandbox.limits", self.limits.clone()),
            ("sandbox.lag_ms", self.lag_ms.clone()),
            ("sandbox.brightpearl_port", self.brightpearl_port.clone()),
            ("sandbox.lightspeed_port", self.lightspeed_port.clone()),
        ]
    }
}

impl Command {
    /// Flags, environment and file together.
    pub fn sources(&self, env: impl IntoIterator<Item = (String, String)>) -> Sources {
        let (common, more) = match self {
            Command::Serve(args) => (&args.common, args.dashboard.flags()),
            Command::Sandbox(args) => (&args.common, args.shop.flags()),
            Command::Demo(args) => (&args.common, [args.dashboard.flags(), args.shop.flags()].concat()),
        };
        Sources::gather(common.flags().into_iter().chain(more), env, common.config.clone())
    }
}
