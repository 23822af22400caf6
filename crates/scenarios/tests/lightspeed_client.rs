//! The Lightspeed client against the sandbox's tills, over HTTP.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may stop at the first surprise, their helpers too"
)]

#[path = "lightspeed_client/access.rs"]
mod access;
#[path = "lightspeed_client/budget.rs"]
mod budget;
#[path = "lightspeed_client/customers.rs"]
mod customers;
#[path = "lightspeed_client/faults.rs"]
mod faults;
#[path = "lightspeed_client/items.rs"]
mod items;
#[path = "lightspeed_client/put_away.rs"]
mod put_away;
#[path = "lightspeed_client/recount.rs"]
mod recount;
#[path = "lightspeed_client/returns.rs"]
mod returns;
#[path = "lightspeed_client/sales.rs"]
mod sales;
#[path = "lightspeed_client/stock.rs"]
mod stock;
#[path = "lightspeed_client/till.rs"]
mod till;
