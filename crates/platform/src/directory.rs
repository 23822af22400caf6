use async_trait::async_trait;

use crate::{Account, PlatformError};

/// A list of things at a platform that settings choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Listing {
    /// Brightpearl tax codes; id = the code.
    TaxCodes,
    /// Brightpearl payment methods; id = the code, note = currencies with a bank account.
    PaymentMethods,
    /// Brightpearl sales channels.
    Channels,
    /// Brightpearl warehouses.
    Warehouses,
    /// Brightpearl price lists; note = currency and whether prices include tax.
    PriceLists,
    /// Brightpearl order statuses for sales orders.
    OrderStatuses,
    /// Brightpearl order statuses for sales credits.
    CreditStatuses,
    /// Brightpearl shipping methods.
    ShippingMethods,
    /// Brightpearl nominal codes; id = the code.
    NominalCodes,
    /// Brightpearl members of staff, as contacts.
    Staff,
    /// Brightpearl contacts that sales without a customer may be posted to: their name speaks of walk-ins.
    WalkIns,
    /// Brightpearl suppliers, as contacts.
    Suppliers,
    /// Brightpearl brands.
    Brands,
    /// Brightpearl product types.
    ProductTypes,
    /// Categories of the platform asked; note = the names above it, parted by ` / `; of Brightpearl's its parent's.
    Categories,
    /// Lightspeed shops; note = time zone.
    Shops,
    /// Lightspeed tax categories with their classes; id = `{category}:{class}:{rate1}:{rate2}`.
    Taxes,
    /// Lightspeed tax classes.
    TaxClasses,
    /// Lightspeed payment types; note = sort.
    PaymentTypes,
    /// Lightspeed employees.
    Employees,
    /// Lightspeed registers; note = the shop's name.
    Registers,
}

/// One thing of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What settings keep.
    pub id: String,
    /// What people know it by.
    pub name: String,
    /// What helps to choose, may be empty.
    pub note: String,
    /// Whether its prices include tax, for price lists and shops.
    pub includes_tax: Option<bool>,
    /// Its currency, ISO 4217, for price lists.
    pub currency: Option<String>,
}

impl Entry {
    /// An entry that says nothing of tax and currency.
    pub fn new(id: impl Into<String>, name: impl Into<String>, note: impl Into<String>) -> Entry {
        Entry { id: id.into(), name: name.into(), note: note.into(), includes_tax: None, currency: None }
    }
}

/// What a live check of a connection tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The account's name there.
    pub account: String,
    /// Its base currency, ISO 4217.
    pub currency: String,
}

/// Names for the settings pages, and the live check of a connection.
#[async_trait]
pub trait Directory: Send + Sync {
    /// Everything of one list, in the platform's order.
    ///
    /// # Errors
    /// [`PlatformError::NotFound`] for a list this platform does not have.
    async fn list(&self, account: &Account, listing: Listing) -> Result<Vec<Entry>, PlatformError>;

    /// One cheap call that proves that the credentials work.
    async fn check(&self, account: &Account) -> Result<Checked, PlatformError>;
}
