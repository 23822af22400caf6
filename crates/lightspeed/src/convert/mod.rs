//! Between their words and ours: pure functions, no calls.

mod book;
mod customer;
pub mod item;
mod sale;
pub mod shelf;
mod shop;
mod tax;
mod till_stock;

pub use book::{Book, Origin, Origins};
pub use customer::customer;
pub use sale::{sale, sold_lines};
pub use shop::{register_entries, shop_entries};
pub use tax::{tax_entries, tax_key};
pub use till_stock::TillStock;

#[cfg(test)]
#[path = "takings_test.rs"]
mod takings_tests;
