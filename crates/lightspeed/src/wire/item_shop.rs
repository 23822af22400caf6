use model::When;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::scalar;

/// What one shop has of one item (vendor page `ItemShop`, fact sheet 4.3).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ItemShop {
    /// The item.
    #[serde(rename = "itemID", deserialize_with = "scalar::id")]
    pub item: Option<String>,
    /// The shop; none for the row that sums up the account, which is shop 0 there.
    #[serde(rename = "shopID", deserialize_with = "scalar::id")]
    pub shop: Option<String>,
    /// Quantity on hand; may be negative.
    #[serde(deserialize_with = "scalar::amount")]
    pub qoh: Option<Decimal>,
    /// Units held by layaways.
    #[serde(deserialize_with = "scalar::amount")]
    pub on_layaway: Option<Decimal>,
    /// Units held by special orders.
    #[serde(deserialize_with = "scalar::amount")]
    pub on_special_order: Option<Decimal>,
    /// Units held by work orders, in the spelling of the field list.
    #[serde(deserialize_with = "scalar::amount")]
    pub on_work_order: Option<Decimal>,
    /// Units held by work orders, in the spelling of the samples.
    #[serde(deserialize_with = "scalar::amount")]
    pub on_workorder: Option<Decimal>,
    /// Moves when the stock does.
    #[serde(deserialize_with = "scalar::moment")]
    pub time_stamp: Option<When>,
}
