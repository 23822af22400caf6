#![doc = include_str!("../README.md")]

mod account;
mod budget;
mod directory;
mod error;
pub mod http;
mod source;
mod target;
mod vault;

pub use account::{Account, Credentials};
pub use budget::{Budget, CallLog};
pub use directory::{Checked, Directory, Entry, Listing};
pub use error::PlatformError;
pub use source::{Batch, Fetched, Sighting, Source};
pub use target::{Asked, DoneStep, Found, Nature, Next, Step, Target};
pub use vault::{Refresh, TokenVault, Tokens};
