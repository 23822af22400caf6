//! Control routes that concern both platforms: ledger, statistics, faults and switches.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Refused;
use crate::faults::Fault;
use crate::ledger::{BRIGHTPEARL, Entry, LIGHTSPEED};
use crate::world::{Knobs, World};

#[derive(Deserialize)]
pub(super) struct LedgerQuery {
    platform: Option<String>,
    #[serde(default)]
    after: u64,
}

/// Answers the ledger's entries after a number, of one platform or both.
pub(super) async fn ledger(
    State(world): State<Arc<World>>,
    Query(query): Query<LedgerQuery>,
) -> Json<Vec<Entry>> {
    Json(world.ledger.entries(query.platform.as_deref(), query.after))
}

/// Answers calls, throttle answers and played faults of each platform.
pub(super) async fn stats(State(world): State<Arc<World>>) -> Json<Value> {
    let of = |platform| world.ledger.traffic(platform);
    Json(json!({ BRIGHTPEARL: of(BRIGHTPEARL), LIGHTSPEED: of(LIGHTSPEED) }))
}

/// Answers the faults still to be played.
pub(super) async fn faults(State(world): State<Arc<World>>) -> Json<Vec<Fault>> {
    Json(world.faults.pending())
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    One(Fault),
    Many(Vec<Fault>),
}

/// Adds one fault or a list of them to the script.
pub(super) async fn add_faults(
    State(world): State<Arc<World>>,
    Json(body): Json<Value>,
) -> Result<StatusCode, Refused> {
    let faults = match serde_json::from_value(body) {
        Ok(OneOrMany::One(fault)) => vec![fault],
        Ok(OneOrMany::Many(faults)) => faults,
        Err(_) => {
            return Err(Refused::bad(
                "Send a fault or a list of faults, each like {\"platform\": \"lightspeed\", \"method\": \"POST\", \
                 \"path_contains\": \"/Item\", \"times\": 1, \"kind\": \"drop_after_commit\"}.",
            ));
        }
    };
    if let Some(stranger) =
        faults.iter().find(|fault| ![BRIGHTPEARL, LIGHTSPEED].contains(&fault.platform.as_str()))
    {
        return Err(Refused::bad(format!("There is no platform `{}`.", stranger.platform)));
    }
    faults.into_iter().for_each(|fault| world.faults.add(fault));
    Ok(StatusCode::NO_CONTENT)
}

/// Forgets every fault.
pub(super) async fn clear_faults(State(world): State<Arc<World>>) -> StatusCode {
    world.faults.clear();
    StatusCode::NO_CONTENT
}

/// Answers the switches as they are.
pub(super) async fn knobs(State(world): State<Arc<World>>) -> Json<Knobs> {
    Json(world.knobs())
}

/// Turns the switches named in the body; the others stay.
pub(super) async fn set_knobs(
    State(world): State<Arc<World>>,
    Json(changes): Json<Value>,
) -> Result<Json<Knobs>, Refused> {
    let mut all = serde_json::to_value(world.knobs()).unwrap_or_default();
    merge(&mut all, changes);
    let knobs: Knobs = serde_json::from_value(all)
        .map_err(|error| Refused::bad(format!("These switches do not exist so: {error}.")))?;
    world.set_knobs(knobs.clone());
    Ok(Json(knobs))
}

fn merge(into: &mut Value, changes: Value) {
    match (into, changes) {
        (Value::Object(into), Value::Object(changes)) => {
            for (name, change) in changes {
                merge(into.entry(name).or_insert(Value::Null), change);
            }
        }
        (into, changes) => *into = changes,
    }
}
