use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::lenient;

/// The prices of one product.
///
/// `https://api-docs.brightpearl.com/product/product-price/get.html`, fact sheet 4.1.3.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProductPrices {
    #[serde(deserialize_with = "lenient::id")]
    pub(crate) product_id: Option<u64>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) price_lists: Vec<ListPrice>,
}

/// The prices of one product in one list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListPrice {
    #[serde(default)]
    pub(crate) price_list_id: Value,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) currency_code: String,
    /// Smallest quantity (text) → price (text, 4 places); empty means no price, which is not 0.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) quantity_price: BTreeMap<String, Value>,
}

/// A price list.
///
/// `https://api-docs.brightpearl.com/product/price-list/get.html`, fact sheet 4.1.3; an id of 0 occurs.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PriceList {
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) name: Value,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) code: String,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) currency_code: String,
    /// `SELL` or `BUY`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) price_list_type_code: String,
    /// Whether its prices include tax.
    #[serde(default, deserialize_with = "lenient::flag")]
    pub(crate) gross: Option<bool>,
}
