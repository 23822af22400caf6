use model::{Kind, When};
use serde::{Deserialize, Serialize};

/// Everything the settings page shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SettingsView {
    /// The version shown; saving is refused once another is current.
    pub version: i64,
    /// Who saved it; empty before the first save.
    pub who: String,
    /// When.
    pub at: When,
    /// What records wait for, most first.
    pub needs: Vec<Need>,
    /// What can be chosen from.
    pub names: Names,
    /// How products reach the tills.
    pub products: ProductForm,
    /// Which products reach the tills.
    pub classes: Vec<ClassForm>,
    /// Till taxes.
    pub taxes: Vec<Pairing>,
    /// Till payment types.
    pub payments: Vec<Pairing>,
    /// Till shops.
    pub shops: Vec<ShopForm>,
    /// How sales become orders.
    pub orders: OrderForm,
    /// How customers become contacts.
    pub customers: CustomerForm,
    /// When each flow looks for news.
    pub schedule: Vec<ScheduleForm>,
}

/// Something records wait for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// What, one sentence.
    pub says: String,
    /// What to do, one sentence.
    pub fix: String,
    /// How many records wait.
    pub records: i64,
    /// Whether more wait than were counted.
    pub more: bool,
    /// Where on the page it is mended.
    pub part: Part,
}

/// A part of the page; one form, saved by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Price list and identifier.
    Products,
    /// Which products reach the tills.
    Classes,
    /// Tax codes.
    Taxes,
    /// Payment methods.
    Payments,
    /// Channel, warehouse and more of each shop.
    Shops,
    /// How sales become orders.
    Orders,
    /// How customers become contacts.
    Customers,
    /// Intervals and pauses.
    Schedule,
}

impl Part {
    /// The place on the page, as in `#taxes`.
    pub fn id(self) -> &'static str {
        match self {
            Part::Products => "products",
            Part::Classes => "classification",
            Part::Taxes => "taxes",
            Part::Payments => "payments",
            Part::Shops => "shops",
            Part::Orders => "orders",
            Part::Customers => "customers",
            Part::Schedule => "schedule",
        }
    }

    /// The heading.
    pub fn title(self) -> &'static str {
        match self {
            Part::Products => "Products",
            Part::Classes => "Classification",
            Part::Taxes => "Taxes",
            Part::Payments => "Payments",
            Part::Shops => "Shops",
            Part::Orders => "Orders",
            Part::Customers => "Customers",
            Part::Schedule => "Schedule",
        }
    }
}

/// What a save did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// Records that waited for it and wait no longer.
    pub released: u64,
}

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What is kept.
    pub id: String,
    /// What people know it by.
    pub name: String,
    /// What helps to choose.
    pub note: String,
}

/// What can be chosen, or why that is not known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Choices {
    /// In the platform's order.
    pub list: Vec<Choice>,
    /// Why the list could not be read, one sentence.
    pub problem: Option<String>,
}

/// The real names of both platforms.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Names {
    /// Brightpearl tax codes.
    pub tax_codes: Choices,
    /// Brightpearl payment methods.
    pub methods: Choices,
    /// Brightpearl channels.
    pub channels: Choices,
    /// Brightpearl warehouses.
    pub warehouses: Choices,
    /// Brightpearl price lists.
    pub price_lists: Choices,
    /// Brightpearl order statuses.
    pub statuses: Choices,
    /// Brightpearl brands.
    pub brands: Choices,
    /// Brightpearl product types.
    pub types: Choices,
    /// Brightpearl categories.
    pub categories: Choices,
    /// Lightspeed categories.
    pub till_categories: Choices,
    /// Lightspeed tax classes.
    pub tax_classes: Choices,
    /// Why names of the till's own taxes, payments or shops are missing.
    pub till_problem: Option<String>,
}

/// A thing of the till and its partner in Brightpearl.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pairing {
    /// The thing's id at the till.
    pub id: String,
    /// Its name there.
    pub name: String,
    /// The partner's id; empty where there is none.
    pub partner: String,
    /// Records that wait for a partner.
    pub waiting: i64,
}

/// How products reach the tills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductForm {
    /// `sku`, `ean` or `upc`.
    pub identifier: String,
    /// Price list id.
    pub price_list: String,
    /// `2026-02-03T09:15` in UTC; empty posts all sales that are read.
    pub go_live: String,
}

/// A named set of products.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClassForm {
    /// The set's name.
    pub name: String,
    /// Brand ids.
    pub brands: Vec<String>,
    /// Product type ids.
    pub types: Vec<String>,
    /// Category ids.
    pub categories: Vec<String>,
    /// Product ids picked by hand, parted by commas.
    pub picked: String,
    /// Till category id.
    pub category: String,
    /// Till tax class id.
    pub tax_class: String,
}

/// What belongs to one shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopForm {
    /// Lightspeed shopID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Channel id.
    pub channel: String,
    /// Warehouse id.
    pub warehouse: String,
    /// Price list id.
    pub price_list: String,
    /// Contact id for walk-ins.
    pub walk_in_contact: String,
    /// Records that wait for this shop's settings.
    pub waiting: i64,
}

/// How sales become orders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderForm {
    /// Status id of a new order.
    pub status: String,
    /// Nominal code for goods.
    pub nominal: String,
    /// Nominal code of a rounding row.
    pub rounding_nominal: String,
    /// Exchange rate; empty where the currencies are the same.
    pub exchange_rate: String,
    /// Whether a line whose item is not linked becomes free text.
    pub free_text: bool,
    /// Whether goods are reserved.
    pub reserve: bool,
}

/// How customers become contacts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerForm {
    /// Whether name and telephone find a contact.
    pub match_by_phone: bool,
    /// ISO country code.
    pub default_country: String,
}

/// When a flow looks for news.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleForm {
    /// Which flow.
    pub kind: Kind,
    /// Seconds between two looks.
    pub every_s: u32,
    /// Why it is paused; empty while it runs.
    pub paused: String,
}
