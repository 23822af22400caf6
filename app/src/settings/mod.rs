//! The settings: what pairs things of both platforms, in one page of small forms. What records wait for stands on top.

#[cfg(feature = "ssr")]
mod apply;
mod classes;
mod form;
mod mappings;
mod page;
#[cfg(feature = "ssr")]
mod read;
mod view;

pub use page::SettingsPage;
pub use view::{Part, Saved, SettingsView};
#[cfg(feature = "ssr")]
pub(crate) use {apply::apply, read::read};
