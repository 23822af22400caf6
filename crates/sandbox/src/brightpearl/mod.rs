//! Brightpearl: the account `acmeshop` behind `/public-api/acmeshop`, as far as Lockstep's calls reach.

mod call;
mod contact;
pub mod control;
mod custom;
mod form;
mod gateway;
mod idset;
mod knobs;
mod multi;
mod oauth;
mod order;
mod patching;
mod payment;
mod product;
mod quota;
mod reference;
mod reply;
mod search;
mod shelf;
mod state;
mod stock;
mod webhook;
mod when;

use std::sync::Arc;

use axum::Router;
use axum::routing::any;

use crate::world::World;
pub use gateway::{ACCOUNT, STAFF_APP, STAFF_TOKEN, SYSTEM_APP, SYSTEM_TOKEN};
pub use knobs::{InstanceIds, Knobs};
pub use oauth::{DEV_REF, OAUTH_APP, OAUTH_INSTANCE, OAUTH_SECRET};
pub use product::{FIRST_PRODUCT, ProductChange};
pub use state::State;
pub use webhook::WebhookKnobs;
pub(crate) use webhook::run as deliver_webhooks;

/// The addresses of Brightpearl.
pub fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/public-api/{*rest}", any(gateway::gateway))
        .with_state(world.clone())
        .merge(oauth::router(world))
}
