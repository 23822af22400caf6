//! Control routes of Lightspeed: ring up sales, change customers, break the connection, look inside.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Refused;
use crate::lightspeed::{self, Basket, view};
use crate::tills::Cashier;
use crate::world::World;

/// The routes below `/_sandbox/lightspeed`.
pub(super) fn router(world: Arc<World>) -> Router {
    let at = |path: &str| format!("/_sandbox/lightspeed/{path}");
    Router::new()
        .route(&at("sell"), post(sell))
        .route(&at("sales"), get(sales))
        .route(&at("sales/{id}/complete"), post(complete))
        .route(&at("sales/{id}/void"), post(void))
        .route(&at("items"), get(items))
        .route(&at("customers"), get(customers).post(add_customer))
        .route(&at("customers/{id}"), put(change_customer))
        .route(&at("write/{resource}"), post(create))
        .route(&at("write/{resource}/{id}"), put(change))
        .route(&at("registers"), post(registers))
        .route(&at("expire-token"), post(expire_token))
        .route(&at("age-refresh-token"), post(age_refresh_token))
        .route(&at("revoke"), post(revoke))
        .with_state(world)
}

/// The most baskets one call rings up.
const MOST_BASKETS: u64 = 5000;

/// Rings up `count` sales, or one. A body without lines leaves the basket to the cashier; what it does name is kept.
async fn sell(State(world): State<Arc<World>>, body: Option<Json<Value>>) -> Result<Json<Value>, Refused> {
    let mut body = body.map_or_else(|| json!({}), |Json(body)| body);
    let count = body.as_object_mut().and_then(|fields| fields.remove("count"));
    let count = count.map_or(Some(1), |count| count.as_u64()).filter(|count| *count <= MOST_BASKETS);
    let count = count.ok_or_else(|| Refused::bad(format!("count must be a number up to {MOST_BASKETS}.")))?;
    let basket: Basket =
        serde_json::from_value(body).map_err(|error| Refused::bad(format!("This is no basket: {error}.")))?;
    let mut sales = Vec::new();
    for _ in 0..count {
        sales.push(Cashier::new(&world).ring_up(&basket).map_err(Refused::bad)?);
    }
    Ok(Json(json!({ "sales": sales })))
}

async fn complete(State(world): State<Arc<World>>, Path(id): Path<u64>) -> Result<StatusCode, Refused> {
    world.lightspeed().complete_cart(id, &world.ledger).map_err(Refused::bad)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn void(State(world): State<Arc<World>>, Path(id): Path<u64>) -> Result<StatusCode, Refused> {
    let knobs = world.knobs().lightspeed;
    world.lightspeed().void(id, "Rung up by mistake", &knobs, &world.ledger).map_err(Refused::bad)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn sales(State(world): State<Arc<World>>) -> Json<Vec<Value>> {
    Json(view::sales(&world.lightspeed()))
}

async fn items(State(world): State<Arc<World>>) -> Json<Vec<Value>> {
    Json(view::items(&world.lightspeed()))
}

async fn customers(State(world): State<Arc<World>>) -> Json<Vec<Value>> {
    Json(view::customers(&world.lightspeed()))
}

/// Adds a customer at the till: the body is the platform's own payload, or empty for someone new.
async fn add_customer(
    State(world): State<Arc<World>>,
    body: Option<Json<Value>>,
) -> Result<Json<Value>, Refused> {
    let payload =
        body.map(|Json(body)| body).filter(|body| body.as_object().is_some_and(|fields| !fields.is_empty()));
    let id = match payload {
        Some(payload) => lightspeed::create(&world, "Customer", &payload).map_err(Refused::bad)?,
        None => Cashier::new(&world).meet_someone_new().map_err(Refused::bad)?,
    };
    Ok(Json(json!({ "customerID": id })))
}

async fn change_customer(
    State(world): State<Arc<World>>,
    Path(id): Path<u64>,
    Json(payload): Json<Value>,
) -> Result<StatusCode, Refused> {
    lightspeed::change(&world, "Customer", id, &payload).map_err(Refused::bad)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Creates any record by the platform's own payload, as staff would in its back office.
async fn create(
    State(world): State<Arc<World>>,
    Path(resource): Path<String>,
    Json(payload): Json<Value>,
) -> Result<Json<Value>, Refused> {
    let id = lightspeed::create(&world, &resource, &payload).map_err(Refused::bad)?;
    Ok(Json(json!({ "id": id })))
}

async fn change(
    State(world): State<Arc<World>>,
    Path((resource, id)): Path<(String, u64)>,
    Json(payload): Json<Value>,
) -> Result<StatusCode, Refused> {
    lightspeed::change(&world, &resource, id, &payload).map_err(Refused::bad)?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct Registers {
    count: u32,
}

/// Changes the registers of the subscription, and with them the limits.
async fn registers(
    State(world): State<Arc<World>>,
    Json(body): Json<Registers>,
) -> Result<StatusCode, Refused> {
    if body.count == 0 {
        return Err(Refused::bad("A subscription has at least one register."));
    }
    world.lightspeed().subscribed_registers = body.count;
    Ok(StatusCode::NO_CONTENT)
}

async fn expire_token(State(world): State<Arc<World>>) -> StatusCode {
    world.lightspeed().tokens.expire_access();
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
struct Days {
    days: i64,
}

/// Lets days pass for the refresh tokens alone.
async fn age_refresh_token(State(world): State<Arc<World>>, Json(body): Json<Days>) -> StatusCode {
    world.lightspeed().tokens.age_refresh_tokens(body.days);
    StatusCode::NO_CONTENT
}

async fn revoke(State(world): State<Arc<World>>) -> StatusCode {
    world.lightspeed().tokens.revoke_all();
    StatusCode::NO_CONTENT
}
