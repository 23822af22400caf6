//! The server functions: what pages read and what buttons do. None that is asked with GET writes anything.

mod answer;
mod bulk;
mod log;
mod overview;
mod record;
mod settings;
mod setup;
mod team;
mod views;

pub use answer::{Answer, TextOfJson};
pub use bulk::{BulkPlanView, BulkView, begin_bulk, cancel_bulk, draft_bulk, read_bulk, read_bulks};
pub use log::{RefreshedRows, count_found, count_people, read_log, refresh_rows, search_people, shop_names};
pub use overview::{read_overview, run_now};
pub use record::{read_calls, read_record, resync};
pub use settings::{
    find_products, forget_names, pause_flow, preview_settings, read_released, read_sets, read_settings,
    resume_flow, save_settings, try_connection, undo_settings,
};
pub use setup::{
    ask_office_in, ask_till_in, choose_shops, come_in, connect_office, dry_run, fetch_list, go_live,
    read_notices, read_setup, read_shops, read_suggestions, take_suggestions,
};
pub use team::{RecordTeam, TeamView, call_me, keep_note, read_notes, read_team};
pub use views::{ViewLine, count_views, read_views, remove_view, save_view};

pub(crate) use overview::{ChangeLine, ConnectionLine, FlowLine, Meter, OverviewView};
