use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::When;

/// What a sales order and a sales credit have in common: the till's figures with every mapping applied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Document {
    /// Our own reference, `ls:{account}:{sale}:order` and the like; what finds it again after a lost answer.
    pub reference: String,
    /// What the customer can quote: the receipt number.
    pub customer_reference: String,
    /// Contact id there.
    pub contact: String,
    /// The business moment.
    pub placed_at: When,
    /// Status of the new document; empty means the account's default.
    pub status: String,
    /// Sales channel id; empty means none.
    pub channel: String,
    /// Warehouse that serves the shop.
    pub warehouse: String,
    /// Price list id; empty means the contact's.
    pub price_list: String,
    /// ISO 4217 code.
    pub currency: String,
    /// Rate to the account's base currency; `None` where they are the same.
    pub exchange_rate: Option<Decimal>,
    /// Whether the till's prices include tax.
    pub tax_inclusive: bool,
    /// Installed integration instance id, where the connection has one.
    pub instance: Option<i64>,
    /// Rows in the till's order; their net and tax add up to `total` exactly. Positive, on a credit as well.
    pub rows: Vec<OrderRow>,
    /// The document's total, tax included.
    pub total: Decimal,
    /// Payments; together they make the total.
    pub payments: Vec<PaymentDraft>,
    /// What somebody may want to know.
    pub warnings: Vec<String>,
}

/// A sales order as it should be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OrderDraft {
    /// Its head, rows and payments.
    #[serde(flatten)]
    pub document: Document,
    /// Whether the goods are to be reserved.
    pub reserve: bool,
    /// How the goods are sent off, where orders are fulfilled by themselves.
    #[serde(default)]
    pub fulfil: Option<Fulfilment>,
}

/// What a goods-out note and its shipped event need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fulfilment {
    /// Shipping method id there.
    pub shipping_method: String,
    /// Contact id of the member of staff who ships.
    pub staff_contact: String,
}

/// One row of a sales order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OrderRow {
    /// The till's line id, sent along so that row and line find each other.
    pub line: String,
    /// Product id there; `None` makes a free-text row.
    pub product: Option<String>,
    /// What the row says.
    pub name: String,
    /// Pieces.
    pub quantity: Decimal,
    /// Tax code there.
    pub tax_code: String,
    /// Line total without tax, 2 decimals.
    pub net: Decimal,
    /// Tax of the line, 2 decimals.
    pub tax: Decimal,
    /// Nominal code; empty means the product's own.
    pub nominal: String,
}

/// One payment of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PaymentDraft {
    /// `ls-{sale}-{payment}`, unique there together with the method.
    pub reference: String,
    /// Payment method code there.
    pub method: String,
    /// What it pays, positive.
    pub amount: Decimal,
    /// ISO 4217 code.
    pub currency: String,
    /// When it was taken.
    pub paid_at: When,
}

/// A contact as it should be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContactDraft {
    /// At most 32 characters.
    pub first_name: String,
    /// At most 32 characters.
    pub last_name: String,
    /// Company, empty for private persons.
    pub company: String,
    /// As typed at the till; empty where there is none.
    pub email: String,
    /// Main telephone.
    pub phone: String,
    /// Mobile.
    pub mobile: String,
    /// Postal address; one with an empty street where the till knows none.
    pub address: Postal,
    /// Whether a contact of the same name and telephone is taken where the e-mail finds none.
    pub match_by_phone: bool,
    /// Contact id of another till customer with the same e-mail, who is linked already: the same person. Known to us even
    /// while the target's search does not show it yet.
    #[serde(default)]
    pub same_person: Option<String>,
    /// What was cut or left out.
    pub warnings: Vec<String>,
}

/// A postal address as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Postal {
    /// Street; the target wants something here.
    pub street: String,
    /// Second line.
    pub suburb: String,
    /// City.
    pub city: String,
    /// County or state.
    pub county: String,
    /// Postcode.
    pub postcode: String,
    /// ISO 3166 alpha-2 or alpha-3 code.
    pub country_code: String,
}

/// A sales credit as it should be; or a sale to be undone, which becomes a credit only where the order can no longer be
/// cancelled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CreditDraft {
    /// Its head, rows and payments: quantities and amounts positive.
    #[serde(flatten)]
    pub document: Document,
    /// The sales order it credits, if there is one.
    pub parent_order: Option<String>,
    /// Where the goods go back to; `None` where they are not put back.
    pub restock: Option<Restock>,
    /// Whether the whole sale was made void: its order is cancelled, if it is neither shipped nor invoiced.
    pub void: bool,
}

/// Where returned goods are put.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Restock {
    /// Location id in the document's warehouse; empty means its default location.
    pub location: String,
}
