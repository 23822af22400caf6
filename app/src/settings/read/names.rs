use std::time::Duration;

use engine::{Control, Entry, Listing};
use model::{MerchantId, Platform};

use crate::settings::view::{Choice, Choices, Names};

/// How long the page waits for a platform's names before it shows ids.
pub(super) const PATIENCE: Duration = Duration::from_secs(8);

/// The till's own taxes, payment types and shops.
#[derive(Default)]
pub(in crate::settings) struct Till {
    pub(in crate::settings) taxes: Vec<Choice>,
    pub(in crate::settings) payments: Vec<Choice>,
    pub(in crate::settings) shops: Vec<Choice>,
    pub(super) problem: Option<String>,
}

impl Till {
    async fn read(control: &Control, merchant: MerchantId) -> Till {
        let till = |listing| choices(control, merchant, Platform::Lightspeed, listing);
        let (taxes, payments, shops) =
            tokio::join!(till(Listing::Taxes), till(Listing::PaymentTypes), till(Listing::Shops));
        let problem = [&taxes, &payments, &shops].into_iter().find_map(|choices| choices.problem.clone());
        Till { taxes: taxes.list, payments: payments.list, shops: shops.list, problem }
    }
}

/// The names of both platforms, all asked for at once, and the till's own things.
pub(in crate::settings) async fn names(control: &Control, merchant: MerchantId) -> (Names, Till) {
    let (of_shops, office, sales, goods, till) = tokio::join!(
        Till::read(control, merchant),
        of_office(control, merchant),
        of_sales(control, merchant),
        of_goods(control, merchant),
        of_till(control, merchant)
    );
    let [tax_codes, methods, channels, warehouses, price_lists] = office;
    let [statuses, credit_statuses, shipping_methods, nominals, staff] = sales;
    let [brands, types, categories, suppliers] = goods;
    let [till_categories, tax_classes, employees, registers] = till;
    let names = Names {
        tax_codes,
        methods,
        channels,
        warehouses,
        price_lists,
        statuses,
        credit_statuses,
        shipping_methods,
        nominals,
        staff,
        brands,
        types,
        categories,
        suppliers,
        till_categories,
        tax_classes,
        employees,
        registers,
        shops: Choices { list: of_shops.shops.clone(), problem: of_shops.problem.clone() },
        till_problem: of_shops.problem.clone(),
    };
    (names, of_shops)
}

async fn of_office(control: &Control, merchant: MerchantId) -> [Choices; 5] {
    let office = |listing| choices(control, merchant, Platform::Brightpearl, listing);
    tokio::join!(
        office(Listing::TaxCodes),
        office(Listing::PaymentMethods),
        office(Listing::Channels),
        office(Listing::Warehouses),
        office(Listing::PriceLists)
    )
    .into()
}

async fn of_sales(control: &Control, merchant: MerchantId) -> [Choices; 5] {
    let office = |listing| choices(control, merchant, Platform::Brightpearl, listing);
    tokio::join!(
        office(Listing::OrderStatuses),
        office(Listing::CreditStatuses),
        office(Listing::ShippingMethods),
        office(Listing::NominalCodes),
        office(Listing::Staff)
    )
    .into()
}

async fn of_goods(control: &Control, merchant: MerchantId) -> [Choices; 4] {
    let office = |listing| choices(control, merchant, Platform::Brightpearl, listing);
    tokio::join!(
        office(Listing::Brands),
        office(Listing::ProductTypes),
        office(Listing::Categories),
        office(Listing::Suppliers)
    )
    .into()
}

async fn of_till(control: &Control, merchant: MerchantId) -> [Choices; 4] {
    let till = |listing| choices(control, merchant, Platform::Lightspeed, listing);
    tokio::join!(
        till(Listing::Categories),
        till(Listing::TaxClasses),
        till(Listing::Employees),
        till(Listing::Registers)
    )
    .into()
}

async fn choices(control: &Control, merchant: MerchantId, platform: Platform, listing: Listing) -> Choices {
    match tokio::time::timeout(PATIENCE, control.names(merchant, platform, listing)).await {
        Ok(Ok(entries)) => Choices { list: entries.into_iter().map(choice).collect(), problem: None },
        Ok(Err(error)) => Choices {
            list: Vec::new(),
            problem: Some(format!("{}.", error.to_string().trim_end_matches('.'))),
        },
        Err(_) => {
            let slow =
                format!("{} did not answer in time; load the page again in a moment.", platform.name());
            Choices { list: Vec::new(), problem: Some(slow) }
        }
    }
}

fn choice(entry: Entry) -> Choice {
    let Entry { id, name, note, .. } = entry;
    Choice { id, name, note }
}
