use tracing_subscriber::EnvFilter;

use super::reader::Reader;

/// How the log is written; it goes to standard error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogConfig {
    /// A level or a filter in the words of `tracing`.
    pub filter: String,
    /// For people or for programs.
    pub format: LogFormat,
}

/// The form of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Reads both settings; `None` after a problem.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<LogConfig> {
    let wanted = "error, warn, info, debug, trace, or a filter such as info,engine=debug";
    let filter = match reader.text("log.level") {
        None => Some("info".to_owned()),
        Some(_) => reader.read("log.level", wanted, understandable),
    };
    let format = match reader.text("log.format") {
        None => Some(LogFormat::Text),
        Some(_) => reader.read("log.format", "text or json", |text| match text {
            "text" => Some(LogFormat::Text),
            "json" => Some(LogFormat::Json),
            _ => None,
        }),
    };
    Some(LogConfig { filter: filter?, format: format? })
}

/// A bare word would be taken for the name of a crate and silence everything else.
fn understandable(text: &str) -> Option<String> {
    const LEVELS: [&str; 6] = ["error", "warn", "info", "debug", "trace", "off"];
    let plain = text.to_lowercase();
    let named = plain.contains('=') || LEVELS.contains(&plain.as_str());
    (named && EnvFilter::try_new(text).is_ok()).then(|| text.to_owned())
}
