//! What is done with many records at once: before it begins, while it goes on, and what became of it.

mod asking;
mod dialog;
mod list;
mod page;
#[cfg(feature = "ssr")]
pub(crate) mod words;

pub use dialog::{BulkDialog, Wanted};
pub use list::BulkListPage;
pub use page::BulkPage;

use model::{Bulk, BulkAction, BulkState};

use crate::kinds::view_of;
use crate::ui::count;

/// What a piece of work is called.
pub fn title(bulk: &Bulk) -> String {
    let what = view_of(bulk.kind).title.to_lowercase();
    let to = match &bulk.action {
        BulkAction::Assign { to: Some(to) } => format!(" to {to}"),
        BulkAction::Assign { to: None } => " to nobody".to_owned(),
        _ => String::new(),
    };
    format!("{} {} {what}{to}", bulk.action.verb(), count(bulk.tally.taken()))
}

/// How far it is, in words.
pub fn says(bulk: &Bulk) -> String {
    let tally = bulk.tally;
    let left = tally.waiting + tally.asked;
    match (bulk.state, bulk.ended_at) {
        (BulkState::Drafted, _) => "Not begun".to_owned(),
        (BulkState::Cancelled, None) => format!("Stopped; {} on their way", count(tally.asked)),
        (BulkState::Cancelled, Some(_)) => format!("Stopped; {} left as they were", count(tally.dropped)),
        (_, None) => format!("{} of {} done", count(tally.ended()), count(tally.ended() + left)),
        (_, Some(_)) if tally.failed + tally.held == 0 => "All done".to_owned(),
        (_, Some(_)) => format!("Done; {} need a look", count(tally.failed + tally.held)),
    }
}
