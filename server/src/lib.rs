#![doc = include_str!("../README.md")]
// A page of Leptos is one type, nested as deeply as its elements.
#![recursion_limit = "512"]

pub mod api;
pub mod assets;
pub mod cli;
pub mod config;
pub mod connections;
pub mod demo;
mod error;
pub mod events;
mod export;
mod health;
mod hooks;
pub mod http;
mod logging;
pub mod metrics;
mod pages;
mod router;
mod run;
mod runtime;
pub mod serve;
mod state;
mod stop;
pub mod wire;

pub use error::StartError;
pub use router::router;
pub use run::run;
pub use runtime::runtime;
pub use state::{MERCHANT, Serving};
