//! The Brightpearl client against the sandbox's back office, over HTTP.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may stop at the first surprise, their helpers too"
)]

#[path = "brightpearl_client/contacts.rs"]
mod contacts;
#[path = "brightpearl_client/credits.rs"]
mod credits;
#[path = "brightpearl_client/faults.rs"]
mod faults;
#[path = "brightpearl_client/fulfilment.rs"]
mod fulfilment;
#[path = "brightpearl_client/hooks.rs"]
mod hooks;
#[path = "brightpearl_client/listings.rs"]
mod listings;
#[path = "brightpearl_client/oauth.rs"]
mod oauth;
#[path = "brightpearl_client/office.rs"]
mod office;
#[path = "brightpearl_client/orders.rs"]
mod orders;
#[path = "brightpearl_client/products.rs"]
mod products;
#[path = "brightpearl_client/stock.rs"]
mod stock;
#[path = "brightpearl_client/voids.rs"]
mod voids;
