//! Lightspeed Retail, R-Series, API V3, as its fact sheet describes it.

mod answer;
mod contact;
mod cost;
mod dispatch;
mod error;
mod gate;
mod knobs;
mod limits;
mod matrix;
mod money;
mod oauth;
pub(crate) mod query;
mod render;
mod route;
mod scalar;
mod schema;
mod seed;
pub(crate) mod sell;
mod session;
mod shelf;
mod state;
pub(crate) mod stock;
mod table;
pub(crate) mod takings;
pub(crate) mod view;
mod write;

use std::sync::Arc;

use axum::Router;
use axum::routing::any;

use crate::world::World;

pub use knobs::Knobs;
pub use money::Discount;
pub use sell::{Basket, BasketLine, GiftCardSold, Hold, HoldKind, Refund, Returned, Tender};
pub use state::{ACCOUNT, CLIENT_ID, CLIENT_SECRET, FIRST_REFRESH_TOKEN, State};

/// The routes of Lightspeed: OAuth below `/auth/oauth`, the API below `/API`.
pub fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/API/{*path}", any(gate::serve))
        .with_state(world.clone())
        .merge(oauth::router(world))
}

/// Creates a record as staff do in the back office: no token, no limits.
pub(crate) fn create(world: &World, resource: &str, payload: &serde_json::Value) -> Result<u64, String> {
    let resource = writable(resource)?;
    let knobs = world.knobs().lightspeed;
    let mut state = world.lightspeed();
    let mut writer = write::Writer { state: &mut state, knobs: &knobs, ledger: &world.ledger };
    writer.create(resource, payload).map_err(|error| error.message)
}

/// The employee who counts the shelves: not the one the app's own writes are logged under.
const STOCK_KEEPER: u64 = 2;

/// Sets what is on hand of an item in a shop as staff do, and answers what was there before.
pub(crate) fn set_stock(world: &World, item: u64, shop: u64, quantity: i64) -> Result<i64, String> {
    let mut state = world.lightspeed();
    let before = state.on_hand(item, shop);
    if state.item_shop(item, shop).is_none() || shop == 0 {
        return Err(format!("Item {item} has no stock in shop {shop}."));
    }
    state.set_stock(item, shop, quantity, STOCK_KEEPER, &world.ledger);
    Ok(before)
}

/// Changes a record as staff do in the back office.
pub(crate) fn change(
    world: &World,
    resource: &str,
    id: u64,
    payload: &serde_json::Value,
) -> Result<(), String> {
    let resource = writable(resource)?;
    let knobs = world.knobs().lightspeed;
    let mut state = world.lightspeed();
    let mut writer = write::Writer { state: &mut state, knobs: &knobs, ledger: &world.ledger };
    writer.change(resource, id, payload).map_err(|error| error.message)
}

fn writable(name: &str) -> Result<schema::Resource, String> {
    let found = schema::Resource::named(name).filter(|resource| {
        let verbs = resource.spec().verbs;
        verbs.post || verbs.put
    });
    found.ok_or_else(|| format!("`{name}` cannot be written."))
}
