//! What every answer has in common: error form, headers, guards, limits.

mod form;
mod guard;
mod headers;
mod limits;
mod problem;

pub use form::one_form;
pub use guard::{HOOKS, only_ours, same_origin};
pub use headers::secure;
pub use limits::{BODY_BYTES, in_time, known_methods, not_too_large, panicked};
pub(crate) use problem::ErrorShape;
pub use problem::Problem;
