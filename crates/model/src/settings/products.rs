use serde::{Deserialize, Serialize};

use crate::outgoing::Identifier;
use crate::payload::Product;

/// How products reach the tills.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ProductSettings {
    /// The identifier that ties the two platforms' products.
    pub identifier: Identifier,
    /// Brightpearl price list id whose prices the tills show; empty blocks every product.
    pub price_list: String,
    /// Brightpearl price list id of what the goods cost; empty leaves the till's cost alone.
    pub cost_list: String,
    /// Which field of a product fills which field of the till item.
    pub fields: FieldMap,
    /// Till category id of products whose set names none.
    pub default_category: String,
    /// Till tax class id of products whose set names none.
    pub default_tax_class: String,
    /// Whether the prices of the list go to the tills as they are, although they include tax and some shop's do not, or the
    /// other way round: a merchant with shops of both kinds decides so.
    pub prices_as_they_are: bool,
    /// What happens at the till to a product that is archived in Brightpearl.
    pub archived: WhenArchived,
}

/// Which field of a product fills which field of the till item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct FieldMap {
    /// What the till shows as EAN.
    pub ean: ProductField,
    /// What the till shows as UPC.
    pub upc: ProductField,
    /// What the till shows as the maker's number.
    pub manufacturer_sku: ProductField,
}

impl Default for FieldMap {
    fn default() -> FieldMap {
        FieldMap { ean: ProductField::Ean, upc: ProductField::Upc, manufacturer_sku: ProductField::Mpn }
    }
}

/// An identifier of a Brightpearl product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProductField {
    /// Left empty.
    Nothing,
    /// Stock keeping unit.
    Sku,
    /// European article number.
    Ean,
    /// Universal product code.
    Upc,
    /// Bar code.
    Barcode,
    /// Manufacturer's part number.
    Mpn,
    /// ISBN.
    Isbn,
}

impl ProductField {
    /// The field's value in a product, trimmed.
    pub fn of(self, product: &Product) -> &str {
        match self {
            ProductField::Nothing => "",
            ProductField::Sku => product.sku.trim(),
            ProductField::Ean => product.ean.trim(),
            ProductField::Upc => product.upc.trim(),
            ProductField::Barcode => product.barcode.trim(),
            ProductField::Mpn => product.mpn.trim(),
            ProductField::Isbn => product.isbn.trim(),
        }
    }
}

/// What happens at the till to a product that is archived in Brightpearl.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WhenArchived {
    /// Nothing: it can still be sold.
    #[default]
    Leave,
    /// It is archived there too, once no shop has any of it left: archiving takes all its stock away.
    Archive,
}
