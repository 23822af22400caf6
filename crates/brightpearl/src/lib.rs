#![doc = include_str!("../README.md")]

mod answer;
mod availability;
mod client;
mod contacts;
mod convert;
mod credits;
mod dialect;
mod directory;
mod documents;
mod hooks;
mod ids;
mod names;
pub mod oauth;
mod orders;
mod products;
mod search;
mod wire;

pub use client::Brightpearl;
