use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::lenient;

/// An order as the generic resource shows it.
///
/// `https://api-docs.brightpearl.com/order/order/get.html`, fact sheet 4.3.5.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Order {
    #[serde(deserialize_with = "lenient::id")]
    pub(crate) id: Option<u64>,
    /// `ANR` nothing to allocate, `ANA` none, `APA` part, `AAA` all.
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) allocation_status_code: String,
    /// `NST` nothing to ship, `SNS` none, `SPS` part, `ASS` all.
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) shipping_status_code: String,
    /// `UNPAID`, `PARTIALLY_PAID`, `PAID`, `AUTHORIZED`, `NOT_APPLICABLE`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) order_payment_status: String,
    /// Of a credit: `SCN` no goods are back, `SCP` part, `SCA` all, `NON` none to come.
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) stock_status_code: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) order_status: StatusOfOrder,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) invoices: Vec<Invoice>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) currency: OrderCurrency,
    pub(crate) total_value: TotalValue,
    /// Keyed by row id; `{}` or missing when there are none.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) order_rows: BTreeMap<u64, OrderRow>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrderCurrency {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) order_currency_code: String,
}

/// The status an order is in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StatusOfOrder {
    #[serde(default, deserialize_with = "lenient::id")]
    pub(crate) order_status_id: Option<u64>,
}

/// The invoice of an order; there is one from the start, without a reference.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Invoice {
    /// Empty before invoicing.
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) invoice_reference: String,
}

/// The order's sums in its own currency.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct TotalValue {
    /// Tax included.
    #[serde(deserialize_with = "lenient::decimal")]
    pub(crate) total: Option<Decimal>,
}

/// One row of an order.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrderRow {
    #[serde(default, deserialize_with = "lenient::decimal")]
    pub(crate) order_row_sequence: Option<Decimal>,
    /// 1000 for a row of free text.
    #[serde(default, deserialize_with = "lenient::id")]
    pub(crate) product_id: Option<u64>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) product_name: String,
    /// What one piece cost.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) item_cost: Cost,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) quantity: Quantity,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) composition: RowComposition,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) external_ref: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Quantity {
    #[serde(default, deserialize_with = "lenient::decimal")]
    pub(crate) magnitude: Option<Decimal>,
}

/// What a row is within a bundle: Brightpearl adds a row for each part.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RowComposition {
    #[serde(default, deserialize_with = "lenient::flag")]
    pub(crate) bundle_parent: Option<bool>,
    #[serde(default, deserialize_with = "lenient::flag")]
    pub(crate) bundle_child: Option<bool>,
    /// The row of the bundle this is a part of.
    #[serde(default, deserialize_with = "lenient::id")]
    pub(crate) parent_order_row_id: Option<u64>,
}

/// An amount of money with its currency.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Cost {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) currency_code: String,
    #[serde(default, deserialize_with = "lenient::decimal")]
    pub(crate) value: Option<Decimal>,
}
