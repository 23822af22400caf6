//! OAuth: codes, rotating token pairs and the endpoints around them (fact sheet, sections 1.1 to 1.6).

mod endpoints;
mod jwt;
mod tokens;

pub(crate) use endpoints::router;
pub(crate) use tokens::{AccessError, Holder, Tokens};
