use model::When;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::{ItemShop, rows, scalar};

/// A till item (vendor page `Item`, fact sheet 4.2).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Item {
    /// Its key.
    #[serde(rename = "itemID", deserialize_with = "scalar::id")]
    pub id: Option<String>,
    /// The name at the till.
    #[serde(deserialize_with = "scalar::text")]
    pub description: Option<String>,
    /// The merchant's SKU.
    #[serde(deserialize_with = "scalar::text")]
    pub custom_sku: Option<String>,
    /// The maker's part number.
    #[serde(deserialize_with = "scalar::text")]
    pub manufacturer_sku: Option<String>,
    /// European article number, 11 to 14 digits or empty.
    #[serde(deserialize_with = "scalar::text")]
    pub ean: Option<String>,
    /// Universal product code, 11 to 14 digits or empty.
    #[serde(deserialize_with = "scalar::text")]
    pub upc: Option<String>,
    /// What one piece costs where nothing else tells; withheld or 0 without the right to see costs.
    #[serde(deserialize_with = "scalar::amount")]
    pub default_cost: Option<Decimal>,
    /// `default`, `non_inventory`, `box` and others.
    #[serde(deserialize_with = "scalar::text")]
    pub item_type: Option<String>,
    /// Whether it has been put away.
    #[serde(deserialize_with = "scalar::flag")]
    pub archived: Option<bool>,
    /// Its category; none is 0 there.
    #[serde(rename = "categoryID", deserialize_with = "scalar::id")]
    pub category: Option<String>,
    /// Its tax class.
    #[serde(rename = "taxClassID", deserialize_with = "scalar::id")]
    pub tax_class: Option<String>,
    /// Last change, stock not counted.
    #[serde(deserialize_with = "scalar::moment")]
    pub time_stamp: Option<When>,
    /// Prices by level.
    #[serde(rename = "Prices", deserialize_with = "rows::related")]
    pub prices: Vec<ItemPrice>,
    /// What shops have of it: when loaded, and in the answer to a write. Shop 0 sums up the others.
    #[serde(rename = "ItemShops", deserialize_with = "rows::related")]
    pub shelves: Vec<ItemShop>,
}

/// A price of an item (vendor page `Item`).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ItemPrice {
    /// The price.
    #[serde(deserialize_with = "scalar::amount")]
    pub amount: Option<Decimal>,
    /// Level: 1 is `Default`, 2 `MSRP`, others are the account's own.
    #[serde(rename = "useTypeID", deserialize_with = "scalar::id")]
    pub level: Option<String>,
    /// The level's name.
    #[serde(deserialize_with = "scalar::text")]
    pub use_type: Option<String>,
}
