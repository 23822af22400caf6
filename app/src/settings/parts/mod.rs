//! The forms of the page, by what they are about.

mod connections;
mod goods;
mod history;
mod sales;
mod schedule;

pub use connections::ConnectionsPart;
pub use goods::{GoLivePart, InventoryPart, ProductPart};
pub use history::History;
pub use sales::{CustomerPart, OrderPart, RefundPart};
pub use schedule::SchedulePart;
