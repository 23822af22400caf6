use std::collections::BTreeMap;

use model::settings::{
    AfterEdit, CustomerSettings, ExtraNominals, InventorySettings, ProductSettings, RefundSettings, Rules,
    ShopSettings, SkipRules, UnlinkedItem,
};
use model::{Kind, Released, Rest, SetReach, Unclassified, When};
use serde::{Deserialize, Serialize};

use super::part::Part;

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
    /// Settings of one value that records wait for, by name.
    pub missing: BTreeMap<String, Held>,
    /// What a setting means for something of the merchant's own, by the field's name, one sentence each.
    pub examples: BTreeMap<String, String>,
    /// What can be chosen from.
    pub names: Names,
    /// `2026-02-03T09:15` in UTC; empty posts all sales that are read.
    pub go_live: String,
    /// How products reach the tills.
    pub products: ProductSettings,
    /// Which products reach the tills.
    pub classes: Vec<ClassForm>,
    /// How stock reaches the shops.
    pub inventory: InventorySettings,
    /// Likely partners of what has none, by the field's name.
    pub suggested: BTreeMap<String, Suggested>,
    /// Till taxes.
    pub taxes: Vec<Pairing>,
    /// Till payment types.
    pub payments: Vec<Pairing>,
    /// Till shops.
    pub shops: Vec<ShopForm>,
    /// How sales become orders.
    pub orders: OrderForm,
    /// How returns become credits.
    pub refunds: RefundSettings,
    /// How customers become contacts.
    pub customers: CustomerSettings,
    /// When each flow looks for news.
    pub schedule: Vec<ScheduleForm>,
    /// The merchant's time zone, an IANA name; empty is UTC.
    pub zone: String,
    /// The latest versions, the newest first.
    pub history: Vec<VersionLine>,
    /// How many older ones there are.
    pub older: i64,
}

/// Records that wait for something.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Held {
    /// How many.
    pub records: i64,
    /// What sales and returns among them are worth, in words; empty where none is.
    pub worth: String,
}

/// A likely partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggested {
    /// What the field would take.
    pub value: String,
    /// Why, such as `the same name`.
    pub reason: String,
}

/// Something records wait for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// What, one sentence.
    pub says: String,
    /// What to do, one sentence.
    pub fix: String,
    /// What waits.
    pub held: Held,
    /// Where on the page it is mended.
    pub part: Part,
}

/// What a save would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavePreview {
    /// What it would change.
    pub changes: Vec<Change>,
    /// Records that wait for it and would wait no longer.
    pub releases: u64,
    /// Products in step that would be sent to the tills again.
    pub sends_again: u64,
    /// What the set that is edited would take.
    pub set: Option<SetReach>,
    /// What is likely to be wrong with it, one sentence each.
    pub findings: Vec<String>,
}

/// What all sets take.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SetsView {
    /// How many products each set places, in their order.
    pub placed: Vec<u64>,
    /// Products that no set takes.
    pub unclassified: Unclassified,
}

/// What a save did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The new version.
    pub version: i64,
    /// Records that waited for it and wait no longer.
    pub released: u64,
}

/// One save of the settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionLine {
    /// Counts from 1.
    pub version: i64,
    /// Who saved it.
    pub who: String,
    /// When.
    pub at: When,
    /// What it changed; empty where it was saved as it was.
    pub changes: Vec<Change>,
    /// What became of the records it set going last.
    pub released: Released,
}

/// One setting that a save changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which, as its path in the API's document, such as `orders.status`.
    pub setting: String,
    /// Which, in words.
    pub what: String,
    /// What it was, in words.
    pub before: String,
    /// What it is since, in words.
    pub after: String,
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

impl Choices {
    /// Why the first of these that could not be read could not.
    pub fn first_problem(all: &[&Choices]) -> Option<String> {
        all.iter().find_map(|choices| choices.problem.clone())
    }

    /// The name of a thing on the list.
    pub fn name_of(&self, id: &str) -> Option<&str> {
        self.list.iter().find(|choice| choice.id == id).map(|choice| choice.name.as_str())
    }
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
    /// Brightpearl statuses of sales orders.
    pub statuses: Choices,
    /// Brightpearl statuses of sales credits.
    pub credit_statuses: Choices,
    /// Brightpearl shipping methods.
    pub shipping_methods: Choices,
    /// Brightpearl nominal codes.
    pub nominals: Choices,
    /// Brightpearl members of staff.
    pub staff: Choices,
    /// Brightpearl brands.
    pub brands: Choices,
    /// Brightpearl product types.
    pub types: Choices,
    /// Brightpearl categories.
    pub categories: Choices,
    /// Brightpearl suppliers.
    pub suppliers: Choices,
    /// Lightspeed categories.
    pub till_categories: Choices,
    /// Lightspeed tax classes.
    pub tax_classes: Choices,
    /// Lightspeed employees.
    pub employees: Choices,
    /// Lightspeed registers.
    pub registers: Choices,
    /// Lightspeed shops.
    pub shops: Choices,
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
    pub waiting: Held,
    /// Something of the merchant's own that it concerns, one sentence; may be empty.
    pub example: String,
}

/// A named set of products, as its form has it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClassForm {
    /// The set's name.
    pub name: String,
    /// Whether all its rules must hold or one is enough.
    pub rules: Rules,
    /// Brand ids.
    pub brands: Vec<String>,
    /// Product type ids.
    pub types: Vec<String>,
    /// Category ids.
    pub categories: Vec<String>,
    /// Contact ids of suppliers.
    pub suppliers: Vec<String>,
    /// Words of the name, parted by commas.
    pub words: String,
    /// The lowest price; empty is no bound.
    pub price_from: String,
    /// The highest price; empty is no bound.
    pub price_to: String,
    /// Product ids picked by hand, parted by commas.
    pub picked: String,
    /// Till category id.
    pub category: String,
    /// Till tax class id.
    pub tax_class: String,
    /// Price list id of this set; empty takes that of all products.
    pub price_list: String,
}

/// What belongs to one shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopForm {
    /// Lightspeed shopID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What is set for it.
    pub settings: ShopSettings,
    /// Records that wait for this shop's settings.
    pub waiting: Held,
    /// What was sold there lately, one sentence; may be empty.
    pub example: String,
}

/// How sales become orders. The exchange rate is text, so that no decimal arithmetic reaches the browser.
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
    /// What happens to a line whose item is not linked.
    pub unlinked_item: UnlinkedItem,
    /// Whether goods are reserved.
    pub reserve: bool,
    /// Nominal codes of money that is no goods.
    pub nominals: ExtraNominals,
    /// Tax code of rows without tax.
    pub untaxed_code: String,
    /// Payment method code of exchanges.
    pub clearing_method: String,
    /// Whether orders are sent off at once.
    pub fulfil: bool,
    /// Shipping method id.
    pub shipping_method: String,
    /// Contact id of the member of staff who ships.
    pub staff_contact: String,
    /// What happens to a sale that is changed after it was posted.
    pub edited: AfterEdit,
    /// Sales that are no sales.
    pub skip: SkipRules,
}

/// When a flow looks for news.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleForm {
    /// Which flow.
    pub kind: Kind,
    /// Seconds between two looks.
    pub every_s: u32,
    /// Its quiet hours as a form has them, `22:00` and `06:00`; empty where it has none.
    pub quiet: (String, String),
    /// Why it does not move now; `None` while it does.
    pub rests: Option<Rest>,
}
