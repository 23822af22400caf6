//! The forms of the page, by what they are about.

mod connections;
mod goods;
mod history;
mod sales;

pub use connections::ConnectionsPart;
pub use goods::{GoLivePart, InventoryPart, ProductPart};
pub use history::History;
pub use sales::{CustomerPart, OrderPart, OrderWaits, RefundPart};
