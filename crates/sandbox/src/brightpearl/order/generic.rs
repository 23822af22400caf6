//! POST order: the header of an order of any type, without rows and without protection from doubles.

use serde_json::json;

use super::super::call::Call;
use super::super::form::Form;
use super::super::reference;
use super::super::reference::tables::{
    CHANNELS, COST_LIST, MAIN_WAREHOUSE, PRICE_LISTS, RETAIL_LIST, SHIPPING_METHODS,
};
use super::super::reply::{Refusal, Reply};
use super::create::{currency_of, default_address};
use super::{BAD_ORDER, Invoice, Level, Order, OrderType, Paid};
use crate::ledger::Effect;

/// Answers with the id of the new order; tells no webhook of `sales-order.created`.
pub(super) fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = call.json()?;
    let mut form = Form::new(&body, BAD_ORDER);
    let Some(code) = form.text("/orderTypeCode", 10).filter(|code| !code.is_empty()) else {
        return Err(Refusal::bad("ORDC-005", "You must supply an order type code"));
    };
    let Some(kind) = OrderType::by_code(&code) else {
        return Err(Refusal::bad("ORDC-006", "You have supplied an invalid order type code"));
    };
    let contact_id = contact(call, &mut form, kind);
    let mut order = read(call, &mut form, kind, contact_id);
    form.finish()?;
    order.id = call.state.new_order_id();
    order.begin();
    call.record(
        Effect::new("order.created", order.id, order.reference.clone().unwrap_or_default())
            .detail(json!({ "type": kind.code(), "contactId": contact_id, "parentId": order.parent_id })),
    );
    let (id, seen) = (order.id, call.seen());
    call.state.orders.put(id, order, seen);
    Ok(Reply::response(json!(id)))
}

/// The other party: a customer, or a supplier for purchases (the vendor's message has the typo).
fn contact(call: &Call<'_>, form: &mut Form<'_>, kind: OrderType) -> i64 {
    let pointer =
        if kind.of_supplier() { "/parties/supplier/contactId" } else { "/parties/customer/contactId" };
    if form.at(pointer).is_none() {
        if kind.of_supplier() {
            form.problem("ORDC-022", "Suppllier ID Required.");
        } else {
            form.wrong("parties.customer.contactId is required");
        }
    }
    form.known_id(pointer, "contact", |id| call.state.contacts.get(id).is_some()).unwrap_or(0)
}

fn read(call: &Call<'_>, form: &mut Form<'_>, kind: OrderType, contact_id: i64) -> Order {
    let now = call.now();
    let address = default_address(call, contact_id);
    let status =
        |id| reference::order_status(id).is_some_and(|one| one.order_type == kind.code() && !one.disabled);
    let own_list = if kind.of_supplier() { COST_LIST } else { RETAIL_LIST };
    let (currency, exchange_rate) = currency_of(form, "/currency/orderCurrencyCode");
    let mut known = |pointer: &str, thing: &str, exists: &dyn Fn(i64) -> bool| {
        form.known_id(pointer, thing, |id| id == 0 || exists(id)).unwrap_or(0)
    };
    Order {
        id: 0,
        kind,
        customer_id: contact_id,
        billing_contact_id: contact_id,
        shipping_method_id: known("/delivery/shippingMethodId", "shipping method", &|id| {
            SHIPPING_METHODS.iter().any(|one| one.id == id)
        }),
        parent_id: known("/parentOrderId", "order", &|id| call.state.orders.get(id).is_some()),
        channel_id: known("/assignment/current/channelId", "channel", &|id| {
            CHANNELS.iter().any(|one| one.id == id)
        }),
        staff_owner_id: 0,
        project_id: 0,
        lead_source_id: 0,
        team_id: 0,
        customer_address: address.clone(),
        billing_address: address.clone(),
        delivery_address: address,
        reference: form.text("/reference", 64),
        external_ref: None,
        instance_id: None,
        placed_on: form.time("/placedOn").unwrap_or(now),
        tax_date: form.time("/invoices/0/taxDate").unwrap_or(now),
        delivery_date: form.time("/delivery/deliveryDate"),
        status_id: form
            .known_id("/orderStatus/orderStatusId", "usable order status of this type", status)
            .unwrap_or_else(|| reference::first_status(kind.code())),
        warehouse_id: form
            .known_id("/warehouseId", "warehouse", |id| reference::warehouse(id).is_some())
            .unwrap_or(MAIN_WAREHOUSE),
        price_list_id: form
            .known_id("/priceListId", "price list", |id| PRICE_LISTS.iter().any(|one| one.id == id))
            .unwrap_or(own_list),
        price_mode: form.text("/priceModeCode", 3).unwrap_or_else(|| "EXC".to_owned()),
        currency,
        exchange_rate,
        fixed_rate: false,
        lines: Vec::new(),
        created_on: now,
        created_by: call.caller,
        updated_on: None,
        version: 1,
        paid: Paid::NotApplicable,
        allocated: Level::NotRequired,
        shipped: Level::NotRequired,
        received: Level::NotRequired,
        invoice: Invoice::None,
    }
}
