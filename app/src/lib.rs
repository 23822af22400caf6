//! What the browser shows, and the server functions it calls. The same code draws the page on the server (feature
//! `ssr`) and takes it over in the browser (feature `hydrate`).
//!
//! Only [`kinds`] knows what differs between the five logs. Amounts and names are put into words on the server, so
//! that the browser's half stays small.

mod error;
pub mod kinds;
mod live;
mod log;
mod overview;
mod record;
pub mod rpc;
mod settings;
mod shell;
#[cfg(feature = "ssr")]
mod state;
mod ui;

pub use error::AppError;
#[cfg(feature = "ssr")]
pub use shell::shell;
pub use shell::{App, Assets};
#[cfg(feature = "ssr")]
pub use state::AppState;
