//! What is to be sent: one neutral document a kind, with every setting already applied.

mod order;
mod product;
mod stock;

pub use order::{
    ContactDraft, CreditDraft, Document, Fulfilment, OrderDraft, OrderRow, PaymentDraft, Postal, Restock,
};
pub use product::{Identifier, ProductDraft};
pub use stock::StockDraft;

use serde::{Deserialize, Serialize};

use crate::Kind;

/// What a record's latest attempt set out to write.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outgoing {
    /// A till item.
    Product(ProductDraft),
    /// A quantity in a shop.
    Inventory(StockDraft),
    /// A sales order.
    Order(OrderDraft),
    /// A contact.
    Customer(ContactDraft),
    /// A sales credit.
    Refund(CreditDraft),
}

impl Outgoing {
    /// The kind it belongs to.
    pub fn kind(&self) -> Kind {
        match self {
            Outgoing::Product(_) => Kind::Product,
            Outgoing::Inventory(_) => Kind::Inventory,
            Outgoing::Order(_) => Kind::Order,
            Outgoing::Customer(_) => Kind::Customer,
            Outgoing::Refund(_) => Kind::Refund,
        }
    }

    /// What was left out or changed on the way, in the merchant's words; mostly empty.
    pub fn warnings(&self) -> &[String] {
        match self {
            Outgoing::Product(draft) => &draft.warnings,
            Outgoing::Customer(draft) => &draft.warnings,
            Outgoing::Order(draft) => &draft.document.warnings,
            Outgoing::Refund(draft) => &draft.document.warnings,
            Outgoing::Inventory(_) => &[],
        }
    }
}
