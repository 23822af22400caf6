//! The server over real HTTP: the router, a running engine without flows, and a store in a temporary folder.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "helpers of tests may stop at the first surprise, too"
)]

mod ask;
mod assets;
mod bulk;
mod config;
mod connections;
mod counts;
mod demo;
mod events;
mod export;
mod guards;
mod headers;
mod house;
mod logs;
mod metrics;
mod openapi;
mod overview;
mod pages;
mod records;
mod relations;
mod settings;
mod team;
mod views;
