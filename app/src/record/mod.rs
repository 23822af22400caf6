//! One record in full: the dialog that opens over a log.

mod attempts;
mod dialog;
mod sections;
mod view;

pub use dialog::RecordDialog;
pub use view::RecordView;
