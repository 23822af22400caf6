//! One record in full: the dialog that opens over a log.

mod attempts;
mod dialog;
mod relatives;
mod sections;
mod team;
mod view;

pub use dialog::RecordDialog;
#[cfg(feature = "ssr")]
pub(crate) use relatives::Relatives;
pub(crate) use sections::Sections;
pub(crate) use team::Colleagues;
pub use view::RecordView;
