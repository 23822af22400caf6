//! The columns of goods-out-search; there is no `updatedOn` (fact sheet 4.2.5).

use serde_json::json;

use super::GoodsOut;
use crate::brightpearl::call::Call;
use crate::brightpearl::reply::{Refusal, Reply};
use crate::brightpearl::search::{Cell, Column, Kind};

/// Searches goods-out notes.
pub(in crate::brightpearl::stock) fn search(call: &Call<'_>) -> Result<Reply, Refusal> {
    call.search(&COLUMNS, &call.state.goods_out, |_| json!({}))
}

/// The columns, in the documented order.
pub(in crate::brightpearl::stock) static COLUMNS: [Column<GoodsOut>; 15] = [
    Column::new("goodsOutNoteId", Kind::Integer, |one: &GoodsOut| Cell::Int(one.id)),
    Column::new("printed", Kind::Boolean, |one: &GoodsOut| Cell::Bool(one.printed.is_some())),
    Column::new("picked", Kind::Boolean, |one: &GoodsOut| Cell::Bool(one.picked.is_some())),
    Column::new("packed", Kind::Boolean, |one: &GoodsOut| Cell::Bool(one.packed.is_some())),
    Column::new("shipped", Kind::Boolean, |one: &GoodsOut| Cell::Bool(one.shipped.is_some())),
    Column::new("shippedOn", Kind::Period, |one: &GoodsOut| Cell::time(one.shipped.map(|(at, _)| at))),
    Column::new("orderId", Kind::Integer, |one: &GoodsOut| Cell::Int(one.order_id)),
    Column::new("shippingMethodId", Kind::IdSet, |one: &GoodsOut| Cell::Int(one.shipping_method_id)),
    Column::new("warehouseId", Kind::Integer, |one: &GoodsOut| Cell::Int(one.warehouse_id)),
    Column::new("priority", Kind::Boolean, |one: &GoodsOut| Cell::Bool(one.priority)),
    Column::new("createdOn", Kind::Period, |one: &GoodsOut| Cell::At(one.created_on)),
    Column::new("releaseDate", Kind::Period, |one: &GoodsOut| Cell::At(one.release_date)),
    Column::new("createdBy", Kind::Integer, |one: &GoodsOut| Cell::Int(one.created_by)),
    Column::new("labelUri", Kind::Str, |one: &GoodsOut| Cell::maybe_text(one.label_uri.as_ref())),
    Column::new("transfer", Kind::Boolean, |_: &GoodsOut| Cell::Bool(false)),
];
