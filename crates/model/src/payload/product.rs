use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A product as the back office knows it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Product {
    /// Name without option values; siblings of one group share it.
    pub name: String,
    /// Values of its options in the platform's order, such as `Blue`, `L`.
    pub options: Vec<String>,
    /// Stock keeping unit; may be empty or shared.
    pub sku: String,
    /// European article number as typed, digits not checked.
    pub ean: String,
    /// Universal product code as typed.
    pub upc: String,
    /// Bar code as typed.
    pub barcode: String,
    /// Manufacturer's part number.
    pub mpn: String,
    /// ISBN as typed.
    pub isbn: String,
    /// Brand; the name is empty where only the id is known.
    pub brand: Option<Named>,
    /// Product type.
    pub product_type: Option<Named>,
    /// All categories.
    pub categories: Vec<Named>,
    /// Primary supplier.
    pub supplier: Option<Named>,
    /// Whether stock is kept.
    pub stock_tracked: bool,
    /// Whether it is a bundle of others.
    pub bundle: bool,
    /// Where it is in its life.
    pub lifecycle: Lifecycle,
    /// Its price for one piece in each list that has one. A missing list is not a price of 0.
    pub prices: Vec<Price>,
    /// Whether it is one of the platform's own placeholders, never to be synchronised.
    pub placeholder: bool,
}

impl Product {
    /// Name and option values, the name the till shows.
    pub fn full_name(&self) -> String {
        let mut name = self.name.trim().to_owned();
        for option in &self.options {
            name.push(' ');
            name.push_str(option.trim());
        }
        name
    }
}

/// An id at a platform and the name people know it by.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Named {
    /// The platform's id.
    pub id: String,
    /// Its name there; empty where unknown.
    pub name: String,
}

/// One price of one product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Price {
    /// Price list id.
    pub list: String,
    /// ISO 4217 code.
    pub currency: String,
    /// Price of one piece as the list states it; the list says whether it includes tax.
    pub amount: Decimal,
}

/// Where a product is in its life.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Lifecycle {
    /// Sold.
    #[default]
    Live,
    /// Sold out and not bought again.
    Discontinued,
    /// Put away.
    Archived,
    /// A state this version does not know; treated as not sellable.
    Other {
        /// The platform's word.
        word: String,
    },
}
