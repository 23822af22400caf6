//! The one HTTP layer: every call to either platform goes through [`Http::send`].

mod body;
mod hosts;
mod redact;
mod reply;
mod request;
mod send;

pub use hosts::HostPolicy;
pub use redact::redact;
pub use reply::Reply;
pub use request::{Payload, Request};
pub use send::{Dialect, Http, HttpConfig};

/// Bytes of an answer we are willing to hold, after unpacking.
pub const MAX_BODY_BYTES: usize = 10 * 1024 * 1024;
/// Bytes of a request or an answer the call log keeps.
pub const LOGGED_BYTES: usize = 16 * 1024;
