use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// How sales become sales orders.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct OrderSettings {
    /// Brightpearl status id of a new order; empty means the account's default.
    pub status: String,
    /// Nominal code for goods rows; empty means the product's own.
    pub nominal: String,
    /// Nominal code of a rounding row.
    pub rounding_nominal: String,
    /// Rate from the till's currency to the base currency; `None` where they are the same.
    pub exchange_rate: Option<Decimal>,
    /// What happens to a line whose item is not linked.
    pub unlinked_item: UnlinkedItem,
    /// Whether goods are left unreserved; by default every order reserves.
    pub do_not_reserve: bool,
    /// Nominal codes of money that is no goods.
    pub nominals: ExtraNominals,
    /// Tax code of rows that bear no tax: tips, gift cards, deposits, rounding.
    pub untaxed_code: String,
    /// Payment method code that both documents of an exchange take, so that each balances.
    pub clearing_method: String,
    /// Whether orders are sent off at once: goods-out note and shipped event.
    pub fulfil: bool,
    /// Brightpearl shipping method id of those notes.
    pub shipping_method: String,
    /// Brightpearl contact id of the member of staff in whose name they are shipped.
    pub staff_contact: String,
    /// What happens to a sale that the till changes after it was posted.
    pub edited: AfterEdit,
    /// Sales that are no sales.
    pub skip: SkipRules,
}

/// Nominal codes of money that is no goods; an empty one blocks the sales that need it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ExtraNominals {
    /// Gift cards sold: what is owed to their holders.
    pub gift_card: String,
    /// Deposits on customers' accounts.
    pub deposit: String,
    /// Tips.
    pub tip: String,
    /// Fees that belong to an item; empty means the nominal code of goods.
    pub fee: String,
    /// Charges without an item; empty means the nominal code of goods.
    pub charge: String,
}

/// What happens to a sale that the till changes after it was posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AfterEdit {
    /// A person looks at the difference.
    #[default]
    AskAPerson,
    /// The order stays as it was posted; the difference is a warning.
    KeepPosted,
}

/// Sales that are no sales, such as staff trying a till out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct SkipRules {
    /// Lightspeed employeeIDs.
    pub employees: Vec<String>,
    /// Lightspeed customerIDs.
    pub customers: Vec<String>,
    /// Lightspeed registerIDs.
    pub registers: Vec<String>,
    /// Lightspeed shopIDs of shops that Lockstep does not look after.
    pub shops: Vec<String>,
}

/// How returns become sales credits.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct RefundSettings {
    /// Brightpearl status id of a new credit; empty means the account's default.
    pub status: String,
    /// Whether returned goods stay out of stock; by default they are booked in again, as the till does.
    pub do_not_restock: bool,
    /// What happens to a return of goods whose sale was skipped or is older than go-live.
    pub without_order: WithoutOrder,
}

/// What happens to a return whose sale has no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WithoutOrder {
    /// A credit that belongs to no order.
    #[default]
    StandAlone,
    /// A person looks at it.
    AskAPerson,
}

/// What happens to a sale line whose item is not linked to a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum UnlinkedItem {
    /// The order waits until the product is linked.
    #[default]
    Wait,
    /// The line is posted as text, without moving stock.
    FreeText,
}
