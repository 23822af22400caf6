#![doc = include_str!("../README.md")]

mod changes;
mod client;
pub mod convert;
mod cost;
mod cursor;
mod customers;
mod dialect;
mod directory;
mod error;
mod filter;
mod names;
pub mod oauth;
mod origins;
mod products;
mod read;
mod sales;
mod scratch;
mod stock;
pub mod wire;

pub use client::Lightspeed;
pub use sales::SaleClock;
