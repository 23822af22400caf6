#![doc = include_str!("../README.md")]

mod accounts;
mod budgets;
mod calls;
mod config;
mod control;
mod discover;
mod dry;
mod engine;
mod errands;
mod facts;
mod fault;
mod flow;
mod hooks;
mod lease;
mod parts;
mod posting;
mod release;
mod retry;
mod returns;
mod rules;
mod settle;
mod stock;
mod vault;
mod work;

pub use accounts::StoredCredentials;
pub use budgets::Budgets;
pub use calls::CallBook;
pub use config::EngineConfig;
pub use control::{ConnectError, ConnectionDraft, Control, NamesError, SettingsSaved};
pub use engine::Engine;
pub use hooks::HintTaken;
pub use parts::Flows;
pub use platform::{Entry, Listing};
pub use vault::Vault;
