use axum::Json;
use axum::extract::State;
use model::{
    BudgetState, ConnectionHealth, ConnectionState, Counts, FlowHealth, Health, Kind, Overview, Platform,
    Policy, Rest, Task, Upcoming, When,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::http::Problem;
use crate::state::Serving;

/// `GET /api/v1/overview`: how every flow and both connections are doing.
pub(super) async fn show(State(serving): State<Serving>) -> Result<Json<OverviewShape>, Problem> {
    Ok(Json(serving.control().overview(serving.merchant()).await?.into()))
}

/// How everything is doing.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Overview")]
pub(super) struct OverviewShape {
    /// One for each kind.
    flows: Vec<FlowShape>,
    /// One for each platform.
    connections: Vec<ConnectionShape>,
    /// What runs next, the soonest first.
    upcoming: Vec<UpcomingShape>,
    /// The newest event; `/events?after=` goes on from here.
    event: i64,
    /// The clock when it was read.
    #[schemars(with = "When")]
    now: String,
}

impl From<Overview> for OverviewShape {
    fn from(overview: Overview) -> OverviewShape {
        OverviewShape {
            flows: overview.flows.into_iter().map(FlowShape::from).collect(),
            connections: overview.connections.into_iter().map(ConnectionShape::from).collect(),
            upcoming: overview.upcoming.into_iter().map(UpcomingShape::from).collect(),
            event: overview.event,
            now: overview.now.rfc3339(),
        }
    }
}

/// How one kind's flow is doing.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Flow")]
struct FlowShape {
    #[schemars(with = "Kind")]
    kind: &'static str,
    /// Whether this version keeps the kind in step.
    runs: bool,
    /// How it is doing, what matters most first; never empty.
    health: Vec<HealthShape>,
    counts: Counts,
    /// When it last looked for news and its source answered.
    #[schemars(with = "Option<When>")]
    last_success_at: Option<String>,
    /// When it looks next; null while it rests.
    #[schemars(with = "Option<When>")]
    next_run_at: Option<String>,
    /// Seconds between two looks.
    every_s: u32,
    /// Why it does not move; null while it does.
    rests: Option<RestShape>,
    /// What keeps it from reading its source, in words.
    problem: Option<String>,
    /// Since when no look has succeeded.
    #[schemars(with = "Option<When>")]
    problem_since: Option<String>,
}

impl From<FlowHealth> for FlowShape {
    fn from(flow: FlowHealth) -> FlowShape {
        FlowShape {
            kind: flow.kind.word(),
            runs: flow.runs,
            health: flow.health.iter().map(HealthShape::from).collect(),
            counts: flow.counts,
            last_success_at: flow.last_success_at.map(When::rfc3339),
            next_run_at: flow.next_run_at.map(When::rfc3339),
            every_s: flow.every_s,
            rests: flow.rests.map(RestShape::from),
            problem: flow.problem,
            problem_since: flow.problem_since.map(When::rfc3339),
        }
    }
}

/// How a flow is doing.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Health")]
struct HealthShape {
    #[schemars(extend("enum" = [
        "in_step", "behind", "importing", "quiet", "needs_you", "paused", "cut_off", "setting_up", "not_covered",
    ]))]
    code: &'static str,
    /// The same for people.
    says: String,
}

impl From<&Health> for HealthShape {
    fn from(health: &Health) -> HealthShape {
        HealthShape { code: health.code(), says: health.say() }
    }
}

/// Something that runs by itself.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Upcoming")]
struct UpcomingShape {
    #[schemars(with = "Kind")]
    kind: &'static str,
    #[schemars(with = "Task")]
    task: &'static str,
    /// In the past while it is under way.
    #[schemars(with = "When")]
    at: String,
}

impl From<Upcoming> for UpcomingShape {
    fn from(next: Upcoming) -> UpcomingShape {
        UpcomingShape { kind: next.kind.word(), task: next.task.word(), at: next.at.rfc3339() }
    }
}

/// Why a flow does not move.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Rest")]
struct RestShape {
    /// `setting_up`, `paused` or `quiet`.
    #[schemars(extend("enum" = ["setting_up", "paused", "quiet"]))]
    is: &'static str,
    /// The same for people.
    says: String,
}

impl From<Rest> for RestShape {
    fn from(rest: Rest) -> RestShape {
        let is = match rest {
            Rest::SettingUp => "setting_up",
            Rest::Paused(_) => "paused",
            Rest::Quiet { .. } => "quiet",
        };
        RestShape { is, says: rest.say() }
    }
}

/// How one connection is doing.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Connection")]
struct ConnectionShape {
    #[schemars(with = "Platform")]
    platform: &'static str,
    /// The account there; empty while it is not connected.
    account: String,
    /// `missing`, `working` or `lost`.
    #[schemars(extend("enum" = ["missing", "working", "lost"]))]
    state: &'static str,
    /// Why it was lost.
    why: Option<String>,
    /// Since when it is lost.
    #[schemars(with = "Option<When>")]
    since: Option<String>,
    /// Null before the first call.
    budget: Option<BudgetShape>,
}

impl From<ConnectionHealth> for ConnectionShape {
    fn from(connection: ConnectionHealth) -> ConnectionShape {
        let (state, why, since) = match connection.state {
            ConnectionState::Missing => ("missing", None, None),
            ConnectionState::Working => ("working", None, None),
            ConnectionState::Lost { why, since } => ("lost", Some(why), Some(since.rfc3339())),
        };
        ConnectionShape {
            platform: connection.platform.word(),
            account: connection.account,
            state,
            why,
            since,
            budget: connection.budget.as_ref().map(BudgetShape::from),
        }
    }
}

/// What a platform allows, in whole calls.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Budget")]
struct BudgetShape {
    /// Calls that may be made now.
    left: i64,
    /// Calls a minute (`window`), or what the bucket holds (`bucket`).
    size: i64,
    #[schemars(extend("enum" = ["window", "bucket"]))]
    policy: &'static str,
    /// When the platform takes calls again, if it has said "not now".
    #[schemars(with = "Option<When>")]
    closed_until: Option<String>,
}

impl From<&BudgetState> for BudgetShape {
    fn from(budget: &BudgetState) -> BudgetShape {
        let (policy, size) = match budget.policy {
            Policy::Window { size, .. } => ("window", size),
            Policy::Bucket { size, .. } => ("bucket", size),
        };
        let closed = Some(budget.closed_until).filter(|until| *until > budget.at);
        BudgetShape {
            left: budget.calls_left(),
            size: size / 1_000,
            policy,
            closed_until: closed.map(When::rfc3339),
        }
    }
}
