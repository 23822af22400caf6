use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A till item as it should be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProductDraft {
    /// The name at the till.
    pub description: String,
    /// The merchant's SKU.
    pub sku: String,
    /// 11 to 14 digits, or empty.
    pub ean: String,
    /// 11 to 14 digits, or empty.
    pub upc: String,
    /// The maker's part number.
    pub manufacturer_sku: String,
    /// Selling price of one piece.
    pub price: Decimal,
    /// What one piece costs; `None` leaves the till's cost alone.
    #[serde(default)]
    pub cost: Option<Decimal>,
    /// Whether it is to be put away at the till, if no shop has any of it left.
    #[serde(default)]
    pub archive: bool,
    /// Till category id.
    pub category: String,
    /// Till tax class id.
    pub tax_class: String,
    /// Whether stock is kept; if not, the till never counts it.
    pub stock_tracked: bool,
    /// Which identifier finds it at the till.
    pub match_by: Identifier,
    /// What was left out, such as a bar code of the wrong length.
    pub warnings: Vec<String>,
}

impl ProductDraft {
    /// The value of the identifier that finds it at the till; may be empty.
    pub fn match_value(&self) -> &str {
        match self.match_by {
            Identifier::Sku => &self.sku,
            Identifier::Ean => &self.ean,
            Identifier::Upc => &self.upc,
        }
    }
}

/// Which identifier ties the two platforms' products.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Identifier {
    /// The merchant's SKU.
    #[default]
    Sku,
    /// The European article number.
    Ean,
    /// The universal product code.
    Upc,
}

impl Identifier {
    /// The name people know it by.
    pub fn name(self) -> &'static str {
        match self {
            Identifier::Sku => "SKU",
            Identifier::Ean => "EAN",
            Identifier::Upc => "UPC",
        }
    }
}
