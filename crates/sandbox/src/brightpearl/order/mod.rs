//! Orders (fact sheet 4.3): created through `sales-order`, read flat there and nested under `order`.

pub mod close;
mod codes;
mod create;
mod flat;
mod generic;
mod kind;
mod lines;
mod nested;
mod notes;
mod patch;
mod rows;
mod search;
pub mod status;

use axum::http::Method;
use jiff::Timestamp;
use rand::seq::SliceRandom;
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

use super::call::{Call, no_such_resource};
use super::contact::Address;
use super::custom::{self, Owner};
use super::idset::IdSet;
use super::reference;
use super::reply::{Refusal, Reply};
use super::search::catalogue;
pub use kind::{Invoice, Level, OrderType, Paid};
pub use lines::{Bundle, Line};

/// Id of the first sales order.
pub const FIRST_ORDER: i64 = 500_001;
/// Id of the first order row.
pub const FIRST_ROW: i64 = 1_200_001;

/// Code of an order id that does not exist.
pub const NO_SUCH_ORDER: &str = "ORDC-003";
/// Code of refused sales orders; the real numbers are not known (fact sheet 7, question 8).
const BAD_ORDER: &str = "ORDC-900";

/// A sale, a credit or a purchase.
#[derive(Debug, Clone)]
pub struct Order {
    /// The same in the flat and the nested view.
    pub id: i64,
    /// What it is.
    pub kind: OrderType,
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
    /// One of the statuses of its type.
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
    /// How much is reserved or on goods-out notes.
    pub allocated: Level,
    /// How much is on shipped goods-out notes.
    pub shipped: Level,
    /// How much came in, for a credit or a purchase.
    pub received: Level,
    /// How far it is invoiced.
    pub invoice: Invoice,
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
    /// The allocation status code; what does not sell needs none.
    pub fn allocation_code(&self) -> &'static str {
        match self.allocated {
            Level::NotRequired => "ANR",
            Level::Nothing => "ANA",
            Level::Part => "APA",
            Level::All => "AAA",
        }
    }

    /// The stock status: its id in order-search and its code.
    pub fn stock(&self) -> (i64, &'static str) {
        let level = if self.kind.sells() { self.allocated } else { self.received };
        let (first, [none, part, all]) = self.kind.stock_codes();
        match level {
            Level::NotRequired => (13, "NON"),
            Level::Nothing => (first, none),
            Level::Part => (first + 1, part),
            Level::All => (first + 2, all),
        }
    }

    /// The shipping status: its id in order-search and its code.
    pub fn shipping(&self) -> (i64, &'static str) {
        match self.shipped {
            Level::NotRequired => (1, "NST"),
            Level::Nothing => (2, "SNS"),
            Level::Part => (3, "SPS"),
            Level::All => (4, "ASS"),
        }
    }

    /// Whether it is invoiced.
    pub fn is_closed(&self) -> bool {
        self.closed_on().is_some()
    }

    /// When it was invoiced.
    pub fn closed_on(&self) -> Option<Timestamp> {
        if let Invoice::Done { closed_on, .. } = self.invoice { Some(closed_on) } else { None }
    }

    /// Sets what follows from the rows before any goods or money have moved.
    pub fn begin(&mut self) {
        let tracked = self.lines.iter().any(|line| line.stock_tracked);
        let level = if tracked { Level::Nothing } else { Level::NotRequired };
        self.received = level;
        (self.allocated, self.shipped) =
            if self.kind.sells() { (level, level) } else { (Level::NotRequired, Level::NotRequired) };
        self.paid = if self.gross().is_zero() { Paid::NotApplicable } else { Paid::Unpaid };
    }

    /// Marks a change, as reads and searches show it.
    pub fn touch(&mut self, now: Timestamp) {
        self.version += 1;
        self.updated_on = Some(now);
    }

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
    match rest {
        ["order", id, "custom-field"] => custom::serve(call, Owner::Order, id),
        [resource @ ("sales-order" | "sales-credit"), rest @ ..] => {
            let kind = if *resource == "sales-order" { OrderType::Sale } else { OrderType::Credit };
            serve_flat(call, resource, kind, rest)
        }
        ["order", rest @ ..] => serve_nested(call, rest),
        _ if call.method == Method::GET => serve_lists(call, rest),
        _ => Err(no_such_resource()),
    }
}

/// The flat model of one type of orders.
fn serve_flat(call: &mut Call<'_>, resource: &str, kind: OrderType, rest: &[&str]) -> Result<Reply, Refusal> {
    match (call.method.clone(), rest) {
        (Method::POST, []) => create::create(call, kind),
        (Method::GET, []) => {
            Err(Refusal::bad("CMNC-006", format!("You must supply an ID set of {resource}")))
        }
        (Method::GET, [ids]) => flat_orders(call, resource, kind, ids),
        (Method::OPTIONS, []) => call.get_uris(resource, None, ids_of(call, kind)),
        (Method::OPTIONS, [ids]) => call.get_uris(resource, Some(ids), ids_of(call, kind)),
        (Method::POST, [id, "close"]) => close::post(call, kind, id),
        _ => Err(no_such_resource()),
    }
}

fn ids_of(call: &Call<'_>, kind: OrderType) -> impl Iterator<Item = i64> {
    let all = call.state.orders.all().filter(move |order| order.kind == kind);
    all.map(|order| order.id).collect::<Vec<_>>().into_iter()
}

/// The nested model, which all types share.
fn serve_nested(call: &mut Call<'_>, rest: &[&str]) -> Result<Reply, Refusal> {
    match (call.method.clone(), rest) {
        (Method::POST, []) => generic::create(call),
        (Method::GET, [ids]) => orders(call, ids),
        (Method::OPTIONS, []) => call.get_uris("order", None, call.state.orders.ids()),
        (Method::OPTIONS, [ids]) => call.get_uris("order", Some(ids), call.state.orders.ids()),
        (Method::PATCH, [id]) => patch::patch(call, id),
        (Method::PUT, [id, "status"]) => status::put(call, id),
        (Method::POST, [id, "row"]) => rows::post(call, id),
        (Method::PATCH, [id, "row", row]) => rows::patch(call, id, row),
        (Method::DELETE, [id, "row", row]) => rows::delete(call, id, row),
        (Method::POST, [id, "note"]) => status::add_note(call, id),
        (Method::GET, [id, "note"]) => status::notes(call, id),
        _ => Err(no_such_resource()),
    }
}

/// Searches and lists of codes.
fn serve_lists(call: &mut Call<'_>, rest: &[&str]) -> Result<Reply, Refusal> {
    match rest {
        ["sales-order-search"] => flat_search(call, &search::SALES_ORDER_COLUMNS, OrderType::Sale),
        ["sales-order-search", "meta-data"] => Ok(catalogue(&search::SALES_ORDER_COLUMNS)),
        ["sales-credit-search"] => flat_search(call, &search::SALES_CREDIT_COLUMNS, OrderType::Credit),
        ["sales-credit-search", "meta-data"] => Ok(catalogue(&search::SALES_CREDIT_COLUMNS)),
        ["order-search"] => call.search(&search::ORDER_COLUMNS, &call.state.orders, search::names),
        ["order-search", "meta-data"] => Ok(catalogue(&search::ORDER_COLUMNS)),
        ["sale" | "purchase", "custom-field-meta-data"] => custom::meta_data(call, Owner::Order, None),
        ["sale" | "purchase", "custom-field-meta-data", ids] => {
            custom::meta_data(call, Owner::Order, Some(ids))
        }
        ["order-note-search"] => notes::search(call),
        ["order-note-search", "meta-data"] => Ok(catalogue(&notes::COLUMNS)),
        ["order-status"] => reference::order_statuses(call, None),
        ["order-status", ids] => reference::order_statuses(call, Some(ids)),
        [list @ ("order-type" | "order-stock-status" | "order-shipping-status")] => Ok(codes::list(list)),
        _ => Err(no_such_resource()),
    }
}

fn flat_search(
    call: &Call<'_>,
    columns: &'static [super::search::Column<Order>],
    kind: OrderType,
) -> Result<Reply, Refusal> {
    let rows = call.state.orders.searchable(call.moment).filter(|order| order.kind == kind);
    super::search::run(columns, rows, &call.query, call.knobs, search::status_names)
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
fn flat_orders(call: &Call<'_>, resource: &str, kind: OrderType, ids: &str) -> Result<Reply, Refusal> {
    let set = call.ids(resource, ids)?;
    let found: Vec<Value> = named(call, &set)
        .filter(|order| order.kind == kind)
        .map(|order| with_custom_fields(call, order, flat::order(order)))
        .collect();
    let complete = i64::try_from(found.len()).is_ok_and(|count| count == set.len());
    Ok(if complete { Reply::response(json!(found)) } else { Reply::partial(json!(found)) })
}

/// Nested view: 200 in no particular order, `[]` when nothing exists.
fn orders(call: &mut Call<'_>, ids: &str) -> Result<Reply, Refusal> {
    let set = call.ids("order", ids)?;
    let mut found: Vec<Value> =
        named(call, &set).map(|order| with_custom_fields(call, order, nested::order(order))).collect();
    found.shuffle(&mut call.state.dice);
    Ok(Reply::response(json!(found)))
}

fn with_custom_fields(call: &Call<'_>, order: &Order, mut printed: Value) -> Value {
    custom::include(call, Owner::Order, order.id, &mut printed);
    printed
}

/// The orders an id set names that exist.
fn named<'a>(call: &'a Call<'_>, set: &'a IdSet) -> impl Iterator<Item = &'a Order> {
    set.ranges().iter().flat_map(|(low, high)| call.state.orders.range(*low, *high))
}
