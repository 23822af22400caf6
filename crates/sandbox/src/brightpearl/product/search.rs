//! The columns of product-search, in the recorded order.

use serde_json::{Map, Value, json};

use super::Product;
use crate::brightpearl::search::{Cell, Column, Kind};

/// The columns; the identifiers are in upper case here and in lower case in a GET.
pub static COLUMNS: [Column<Product>; 18] = [
    Column::new("productId", Kind::IdSet, |one: &Product| Cell::Int(one.id))
        .explained_by(&["productCategoryMembership"]),
    Column::new("productName", Kind::SearchString, |one: &Product| Cell::text(&one.name)),
    Column::new("SKU", Kind::Str, |one: &Product| Cell::text(&one.sku)),
    Column::new("barcode", Kind::Str, |one: &Product| Cell::text(one.barcode.as_deref().unwrap_or_default())),
    Column::new("EAN", Kind::Str, |one: &Product| Cell::maybe_text(one.ean.as_ref())),
    Column::new("UPC", Kind::Str, |_: &Product| Cell::Null),
    Column::new("ISBN", Kind::Str, |_: &Product| Cell::Null),
    Column::new("MPN", Kind::Str, |_: &Product| Cell::Null),
    Column::new("stockTracked", Kind::Boolean, |one: &Product| Cell::Bool(one.stock_tracked)),
    Column::new("salesChannelName", Kind::Str, |_: &Product| Cell::text("Brightpearl")).unfilterable(),
    Column::new("createdOn", Kind::Period, |one: &Product| Cell::At(one.created_on)),
    Column::new("updatedOn", Kind::Period, |one: &Product| Cell::time(one.updated_on)),
    Column::new("brightpearlCategoryCode", Kind::IdSet, |one: &Product| Cell::Ids(&one.categories))
        .unsortable(),
    Column::new("productGroupId", Kind::Integer, |one: &Product| Cell::maybe_int(one.group_id)),
    Column::new("brandId", Kind::IdSet, |one: &Product| Cell::Int(one.brand_id)),
    Column::new("productTypeId", Kind::IdSet, |one: &Product| Cell::Int(one.type_id)),
    Column::new("productStatus", Kind::Str, |one: &Product| Cell::text(&one.status)),
    Column::new("primarySupplierId", Kind::IdSet, |one: &Product| Cell::maybe_int(one.supplier_id)),
];

/// All categories of the products on the page; a row shows only one.
pub fn category_membership(page: &[&Product]) -> Value {
    let map: Map<String, Value> = page
        .iter()
        .filter(|product| !product.categories.is_empty())
        .map(|product| (product.id.to_string(), json!(product.categories)))
        .collect();
    if map.is_empty() { json!({}) } else { json!({ "productCategoryMembership": map }) }
}
