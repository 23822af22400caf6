//! What staff do in the back office of Brightpearl while Lockstep looks elsewhere.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State as Extracted};
use axum::http::{Method, StatusCode};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::brightpearl::call::Call;
use crate::brightpearl::contact::{self, OWNER};
use crate::brightpearl::order;
use crate::brightpearl::product::ProductChange;
use crate::brightpearl::reference;
use crate::brightpearl::reference::tables::CANCELLED_STATUS;
use crate::brightpearl::reply::{Refusal, Reply};
use crate::brightpearl::stock::correction;
use crate::ledger::{BRIGHTPEARL, Effect};
use crate::world::World;

/// An answer of a control route.
type Told = (StatusCode, Json<Value>);

/// Does something as the owner of the shop, by the rules of the API but without its quota.
fn as_owner(world: &World, body: &Value, work: impl FnOnce(&mut Call<'_>) -> Result<Reply, Refusal>) -> Told {
    let knobs = world.knobs().brightpearl;
    let body = body.to_string();
    let mut state = world.brightpearl();
    let mut call = Call {
        state: &mut state,
        knobs: &knobs,
        ledger: &world.ledger,
        lag: world.config.lag,
        moment: Timestamp::now(),
        method: Method::POST,
        query: Vec::new(),
        body: body.as_bytes(),
        caller: OWNER,
        instance: None,
        if_match: None,
    };
    order::close::finish(&mut call);
    let outcome = work(&mut call);
    call.state.raise_stock_events();
    match outcome {
        Ok(reply) => (StatusCode::OK, Json(reply.body.unwrap_or_default())),
        Err(refusal) => {
            let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::BAD_REQUEST);
            (status, Json(refusal.body()))
        }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct StockEdit {
    product_id: i64,
    warehouse_id: i64,
    /// More if positive, fewer if negative.
    delta: i64,
    #[serde(default)]
    reason: Option<String>,
}

/// Staff correct the stock of a product by a number of units; answers the ids of the corrections.
pub(super) async fn edit_stock(Extracted(world): Extracted<Arc<World>>, Json(edit): Json<StockEdit>) -> Told {
    let location = reference::warehouse(edit.warehouse_id).map_or(0, |warehouse| warehouse.default_location);
    let body = json!({ "corrections": [{
        "productId": edit.product_id, "quantity": edit.delta, "locationId": location,
        "reason": edit.reason.unwrap_or_else(|| "Counted by staff".to_owned()),
        "cost": { "currency": "GBP", "value": "1.00" },
    }]});
    as_owner(&world, &body, |call| correction::post(call, &edit.warehouse_id.to_string()))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContactEdit {
    id: i64,
    first_name: Option<String>,
    last_name: Option<String>,
    email: Option<String>,
    telephone: Option<String>,
    mobile: Option<String>,
    organisation: Option<String>,
}

/// Staff change a contact; what is absent stays. Answers the contact as the API prints it.
pub(super) async fn edit_contact(
    Extracted(world): Extracted<Arc<World>>,
    Json(edit): Json<ContactEdit>,
) -> Told {
    let fields = [
        ("/firstName", edit.first_name),
        ("/lastName", edit.last_name),
        ("/communication/emails/PRI/email", edit.email),
        ("/communication/telephones/PRI", edit.telephone),
        ("/communication/telephones/MOB", edit.mobile),
        ("/organisation/name", edit.organisation),
    ];
    let named = fields.into_iter().filter_map(|(path, value)| value.map(|value| (path, value)));
    let patch: Value =
        named.map(|(path, value)| json!({ "op": "add", "path": path, "value": value })).collect();
    as_owner(&world, &patch, |call| contact::patch(call, &edit.id.to_string()))
}

/// Staff cancel an order, by the same rules as the API.
pub(super) async fn cancel_order(Extracted(world): Extracted<Arc<World>>, Path(id): Path<String>) -> Told {
    let body = json!({ "orderStatusId": CANCELLED_STATUS });
    as_owner(&world, &body, |call| order::status::put(call, &id))
}

/// Staff archive a product.
pub(super) async fn archive_product(
    Extracted(world): Extracted<Arc<World>>,
    Path(id): Path<i64>,
) -> StatusCode {
    let change =
        ProductChange { id: Some(id), status: Some("ARCHIVED".to_owned()), ..ProductChange::default() };
    match world.brightpearl().change_product(change, world.config.lag, &world.ledger) {
        Some(_) => StatusCode::NO_CONTENT,
        None => StatusCode::NOT_FOUND,
    }
}

/// Staff delete a product: it is gone without a trace in any search.
pub(super) async fn delete_product(
    Extracted(world): Extracted<Arc<World>>,
    Path(id): Path<i64>,
) -> StatusCode {
    let mut state = world.brightpearl();
    let Some(product) = state.products.get(id) else { return StatusCode::NOT_FOUND };
    world.ledger.record(BRIGHTPEARL, Effect::new("product.deleted", id, product.sku.clone()));
    let seen = state.seen(Timestamp::now(), world.config.lag);
    state.products.remove(id, seen);
    state.hooks.raise("product.destroyed", id);
    StatusCode::NO_CONTENT
}

/// Every access token of the OAuth app expires now; its refresh tokens stay good.
pub(super) async fn expire_tokens(Extracted(world): Extracted<Arc<World>>) -> StatusCode {
    world.brightpearl().tokens.expire_all(Timestamp::now());
    StatusCode::NO_CONTENT
}

/// The OAuth app is taken out of the account: codes, access and refresh tokens are all unknown from now on.
pub(super) async fn revoke_tokens(Extracted(world): Extracted<Arc<World>>) -> StatusCode {
    world.brightpearl().tokens.revoke_all();
    StatusCode::NO_CONTENT
}
