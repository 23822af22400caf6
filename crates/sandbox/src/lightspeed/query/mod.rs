//! The query engine: filters, relations, sort orders and keyset cursors (fact sheet, sections 3.4 to 3.7).

mod asked;
mod cursor;
mod filter;
mod page;
pub(crate) mod percent;
mod relations;

pub(crate) use asked::Asked;
pub(crate) use filter::Filter;
pub(crate) use page::list;
pub(crate) use relations::Relations;
