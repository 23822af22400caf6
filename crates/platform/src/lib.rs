#![doc = include_str!("../README.md")]

mod account;
mod budget;
mod directory;
mod door;
mod error;
mod hooks;
pub mod http;
mod landing;
mod renew;
mod source;
mod stock;
mod target;
mod vault;

pub use account::{Account, Credentials};
pub use budget::{Budget, CallLog};
pub use directory::{Checked, Directory, Entry, Listing};
pub use door::{Attempt, Door, Entered};
pub use error::PlatformError;
pub use hooks::{Hint, Hooks, Subscribed};
pub use landing::{Landing, LandingError};
pub use renew::renew;
pub use source::{Batch, Fetched, Sighting, Source};
pub use stock::{Moved, OnHand, Shelf, ShopQuantity, StockSource, StockTarget};
pub use target::{Asked, DoneStep, Found, Nature, Next, Step, Target};
pub use vault::{Refresh, TokenVault, Tokens};
