//! Carries out a call: rights, verb, record.

use axum::http::Method;
use serde_json::{Map, Value, json};

use super::error::ApiError;
use super::knobs::Knobs;
use super::oauth::Holder;
use super::query::{self, Asked, Relations};
use super::render::Renderer;
use super::route::Route;
use super::schema::Resource;
use super::session;
use super::state::State;
use super::write::Writer;
use crate::world::World;

/// A call as it was read.
pub(crate) struct Call<'a> {
    pub(crate) method: &'a Method,
    pub(crate) route: Route,
    pub(crate) asked: Option<&'a Asked>,
    pub(crate) relations: Relations,
    pub(crate) payload: Option<&'a Value>,
    /// The absolute address without the query, for `next` and `previous`.
    pub(crate) address: String,
}

/// Carries out a call and answers the body.
pub(crate) fn run(world: &World, knobs: &Knobs, holder: &Holder, call: &Call) -> Result<Value, ApiError> {
    let mut state = world.lightspeed();
    if let Some(resource) = call.route.resource() {
        check_rights(knobs, holder, resource, call.method)?;
    }
    match (call.route, call.method) {
        (Route::Accounts, &Method::GET) => Ok(session::accounts()),
        (Route::Account, &Method::GET) => Ok(session::account(&state)),
        (Route::Session, &Method::GET) => Ok(session::session(&state, holder)),
        (Route::List(_) | Route::LinesOf(_), &Method::GET) => match call.asked.zip(call.route.resource()) {
            Some((asked, resource)) => {
                query::list(&state, knobs, resource, asked, &call.address, sees_codes(holder))
            }
            None => Err(ApiError::no_route(&call.address)),
        },
        (Route::One(resource, id), &Method::GET) if resource.spec().verbs.get_one => {
            one(&state, knobs, resource, id, &call.relations)
        }
        (Route::Anonymize(id), &Method::DELETE) => {
            writer(&mut state, knobs, world).anonymize_customer(id)?;
            one(&state, knobs, Resource::Customer, id, &call.relations)
        }
        (Route::List(_) | Route::One(..) | Route::LinesOf(_) | Route::Refund(_), _) => {
            write(&mut state, knobs, world, call)
                .map_err(|error| if knobs.failed_checks_are_422 { error.unprocessable() } else { error })
        }
        _ => Err(ApiError::verb("this address")),
    }
}

/// Whether gift card numbers are shown in full.
fn sees_codes(holder: &Holder) -> bool {
    holder.rights.iter().any(|right| ["all", "customers_view_gift_card_numbers"].contains(&right.as_str()))
}

fn writer<'a>(state: &'a mut State, knobs: &'a Knobs, world: &'a World) -> Writer<'a> {
    Writer { state, knobs, ledger: &world.ledger }
}

fn write(state: &mut State, knobs: &Knobs, world: &World, call: &Call) -> Result<Value, ApiError> {
    let none = Value::Object(Map::new());
    let payload = call.payload.unwrap_or(&none);
    match (call.route, call.method) {
        (Route::List(resource), &Method::POST) if resource.spec().verbs.post => {
            let id = writer(state, knobs, world).create(resource, payload)?;
            one(state, knobs, resource, id, &answered(resource, call))
        }
        (Route::LinesOf(sale), &Method::POST) => {
            let id = writer(state, knobs, world).create_line_on(sale, payload)?;
            one(state, knobs, Resource::SaleLine, id, &call.relations)
        }
        (Route::Refund(sale), &Method::POST) => {
            let id = writer(state, knobs, world).refund(sale, payload)?;
            one(state, knobs, Resource::Sale, id, &answered(Resource::Sale, call))
        }
        (Route::One(resource, id), &Method::PUT) if resource.spec().verbs.put => {
            writer(state, knobs, world).change(resource, id, payload)?;
            one(state, knobs, resource, id, &answered(resource, call))
        }
        (Route::One(resource, id), &Method::DELETE) if resource.spec().verbs.delete => {
            // What is deleted for good is answered as it last was.
            let before = one(state, knobs, resource, id, &answered(resource, call))?;
            writer(state, knobs, world).delete(resource, id)?;
            Ok(one(state, knobs, resource, id, &answered(resource, call)).unwrap_or(before))
        }
        (route, _) => {
            Err(ApiError::verb(route.resource().map_or("this address", |resource| resource.spec().name)))
        }
    }
}

/// The relations a write answers with: those asked for and those that come unasked.
fn answered(resource: Resource, call: &Call) -> Relations {
    let unasked: &[&str] = match resource {
        Resource::Item => &["ItemShops"],
        Resource::Sale => &["Customer", "Shop", "TaxCategory", "SaleLines", "SalePayments.PaymentType"],
        _ => &[],
    };
    call.relations.clone().and(Relations::of(unasked))
}

fn one(
    state: &State,
    knobs: &Knobs,
    resource: Resource,
    id: u64,
    relations: &Relations,
) -> Result<Value, ApiError> {
    let spec = resource.spec();
    if state.row(resource, id).is_none() {
        return Err(ApiError::missing(spec.name, id));
    }
    let row = Renderer::new(state, knobs, &[]).row(resource, id, relations);
    Ok(json!({ "@attributes": { "count": "1" }, spec.name: row }))
}

/// Any one of the resource's rights is enough, if it was granted and not lost since.
fn check_rights(knobs: &Knobs, holder: &Holder, resource: Resource, method: &Method) -> Result<(), ApiError> {
    let spec = resource.spec();
    let accepted = if method == Method::GET { spec.read_rights } else { spec.write_rights };
    let holds = |right: &str| {
        let everything = ["all", "admin"].contains(&right);
        (everything || accepted.contains(&right)) && !knobs.lost_rights.iter().any(|lost| lost == right)
    };
    if holder.rights.iter().any(|right| holds(right)) {
        return Ok(());
    }
    let needed = accepted.join(" or employee:");
    Err(ApiError::forbidden(format!(
        "Access denied to {}. One of these rights is needed: employee:{needed}.",
        spec.name
    )))
}
