use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};
use model::{
    ConnectionState, FlowHealth, Kind, Platform, RecordId, Span, Status, Throughput, Upcoming, When,
};
use serde::{Deserialize, Serialize};

use super::Answer;
use crate::AppError;
#[cfg(feature = "ssr")]
use crate::{kinds::words, ui::count};

/// What the overview page shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OverviewView {
    /// One entry a kind, in the navigation's order.
    pub flows: Vec<FlowLine>,
    /// One entry a platform.
    pub connections: Vec<ConnectionLine>,
    /// What was settled over the span that was asked for.
    pub throughput: Throughput,
    /// What runs next, the soonest first.
    pub upcoming: Vec<Upcoming>,
    /// The records that changed last, the latest first.
    pub latest: Vec<ChangeLine>,
    /// The newest event when it was read.
    pub event: i64,
    /// The server's clock when it was read.
    pub now: When,
}

/// A record that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeLine {
    /// Which event told of it.
    pub event: i64,
    /// Its kind.
    pub kind: Kind,
    /// Which record.
    pub record: RecordId,
    /// What a person would call it.
    pub name: String,
    /// The status it changed to.
    pub status: Status,
    /// When.
    pub at: When,
}

/// How one kind is doing.
pub type FlowLine = FlowHealth;

/// How one connection is doing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConnectionLine {
    /// Which platform.
    pub platform: Platform,
    /// The account there, empty when not connected.
    pub account: String,
    /// Whether it works.
    pub state: ConnectionState,
    /// The calls it allows; `None` before the first call.
    pub meter: Option<Meter>,
}

/// How much of an allowance is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meter {
    /// Used, in whole calls.
    pub used: i64,
    /// Allowed, in whole calls.
    pub of: i64,
    /// The same in words.
    pub says: String,
}

/// Changes shown at once.
#[cfg(feature = "ssr")]
const LATEST: usize = 20;

/// How all flows and both connections are doing, and what was settled over a span, of one kind or of all.
///
/// # Errors
/// [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "overview", input = GetUrl, output = Answer)]
pub async fn read_overview(
    #[server(default)] span: Span,
    kind: Option<Kind>,
) -> Result<OverviewView, AppError> {
    let crate::AppState { control, merchant, .. } = crate::AppState::of_request()?;
    let model::Overview { flows, connections, upcoming, event, now } = control.overview(merchant).await?;
    let throughput = control.throughput(merchant, span, kind).await?;
    let latest = control.latest(merchant, LATEST).await?;
    let line = |connection: model::ConnectionHealth| ConnectionLine {
        platform: connection.platform,
        account: connection.account,
        state: connection.state,
        meter: connection.budget.map(|budget| meter(&budget, now)),
    };
    Ok(OverviewView {
        flows,
        connections: connections.into_iter().map(line).collect(),
        throughput,
        upcoming,
        latest: latest.into_iter().map(change).collect(),
        event,
        now,
    })
}

#[cfg(feature = "ssr")]
fn change((event, record): (model::Event, model::Record)) -> ChangeLine {
    let name = words::row(&record, &words::Links::new()).name;
    ChangeLine {
        event: event.id,
        kind: event.kind,
        record: event.record,
        name,
        status: event.status,
        at: event.at,
    }
}

/// Makes a flow look for news now.
///
/// # Errors
/// [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "run-now", input = Json, output = Answer)]
pub async fn run_now(kind: Kind) -> Result<(), AppError> {
    let state = crate::AppState::of_request()?;
    Ok(state.control.run_now(state.merchant, kind).await?)
}

/// What is used of an allowance by now: windows end and buckets drip while nobody calls.
#[cfg(feature = "ssr")]
fn meter(budget: &model::BudgetState, now: model::When) -> Meter {
    let rule = match budget.policy {
        model::Policy::Window { length: 60_000_000, .. } => " in this minute".to_owned(),
        model::Policy::Window { length, .. } => format!(" in {} s", length / 1_000_000),
        model::Policy::Bucket { drip, .. } => format!("; {} more each second", drip / 1_000),
    };
    let model::Meter { used, of } = model::Meter::of(budget, now);
    let closed = if budget.closed_until > now { " It asked us to pause." } else { "" };
    Meter { used, of, says: format!("{} of {} calls used{rule}.{closed}", count(used), count(of)) }
}
