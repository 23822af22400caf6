use engine::{Entry, Listing};
use model::Platform;

use crate::AppState;

/// One list that names come from.
pub(super) struct List {
    pub(super) platform: Platform,
    pub(super) listing: Listing,
    what: &'static str,
}

impl List {
    /// What it is called.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.platform.name(), self.what)
    }
}

const fn office(listing: Listing, what: &'static str) -> List {
    List { platform: Platform::Brightpearl, listing, what }
}

const fn till(listing: Listing, what: &'static str) -> List {
    List { platform: Platform::Lightspeed, listing, what }
}

/// All lists, in the order they are read.
pub(super) const LISTS: [List; 20] = [
    till(Listing::Shops, "shops"),
    till(Listing::Registers, "registers"),
    till(Listing::Employees, "employees"),
    till(Listing::Taxes, "taxes"),
    till(Listing::TaxClasses, "tax classes"),
    till(Listing::PaymentTypes, "payment types"),
    till(Listing::Categories, "categories"),
    office(Listing::Warehouses, "warehouses"),
    office(Listing::Channels, "channels"),
    office(Listing::PriceLists, "price lists"),
    office(Listing::TaxCodes, "tax codes"),
    office(Listing::PaymentMethods, "payment methods"),
    office(Listing::NominalCodes, "nominal codes"),
    office(Listing::OrderStatuses, "order statuses"),
    office(Listing::CreditStatuses, "credit statuses"),
    office(Listing::ShippingMethods, "shipping methods"),
    office(Listing::Staff, "members of staff"),
    office(Listing::WalkIns, "contacts for walk-ins"),
    office(Listing::Brands, "brands"),
    office(Listing::Categories, "categories"),
];

/// What suggestions are made from; empty where a list could not be read.
#[derive(Default)]
pub(super) struct Lists {
    pub(super) shops: Vec<Entry>,
    pub(super) taxes: Vec<Entry>,
    pub(super) payment_types: Vec<Entry>,
    pub(super) till_categories: Vec<Entry>,
    pub(super) warehouses: Vec<Entry>,
    pub(super) channels: Vec<Entry>,
    pub(super) price_lists: Vec<Entry>,
    pub(super) tax_codes: Vec<Entry>,
    pub(super) methods: Vec<Entry>,
    pub(super) nominals: Vec<Entry>,
    pub(super) statuses: Vec<Entry>,
    pub(super) walk_ins: Vec<Entry>,
    pub(super) categories: Vec<Entry>,
}

impl Lists {
    /// The names as they were just read.
    pub(super) async fn read(state: &AppState) -> Lists {
        let names = async |platform, listing| {
            state.control.names(state.merchant, platform, listing).await.unwrap_or_default()
        };
        let (office, till) = (Platform::Brightpearl, Platform::Lightspeed);
        Lists {
            shops: names(till, Listing::Shops).await,
            taxes: names(till, Listing::Taxes).await,
            payment_types: names(till, Listing::PaymentTypes).await,
            till_categories: names(till, Listing::Categories).await,
            warehouses: names(office, Listing::Warehouses).await,
            channels: names(office, Listing::Channels).await,
            price_lists: names(office, Listing::PriceLists).await,
            tax_codes: names(office, Listing::TaxCodes).await,
            methods: names(office, Listing::PaymentMethods).await,
            nominals: names(office, Listing::NominalCodes).await,
            statuses: names(office, Listing::OrderStatuses).await,
            walk_ins: names(office, Listing::WalkIns).await,
            categories: names(office, Listing::Categories).await,
        }
    }
}
