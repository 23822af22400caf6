#![doc = include_str!("../README.md")]

mod block;
mod budget;
mod call;
mod event;
mod failure;
mod ids;
mod key;
mod kind;
mod money;
pub mod outgoing;
mod overview;
pub mod payload;
mod query;
mod record;
pub mod settings;
mod state;
mod step;
mod time;

pub use block::Block;
pub use budget::{BudgetReading, BudgetState, Grant, Lane, Policy};
pub use call::Call;
pub use event::Event;
pub use failure::{Failure, Mend};
pub use ids::{MerchantId, RecordId, TraceId};
pub use key::{RecordKey, search_words};
pub use kind::{Kind, Platform};
pub use money::{Money, minor_digits, round_money};
pub use outgoing::Outgoing;
pub use overview::{ConnectionHealth, ConnectionState, FlowHealth, Overview};
pub use payload::Payload;
pub use query::{At, Counts, LogQuery, Page, PageKey, Sort};
pub use record::{Asker, Attempt, AttemptEnd, Record};
pub use settings::Settings;
pub use state::{Doing, Outcome, Status, SyncState, Waiting};
pub use step::{Answer, Shown, StepLog, StepState};
pub use time::When;
