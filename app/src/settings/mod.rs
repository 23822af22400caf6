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
mod fill;
mod follow;
mod form;
mod mappings;
mod own_words;
mod page;
mod part;
mod parts;
#[cfg(feature = "ssr")]
mod pick;
#[cfg(feature = "ssr")]
mod preview;
#[cfg(feature = "ssr")]
mod read;
mod view;

pub use form::fields_of;
pub use page::{Complete, SettingsPage};
pub use part::Part;
pub use view::{Change, SavePreview, Saved, SetsView, SettingsView};
#[cfg(feature = "ssr")]
pub use {
    apply::{apply, choose_shops, tax_key},
    change::change,
    changes::changes,
    pick::find_products,
    preview::preview,
    read::{named, read},
};
