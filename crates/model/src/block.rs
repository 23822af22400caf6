use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Kind;

/// Something a record waits for: a setting or a parent.
///
/// The text form ([`fmt::Display`]) is the key of the store's `block` table, `tax:1:2` and the like.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "snake_case")]
pub enum Block {
    /// No rule says which till category and tax class the product belongs to.
    Classification,
    /// No Brightpearl tax code is mapped to this till tax.
    Tax {
        /// Lightspeed taxCategoryID.
        category: String,
        /// Lightspeed taxClassID.
        class: String,
        /// The rate as shown to people, such as `20 %`.
        rate: String,
    },
    /// No Brightpearl payment method is mapped to this tender.
    Payment {
        /// Lightspeed paymentTypeID.
        id: String,
        /// The tender's name at the till.
        name: String,
    },
    /// No Brightpearl channel, warehouse or price list is set for this shop.
    Shop {
        /// Lightspeed shopID.
        id: String,
        /// The shop's name.
        name: String,
    },
    /// A setting of one value is missing.
    Setting {
        /// Which, as the settings name it, such as `price_list`.
        name: String,
        /// What to do about it, one sentence.
        hint: String,
    },
    /// Another record must be in step first.
    Parent {
        /// The parent's kind.
        kind: Kind,
        /// The parent's reference at its source.
        source_ref: String,
    },
    /// A till item sold here is not yet tied to a Brightpearl product.
    Item {
        /// Lightspeed itemID.
        id: String,
        /// The item's name at the till.
        name: String,
        /// Its SKU, by which the product is probably known: that one is brought forward.
        #[serde(default)]
        sku: String,
    },
}

impl Block {
    /// One sentence for the row: what it waits for.
    pub fn say(&self) -> String {
        match self {
            Block::Classification => "Waits for a classification.".to_owned(),
            Block::Tax { rate, .. } => format!("Waits for a tax code for {rate}."),
            Block::Payment { name, .. } => format!("Waits for a payment method for “{name}”."),
            Block::Shop { name, .. } => format!("Waits for the settings of shop {name}."),
            Block::Setting { name, .. } => format!("Waits for the setting “{}”.", name.replace('_', " ")),
            Block::Parent { kind, source_ref } => format!("Waits for {} {source_ref}.", kind.word()),
            Block::Item { name, .. } => format!("Waits for the product “{name}” to be linked."),
        }
    }

    /// What a person can do so that it waits no longer, one sentence.
    pub fn fix(&self) -> String {
        match self {
            Block::Classification => {
                "Add a classification that matches this product under Settings, Classification.".to_owned()
            }
            Block::Tax { rate, .. } => {
                format!("Choose the Brightpearl tax code for {rate} under Settings, Taxes.")
            }
            Block::Payment { name, .. } => {
                format!("Choose the Brightpearl payment method for “{name}” under Settings, Payments.")
            }
            Block::Shop { name, .. } => {
                format!("Choose channel and warehouse for {name} under Settings, Shops.")
            }
            Block::Setting { hint, .. } => hint.clone(),
            Block::Parent { kind, .. } => {
                format!("Nothing to do if the {} is on its way; otherwise mend it first.", kind.word())
            }
            Block::Item { name, .. } => {
                format!(
                    "Make “{name}” a Brightpearl product with the same SKU, or classify it so that it is linked."
                )
            }
        }
    }
}

/// The key of the `block` table: the names shown to people are not part of it, so that renaming
/// a payment type at the till does not strand a record.
impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Block::Classification => f.write_str("classification"),
            Block::Tax { category, class, rate } => write!(f, "tax:{category}:{class}:{rate}"),
            Block::Payment { id, .. } => write!(f, "payment:{id}"),
            Block::Shop { id, .. } => write!(f, "shop:{id}"),
            Block::Setting { name, .. } => write!(f, "setting:{name}"),
            Block::Parent { kind, source_ref } => write!(f, "parent:{}:{source_ref}", kind.word()),
            Block::Item { id, .. } => write!(f, "item:{id}"),
        }
    }
}
