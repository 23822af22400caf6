//! The columns of order-search and sales-order-search.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Order;
use crate::brightpearl::reference;
use crate::brightpearl::reference::tables::CANCELLED_STATUS;
use crate::brightpearl::search::{Cell, Column, Kind};

fn reference_text(order: &Order) -> Cell<'_> {
    Cell::maybe_text(order.reference.as_ref())
}

fn external_ref(order: &Order) -> Cell<'_> {
    Cell::maybe_text(order.external_ref.as_ref())
}

/// order-search, in the recorded order; there is no `reference` column, it is `customerRef`.
pub static ORDER_COLUMNS: [Column<Order>; 23] = [
    Column::new("orderId", Kind::IdSet, |one: &Order| Cell::Int(one.id)),
    Column::new("orderTypeId", Kind::IdSet, |one: &Order| Cell::Int(one.kind.named().0))
        .explained_by(&["orderTypeNames"]),
    Column::new("contactId", Kind::Integer, |one: &Order| Cell::Int(one.customer_id)),
    Column::new("orderStatusId", Kind::Integer, |one: &Order| Cell::Int(one.status_id))
        .explained_by(&["orderStatusNames"]),
    Column::new("orderStockStatusId", Kind::Integer, |one: &Order| Cell::Int(one.stock().0))
        .explained_by(&["orderStockStatusNames"]),
    Column::new("createdOn", Kind::Period, |one: &Order| Cell::At(one.created_on)),
    Column::new("createdById", Kind::Integer, |one: &Order| Cell::Int(one.created_by)),
    Column::new("customerRef", Kind::Str, reference_text),
    Column::new("orderPaymentStatusId", Kind::Integer, |one: &Order| Cell::Int(one.paid.code().0))
        .explained_by(&["orderPaymentStatusNames"]),
    Column::new("updatedOn", Kind::Period, |one: &Order| Cell::time(one.updated_on)),
    Column::new("parentOrderId", Kind::IdSet, |one: &Order| Cell::Int(one.parent_id)),
    Column::new("orderShippingStatusId", Kind::Integer, |one: &Order| Cell::Int(one.shipping().0))
        .explained_by(&["orderShippingStatusNames"]),
    Column::new("externalRef", Kind::Str, external_ref),
    Column::new("installedIntegrationInstanceId", Kind::Integer, |one: &Order| {
        Cell::maybe_int(one.instance_id)
    }),
    Column::new("warehouseId", Kind::IdSet, |one: &Order| Cell::Int(one.warehouse_id)),
    Column::new("staffOwnerContactId", Kind::Integer, |one: &Order| Cell::Int(one.staff_owner_id)),
    Column::new("taxDate", Kind::Period, |one: &Order| Cell::At(one.tax_date)),
    Column::new("departmentId", Kind::Integer, |one: &Order| Cell::Int(one.channel_id)),
    Column::new("deliveryDate", Kind::Period, |one: &Order| Cell::time(one.delivery_date)),
    Column::new("placedOn", Kind::Period, |one: &Order| Cell::At(one.placed_on)).filter_only(),
    Column::new("shippingMethodId", Kind::IdSet, |one: &Order| Cell::Int(one.shipping_method_id))
        .filter_only(),
    Column::new("projectId", Kind::Integer, |one: &Order| Cell::Int(one.project_id)).filter_only(),
    Column::new("leadSourceId", Kind::Integer, |one: &Order| Cell::Int(one.lead_source_id)).filter_only(),
];

/// sales-order-search; statuses are words here.
pub static SALES_ORDER_COLUMNS: [Column<Order>; 23] = flat_columns("salesOrderId");

/// sales-credit-search, by analogy of sales-order-search.
pub static SALES_CREDIT_COLUMNS: [Column<Order>; 23] = flat_columns("salesCreditId");

const fn flat_columns(id: &'static str) -> [Column<Order>; 23] {
    [
        Column::new(id, Kind::IdSet, |one: &Order| Cell::Int(one.id)),
        Column::new("customerId", Kind::Integer, |one: &Order| Cell::Int(one.customer_id)),
        Column::new("orderStatusId", Kind::Integer, |one: &Order| Cell::Int(one.status_id))
            .explained_by(&["orderStatusNames"]),
        Column::new("orderStockStatus", Kind::Str, |one: &Order| Cell::text(one.stock().1)),
        Column::new("createdOn", Kind::Period, |one: &Order| Cell::At(one.created_on)),
        Column::new("createdById", Kind::Integer, |one: &Order| Cell::Int(one.created_by)),
        Column::new("customerRef", Kind::Str, reference_text),
        Column::new("orderPaymentStatus", Kind::Str, |one: &Order| Cell::text(one.paid.code().1)),
        Column::new("updatedOn", Kind::Period, |one: &Order| Cell::time(one.updated_on)),
        Column::new("orderShippingStatus", Kind::Str, |one: &Order| Cell::text(one.shipping().1)),
        Column::new("externalRef", Kind::Str, external_ref),
        Column::new("installedIntegrationInstanceId", Kind::Integer, |one: &Order| {
            Cell::maybe_int(one.instance_id)
        }),
        Column::new("warehouseId", Kind::IdSet, |one: &Order| Cell::Int(one.warehouse_id)),
        Column::new("staffOwnerId", Kind::Integer, |one: &Order| Cell::Int(one.staff_owner_id)),
        Column::new("taxDate", Kind::Period, |one: &Order| Cell::At(one.tax_date)),
        Column::new("channelId", Kind::Integer, |one: &Order| Cell::Int(one.channel_id)),
        Column::new("deliveryDate", Kind::Period, |one: &Order| Cell::time(one.delivery_date)),
        Column::new("customerRefs", Kind::StringSet, reference_text).filter_only(),
        Column::new("externalRefs", Kind::StringSet, external_ref).filter_only(),
        Column::new("externalRefSearchString", Kind::SearchString, external_ref).filter_only(),
        Column::new("placedOn", Kind::Period, |one: &Order| Cell::At(one.placed_on)).filter_only(),
        Column::new("leadSourceId", Kind::Integer, |one: &Order| Cell::Int(one.lead_source_id)).filter_only(),
        Column::new("isClosed", Kind::Boolean, |one: &Order| {
            Cell::Bool(one.status_id == CANCELLED_STATUS || one.is_closed())
        })
        .filter_only(),
    ]
}

/// The names of the statuses on the page, for sales-order-search.
pub fn status_names(page: &[&Order]) -> Value {
    explain(page, &[("orderStatusNames", status_name)])
}

/// All names order-search explains its page with.
pub fn names(page: &[&Order]) -> Value {
    explain(
        page,
        &[
            ("orderTypeNames", |order| order.kind.named()),
            ("orderStatusNames", status_name),
            ("orderStockStatusNames", |order| stock_name(order.stock().0)),
            ("orderPaymentStatusNames", |order| order.paid.code()),
            ("orderShippingStatusNames", |order| shipping_name(order.shipping().0)),
        ],
    )
}

/// What a map says about one order: an id and its name.
type Explanation = fn(&Order) -> (i64, &'static str);

fn explain(page: &[&Order], maps: &[(&str, Explanation)]) -> Value {
    if page.is_empty() {
        return json!({});
    }
    let map = |explanation: &Explanation| -> Map<String, Value> {
        let names: BTreeMap<i64, &str> = page.iter().map(|order| explanation(order)).collect();
        names.into_iter().map(|(id, name)| (id.to_string(), json!(name))).collect()
    };
    Value::Object(
        maps.iter()
            .map(|(name, explanation)| ((*name).to_owned(), Value::Object(map(explanation))))
            .collect(),
    )
}

fn status_name(order: &Order) -> (i64, &'static str) {
    (order.status_id, reference::order_status(order.status_id).map_or("", |status| status.name))
}

/// The name of a stock status; 13 means that it is not set.
pub fn stock_name(id: i64) -> (i64, &'static str) {
    let name = match id {
        1 | 4 | 7 | 10 => "Not in stock",
        2 | 5 | 8 | 11 => "Part in stock",
        3 | 6 | 9 | 12 => "All in stock",
        _ => "No stock",
    };
    (id, name)
}

/// The name of a shipping status.
pub fn shipping_name(id: i64) -> (i64, &'static str) {
    let name = match id {
        1 => "No stock tracked rows",
        2 => "Not shipped",
        3 => "Part shipped",
        _ => "All shipped",
    };
    (id, name)
}
