#![doc = include_str!("../README.md")]

mod answer;
mod client;
mod contacts;
mod convert;
mod dialect;
mod directory;
mod ids;
mod names;
mod orders;
mod products;
mod search;
mod wire;

pub use client::Brightpearl;
