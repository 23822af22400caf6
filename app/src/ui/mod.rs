//! The small parts pages are made of. They know nothing of records.

mod bar;
mod browser;
mod chip;
mod clock;
mod icon;
mod number;
mod problem;
mod sheet;
mod toast;

pub use bar::TopBar;
#[cfg(not(feature = "ssr"))]
pub use browser::{cookies, set_cookie};
pub use browser::{focus, scroll_to, store_locally, stored, typing};
pub use chip::Chip;
pub use clock::{Clock, Moment, local_zone, micros_of_local, provide_clock};
pub use icon::{Icon, Sprite};
pub use number::{count, count_of, short_count_of};
pub use problem::{NotFound, Problem, SkeletonRows};
pub use sheet::{Dialog, Sheet};
pub use toast::{Toaster, Toasts, provide_toasts};
