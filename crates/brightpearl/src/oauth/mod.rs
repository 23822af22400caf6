//! Getting in as an OAuth app: the code grant, and refreshing (fact sheet 1.3).

mod door;
mod grant;

pub(crate) use grant::refresh;
pub use grant::{Installed, authorize_url, exchange};
