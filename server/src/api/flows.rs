use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use model::Kind;
use schemars::JsonSchema;
use serde::Serialize;

use super::read;
use crate::http::Problem;
use crate::state::Serving;

/// What became of "run now".
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RunAsked")]
pub(super) struct RunAsked {
    #[schemars(with = "Kind")]
    kind: &'static str,
    /// For people.
    text: &'static str,
}

/// `POST /api/v1/flows/{kind}/run`: makes a flow look for news now instead of when its interval ends.
pub(super) async fn run(
    State(serving): State<Serving>,
    Path(kind): Path<String>,
) -> Result<(StatusCode, Json<RunAsked>), Problem> {
    let kind = read::kind(&kind)?;
    let overview = serving.control().overview(serving.merchant()).await?;
    if !overview.flows.iter().any(|flow| flow.kind == kind && flow.runs) {
        return Err(Problem::new(
            StatusCode::CONFLICT,
            "no_flow",
            format!("This version does not keep “{}” in step yet.", kind.word()),
            "See /api/v1/overview for the flows that run.",
        ));
    }
    serving.control().run_now(serving.merchant(), kind).await?;
    Ok((StatusCode::ACCEPTED, Json(RunAsked { kind: kind.word(), text: "It looks for news now." })))
}
