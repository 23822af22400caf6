//! The OAuth instance app (fact sheet 1.3): a person lets it in, then it works with tokens that expire.

mod endpoints;
mod tokens;

pub use endpoints::router;
pub use tokens::{Standing, Tokens};

/// App reference of the OAuth app, which is also its client id.
pub const OAUTH_APP: &str = "lockstep-oauth";
/// Developer reference every call of the OAuth app must carry.
pub const DEV_REF: &str = "lockstep-dev";
/// Client secret of the OAuth app.
pub const OAUTH_SECRET: &str = "sandbox-oauth-secret";
/// The installed integration instance the OAuth app is.
pub const OAUTH_INSTANCE: i64 = 34;
