//! Control routes of Lightspeed: ring up sales, change customers, break the connection, look inside.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Refused;
use crate::lightspeed::takings::{self, Span, Takings};
use crate::lightspeed::{self, Basket, Hold, Refund, view};
use crate::tills::Cashier;
use crate::world::World;

/// The routes below `/_sandbox/lightspeed`.
pub(super) fn router(world: Arc<World>) -> Router {
    let at = |path: &str| format!("/_sandbox/lightspeed/{path}");
    Router::new()
        .route(&at("sell"), post(sell))
        .route(&at("sales"), get(sales))
        .route(&at("sales/{id}"), get(sale))
        .route(&at("sales/{id}/refund"), post(refund))
        .route(&at("sales/{id}/complete"), post(complete))
        .route(&at("sales/{id}/void"), post(void))
        .route(&at("holds"), post(hold))
        .route(&at("layaways"), post(hold))
        .route(&at("holds/{line}/complete"), post(collect))
        .route(&at("layaways/{line}/complete"), post(collect))
        .route(&at("special-orders/{id}"), put(special_order))
        .route(&at("takings"), get(takings))
        .route(&at("stock/{item}"), get(stock).put(set_stock))
        .route(&at("items"), get(items))
        .route(&at("customers"), get(customers).post(add_customer))
        .route(&at("customers/{id}"), put(change_customer))
        .route(&at("write/{resource}"), post(create))
        .route(&at("write/{resource}/{id}"), put(change))
        .route(&at("registers"), post(registers))
        .route(&at("expire-token"), post(expire_token))
        .route(&at("age-refresh-token"), post(age_refresh_token))
        .route(&at("revoke"), post(revoke))
        .route(&at("age"), post(age))
        .with_state(world)
}

/// The most baskets one call rings up.
const MOST_BASKETS: u64 = 5000;

/// `POST sell`: rings up `count` sales, or one. A body that names no goods leaves the basket to the cashier; what it
/// does name is kept. See [`Basket`] for everything it may name.
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

/// `POST sales/{id}/complete`: takes cash for an open cart and completes it.
async fn complete(State(world): State<Arc<World>>, Path(id): Path<u64>) -> Result<StatusCode, Refused> {
    world.lightspeed().complete_cart(id, &world.ledger).map_err(Refused::bad)?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST sales/{id}/void`: voids a completed sale at the till.
async fn void(State(world): State<Arc<World>>, Path(id): Path<u64>) -> Result<StatusCode, Refused> {
    let knobs = world.knobs().lightspeed;
    world.lightspeed().void(id, "Rung up by mistake", &knobs, &world.ledger).map_err(Refused::bad)?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST sales/{id}/refund`: gives back what is left of a sale, or the pieces named: `{"lines": {"1500": 1}}`.
async fn refund(
    State(world): State<Arc<World>>,
    Path(id): Path<u64>,
    body: Option<Json<Refund>>,
) -> Result<Json<Value>, Refused> {
    let asked = body.map(|Json(body)| body).unwrap_or_default();
    let knobs = world.knobs().lightspeed;
    let sale = world.lightspeed().refund(id, &asked, &knobs, &world.ledger).map_err(Refused::bad)?;
    Ok(Json(json!({ "sale": sale })))
}

/// `POST holds` (also `layaways`): holds goods for a customer, with a deposit or without. `kind` is `layaway`,
/// `special_order` or `work_order`. A later basket sells the lines by naming them in `held`.
async fn hold(State(world): State<Arc<World>>, Json(hold): Json<Hold>) -> Result<Json<Value>, Refused> {
    let knobs = world.knobs().lightspeed;
    let (lines, deposit) = world.lightspeed().hold(&hold, &knobs, &world.ledger).map_err(Refused::bad)?;
    Ok(Json(json!({ "lines": lines, "deposit_sale": deposit })))
}

/// `POST holds/{line}/complete` (also `layaways/…`): the customer fetches what is held; the deposit pays first, cash
/// the rest.
async fn collect(State(world): State<Arc<World>>, Path(line): Path<u64>) -> Result<Json<Value>, Refused> {
    let knobs = world.knobs().lightspeed;
    let sale = world.lightspeed().collect(line, &knobs, &world.ledger).map_err(Refused::bad)?;
    Ok(Json(json!({ "sale": sale })))
}

#[derive(Deserialize)]
struct Moved {
    status: String,
}

/// `PUT special-orders/{id}`: moves a special order to `Ordered` or `Ready For Pickup`.
async fn special_order(
    State(world): State<Arc<World>>,
    Path(id): Path<u64>,
    Json(body): Json<Moved>,
) -> Result<StatusCode, Refused> {
    world.lightspeed().move_special_order(id, &body.status).map_err(Refused::bad)?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET takings?since=&until=&without_employee=`: what the tills took by shop, tax rate and payment type, sales
/// less returns, with tips, gift cards, deposits and rounding apart.
async fn takings(State(world): State<Arc<World>>, Query(span): Query<Span>) -> Json<Takings> {
    Json(takings::add_up(&world.lightspeed(), &span))
}

/// `GET stock/{item}`: every stock row of an item, shop 0 too.
async fn stock(State(world): State<Arc<World>>, Path(item): Path<u64>) -> Json<Vec<Value>> {
    Json(view::stock(&world.lightspeed(), item))
}

#[derive(Deserialize)]
struct Counted {
    #[serde(default = "first_shop")]
    shop: u64,
    qoh: i64,
}

fn first_shop() -> u64 {
    1
}

/// `PUT stock/{item}`: staff set what is on hand in a shop; answers what was there before.
async fn set_stock(
    State(world): State<Arc<World>>,
    Path(item): Path<u64>,
    Json(body): Json<Counted>,
) -> Result<Json<Value>, Refused> {
    let before = lightspeed::set_stock(&world, item, body.shop, body.qoh).map_err(Refused::bad)?;
    Ok(Json(json!({ "before": before, "now": body.qoh })))
}

/// `GET sales`: every sale with its lines, payments and customer.
async fn sales(State(world): State<Arc<World>>) -> Json<Vec<Value>> {
    Json(view::sales(&world.lightspeed()))
}

/// `GET sales/{id}`: one sale with its lines, their notes, payments, customer and delivery.
async fn sale(State(world): State<Arc<World>>, Path(id): Path<u64>) -> Result<Json<Value>, Refused> {
    let found = view::sale(&world.lightspeed(), id);
    found.map(Json).ok_or_else(|| Refused::bad(format!("There is no sale {id}.")))
}

/// `GET items`: every item with its stock, category and maker, archived ones too.
async fn items(State(world): State<Arc<World>>) -> Json<Vec<Value>> {
    Json(view::items(&world.lightspeed()))
}

/// `GET customers`: every customer with the contact.
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

/// `PUT customers/{id}`: changes a customer at the till by the platform's own payload.
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

/// `PUT write/{resource}/{id}`: changes any record by the platform's own payload.
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

/// `POST expire-token`: the access tokens are dead, their refresh tokens are not.
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

/// `POST revoke`: ends every connection.
async fn revoke(State(world): State<Arc<World>>) -> StatusCode {
    world.lightspeed().tokens.revoke_all();
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
struct Minutes {
    minutes: i64,
}

/// `POST age`: whatever happened so far happened so many minutes earlier.
async fn age(State(world): State<Arc<World>>, Json(body): Json<Minutes>) -> StatusCode {
    world.lightspeed().age(jiff::SignedDuration::from_mins(body.minutes));
    StatusCode::NO_CONTENT
}
