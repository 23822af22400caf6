//! Between their words and ours: pure functions, no calls.

mod customer;
pub mod item;
mod sale;
pub mod shelf;
mod tax;

pub use customer::customer;
pub use sale::sale;
pub use tax::{tax_entries, tax_key};
