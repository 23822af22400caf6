//! An order as `order` prints it: nested, rows as a map, without the external reference (only searches have it).

use serde_json::{Map, Value, json};

use super::{Bundle, Invoice, Line, Order};
use crate::brightpearl::reference;
use crate::brightpearl::reply::{fixed, without_nulls};
use crate::brightpearl::when;

/// Prints an order; `updatedOn` is absent until the first change, `deliveryDate` unless it is set.
pub fn order(order: &Order) -> Value {
    let status = reference::order_status(order.status_id);
    let mut printed = json!({
        "id": order.id,
        "parentOrderId": order.parent_id,
        "orderTypeCode": order.kind.code(),
        "reference": order.reference.clone().unwrap_or_default(),
        "version": order.version,
        "state": { "tax": if order.is_closed() { "INVOICED" } else { "READY" } },
        "orderStatus": { "orderStatusId": order.status_id, "name": status.map(|status| status.name) },
        "tax": { "errors": [] },
        "orderPaymentStatus": order.paid.code().1,
        "stockStatusCode": order.stock().1,
        "allocationStatusCode": order.allocation_code(),
        "shippingStatusCode": order.shipping().1,
        "placedOn": when::print(order.placed_on),
        "createdOn": when::print(order.created_on),
        "updatedOn": order.updated_on.map(when::print),
        "createdById": order.created_by,
        "priceListId": order.price_list_id,
        "priceModeCode": order.price_mode,
        "delivery": { "deliveryDate": order.delivery_date.map(when::print), "shippingMethodId": order.shipping_method_id },
        "closedOn": order.closed_on().map(when::print),
        "originalInvoiceDate": order.closed_on().map(|_| when::print(order.tax_date)),
        "invoices": [invoice(order)],
        "currency": { "accountingCurrencyCode": "GBP", "orderCurrencyCode": order.currency,
                      "exchangeRate": fixed(order.exchange_rate, 6), "fixedExchangeRate": order.fixed_rate },
        "totalValue": totals(order),
        "assignment": { "current": {
            "staffOwnerContactId": order.staff_owner_id, "projectId": order.project_id, "channelId": order.channel_id,
            "leadSourceId": order.lead_source_id, "teamId": order.team_id } },
        "parties": parties(order),
        "warehouseId": order.warehouse_id,
        "acknowledged": 0,
        "costPriceListId": 1,
        "historicalOrder": false,
        "orderWeighting": 100,
    });
    if let (Some(fields), false) = (printed.as_object_mut(), order.lines.is_empty()) {
        fields.insert("orderRows".to_owned(), Value::Object(rows(order)));
    }
    without_nulls(printed)
}

/// The one invoice of an order; its reference is empty until it is invoiced.
pub fn invoice(order: &Order) -> Value {
    let reference = if let Invoice::Done { reference, .. } = &order.invoice { reference } else { "" };
    json!({ "invoiceReference": reference, "taxDate": when::print(order.tax_date),
            "dueDate": when::print(order.tax_date) })
}

fn totals(order: &Order) -> Value {
    let totals = order.totals();
    json!({
        "net": fixed(totals.net, 2), "taxAmount": fixed(totals.tax, 2),
        "baseNet": fixed(totals.base_net, 2), "baseTaxAmount": fixed(totals.base_tax, 2),
        "baseTotal": fixed(totals.base_net + totals.base_tax, 2), "total": fixed(totals.net + totals.tax, 2),
    })
}

fn parties(order: &Order) -> Value {
    let other = if order.kind.of_supplier() { "supplier" } else { "customer" };
    json!({
        other: order.customer_address.as_party(Some(order.customer_id)),
        "delivery": order.delivery_address.as_party(None),
        "billing": order.billing_address.as_party(Some(order.billing_contact_id)),
    })
}

fn rows(order: &Order) -> Map<String, Value> {
    order.lines.iter().map(|line| (line.id.to_string(), row(&order.currency, line))).collect()
}

/// Prints a row; amounts are in the order's currency.
pub fn row(currency: &str, line: &Line) -> Value {
    let money = |value: String| json!({ "currencyCode": currency, "value": value });
    json!({
        "orderRowSequence": line.sequence.to_string(),
        "productId": line.product_id,
        "productName": line.name,
        "productSku": line.sku,
        "quantity": { "magnitude": fixed(line.quantity, 4) },
        "itemCost": { "currencyCode": "GBP", "value": fixed(line.cost, 4) },
        "productPrice": money(fixed(line.list_price, 4)),
        "discountPercentage": "0.00",
        "rowValue": {
            "taxRate": fixed(line.tax_code.percent(), 4), "taxCode": line.tax_code.code, "taxCalculator": "brightpearl",
            "rowNet": money(fixed(line.net, 4)), "rowTax": money(fixed(line.tax, 2)), "taxClassId": line.tax_code.id,
        },
        "nominalCode": line.nominal_code,
        "composition": composition(line),
        "clonedFromId": 0,
    })
}

fn composition(line: &Line) -> Value {
    let parent = if let Bundle::Child(parent) = line.bundle { parent } else { 0 };
    json!({ "bundleParent": line.bundle == Bundle::Parent, "bundleChild": parent != 0, "parentOrderRowId": parent })
}
