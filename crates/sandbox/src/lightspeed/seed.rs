//! How the account looks when the sandbox starts.

use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use rust_decimal::Decimal;

use super::contact::Contact;
use super::scalar::{Scalar, now, whole_seconds};
use super::schema::Resource;
use super::sell::blank;
use super::state::State;
use super::table::Row;
use super::write::category;
use crate::catalogue::{BRANDS, CATEGORIES, Catalogue, Person, Product, SHOPS, TillOnly, Trouble};

/// The payment types: name, type in the platform's words, whether it is reserved.
const PAYMENT_TYPES: [(&str, &str, bool); 7] = [
    ("Cash", "cash", true),
    ("Card", "credit card", true),
    ("Cheque", "user defined", false),
    ("Credit Account", "credit account", true),
    ("Gift Card", "gift card", true),
    ("eCom", "ecom", true),
    ("Voucher", "user defined", false),
];

/// One for each shop, and the name staff ring up test sales under.
const STAFF: [(&str, &str); 4] =
    [("Moira", "Sinclair"), ("Dev", "Patel"), ("Claire", "Dubois"), ("Training", "Test")];

/// Fills an empty account.
pub(super) fn fill(state: &mut State, catalogue: &Catalogue) {
    let opened = days_ago(400);
    taxes(state, opened);
    shops(state, opened);
    payment_types(state);
    for (name, _) in BRANDS {
        let row = blank(Resource::Manufacturer.spec()).with_text("name", name);
        state.insert(
            Resource::Manufacturer,
            row.with_time("createTime", opened).with_time("timeStamp", opened),
        );
    }
    categories(state, opened);
    attribute_sets(state);
    for product in catalogue.products.iter().filter(|product| product.in_lightspeed()) {
        item(state, product);
    }
    catalogue.till_only.iter().for_each(|only| till_only(state, only));
    let general = blank(Resource::CustomerType.spec()).with_text("name", "Retail");
    state.insert(Resource::CustomerType, general);
    for person in catalogue.people.iter().filter(|person| person.in_lightspeed) {
        let at = days_ago(state.chance.random_range(20..300));
        add_person(state, person, at);
    }
}

fn days_ago(days: i64) -> Timestamp {
    whole_seconds(now() - SignedDuration::from_hours(24 * days))
}

fn taxes(state: &mut State, at: Timestamp) {
    for name in ["Item", "Labor", "Zero rated"] {
        state.insert(
            Resource::TaxClass,
            blank(Resource::TaxClass.spec()).with_text("name", name).with_time("timeStamp", at),
        );
    }
    // The third is the one nobody has mapped: goods sent to the Channel Islands. The fourth has two rates, for a
    // shop in Quebec: there rounded totals and the sums of unrounded lines part ways.
    let thousandths = |rate| Decimal::new(rate, 5);
    for (name, inclusive, rate, second, second_rate) in [
        ("VAT", true, 20_000, "", 0),
        ("Sales tax", false, 20_000, "", 0),
        ("Jersey GST", true, 5_000, "", 0),
        ("GST", false, 5_000, "QST", 9_975),
    ] {
        let row = blank(Resource::TaxCategory.spec())
            .with_flag("isTaxInclusive", inclusive)
            .with_text("tax1Name", name)
            .with_dec("tax1Rate", thousandths(rate))
            .with_text("tax2Name", second)
            .with_dec("tax2Rate", thousandths(second_rate))
            .with_time("timeStamp", at);
        let category = state.insert(Resource::TaxCategory, row);
        let zero = blank(Resource::TaxCategoryClass.spec())
            .with_int("taxCategoryID", category)
            .with_int("taxClassID", 3)
            .with_time("timeStamp", at);
        state.insert(Resource::TaxCategoryClass, zero);
    }
}

fn shops(state: &mut State, at: Timestamp) {
    for shop in &SHOPS {
        let row = blank(Resource::Shop.spec())
            .with_text("name", shop.name)
            .with_text("timeZone", shop.time_zone)
            .with_text("labelTitle", "Shop Name")
            .with_int("taxCategoryID", if shop.tax_inclusive { 1 } else { 2 })
            .with_int("receiptSetupID", 1)
            .with_int("priceLevelID", 1)
            .with_time("timeStamp", at);
        let id = state.insert(Resource::Shop, row);
        let register = blank(Resource::Register.spec())
            .with_text("name", format!("{} till", shop.name))
            .with_flag("open", true)
            .with_time("openTime", days_ago(0))
            .with_int("openEmployeeID", id)
            .with_int("shopID", id);
        state.insert(Resource::Register, register);
    }
    for ((first, last), number) in STAFF.into_iter().zip(1_u64..) {
        let row = blank(Resource::Employee.spec())
            .with_text("firstName", first)
            .with_text("lastName", last)
            .with_int("employeeRoleID", 1)
            .with_int("lastShopID", number.min(3))
            .with_int("lastRegisterID", number.min(3))
            .with_time("timeStamp", at);
        state.insert(Resource::Employee, row);
    }
}

fn payment_types(state: &mut State) {
    for (name, kind, reserved) in PAYMENT_TYPES {
        let row = blank(Resource::PaymentType.spec())
            .with_text("name", name)
            .with_text("type", kind)
            .with_flag("internalReserved", reserved)
            .with_flag("requireCustomer", kind == "credit account");
        state.insert(Resource::PaymentType, row);
    }
}

/// The three sets every account has.
fn attribute_sets(state: &mut State) {
    let sets = [
        ("Color/Size", ["Color", "Size", ""]),
        ("Color", ["Color", "", ""]),
        ("3 Attributes", ["Attribute 1", "Attribute 2", "Attribute 3"]),
    ];
    for (name, [one, two, three]) in sets {
        let row = blank(Resource::ItemAttributeSet.spec())
            .with_text("name", name)
            .with_text("attributeName1", one)
            .with_text("attributeName2", two)
            .with_text("attributeName3", three)
            .with_flag("system", true);
        state.insert(Resource::ItemAttributeSet, row);
    }
}

/// Two thirds of the categories exist already; the others wait for the first product that needs them.
fn categories(state: &mut State, at: Timestamp) {
    for name in CATEGORIES.iter().take(CATEGORIES.len() * 2 / 3) {
        let row = blank(Resource::Category.spec()).with_text("name", *name);
        state.insert(Resource::Category, row.with_time("createTime", at).with_time("timeStamp", at));
    }
    category::rebuild(state);
}

fn item(state: &mut State, product: &Product) {
    let Some(copy) = &product.till else { return };
    let at = days_ago(state.chance.random_range(3..380));
    let category = product.category.map_or(0, |place| place as u64 + 1);
    let known = state.row(Resource::Category, category).is_some();
    let row = new_item(state, at)
        .with_text("description", copy.description.as_str())
        .with_text("customSku", product.sku.as_str())
        // The till takes only codes of 11 to 14 digits, so a wrong one never got in.
        .with_text("ean", if product.trouble == Some(Trouble::WrongEan) { "" } else { &product.ean })
        .with_dec("defaultCost", product.cost)
        .with_int("taxClassID", if product.zero_rated { 3 } else { 1 })
        .with_int("categoryID", if known { category } else { 0 })
        .with_int("manufacturerID", product.brand as u64 + 1);
    add_item(state, row, copy.price, &product.stock, at);
}

fn till_only(state: &mut State, only: &TillOnly) {
    let at = days_ago(90);
    let row = new_item(state, at).with_text("description", only.description).with_text("customSku", only.sku);
    add_item(state, row, only.price, &[25, 25, 25], at);
}

/// A row with the defaults of a new item and its place in the shared SKU sequence.
pub(crate) fn new_item(state: &mut State, at: Timestamp) -> Row {
    let system_sku = state.next_system_sku;
    state.next_system_sku += 1;
    blank(Resource::Item.spec())
        .with_text("systemSku", system_sku.to_string())
        .with_text("itemType", "default")
        .with_flag("tax", true)
        .with_flag("discountable", true)
        .with_flag("publishToEcom", true)
        .with_int("taxClassID", 1)
        .with_time("createTime", at)
        .with_time("timeStamp", at)
}

fn add_item(state: &mut State, row: Row, price: Decimal, stock: &[i64; 3], at: Timestamp) {
    let item = state.insert(Resource::Item, row);
    state.prices.insert(item, [(1, price), (2, price)].into());
    state.make_item_shops(item);
    let rows: Vec<(u64, u64)> = state
        .table(Resource::ItemShop)
        .children("itemID", item)
        .map(|(id, row)| (id, row.id("shopID")))
        .collect();
    for (id, shop) in rows {
        let quantity = match shop.checked_sub(1).and_then(|place| usize::try_from(place).ok()) {
            Some(place) => stock.get(place).copied().unwrap_or(0),
            None => stock.iter().sum(),
        };
        if let Some(row) = state.table_mut(Resource::ItemShop).get_mut(id) {
            row.set("qoh", Scalar::Int(quantity));
            row.set("sellable", Scalar::Int(quantity.max(0)));
            row.set("timeStamp", Scalar::Time(at));
        }
    }
}

/// Adds a person as a customer and answers the customer's id.
pub(crate) fn add_person(state: &mut State, person: &Person, at: Timestamp) -> u64 {
    let id = state.add_contact(contact_of(person, at));
    let row = blank(Resource::Customer.spec())
        .with_text("firstName", person.first_name.as_str())
        .with_text("lastName", person.last_name.as_str())
        .with_text("company", person.company.as_str())
        .with_int("customerTypeID", 1)
        .with_int("contactID", id)
        .with_time("createTime", at)
        .with_time("timeStamp", at);
    state.insert(Resource::Customer, row)
}

fn contact_of(person: &Person, at: Timestamp) -> Contact {
    let mut contact = Contact { time_stamp: at, no_mail: true, ..Contact::default() };
    if !person.mobile.is_empty() {
        contact.phones.insert("Mobile", person.mobile.clone());
    }
    if !person.email.is_empty() {
        contact.emails.insert("Primary", person.email.clone());
    }
    if !person.street.is_empty() {
        contact.address = [
            ("address1", person.street.clone()),
            ("city", person.town.clone()),
            ("state", person.county.clone()),
            ("zip", person.postcode.clone()),
            ("country", "United Kingdom".to_owned()),
            ("countryCode", "GB".to_owned()),
        ]
        .into();
    }
    contact
}
