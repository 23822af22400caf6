//! The settings: what a merchant decides, in one page of small forms. What records wait for stands on top.

mod ahead;
#[cfg(feature = "ssr")]
mod apply;
mod area;
#[cfg(feature = "ssr")]
mod change;
#[cfg(feature = "ssr")]
mod changes;
mod classes;
mod fields;
mod form;
mod mappings;
mod page;
mod parts;
#[cfg(feature = "ssr")]
mod preview;
#[cfg(feature = "ssr")]
mod read;
mod view;

pub use form::fields_of;
pub use page::{Complete, SettingsPage};
pub use view::{Change, Part, SavePreview, Saved, SettingsView};
#[cfg(feature = "ssr")]
pub use {
    apply::{apply, choose_shops, tax_key},
    change::change,
    changes::changes,
    preview::preview,
    read::{named, read},
};
