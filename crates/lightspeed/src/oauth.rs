//! Getting in: the authorization code grant with PKCE, and refreshing (fact sheet 1.2 to 1.4).

mod door;
mod grant;
mod pkce;

pub(crate) use grant::refresh;
pub use grant::{SCOPES, account_of, authorize_url, exchange};
pub use pkce::{Pkce, new_state};
