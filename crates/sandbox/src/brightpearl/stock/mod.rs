//! Stock: what is there, what orders hold of it, what leaves and what comes back (fact sheet 4.2).

mod availability;
pub mod correction;
mod fulfilment;
pub mod goods_in;
pub mod goods_out;
mod movement;
mod quarantine;
mod reservation;
mod units;

use axum::http::Method;

use super::State;
use super::call::{Call, no_such_resource};
use super::reference;
use super::reply::{Refusal, Reply};
use super::search::catalogue;
pub use fulfilment::{has_notes, on_notes, refresh};
pub use movement::Movement;
pub use reservation::{Reservation, fit, release};
pub use units::Units;

/// Code of the plain faults of this service's bodies; the real numbers are not known.
const BAD_BODY: &str = "WHSC-900";

/// Answers `warehouse-service`.
pub fn serve(call: &mut Call<'_>, rest: &[&str]) -> Result<Reply, Refusal> {
    match (call.method.clone(), rest) {
        (Method::GET, ["product-availability", ids]) => availability::products(call, ids),
        (Method::GET, ["bundle-availability", id]) => availability::bundle(call, id),
        (_, ["order", order, "reservation", rest @ ..]) => reservation::serve(call, order, rest),
        (Method::GET, ["order", order, "fulfilment-status"]) => fulfilment::status(call, order),
        (_, ["order", orders, "goods-note", "goods-out", rest @ ..]) => {
            goods_out::serve_order(call, orders, rest)
        }
        (_, ["order", orders, "goods-note", "goods-in", rest @ ..]) => goods_in::serve(call, orders, rest),
        (_, ["goods-note", rest @ ..]) => goods_notes(call, rest),
        (Method::GET, ["goods-movement-search"]) => movement::search(call),
        (Method::GET, ["goods-movement-search", "meta-data"]) => Ok(catalogue(&movement::COLUMNS)),
        (Method::POST, ["warehouse", id, "stock-correction"]) => correction::post(call, id),
        (Method::GET, ["warehouse", id, "stock-correction", ids]) => correction::get(call, id, ids),
        (Method::POST, ["warehouse", id, "quarantine", "release"]) => quarantine::release(call, id),
        (Method::GET, rest) => reference::warehouse_service(call, rest),
        _ => Err(no_such_resource()),
    }
}

fn goods_notes(call: &mut Call<'_>, rest: &[&str]) -> Result<Reply, Refusal> {
    match (call.method.clone(), rest) {
        (Method::GET, ["goods-out-search"]) => goods_out::search(call),
        (Method::GET, ["goods-out-search", "meta-data"]) => Ok(catalogue(&goods_out::COLUMNS)),
        (Method::GET, ["goods-in-search"]) => goods_in::search(call),
        (Method::GET, ["goods-in-search", "meta-data"]) => Ok(catalogue(&goods_in::COLUMNS)),
        (Method::PUT, ["goods-out", id]) => goods_out::put(call, id),
        (Method::POST, ["goods-out", id, "event"]) => goods_out::post_events(call, id),
        _ => Err(no_such_resource()),
    }
}

impl State {
    /// Tells the webhooks which products have other units on hand than before.
    pub(super) fn raise_stock_events(&mut self) {
        for product in self.units.take_changed() {
            self.hooks.raise("product.modified.on-hand-modified", product);
        }
    }
}
