//! POST sales-order and sales-credit: all rows or nothing, and once per (externalRef, instance).

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::super::State;
use super::super::call::Call;
use super::super::contact::Address;
use super::super::form::Form;
use super::super::knobs::InstanceIds;
use super::super::reference;
use super::super::reference::tables::{
    CHANNELS, INSTANCES, LEAD_SOURCES, MAIN_WAREHOUSE, PRICE_LISTS, RETAIL_LIST, SHIPPING_METHODS,
};
use super::super::reply::{Refusal, Reply};
use super::{BAD_ORDER, Invoice, Level, Line, Order, OrderType, Paid, lines, lines::Bundle};
use crate::ledger::Effect;

/// Answers with the id of the new order, or of the one that is there already under the same pair of references.
pub(super) fn create(call: &mut Call<'_>, kind: OrderType) -> Result<Reply, Refusal> {
    let body = call.json()?;
    if !body.is_object() {
        return Err(Refusal::bad("CMNC-010", "You must supply a valid JSON message body"));
    }
    if let Some(id) = existing(call, kind, &body) {
        // The documentation says only that nothing changes; what the body holds is an assumption.
        return Ok(if call.knobs.repeated_order_answers_id {
            Reply::response(json!(id))
        } else {
            Reply::done()
        });
    }
    let mut order = read(call, kind, &body)?;
    order.id = call.state.new_order_id();
    number_rows(call.state, &mut order.lines);
    order.begin();
    call.record(created(&order));
    let (id, customer_id, placed_on) = (order.id, order.customer_id, order.placed_on);
    let seen = call.seen();
    call.state.orders.put(id, order, seen);
    if kind.sells() {
        call.state.hooks.raise("sales-order.created", id);
        remember_customer(call, customer_id, placed_on);
    }
    Ok(Reply::response(json!(id)))
}

/// Gives every row its id, and the parts of a bundle that of their parent, which stands before them.
pub(super) fn number_rows(state: &mut State, lines: &mut [Line]) {
    let mut parent = 0;
    for line in lines {
        line.id = state.new_row_id();
        match &mut line.bundle {
            Bundle::Parent => parent = line.id,
            Bundle::Child(of) => *of = parent,
            Bundle::None => {}
        }
    }
}

/// The order that has the same external reference and instance id, if instance ids count.
fn existing(call: &Call<'_>, kind: OrderType, body: &Value) -> Option<i64> {
    if instance_rule(call) != InstanceIds::Accepted {
        return None;
    }
    let reference = body.get("externalRef")?.as_str().filter(|text| !text.is_empty())?;
    let instance = super::super::form::whole(body.get("installedIntegrationInstanceId")?)?;
    call.state
        .orders
        .all()
        .find(|order| {
            order.kind == kind
                && order.external_ref.as_deref() == Some(reference)
                && order.instance_id == Some(instance)
        })
        .map(|order| order.id)
}

fn created(order: &Order) -> Effect {
    let totals = order.totals();
    let what = if order.kind.sells() { "sales-order.created" } else { "sales-credit.created" };
    Effect::new(what, order.id, order.external_ref.clone().unwrap_or_default()).amount(order.gross()).detail(
        json!({
            "customerId": order.customer_id, "channelId": order.channel_id, "warehouseId": order.warehouse_id,
            "currency": order.currency, "net": totals.net, "tax": totals.tax, "rows": order.lines.len(),
            "ref": order.reference, "instanceId": order.instance_id, "parentId": order.parent_id,
        }),
    )
}

fn remember_customer(call: &mut Call<'_>, customer_id: i64, placed_on: Timestamp) {
    if let Some(mut contact) = call.state.contacts.get(customer_id).cloned() {
        contact.last_ordered_on = contact.last_ordered_on.max(Some(placed_on));
        let seen = call.seen();
        call.state.contacts.put(customer_id, contact, seen);
    }
}

/// Reads the whole body and tells everything that is wrong with it at once.
fn read(call: &Call<'_>, kind: OrderType, body: &Value) -> Result<Order, Refusal> {
    let mut form = Form::new(body, BAD_ORDER);
    let customer_id = customer(call, &mut form);
    let billing_contact_id =
        form.known_id("/billing/contactId", "contact", |id| call.state.contacts.get(id).is_some());
    let default_address = default_address(call, customer_id);
    let price_list_id = form
        .known_id("/priceListId", "price list", |id| PRICE_LISTS.iter().any(|one| one.id == id))
        .unwrap_or(RETAIL_LIST);
    let (currency, exchange_rate, fixed_rate) = currency(&mut form);
    let now = call.now();
    let mut known = |pointer: &str, thing: &str, exists: &dyn Fn(i64) -> bool| {
        form.known_id(pointer, thing, |id| id == 0 || exists(id)).unwrap_or(0)
    };
    let mut order = Order {
        id: 0,
        kind,
        customer_id,
        billing_contact_id: billing_contact_id.unwrap_or(customer_id),
        shipping_method_id: known("/delivery/shippingMethodId", "shipping method", &|id| {
            SHIPPING_METHODS.iter().any(|one| one.id == id)
        }),
        parent_id: known("/parentId", "order", &|id| call.state.orders.get(id).is_some()),
        channel_id: known("/channelId", "channel", &|id| CHANNELS.iter().any(|one| one.id == id)),
        staff_owner_id: known("/staffOwnerId", "member of staff", &|id| {
            call.state.contacts.get(id).is_some_and(|contact| contact.is_staff)
        }),
        project_id: known("/projectId", "project", &|_| false),
        lead_source_id: known("/leadSourceId", "lead source", &|id| {
            LEAD_SOURCES.iter().any(|one| one.id == id)
        }),
        team_id: known("/teamId", "team", &|_| false),
        customer_address: party(&mut form, "/customer/address", &default_address),
        billing_address: party(&mut form, "/billing/address", &default_address),
        delivery_address: party(&mut form, "/delivery/address", &default_address),
        reference: form.text("/ref", 255),
        external_ref: form.text("/externalRef", 255),
        instance_id: instance_id(call, &mut form),
        placed_on: form.time("/placedOn").unwrap_or(now),
        tax_date: form.time("/taxDate").unwrap_or(now),
        delivery_date: form.time("/delivery/date"),
        status_id: status(&mut form, kind),
        warehouse_id: form
            .known_id("/warehouseId", "warehouse", |id| reference::warehouse(id).is_some())
            .unwrap_or(MAIN_WAREHOUSE),
        price_list_id,
        price_mode: price_mode(&mut form),
        currency,
        exchange_rate,
        fixed_rate,
        lines: Vec::new(),
        created_on: now,
        created_by: call.caller,
        updated_on: None,
        version: 1,
        paid: Paid::Unpaid,
        allocated: Level::NotRequired,
        shipped: Level::NotRequired,
        received: Level::NotRequired,
        invoice: Invoice::None,
    };
    let mut problems = form.into_problems().err().unwrap_or_default();
    order.lines = lines::read(call, body, price_list_id, &mut problems);
    Refusal::unless_empty(problems)?;
    order.lines = lines::unpack(call.state, order.lines);
    Ok(order)
}

/// The customer: `customer.id` or its alias `customerId`, the only field that must be there.
fn customer(call: &Call<'_>, form: &mut Form<'_>) -> i64 {
    let pointer = if form.at("/customer/id").is_some() { "/customer/id" } else { "/customerId" };
    if form.at(pointer).is_none() {
        form.wrong("customer.id is required");
    }
    form.known_id(pointer, "contact", |id| call.state.contacts.get(id).is_some()).unwrap_or(0)
}

/// The address of a contact with name, e-mail and telephone, as orders copy it.
pub(super) fn default_address(call: &Call<'_>, contact_id: i64) -> Address {
    let Some(contact) = call.state.contacts.get(contact_id) else { return Address::default() };
    let stored = contact.addresses.get("DEF").and_then(|id| call.state.addresses.get(id));
    let one = |place: Option<&String>| place.cloned().unwrap_or_default();
    Address {
        full_name: format!("{} {}", contact.first_name, contact.last_name).trim().to_owned(),
        company: contact.organisation.clone().unwrap_or_default(),
        telephone: one(contact.telephones.get("PRI")),
        mobile: one(contact.telephones.get("MOB")),
        email: one(contact.emails.get("PRI")),
        ..stored.cloned().unwrap_or_default()
    }
}

fn party(form: &mut Form<'_>, pointer: &str, default: &Address) -> Address {
    if form.at(pointer).is_some() { Address::read(form, pointer) } else { default.clone() }
}

/// What becomes of an instance id: an OAuth app has one, for a private app it is a question.
fn instance_rule(call: &Call<'_>) -> InstanceIds {
    if call.instance.is_some() { InstanceIds::Accepted } else { call.knobs.instance_ids }
}

/// An instance id, as far as the app may send one.
fn instance_id(call: &Call<'_>, form: &mut Form<'_>) -> Option<i64> {
    const POINTER: &str = "/installedIntegrationInstanceId";
    match instance_rule(call) {
        InstanceIds::Accepted => form
            .known_id(POINTER, "installed integration instance", |id| {
                id == 0 || INSTANCES.iter().any(|one| one.id == id)
            })
            .filter(|id| *id != 0),
        InstanceIds::Ignored => None,
        InstanceIds::Refused => {
            if form.at(POINTER).is_some() {
                form.wrong("A private app may not set installedIntegrationInstanceId");
            }
            None
        }
    }
}

/// The status: of the order's type and not disabled, the configured one by default.
fn status(form: &mut Form<'_>, kind: OrderType) -> i64 {
    let allowed =
        |id| reference::order_status(id).is_some_and(|one| one.order_type == kind.code() && !one.disabled);
    form.known_id("/statusId", "usable order status of this type", allowed)
        .unwrap_or_else(|| reference::first_status(kind.code()))
}

fn price_mode(form: &mut Form<'_>) -> String {
    match form.text("/priceModeCode", 3).as_deref() {
        None | Some("EXC") => "EXC".to_owned(),
        Some("INC") => "INC".to_owned(),
        Some(other) => {
            form.wrong(format!("priceModeCode must be INC or EXC, not {other}"));
            "EXC".to_owned()
        }
    }
}

/// Code, rate and whether the rate is fixed; without a fixed rate the account's rate of the day applies.
fn currency(form: &mut Form<'_>) -> (String, Decimal, bool) {
    let (code, daily) = currency_of(form, "/currency/code");
    let fixed = form.flag("/currency/fixedExchangeRate").unwrap_or(false);
    let given = form.decimal("/currency/exchangeRate", 6);
    if given.is_some_and(|rate| rate <= Decimal::ZERO) {
        form.wrong("currency.exchangeRate must be more than 0");
    }
    (code, given.filter(|_| fixed).unwrap_or(daily), fixed)
}

/// A currency that is set up, the base currency by default, with its rate of the day.
pub(super) fn currency_of(form: &mut Form<'_>, pointer: &str) -> (String, Decimal) {
    let code = form.text(pointer, 3).unwrap_or_else(|| "GBP".to_owned());
    let daily = reference::currency(&code).map(reference::daily_rate);
    if daily.is_none() {
        form.wrong(format!("{pointer}: the currency {code} is not set up"));
    }
    (code, daily.unwrap_or(Decimal::ONE))
}
