use serde::Deserialize;

use super::lenient;

/// A product.
///
/// `https://api-docs.brightpearl.com/product/product/get.html`, fact sheet 4.1.1.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Product {
    #[serde(deserialize_with = "lenient::id")]
    pub(crate) id: Option<u64>,
    #[serde(default, deserialize_with = "lenient::id")]
    pub(crate) brand_id: Option<u64>,
    #[serde(default, deserialize_with = "lenient::id")]
    pub(crate) product_type_id: Option<u64>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) identity: Identity,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) stock: Stock,
    /// Exactly one, named `Brightpearl`, unless another channel was asked for; the name lives here.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) sales_channels: Vec<SalesChannel>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) composition: Composition,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) variations: Vec<Variation>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) created_on: String,
    /// Missing until the first change.
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) updated_on: String,
    /// `LIVE`, `ARCHIVED`, `DISCONTINUED`, or a word we do not know.
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) status: String,
}

/// All optional, all text, all possibly empty; a SKU is not unique.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Identity {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) sku: String,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) ean: String,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) upc: String,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) isbn: String,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) mpn: String,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) barcode: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Stock {
    #[serde(default, deserialize_with = "lenient::flag")]
    pub(crate) stock_tracked: Option<bool>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SalesChannel {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) product_name: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) categories: Vec<CategoryCode>,
}

/// A category's id, text on reading.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CategoryCode {
    #[serde(default, deserialize_with = "lenient::id")]
    pub(crate) category_code: Option<u64>,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Composition {
    #[serde(default, deserialize_with = "lenient::flag")]
    pub(crate) bundle: Option<bool>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Variation {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) option_value: String,
}
