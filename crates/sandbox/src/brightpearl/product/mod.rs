//! Products and their prices (fact sheet 4.1.1, 4.1.3).

mod change;
mod search;
mod seed;
mod wire;
mod write;

use std::collections::BTreeMap;

use axum::http::Method;
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::call::{Call, no_such_resource};
use super::custom::{self, Owner};
use super::idset::IdSet;
use super::reference;
use super::reply::{Refusal, Reply};
use super::shelf::Shelf;
pub use change::ProductChange;
pub use seed::{FIRST_PRODUCT, from_catalogue, stock};

/// The product free-text order rows are booked on; it and 1001 are placeholders of the system.
pub const MISCELLANEOUS: i64 = 1000;

/// Prices of one list: least quantity to unit price. Empty means no price, which is not zero.
pub type Breaks = BTreeMap<u32, Decimal>;

/// A product.
#[derive(Debug, Clone)]
pub struct Product {
    /// 1000 and 1001 are placeholders.
    pub id: i64,
    /// The full name, in the one sales channel.
    pub name: String,
    /// Possibly empty, possibly the same as another's.
    pub sku: String,
    /// Absent for products entered without.
    pub ean: Option<String>,
    /// Possibly empty, possibly absent.
    pub barcode: Option<String>,
    /// One of the brands.
    pub brand_id: i64,
    /// One of the product types.
    pub type_id: i64,
    /// Category ids; empty if it is in none.
    pub categories: Vec<i64>,
    /// Absent, 0 or a group: all three occur.
    pub group_id: Option<i64>,
    /// Whether stock is kept for it; never for bundles.
    pub stock_tracked: bool,
    /// Tax code, by id.
    pub tax_code_id: i64,
    /// `LIVE`, `DISCONTINUED` or `ARCHIVED`.
    pub status: String,
    /// Option names and values, for variants.
    pub variations: Vec<(String, String)>,
    /// Product ids and units of a bundle's parts; empty for anything else.
    pub components: Vec<(i64, i64)>,
    /// Contact id of the main supplier, which only searches show.
    pub supplier_id: Option<i64>,
    /// When it was entered.
    pub created_on: Timestamp,
    /// None until the first change.
    pub updated_on: Option<Timestamp>,
    /// Every price list of the account, also those without a price.
    pub prices: BTreeMap<i64, Breaks>,
}

impl Product {
    /// What `version` says and `If-Match` wants: milliseconds since 1970 of the last change.
    pub fn version(&self) -> i64 {
        self.updated_on.unwrap_or(self.created_on).as_millisecond()
    }
}

/// Answers `product-service`.
pub fn serve(call: &mut Call<'_>, rest: &[&str]) -> Result<Reply, Refusal> {
    match (call.method.clone(), rest) {
        (_, ["product", id, "custom-field"]) => custom::serve(call, Owner::Product, id),
        (Method::GET, ["product", "custom-field-meta-data"]) => custom::meta_data(call, Owner::Product, None),
        (Method::GET, ["product", "custom-field-meta-data", ids]) => {
            custom::meta_data(call, Owner::Product, Some(ids))
        }
        (Method::GET, ["product-custom-field", ids]) => custom::of_products(call, ids),
        (Method::POST, ["product"]) => write::post(call),
        (Method::PUT, ["product", id]) => write::put(call, id),
        (Method::PUT, ["product-price", id, "price-list"]) => write::put_prices(call, id),
        (Method::GET, ["product", ids]) => get(call, ids),
        (Method::OPTIONS, ["product"]) => call.get_uris("product", None, call.state.products.ids()),
        (Method::OPTIONS, ["product", ids]) => call.get_uris("product", Some(ids), call.state.products.ids()),
        (Method::GET, ["product-search"]) => {
            call.search(&search::COLUMNS, &call.state.products, search::category_membership)
        }
        (Method::GET, ["product-search", "meta-data"]) => Ok(super::search::catalogue(&search::COLUMNS)),
        (Method::GET, ["product-price", ids]) => prices(call, ids, None),
        (Method::GET, ["product-price", ids, "price-list"]) => prices(call, ids, None),
        (Method::GET, ["product-price", ids, "price-list", lists]) => prices(call, ids, Some(lists)),
        (Method::OPTIONS, ["product-price"]) => {
            call.get_uris("product-price", None, call.state.products.ids())
        }
        (Method::OPTIONS, ["product-price", ids]) => {
            call.get_uris("product-price", Some(ids), call.state.products.ids())
        }
        (Method::GET, [resource]) => reference::product_service(call, resource, None),
        (Method::GET, [resource, ids]) => reference::product_service(call, resource, Some(ids)),
        _ => Err(no_such_resource()),
    }
}

/// The products an id set names that exist, by rising id.
fn named<'a>(shelf: &'a Shelf<Product>, set: &'a IdSet) -> impl Iterator<Item = &'a Product> {
    set.ranges().iter().flat_map(|(low, high)| shelf.range(*low, *high))
}

fn get(call: &Call<'_>, ids: &str) -> Result<Reply, Refusal> {
    let set = call.ids("product", ids)?;
    let found: Vec<Value> = named(&call.state.products, &set)
        .map(|product| {
            let mut printed = wire::product(product);
            custom::include(call, Owner::Product, product.id, &mut printed);
            printed
        })
        .collect();
    if found.is_empty() && !call.knobs.missing_product_is_empty_list {
        return Err(Refusal::not_found(format!("No Products Found for the ID set {ids}")));
    }
    Ok(Reply::response(Value::Array(found)))
}

fn prices(call: &Call<'_>, ids: &str, lists: Option<&str>) -> Result<Reply, Refusal> {
    let set = call.ids("product-price", ids)?;
    let lists = lists.map(|text| call.ids("price-list", text)).transpose()?;
    let found: Vec<Value> =
        named(&call.state.products, &set).map(|product| wire::prices(product, lists.as_ref())).collect();
    if found.is_empty() {
        return Err(Refusal::not_found("No Product Prices Found"));
    }
    Ok(Reply::response(json!(found)))
}
