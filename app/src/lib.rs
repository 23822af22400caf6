#![doc = include_str!("../README.md")]

mod bulk;
mod bundle;
mod cookie;
mod error;
#[cfg(feature = "ssr")]
pub mod export;
pub mod kinds;
mod live;
mod log;
mod overview;
mod pausing;
mod record;
pub mod rpc;
mod settings;
pub mod setup;
mod shell;
#[cfg(feature = "ssr")]
mod state;
#[cfg(feature = "ssr")]
pub mod team;
mod ui;
#[cfg(feature = "ssr")]
pub mod views;

#[cfg(feature = "ssr")]
pub use bulk::words::{checked as checked_action, which as bulk_words};
pub use error::AppError;
pub use settings::Change as SettingsChange;
#[cfg(feature = "ssr")]
pub use settings::changes as settings_changes;
#[cfg(feature = "ssr")]
pub use shell::shell;
pub use shell::{App, Assets, LogsApp, OverviewApp, Scripts, SettingsApp};
#[cfg(feature = "ssr")]
pub use state::{AppState, Endpoints};
