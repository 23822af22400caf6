//! An order as `sales-order` and `sales-credit` print it: flat, rows as a list in no defined order.

use serde_json::{Value, json};

use super::{Bundle, Line, Order, nested};
use crate::brightpearl::reference::tables::CANCELLED_STATUS;
use crate::brightpearl::reply::{fixed, without_nulls};
use crate::brightpearl::when;

/// Prints a sales order or credit; absent fields are left out, except the parent of a row, which is null.
pub fn order(order: &Order) -> Value {
    let totals = order.totals();
    let mut printed = without_nulls(json!({
        "id": order.id,
        "customerId": order.customer_id,
        "customer": { "id": order.customer_id, "address": order.customer_address.as_party(None) },
        "billing": { "contactId": order.billing_contact_id, "address": order.billing_address.as_party(None) },
        "ref": order.reference,
        "placedOn": when::print(order.placed_on),
        "taxDate": when::print(order.tax_date),
        "parentId": order.parent_id,
        "statusId": order.status_id,
        "warehouseId": order.warehouse_id,
        "channelId": order.channel_id,
        "externalRef": order.external_ref,
        "installedIntegrationInstanceId": order.instance_id,
        "staffOwnerId": order.staff_owner_id,
        "projectId": order.project_id,
        "leadSourceId": order.lead_source_id,
        "teamId": order.team_id,
        "priceListId": order.price_list_id,
        "priceModeCode": order.price_mode,
        "currency": { "code": order.currency, "fixedExchangeRate": order.fixed_rate,
                      "exchangeRate": fixed(order.exchange_rate, 6) },
        "delivery": { "date": order.delivery_date.map(when::print), "address": order.delivery_address.as_party(None),
                      "shippingMethodId": order.shipping_method_id },
        "total": {
            "net": fixed(totals.net, 2), "tax": fixed(totals.tax, 2), "gross": fixed(totals.net + totals.tax, 2),
            "baseNet": fixed(totals.base_net, 2), "baseTax": fixed(totals.base_tax, 2),
            "baseGross": fixed(totals.base_net + totals.base_tax, 2),
        },
        "createdOn": when::print(order.created_on),
        "createdBy": order.created_by,
        "updatedOn": order.updated_on.map(when::print),
        "isCanceled": order.status_id == CANCELLED_STATUS,
        "orderPaymentStatus": order.paid.code().1,
        "allocationStatusCode": order.allocation_code(),
        "stockStatusCode": order.stock().1,
        "shippingStatusCode": order.shipping().1,
        "invoice": nested::invoice(order),
        "orderWeighting": 100,
        "costPriceListId": 1,
    }));
    if let Some(fields) = printed.as_object_mut() {
        // The last row first: whoever needs an order has to sort by sequence.
        fields.insert("rows".to_owned(), order.lines.iter().rev().map(row).collect());
    }
    printed
}

fn row(line: &Line) -> Value {
    let mut printed = without_nulls(json!({
        "id": line.id,
        "productId": line.product_id,
        "name": line.name,
        "sku": line.sku,
        "quantity": fixed(line.quantity, 4),
        "taxCode": line.tax_code.code,
        "taxClassId": line.tax_code.id,
        "taxCalculator": "brightpearl",
        "net": fixed(line.net, 4),
        "tax": fixed(line.tax, 2),
        "nominalCode": line.nominal_code,
        "productPrice": fixed(line.list_price, 4),
        "discountPercentage": "0.00",
        "sequence": line.sequence,
        "externalRef": line.external_ref,
        "bundleParent": line.bundle == Bundle::Parent,
        "bundleChild": matches!(line.bundle, Bundle::Child(_)),
        "clonedFromId": 0,
    }));
    let parent = if let Bundle::Child(parent) = line.bundle { json!(parent) } else { Value::Null };
    if let Some(fields) = printed.as_object_mut() {
        fields.insert("parentRowId".to_owned(), parent);
    }
    printed
}
