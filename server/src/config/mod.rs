//! What the operator decides: read from flags, environment and one TOML file, with all problems told at once.

mod connections;
mod keys;
mod log;
mod metrics;
mod near;
mod reader;
mod sandbox;
mod sources;

pub use connections::{BrightpearlAccess, BrightpearlEntry, LightspeedAccess};
pub use keys::{CONFIG_ENV, KEYS, Key, help};
pub use log::{LogConfig, LogFormat};
pub use near::nearest;
pub use reader::Problems;
pub use sandbox::{SandboxConfig, lag};
pub use sources::Sources;

use app::Endpoints;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use crate::metrics::MetricsAccess;
use reader::Reader;

/// Where to listen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listen {
    /// A loopback address: nothing else is accepted until sign-in exists.
    pub bind: IpAddr,
    /// 0 takes any free port.
    pub port: u16,
}

/// The settings of one process. Its `Debug` output holds no secret.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen.
    pub listen: Listen,
    /// The folder for the database; `None` where nobody named one.
    pub data: Option<PathBuf>,
    /// The SQLite file; `None` means `lockstep.db` in the data folder.
    pub database: Option<PathBuf>,
    /// The folder with the browser's files; `None` where it is to be found.
    pub site: Option<PathBuf>,
    /// Where platforms reach this server, without a slash at the end; `None` where they cannot.
    pub public_url: Option<String>,
    /// Whether platforms may live on this machine.
    pub allow_local_platforms: bool,
    /// Where merchants who connect in the browser find the platforms.
    pub endpoints: Endpoints,
    /// How Brightpearl is reached, if it was said.
    pub brightpearl: Option<BrightpearlAccess>,
    /// How Lightspeed is reached, if it was said.
    pub lightspeed: Option<LightspeedAccess>,
    /// How the sandbox behaves.
    pub sandbox: SandboxConfig,
    /// How the log is written.
    pub log: LogConfig,
    /// Who may read `/metrics`.
    pub metrics: MetricsAccess,
}

impl Config {
    /// Reads all settings.
    ///
    /// # Errors
    /// Every problem there is, not only the first.
    pub fn read(sources: &Sources) -> Result<Config, Problems> {
        let mut reader = Reader::new(sources);
        let listen = listen(&mut reader);
        let database = database(&mut reader);
        let allow_local = truth(&mut reader, "allow_local_platforms").unwrap_or(false);
        let public_url = public_url(&mut reader);
        let brightpearl = connections::brightpearl(&mut reader, allow_local);
        let lightspeed = connections::lightspeed(&mut reader, allow_local);
        let endpoints = connections::endpoints(&mut reader, allow_local, public_url.clone());
        let sandbox = sandbox::read(&mut reader);
        let log = log::read(&mut reader);
        let metrics = metrics::read(&mut reader);
        let path = |name| sources.said(name).map(|said| PathBuf::from(said.text));
        let (data, site) = (path("data"), path("site"));
        reader.finish(|| {
            Some(Config {
                listen: listen?,
                data,
                database,
                site,
                public_url,
                allow_local_platforms: allow_local,
                endpoints,
                brightpearl,
                lightspeed,
                sandbox: sandbox?,
                log: log?,
                metrics,
            })
        })
    }

    /// The folder for the database where none was named.
    pub const DEFAULT_DATA: &'static str = "lockstep-data";
}

/// Where to listen; `None` after a problem.
fn listen(reader: &mut Reader<'_>) -> Option<Listen> {
    let bind = match reader.text("bind") {
        None => Some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        Some(said) if said.text == "localhost" => Some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        Some(_) => reader.parse("bind", "an address of this machine, such as 127.0.0.1 or ::1"),
    };
    let port = match reader.text("port") {
        None => Some(3000),
        Some(_) => reader.parse("port", "a port from 0 to 65535"),
    };
    let bind = bind.filter(|bind: &IpAddr| {
        if !bind.is_loopback() {
            reader.problem(format!(
                "Lockstep would listen on {bind}, where other machines reach it. It has no sign-in yet, so anyone there could \
                 see and change everything: leave `bind` out, or set it to 127.0.0.1."
            ));
        }
        bind.is_loopback()
    });
    Some(Listen { bind: bind?, port: port? })
}

/// The SQLite file, if one was named.
fn database(reader: &mut Reader<'_>) -> Option<PathBuf> {
    let said = reader.text("database_url")?;
    let scheme = said.text.split(':').next().unwrap_or_default();
    if matches!(scheme, "postgres" | "postgresql") {
        reader.problem(format!(
            "{} names a PostgreSQL database; this version keeps its data in SQLite only. Leave it out, or give sqlite:FILE.",
            said.by
        ));
        return None;
    }
    let file = said.text.strip_prefix("sqlite:").map(|rest| rest.strip_prefix("//").unwrap_or(rest));
    match file {
        Some(file) if !file.is_empty() && !file.contains(['?', ':']) => Some(PathBuf::from(file)),
        _ => {
            // Not shown: an address of a database may carry a password.
            reader.problem(format!(
                "{} cannot be understood: give sqlite:FILE, such as sqlite:/var/lib/lockstep/lockstep.db.",
                said.by
            ));
            None
        }
    }
}

/// Where platforms reach this server. Their calls carry a secret in the address, so it has to be https, unless it never
/// leaves this machine.
fn public_url(reader: &mut Reader<'_>) -> Option<String> {
    let said = reader.text("public_url")?;
    let text = said.text.trim_end_matches('/');
    let local =
        ["http://127.0.0.1", "http://localhost", "http://[::1]"].iter().any(|start| text.starts_with(start));
    let plain = !text.contains(['?', '#', '@', ' ']);
    if plain && (local || text.strip_prefix("https://").is_some_and(|host| !host.is_empty())) {
        return Some(text.to_owned());
    }
    reader.problem(format!(
        "{} must be an https address such as https://lockstep.example.com, without ? and #.",
        said.by
    ));
    None
}

/// A setting that is true or false.
fn truth(reader: &mut Reader<'_>, name: &'static str) -> Option<bool> {
    reader.read(name, "true or false", |text| match text.to_lowercase().as_str() {
        "1" | "true" | "yes" | "on" => Some(true),
        "0" | "false" | "no" | "off" => Some(false),
        _ => None,
    })
}
