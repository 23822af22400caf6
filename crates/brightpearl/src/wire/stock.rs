use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::lenient;

/// How much there is of one product.
///
/// `https://api-docs.brightpearl.com/warehouse/product-availability/get.html`, fact sheet 4.2.2; the sum over all warehouses
/// beside them is not read.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Availability {
    /// Keyed by warehouse id.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) warehouses: BTreeMap<u64, WarehouseStock>,
}

/// How much there is in one warehouse.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WarehouseStock {
    /// Sellable: in stock less allocated; may be negative.
    #[serde(default, deserialize_with = "lenient::decimal")]
    pub(crate) on_hand: Option<Decimal>,
}

/// What is held back for an order.
///
/// `https://api-docs.brightpearl.com/warehouse/reservation/get.html`, fact sheet 4.2.4.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Reservation {
    /// Keyed by order row id.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) order_rows: BTreeMap<u64, MovedRow>,
}

/// Pieces of one row that are held back or moved.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct MovedRow {
    #[serde(default, deserialize_with = "lenient::decimal")]
    pub(crate) quantity: Option<Decimal>,
}

/// A goods-out note.
///
/// `https://api-docs.brightpearl.com/warehouse/goods-out-note/get.html`, fact sheet 4.2.5.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GoodsOutNote {
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) status: GoodsOutStatus,
    /// Keyed by order row id; each row in one part a location.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) order_rows: BTreeMap<u64, Vec<MovedRow>>,
}

/// How far a goods-out note has come.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct GoodsOutStatus {
    #[serde(default, deserialize_with = "lenient::flag")]
    pub(crate) shipped: Option<bool>,
}

/// A goods-in note.
///
/// `https://api-docs.brightpearl.com/warehouse/goods-in-note/get.html`, fact sheet 4.2.6.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GoodsInNote {
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) goods_moved: Vec<GoodsIn>,
}

/// What came in for one row.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GoodsIn {
    /// Of a credit, the credit's row.
    #[serde(default, deserialize_with = "lenient::id")]
    pub(crate) purchase_order_row_id: Option<u64>,
    #[serde(default, deserialize_with = "lenient::decimal")]
    pub(crate) quantity: Option<Decimal>,
}

/// Whole pieces; parts of one are not counted here.
pub(crate) fn pieces(quantity: Option<Decimal>) -> u64 {
    let whole = quantity.unwrap_or_default().trunc();
    u64::try_from(whole).unwrap_or_default()
}
