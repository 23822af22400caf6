use std::io::{IsTerminal, stderr};

use tracing_subscriber::EnvFilter;

use crate::StartError;
use crate::config::{LogConfig, LogFormat};

/// Sends the log to standard error, as text or one JSON object a line.
///
/// # Errors
/// When a log was set up before in this process.
pub fn start(config: &LogConfig) -> Result<(), StartError> {
    let filter = EnvFilter::try_new(&config.filter)
        .map_err(|error| StartError::new(format!("The log filter cannot be read: {error}.")))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr);
    let started = match config.format {
        LogFormat::Text => log.with_ansi(stderr().is_terminal()).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
    started.map_err(|error| StartError::new(format!("The log cannot be started: {error}.")))
}
