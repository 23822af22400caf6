//! Settings and other reference data, which nothing here changes (fact sheet 4.1.3, 4.1.4, 4.2.1, 4.5.2, 4.6.2).

pub mod tables;
mod wire;

use rust_decimal::Decimal;
use serde_json::json;

use super::call::{Call, listed, no_such_resource};
use super::reply::{Refusal, Reply};
use super::search::{self, Cell, Column, Kind};
use crate::catalogue::{BRANDS, CATEGORIES, TYPES};
use tables::{
    CHANNELS, COUNTRIES, CURRENCIES, Country, Currency, INSTANCES, LEAD_SOURCES, NEW_CREDIT_STATUS,
    NEW_ORDER_STATUS, NOMINAL_CODES, ORDER_STATUSES, OrderStatus, PAYMENT_METHODS, PRICE_LISTS,
    PaymentMethod, SHIPPING_METHODS, TAX_CODES, TaxCode, WAREHOUSES, Warehouse,
};

/// Id of the first brand; the others follow in the order of the catalogue.
pub const FIRST_BRAND: i64 = 74;
/// Id of the first product type.
pub const FIRST_TYPE: i64 = 1;
/// Id of the first category.
pub const FIRST_CATEGORY: i64 = 290;

/// A name with its id, for brands, types and categories.
#[derive(Debug, Clone, Copy)]
pub struct Named {
    /// The id.
    pub id: i64,
    /// The name.
    pub name: &'static str,
}

fn numbered(first: i64, names: impl Iterator<Item = &'static str>) -> Vec<Named> {
    (first..).zip(names).map(|(id, name)| Named { id, name }).collect()
}

/// The brands.
pub fn brands() -> Vec<Named> {
    numbered(FIRST_BRAND, BRANDS.iter().map(|(name, _)| *name))
}

/// The product types.
pub fn types() -> Vec<Named> {
    numbered(FIRST_TYPE, TYPES.iter().copied())
}

/// The categories; all are roots.
pub fn categories() -> Vec<Named> {
    numbered(FIRST_CATEGORY, CATEGORIES.iter().copied())
}

/// Finds a tax code by the code orders name it with.
pub fn tax_code(code: &str) -> Option<&'static TaxCode> {
    TAX_CODES.iter().find(|tax| tax.code == code)
}

/// Finds a currency by its three letters.
pub fn currency(code: &str) -> Option<&'static Currency> {
    CURRENCIES.iter().find(|currency| currency.code == code)
}

/// What one unit of the base currency is worth in a currency today.
pub fn daily_rate(currency: &Currency) -> Decimal {
    Decimal::new(currency.millionths, 6)
}

/// Finds a country by two or three letters.
pub fn country(iso: &str) -> Option<&'static Country> {
    COUNTRIES.iter().find(|country| country.iso2 == iso || country.iso3 == iso)
}

/// Finds a country by its id.
pub fn country_by_id(id: i64) -> Option<&'static Country> {
    COUNTRIES.iter().find(|country| country.id == id)
}

/// Finds a payment method by its code, in any case.
pub fn payment_method(code: &str) -> Option<&'static PaymentMethod> {
    PAYMENT_METHODS.iter().find(|method| method.code.eq_ignore_ascii_case(code))
}

/// Finds an order status.
pub fn order_status(id: i64) -> Option<&'static OrderStatus> {
    ORDER_STATUSES.iter().find(|status| status.id == id)
}

/// The status orders of a type start with.
pub fn first_status(order_type: &str) -> i64 {
    match order_type {
        "SO" => NEW_ORDER_STATUS,
        "SC" => NEW_CREDIT_STATUS,
        other => {
            ORDER_STATUSES.iter().find(|status| status.order_type == other).map_or(0, |status| status.id)
        }
    }
}

/// Whether a nominal code exists.
pub fn nominal_code_exists(code: &str) -> bool {
    NOMINAL_CODES.iter().any(|nominal| nominal.code == code)
}

/// Finds a warehouse.
pub fn warehouse(id: i64) -> Option<&'static Warehouse> {
    WAREHOUSES.iter().find(|warehouse| warehouse.id == id)
}

/// Answers a GET of `product-service` reference data.
pub fn product_service(call: &Call<'_>, resource: &str, ids: Option<&str>) -> Result<Reply, Refusal> {
    match resource {
        "price-list" => listed(call, resource, ids, &PRICE_LISTS, |list| list.id, wire::price_list),
        "channel" => listed(call, resource, ids, &CHANNELS, |channel| channel.id, wire::channel),
        "brand" => listed(call, resource, ids, &brands(), |brand| brand.id, wire::brand),
        "product-type" => listed(call, resource, ids, &types(), |kind| kind.id, wire::product_type),
        "brightpearl-category" => listed(call, resource, ids, &categories(), |one| one.id, wire::category),
        "brand-search" => named_search(call, &BRAND_COLUMNS, &brands()),
        "product-type-search" => named_search(call, &TYPE_COLUMNS, &types()),
        "brightpearl-category-search" => named_search(call, &CATEGORY_COLUMNS, &categories()),
        _ => Err(no_such_resource()),
    }
}

/// Answers a GET of `accounting-service` reference data.
pub fn accounting_service(call: &Call<'_>, resource: &str, ids: Option<&str>) -> Result<Reply, Refusal> {
    match resource {
        "tax-code" => listed(call, resource, ids, &TAX_CODES, |tax| tax.id, wire::tax_code),
        // Nominal codes are asked for by code, and all of them are digits.
        "nominal-code" => listed(
            call,
            resource,
            ids,
            &NOMINAL_CODES,
            |one| one.code.parse().unwrap_or(0),
            wire::nominal_code,
        ),
        "payment-method" => listed(call, resource, ids, &PAYMENT_METHODS, |one| one.id, wire::payment_method),
        "currency-search" => {
            search::run(&CURRENCY_COLUMNS, CURRENCIES.iter(), &call.query, call.knobs, |_| json!({}))
        }
        "payment-method-search" => {
            search::run(&METHOD_COLUMNS, PAYMENT_METHODS.iter(), &call.query, call.knobs, |_| json!({}))
        }
        _ => Err(no_such_resource()),
    }
}

/// Answers a GET of `warehouse-service` reference data.
pub fn warehouse_service(call: &Call<'_>, rest: &[&str]) -> Result<Reply, Refusal> {
    match rest {
        ["warehouse"] => listed(call, "warehouse", None, &WAREHOUSES, |one| one.id, wire::warehouse),
        ["warehouse", ids] => {
            listed(call, "warehouse", Some(ids), &WAREHOUSES, |one| one.id, wire::warehouse)
        }
        ["warehouse", id, "location", which] => location(call, id, Some(which)),
        ["warehouse", id, "location"] => location(call, id, None),
        ["shipping-method"] => {
            listed(call, "shipping-method", None, &SHIPPING_METHODS, |one| one.id, wire::shipping_method)
        }
        ["shipping-method", ids] => {
            listed(call, "shipping-method", Some(ids), &SHIPPING_METHODS, |one| one.id, wire::shipping_method)
        }
        _ => Err(no_such_resource()),
    }
}

fn location(call: &Call<'_>, warehouse_id: &str, which: Option<&str>) -> Result<Reply, Refusal> {
    let id = call.id(warehouse_id)?;
    let Some(warehouse) = warehouse(id) else {
        return Err(Refusal::not_found(format!("No warehouse found with id {id}")));
    };
    let single = |id: i64| {
        if call.knobs.default_location_as_list {
            Reply::response(json!([id]))
        } else {
            Reply::response(json!(id))
        }
    };
    match which {
        Some("default") => Ok(single(warehouse.default_location)),
        Some("quarantine") => Ok(single(warehouse.quarantine_location)),
        ids => {
            let places = [(warehouse.default_location, "A1"), (warehouse.quarantine_location, "QUARANTINE")];
            listed(
                call,
                "location",
                ids,
                &places,
                |place| place.0,
                |place| wire::location(warehouse.id, *place),
            )
        }
    }
}

/// Answers a GET of order statuses.
pub fn order_statuses(call: &Call<'_>, ids: Option<&str>) -> Result<Reply, Refusal> {
    listed(call, "order-status", ids, &ORDER_STATUSES, |status| status.id, wire::order_status)
}

/// Answers a GET of lead sources.
pub fn lead_sources(call: &Call<'_>, ids: Option<&str>) -> Result<Reply, Refusal> {
    listed(call, "lead-source", ids, &LEAD_SOURCES, |source| source.id, wire::lead_source)
}

/// Answers a GET of `integration-service` reference data.
pub fn integration_service(rest: &[&str]) -> Result<Reply, Refusal> {
    match rest {
        ["account-configuration"] => Ok(Reply::response(wire::account_configuration())),
        ["integration", "instance"] => Ok(Reply::response(INSTANCES.iter().map(wire::instance).collect())),
        _ => Err(no_such_resource()),
    }
}

static BRAND_COLUMNS: [Column<Named>; 2] = [
    Column::new("brandId", Kind::IdSet, |brand: &Named| Cell::Int(brand.id)),
    Column::new("brandName", Kind::SearchString, |brand: &Named| Cell::text(brand.name)),
];

static TYPE_COLUMNS: [Column<Named>; 2] = [
    Column::new("productTypeId", Kind::IdSet, |kind: &Named| Cell::Int(kind.id)),
    Column::new("name", Kind::SearchString, |kind: &Named| Cell::text(kind.name)),
];

static CATEGORY_COLUMNS: [Column<Named>; 4] = [
    Column::new("categoryId", Kind::IdSet, |category: &Named| Cell::Int(category.id)),
    Column::new("categoryName", Kind::SearchString, |category: &Named| Cell::text(category.name)),
    Column::new("parentId", Kind::IdSet, |_: &Named| Cell::Int(0)),
    Column::new("active", Kind::Boolean, |_: &Named| Cell::Bool(true)),
];

static CURRENCY_COLUMNS: [Column<Currency>; 6] = [
    Column::new("id", Kind::IdSet, |one: &Currency| Cell::Int(one.id)),
    Column::new("title", Kind::SearchString, |one: &Currency| Cell::text(one.title)),
    Column::new("code", Kind::Str, |one: &Currency| Cell::text(one.code)),
    Column::new("symbol", Kind::Str, |one: &Currency| Cell::text(one.symbol)),
    Column::new("exchangeRate", Kind::Str, |one: &Currency| {
        Cell::made(super::reply::fixed(daily_rate(one), 6))
    }),
    Column::new("isDefault", Kind::Boolean, |one: &Currency| Cell::Bool(one.id == 1)),
];

static METHOD_COLUMNS: [Column<PaymentMethod>; 4] = [
    Column::new("id", Kind::IdSet, |one: &PaymentMethod| Cell::Int(one.id)),
    Column::new("name", Kind::Str, |one: &PaymentMethod| Cell::text(one.name)),
    Column::new("code", Kind::Str, |one: &PaymentMethod| Cell::text(one.code)),
    Column::new("isActive", Kind::Boolean, |one: &PaymentMethod| Cell::Bool(one.active)),
];

fn named_search(
    call: &Call<'_>,
    columns: &'static [Column<Named>],
    names: &[Named],
) -> Result<Reply, Refusal> {
    search::run(columns, names.iter(), &call.query, call.knobs, |_| json!({}))
}
