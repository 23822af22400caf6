use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;

use super::lenient;

/// Anything with an id and a name: brands, product types, channels, warehouses.
///
/// `https://api-docs.brightpearl.com/product/{brand,product-type,channel}/get.html`,
/// `https://api-docs.brightpearl.com/warehouse/warehouse/get.html`, fact sheet 4.1.4 and 4.2.1.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Named {
    #[serde(deserialize_with = "lenient::id")]
    pub(crate) id: Option<u64>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) name: String,
}

/// A product category.
///
/// `https://api-docs.brightpearl.com/product/brightpearl-category/get.html`, fact sheet 4.1.4; parent 0 is the root.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Category {
    #[serde(deserialize_with = "lenient::id")]
    pub(crate) id: Option<u64>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) name: String,
    #[serde(default, deserialize_with = "lenient::id")]
    pub(crate) parent_id: Option<u64>,
}

/// A tax code; the rate is left out when it is 0.
///
/// `https://api-docs.brightpearl.com/accounting/tax-code/get.html`, fact sheet 4.5.2.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct TaxCode {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) code: String,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) description: String,
    #[serde(default, deserialize_with = "lenient::decimal")]
    pub(crate) rate: Option<Decimal>,
}

/// An order status.
///
/// `https://api-docs.brightpearl.com/order/order-status/get.html`, fact sheet 4.3.6.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrderStatus {
    #[serde(deserialize_with = "lenient::id")]
    pub(crate) status_id: Option<u64>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) name: String,
    /// `SO`, `PO`, `SC` or `PC`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) order_type_code: String,
    #[serde(default, deserialize_with = "lenient::flag")]
    pub(crate) disabled: Option<bool>,
}

/// A nominal code.
///
/// `https://api-docs.brightpearl.com/accounting/nominal-code/get.html`, fact sheet 4.5.2.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct NominalCode {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) code: String,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) name: String,
    /// Whether it is a bank account.
    #[serde(default, deserialize_with = "lenient::flag")]
    pub(crate) bank: Option<bool>,
    #[serde(default, deserialize_with = "lenient::flag")]
    pub(crate) active: Option<bool>,
}

/// The account's own settings; all values are text.
///
/// `https://api-docs.brightpearl.com/integration/account-configuration/get.html`, fact sheet 4.6.2.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct AccountConfiguration {
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) configuration: BTreeMap<String, Value>,
}

impl AccountConfiguration {
    /// A setting's text; empty if it is not there.
    pub(crate) fn get(&self, name: &str) -> String {
        self.configuration.get(name).and_then(lenient::text_of).unwrap_or_default()
    }
}
