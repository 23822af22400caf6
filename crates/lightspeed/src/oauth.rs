//! Getting in: the authorization code grant with PKCE, and refreshing (fact sheet 1.2 to 1.4).

mod grant;
mod landing;
mod pkce;
mod renew;

pub use grant::{SCOPES, account_of, authorize_url, exchange};
pub use landing::{Landing, LandingError};
pub use pkce::{Pkce, new_state};
pub(crate) use renew::renew;
