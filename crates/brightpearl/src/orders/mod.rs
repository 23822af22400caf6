//! Orders.
mod stock;
pub(crate) use stock::StockBook;
