//! What a merchant decides. One document, saved as a whole, each save a version.

mod class;
mod orders;
mod products;
mod schedule;
mod shop;

pub use class::{Class, Rules};
pub use orders::{
    AfterEdit, ExtraNominals, OrderSettings, RefundSettings, SkipRules, UnlinkedItem, WithoutOrder,
};
pub use products::{FieldMap, ProductField, ProductSettings, WhenArchived};
pub use schedule::{FlowSchedule, Pause, QuietHours};
pub use shop::{InventorySettings, ShopSettings};

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::payload::{Product, TaxKey};
use crate::{Kind, When};

/// All settings of a merchant. Missing fields take their defaults, so older documents stay readable.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// How returns become sales credits.
    pub refunds: RefundSettings,
    /// How stock reaches the shops.
    pub inventory: InventorySettings,
    /// How customers become contacts.
    pub customers: CustomerSettings,
    /// What the platforms said of themselves when the settings were saved.
    pub facts: Facts,
    /// When each flow looks for news, by kind.
    pub schedule: BTreeMap<Kind, FlowSchedule>,
    /// The merchant's time zone, an IANA name such as `Europe/London`; empty is UTC. Quiet hours go by its clocks.
    pub zone: String,
    /// Whether the merchant has gone live.
    pub setup: Setup,
}

/// How far a merchant has come. Nothing moves before they go live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Setup {
    /// Live, or set up by hand.
    #[default]
    Done,
    /// Still being set up.
    Underway,
}

/// One till tax and its Brightpearl tax code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TaxMapping {
    /// The till's tax.
    #[serde(flatten)]
    pub key: TaxKey,
    /// Brightpearl tax code, such as `T20`.
    pub code: String,
}

/// How customers become contacts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct CustomerSettings {
    /// Whether name and telephone find a contact where the e-mail finds none.
    pub match_by_phone: bool,
    /// ISO country code where the till knows none.
    pub default_country: String,
}

/// What the platforms said of themselves when the settings were saved; `None` where they were not asked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Facts {
    /// Currency of the tills, ISO 4217.
    pub till_currency: Option<String>,
    /// The price lists that are chosen, by Brightpearl price list id.
    pub price_lists: BTreeMap<String, ListFacts>,
    /// Whether a shop's prices include tax, by Lightspeed shopID.
    pub shops_include_tax: BTreeMap<String, bool>,
    /// Names of the shops, by Lightspeed shopID.
    pub shop_names: BTreeMap<String, String>,
    /// Currencies in which a payment method has a bank account, by its Brightpearl code.
    pub bank_accounts: BTreeMap<String, Vec<String>>,
}

/// What is known of a price list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ListFacts {
    /// Its name.
    pub name: String,
    /// Whether its prices include tax.
    pub includes_tax: Option<bool>,
    /// Its currency, ISO 4217.
    pub currency: Option<String>,
}

impl Facts {
    /// A shop's name, or its number where no name is known.
    pub fn shop_name(&self, shop: &str) -> String {
        self.shop_names.get(shop).cloned().unwrap_or_else(|| format!("Shop {shop}"))
    }
}

impl Settings {
    /// The schedule of a kind's flow, the default where none was set.
    pub fn schedule_of(&self, kind: Kind) -> FlowSchedule {
        self.schedule.get(&kind).cloned().unwrap_or_else(|| FlowSchedule::usual(kind))
    }

    /// How long a kind's flow waits between two looks.
    pub fn interval(&self, kind: Kind) -> Duration {
        Duration::from_secs(u64::from(self.schedule_of(kind).every_s.max(5)))
    }

    /// Units of each product held back in a shop.
    pub fn buffer(&self, shop: &str) -> i64 {
        let own = self.shops.get(shop).and_then(|shop| shop.buffer);
        i64::from(own.unwrap_or(self.inventory.buffer))
    }

    /// The first set that takes the product.
    pub fn class_of(&self, product_ref: &str, product: &Product) -> Option<&Class> {
        let list = &self.products.price_list;
        self.classification.iter().find(|class| class.takes(product_ref, product, list))
    }

    /// All price lists that products or one of their sets take their prices from.
    pub fn price_lists(&self) -> impl Iterator<Item = &str> {
        let of_sets = self.classification.iter().map(|class| class.price_list.as_str());
        of_sets.chain([self.products.price_list.as_str()]).filter(|list| !list.is_empty())
    }

    /// The Brightpearl tax code mapped to a till tax.
    pub fn tax_code(&self, key: &TaxKey) -> Option<&str> {
        self.taxes
            .iter()
            .find(|mapping| mapping.key == *key && !mapping.code.is_empty())
            .map(|mapping| mapping.code.as_str())
    }
}
