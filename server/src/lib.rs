#![doc = include_str!("../README.md")]

pub mod api;
pub mod assets;
pub mod cli;
pub mod config;
pub mod connections;
pub mod demo;
mod error;
pub mod events;
mod health;
pub mod http;
mod logging;
mod pages;
mod router;
mod run;
pub mod serve;
mod state;
mod stop;
pub mod wire;

pub use error::StartError;
pub use router::router;
pub use run::run;
pub use state::{MERCHANT, Serving};
