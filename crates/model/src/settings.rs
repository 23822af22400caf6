//! What a merchant decides. One document, saved as a whole, each save a version.

use std::collections::BTreeMap;
use std::time::Duration;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::outgoing::Identifier;
use crate::payload::{Named, Product, TaxKey};
use crate::{Kind, When};

/// All settings of a merchant. Missing fields take their defaults, so older documents stay readable.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Sales completed before this moment are not posted; `None` posts all that is read.
    pub go_live: Option<When>,
    /// How products reach the tills.
    pub products: ProductSettings,
    /// Which products reach the tills, first match wins.
    pub classification: Vec<Class>,
    /// Brightpearl tax code for each till tax.
    pub taxes: Vec<TaxMapping>,
    /// Brightpearl payment method code by Lightspeed paymentTypeID.
    pub payments: BTreeMap<String, String>,
    /// What belongs to each till shop, by Lightspeed shopID.
    pub shops: BTreeMap<String, ShopSettings>,
    /// How sales become sales orders.
    pub orders: OrderSettings,
    /// How customers become contacts.
    pub customers: CustomerSettings,
    /// When each flow looks for news, by kind.
    pub schedule: BTreeMap<Kind, FlowSchedule>,
}

/// How products reach the tills.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProductSettings {
    /// The identifier that ties the two platforms' products.
    pub identifier: Identifier,
    /// Brightpearl price list id whose prices the tills show; empty blocks every product.
    pub price_list: String,
}

/// A named set of products and where it goes at the till.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Class {
    /// The set's name.
    pub name: String,
    /// Brightpearl brand ids; empty means any.
    pub brands: Vec<String>,
    /// Brightpearl product type ids; empty means any.
    pub types: Vec<String>,
    /// Brightpearl category ids; empty means any.
    pub categories: Vec<String>,
    /// Brightpearl product ids picked by hand; they belong to the set whatever the rules say.
    pub picked: Vec<String>,
    /// Lightspeed category id.
    pub category: String,
    /// Lightspeed tax class id.
    pub tax_class: String,
}

impl Class {
    /// Whether the product belongs to this set: picked by hand, or all named rules match.
    /// A set without rules takes only what was picked.
    pub fn takes(&self, product_ref: &str, product: &Product) -> bool {
        if self.picked.iter().any(|id| id == product_ref) {
            return true;
        }
        let ruled = !(self.brands.is_empty() && self.types.is_empty() && self.categories.is_empty());
        ruled
            && one_of(&self.brands, &product.brand)
            && one_of(&self.types, &product.product_type)
            && one_of(&self.categories, &product.categories)
    }
}

/// Whether a rule without wishes, or one of the things wished for.
fn one_of<'a>(wanted: &[String], has: impl IntoIterator<Item = &'a Named>) -> bool {
    wanted.is_empty() || has.into_iter().any(|named| wanted.contains(&named.id))
}

/// One till tax and its Brightpearl tax code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxMapping {
    /// The till's tax.
    #[serde(flatten)]
    pub key: TaxKey,
    /// Brightpearl tax code, such as `T20`.
    pub code: String,
}

/// What belongs to one shop.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ShopSettings {
    /// Brightpearl channel id; empty means none.
    pub channel: String,
    /// Brightpearl warehouse id; one warehouse serves one shop.
    pub warehouse: String,
    /// Brightpearl price list id for orders; empty means the contact's.
    pub price_list: String,
    /// Brightpearl contact id for sales without a customer; empty blocks them.
    pub walk_in_contact: String,
}

/// How sales become sales orders.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
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
}

/// What happens to a sale line whose item is not linked to a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnlinkedItem {
    /// The order waits until the product is linked.
    #[default]
    Wait,
    /// The line is posted as text, without moving stock.
    FreeText,
}

/// How customers become contacts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomerSettings {
    /// Whether name and telephone find a contact where the e-mail finds none.
    pub match_by_phone: bool,
    /// ISO country code where the till knows none.
    pub default_country: String,
}

/// When a flow looks for news.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FlowSchedule {
    /// Seconds between two looks, at least 5.
    pub every_s: u32,
    /// Why the flow is paused; `None` while it runs.
    pub paused: Option<String>,
}

impl Default for FlowSchedule {
    fn default() -> FlowSchedule {
        FlowSchedule { every_s: 60, paused: None }
    }
}

impl Settings {
    /// The schedule of a kind's flow, the default where none was set.
    pub fn schedule_of(&self, kind: Kind) -> FlowSchedule {
        self.schedule.get(&kind).cloned().unwrap_or_default()
    }

    /// How long a kind's flow waits between two looks.
    pub fn interval(&self, kind: Kind) -> Duration {
        Duration::from_secs(u64::from(self.schedule_of(kind).every_s.max(5)))
    }

    /// The first set that takes the product.
    pub fn class_of(&self, product_ref: &str, product: &Product) -> Option<&Class> {
        self.classification.iter().find(|class| class.takes(product_ref, product))
    }

    /// The Brightpearl tax code mapped to a till tax.
    pub fn tax_code(&self, key: &TaxKey) -> Option<&str> {
        self.taxes
            .iter()
            .find(|mapping| mapping.key == *key && !mapping.code.is_empty())
            .map(|mapping| mapping.code.as_str())
    }
}
