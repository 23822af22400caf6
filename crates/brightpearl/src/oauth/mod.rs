//! Getting in as an OAuth app: the code grant, and refreshing (fact sheet 1.3).

mod grant;
mod renew;

pub use grant::{Installed, authorize_url, exchange};
pub(crate) use renew::renew;
