//! Orders (fact sheet 4.3): created through `sales-order`, read flat there and nested under `order`.

mod create;
mod flat;
mod lines;
mod nested;
mod search;
pub mod status;

use axum::http::Method;
use jiff::Timestamp;
use rand::seq::SliceRandom;
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

use super::call::{Call, no_such_resource};
use super::contact::Address;
use super::reference;
use super::reply::{Refusal, Reply};
use super::search::catalogue;
pub use lines::{Bundle, Line};

/// Id of the first sales order.
pub const FIRST_ORDER: i64 = 500_001;
/// Id of the first order row.
pub const FIRST_ROW: i64 = 1_200_001;

/// Code of an order id that does not exist.
pub const NO_SUCH_ORDER: &str = "ORDC-003";
/// Code of refused sales orders; the real numbers are not known (fact sheet 7, question 8).
const BAD_ORDER: &str = "ORDC-900";

/// How far an order is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paid {
    /// No money yet, at most a part authorised.
    Unpaid,
    /// Less than the total.
    Partially,
    /// The total or more.
    Fully,
    /// All of the total is authorised, none of it captured.
    Authorized,
    /// The total is zero.
    NotApplicable,
}

impl Paid {
    /// The token, and the id order-search shows; of the ids only 5 is confirmed.
    pub fn code(self) -> (i64, &'static str) {
        match self {
            Self::Unpaid => (1, "UNPAID"),
            Self::Partially => (2, "PARTIALLY_PAID"),
            Self::Fully => (3, "PAID"),
            Self::Authorized => (4, "AUTHORIZED"),
            Self::NotApplicable => (5, "NOT_APPLICABLE"),
        }
    }
}

/// How much of the stock-tracked rows is reserved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allocated {
    /// No row is stock-tracked.
    NotRequired,
    /// No unit.
    Nothing,
    /// Fewer units than were ordered.
    Part,
    /// Every unit.
    All,
}

impl Allocated {
    /// The allocation status code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotRequired => "ANR",
            Self::Nothing => "ANA",
            Self::Part => "APA",
            Self::All => "AAA",
        }
    }

    /// The stock status: its id in order-search and its code.
    pub fn stock(self) -> (i64, &'static str) {
        match self {
            Self::NotRequired => (13, "NON"),
            Self::Nothing => (1, "SON"),
            Self::Part => (2, "SOP"),
            Self::All => (3, "SOA"),
        }
    }

    /// The shipping status: its id in order-search and its code. Nothing is ever shipped in this account.
    pub fn shipping(self) -> (i64, &'static str) {
        if self == Self::NotRequired { (1, "NST") } else { (2, "SNS") }
    }
}

/// A sales order.
#[derive(Debug, Clone)]
pub struct Order {
    /// The same in the flat and the nested view.
    pub id: i64,
    /// Contact id of the buyer.
    pub customer_id: i64,
    /// Contact id of who gets the invoice; the buyer by default.
    pub billing_contact_id: i64,
    /// Copied from the contact unless sent.
    pub customer_address: Address,
    /// Copied from the contact unless sent.
    pub billing_address: Address,
    /// Copied from the contact unless sent.
    pub delivery_address: Address,
    /// The customer's reference: `ref`, `reference` and `customerRef`.
    pub reference: Option<String>,
    /// The sender's own reference; not unique alone.
    pub external_ref: Option<String>,
    /// With the external reference the only protection from a second order.
    pub instance_id: Option<i64>,
    /// When the customer bought.
    pub placed_on: Timestamp,
    /// The date for the tax office.
    pub tax_date: Timestamp,
    /// When it is to be delivered.
    pub delivery_date: Option<Timestamp>,
    /// 0 for none.
    pub shipping_method_id: i64,
    /// The order it belongs to; 0 for none.
    pub parent_id: i64,
    /// One of the sales order statuses.
    pub status_id: i64,
    /// Where its goods come from.
    pub warehouse_id: i64,
    /// Where it was sold; 0 for none.
    pub channel_id: i64,
    /// Contact id of the seller; 0 for none.
    pub staff_owner_id: i64,
    /// 0 for none.
    pub project_id: i64,
    /// 0 for none.
    pub lead_source_id: i64,
    /// 0 for none.
    pub team_id: i64,
    /// The list its prices come from.
    pub price_list_id: i64,
    /// `INC` or `EXC`.
    pub price_mode: String,
    /// Three letters.
    pub currency: String,
    /// Units of the order's currency for one unit of the base currency.
    pub exchange_rate: Decimal,
    /// Whether the rate was sent, instead of the rate of the day.
    pub fixed_rate: bool,
    /// By rising sequence of entry; parts of bundles follow their parent.
    pub lines: Vec<Line>,
    /// When it was entered.
    pub created_on: Timestamp,
    /// Contact id of who entered it; 0 for a system app.
    pub created_by: i64,
    /// None until the first change.
    pub updated_on: Option<Timestamp>,
    /// Grows with every change.
    pub version: i64,
    /// Follows its payments.
    pub paid: Paid,
    /// Follows its reservation.
    pub allocated: Allocated,
}

/// The sums of an order, in its own and in the base currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Without tax, in the order's currency, two decimals.
    pub net: Decimal,
    /// Tax, in the order's currency, two decimals.
    pub tax: Decimal,
    /// Without tax, in the base currency.
    pub base_net: Decimal,
    /// Tax, in the base currency.
    pub base_tax: Decimal,
}

impl Order {
    /// Adds up the rows as they were sent; nothing is computed from tax rates.
    pub fn totals(&self) -> Totals {
        let cents = |value: Decimal| value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        let net = cents(self.lines.iter().map(|line| line.net).sum());
        let tax = cents(self.lines.iter().map(|line| line.tax).sum());
        let base = |value: Decimal| cents(value.checked_div(self.exchange_rate).unwrap_or(value));
        Totals { net, tax, base_net: base(net), base_tax: base(tax) }
    }

    /// What the customer owes, in the order's currency.
    pub fn gross(&self) -> Decimal {
        let totals = self.totals();
        totals.net + totals.tax
    }
}

/// Answers `order-service`.
pub fn serve(call: &mut Call<'_>, rest: &[&str]) -> Result<Reply, Refusal> {
    match (call.method.clone(), rest) {
        (Method::POST, ["sales-order"]) => create::create(call),
        (Method::GET, ["sales-order"]) => {
            Err(Refusal::bad("CMNC-006", "You must supply an ID set of sales orders"))
        }
        (Method::GET, ["sales-order", ids]) => sales_orders(call, ids),
        (Method::OPTIONS, [resource @ ("sales-order" | "order")]) => {
            call.get_uris(resource, None, call.state.orders.ids())
        }
        (Method::OPTIONS, [resource @ ("sales-order" | "order"), ids]) => {
            call.get_uris(resource, Some(ids), call.state.orders.ids())
        }
        (Method::GET, ["sales-order-search"]) => {
            call.search(&search::SALES_ORDER_COLUMNS, &call.state.orders, search::status_names)
        }
        (Method::GET, ["sales-order-search", "meta-data"]) => Ok(catalogue(&search::SALES_ORDER_COLUMNS)),
        (Method::GET, ["order", ids]) => orders(call, ids),
        (Method::GET, ["order-search"]) => {
            call.search(&search::ORDER_COLUMNS, &call.state.orders, search::names)
        }
        (Method::GET, ["order-search", "meta-data"]) => Ok(catalogue(&search::ORDER_COLUMNS)),
        (Method::PUT, ["order", id, "status"]) => status::put(call, id),
        (Method::POST, ["order", id, "note"]) => status::add_note(call, id),
        (Method::GET, ["order", id, "note"]) => status::notes(call, id),
        (Method::GET, ["order-status"]) => reference::order_statuses(call, None),
        (Method::GET, ["order-status", ids]) => reference::order_statuses(call, Some(ids)),
        _ => Err(no_such_resource()),
    }
}

/// Finds an order that a write names.
///
/// # Errors
/// 404 `ORDC-003` if there is none.
pub fn find(call: &Call<'_>, id: i64) -> Result<Order, Refusal> {
    call.state
        .orders
        .get(id)
        .cloned()
        .ok_or_else(|| Refusal::with_status(404, NO_SUCH_ORDER, format!("There is no order with id {id}")))
}

/// Flat view: 200, or 207 where some of the ids do not exist, never 404.
fn sales_orders(call: &Call<'_>, ids: &str) -> Result<Reply, Refusal> {
    let set = call.ids("sales-order", ids)?;
    let found: Vec<Value> =
        call.state.orders.all().filter(|order| set.contains(order.id)).map(flat::sales_order).collect();
    let complete = i64::try_from(found.len()).is_ok_and(|count| count == set.len());
    Ok(if complete { Reply::response(json!(found)) } else { Reply::partial(json!(found)) })
}

/// Nested view: 200 in no particular order, `[]` when nothing exists.
fn orders(call: &mut Call<'_>, ids: &str) -> Result<Reply, Refusal> {
    let set = call.ids("order", ids)?;
    let mut found: Vec<Value> =
        call.state.orders.all().filter(|order| set.contains(order.id)).map(nested::order).collect();
    found.shuffle(&mut call.state.dice);
    Ok(Reply::response(json!(found)))
}
