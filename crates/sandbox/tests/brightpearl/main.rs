//! Brightpearl over real HTTP: each test is one promise of the fact sheet's section 6.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

mod contacts;
mod control;
mod corrections;
mod credits;
mod custom;
mod editing;
mod faults;
mod gateway;
mod goods_in;
mod goods_out;
mod ids;
mod multi;
mod oauth;
mod orders;
mod payments;
mod product_writes;
mod products;
mod receiver;
mod reservations;
mod settings;
mod shop;
mod status;
mod webhooks;
