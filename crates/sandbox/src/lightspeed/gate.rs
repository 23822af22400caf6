//! What every API call passes: token, limits, format; then the call itself.

use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::Response;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::answer::{self, Meter};
use super::cost;
use super::dispatch::{self, Call};
use super::error::ApiError;
use super::knobs::Knobs;
use super::limits::{Limit, Quota};
use super::oauth::{AccessError, Holder};
use super::query::{Asked, Relations};
use super::route::Route;
use crate::ledger::LIGHTSPEED;
use crate::world::World;

/// The largest body the platform reads.
const BODY_LIMIT: usize = 4 * 1024 * 1024;

static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Serves one API call.
pub(super) async fn serve(State(world): State<Arc<World>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let knobs = world.knobs().lightspeed;
    let Ok(bytes) = to_bytes(body, BODY_LIMIT).await else {
        return answer::plain(StatusCode::PAYLOAD_TOO_LARGE, "The request body is too large.");
    };
    let holder = match holder(&world, &knobs, &parts.headers) {
        Ok(holder) => holder,
        Err(error) => return answer::unauthorized(&knobs, error),
    };
    let read = read(&parts, &bytes, &knobs);
    let price = read.as_ref().map_or(cost::PLAIN, |call| call.price);
    let meter = weigh(&world, &knobs, &holder.client, price);
    if let Some(limit) = meter.reading.refused {
        world.ledger.count_throttle(LIGHTSPEED);
        return answer::refused(&meter, limit, &knobs);
    }
    world.ledger.count_cost(LIGHTSPEED, price);
    if !wants_json(&parts) {
        return answer::xml(&meter);
    }
    let outcome = read.and_then(|read| run(&world, &knobs, &holder, &parts, read));
    answer::json(&meter, outcome, &knobs)
}

/// A call whose path, query and body could be read.
struct Read {
    route: Route,
    asked: Option<Asked>,
    relations: Relations,
    payload: Option<Value>,
    price: Decimal,
}

fn read(parts: &Parts, body: &[u8], knobs: &Knobs) -> Result<Read, ApiError> {
    let route = Route::parse(parts.uri.path())?;
    let query = parts.uri.query().unwrap_or_default();
    let writes = parts.method == Method::POST || parts.method == Method::PUT;
    let payload = if writes { Some(payload(body)?) } else { None };
    let Some(resource) = route.resource() else {
        return Ok(Read { route, asked: None, relations: Relations::default(), payload, price: cost::PLAIN });
    };
    let within = match route {
        Route::LinesOf(sale) => format!("{query}&saleID={sale}"),
        _ => query.to_owned(),
    };
    let asked = Asked::parse(resource, within.trim_start_matches('&'), knobs)?;
    let relations = asked.relations.clone();
    let lists = parts.method == Method::GET && matches!(route, Route::List(_) | Route::LinesOf(_));
    let price = if lists {
        cost::list(resource, &asked)
    } else if matches!(route, Route::Refund(_)) {
        cost::refund(&relations, payload.as_ref())
    } else {
        cost::single(&parts.method, resource, &relations, payload.as_ref())
    };
    Ok(Read { route, asked: Some(asked), relations, payload, price })
}

fn payload(body: &[u8]) -> Result<Value, ApiError> {
    let value: Value = if body.is_empty() {
        json!({})
    } else {
        serde_json::from_slice(body).map_err(|_| ApiError::bad("The request body could not be parsed."))?
    };
    if value.is_object() { Ok(value) } else { Err(ApiError::bad("The request body must be a JSON object.")) }
}

fn holder(world: &World, knobs: &Knobs, headers: &HeaderMap) -> Result<Holder, AccessError> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = bearer.and_then(|text| text.strip_prefix("Bearer ")).ok_or(AccessError::Unverified)?;
    let holder = world.lightspeed().tokens.check(token)?;
    if knobs.employee_locked { Err(AccessError::Revoked) } else { Ok(holder) }
}

fn weigh(world: &World, knobs: &Knobs, client: &str, price: Decimal) -> Meter {
    let now = STARTED.elapsed() + Duration::from_secs(1);
    let mut state = world.lightspeed();
    let quota = Quota::of(state.subscribed_registers, world.config.limits, knobs.burst_divisor);
    let reading = state.limiter.weigh(client, quota, price, now, knobs.refused_requests_cost);
    Meter { client: client.to_owned(), quota, reading, price }
}

/// The Accept header wins over the suffix; without either, the platform speaks XML.
fn wants_json(parts: &Parts) -> bool {
    let accept = parts.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accept.contains("application/json") {
        return true;
    }
    let wants_xml = accept.contains("/xml");
    !wants_xml && parts.uri.path().ends_with(".json")
}

fn run(world: &World, knobs: &Knobs, holder: &Holder, parts: &Parts, read: Read) -> Result<Value, ApiError> {
    let call = Call {
        method: &parts.method,
        route: read.route,
        asked: read.asked.as_ref(),
        relations: read.relations,
        payload: read.payload.as_ref(),
        address: format!("{}{}", world.lightspeed_url, parts.uri.path()),
    };
    dispatch::run(world, knobs, holder, &call)
}

impl Meter {
    /// The seconds a refused request should wait.
    pub(crate) fn wait(limit: Limit) -> u64 {
        match limit {
            Limit::Bucket { retry_after } => retry_after,
            Limit::Burst => 1,
        }
    }
}
