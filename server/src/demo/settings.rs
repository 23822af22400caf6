//! The demo merchant's settings, found by asking both platforms, as onboarding will.
//!
//! Three things are left out on purpose, so that the demo has something to mend: one tax, one payment type, and two
//! categories of products.

use std::collections::BTreeMap;
use std::sync::Arc;

use model::outgoing::{ContactDraft, Postal};
use model::settings::{
    Class, CustomerSettings, ExtraNominals, Facts, FlowSchedule, OrderSettings, ProductSettings,
    ShopSettings, SkipRules, TaxMapping,
};
use model::{Kind, Lane, Platform, Settings, TraceId, When};
use platform::{
    Account, Asked, Credentials, Directory, DoneStep, Entry, Listing, Next, PlatformError, Target,
};
use store::Store;
use uuid::Uuid;

use crate::StartError;
use crate::state::MERCHANT;
use crate::wire::Platforms;
use app::setup::matching::{code_percent, id_of, key_percent, named, tax_key};

/// The tax that is left out, in percent: what is sold to Jersey.
const UNMAPPED_TAX: f64 = 5.0;
/// The payment type that is left out.
const UNMAPPED_PAYMENT: &str = "Cheque";
/// The categories that are left out; the books among them are also free of tax, which a shop should decide itself.
const UNCLASSIFIED: [&str; 2] = ["Pantry", "Maps & guides"];
/// The member of staff whose sales only try the tills out.
const TRIES_TILLS: &str = "Training Test";
/// Payment types that have another name in Brightpearl.
const OTHER_NAMES: [(&str, &str); 1] = [("Credit Account", "On account")];

/// Chooses settings for the demo merchant.
///
/// # Errors
/// When a platform does not answer, in words.
pub(super) async fn choose(
    store: &dyn Store,
    platforms: &Platforms,
    go_live: When,
) -> Result<Settings, StartError> {
    let back_office =
        Desk::new(store, Platform::Brightpearl, Arc::clone(&platforms.brightpearl) as _).await?;
    let tills = Desk::new(store, Platform::Lightspeed, Arc::clone(&platforms.lightspeed) as _).await?;
    let price_lists = back_office.list(Listing::PriceLists).await?;
    let price_list = id_of(&price_lists, "Retail");
    let walk_in = walk_in_contact(&*platforms.brightpearl, &back_office.account).await?;
    Ok(Settings {
        go_live: Some(go_live),
        products: ProductSettings {
            price_list: price_list.clone(),
            // One of its shops sells without tax on the label, at the same prices.
            prices_as_they_are: true,
            ..ProductSettings::default()
        },
        classification: classes(&back_office, &tills).await?,
        taxes: taxes(&back_office, &tills).await?,
        payments: payments(&back_office, &tills).await?,
        shops: shops(&back_office, &tills, &price_list, &walk_in).await?,
        orders: orders(&back_office, &tills).await?,
        customers: CustomerSettings { match_by_phone: true, default_country: "GB".to_owned() },
        schedule: schedule(),
        facts: Facts {
            shop_names: tills
                .list(Listing::Shops)
                .await?
                .into_iter()
                .map(|shop| (shop.id, shop.name))
                .collect(),
            ..Facts::default()
        },
        ..Settings::default()
    })
}

/// Orders are sent off at once, since the goods have left the shop; money that is no goods has accounts of its own.
async fn orders(back_office: &Desk, tills: &Desk) -> Result<OrderSettings, StartError> {
    let nominals = back_office.list(Listing::NominalCodes).await?;
    // They are listed with their code before the name.
    let nominal = |name: &str| {
        let found = nominals.iter().find(|one| one.name.ends_with(name));
        found.map(|one| one.id.clone()).unwrap_or_default()
    };
    let employees = tills.list(Listing::Employees).await?;
    let methods = back_office.list(Listing::PaymentMethods).await?;
    Ok(OrderSettings {
        status: id_of(&back_office.list(Listing::OrderStatuses).await?, "Till sale"),
        rounding_nominal: nominal("Cash rounding"),
        nominals: ExtraNominals {
            gift_card: nominal("Gift cards outstanding"),
            deposit: nominal("Customer deposits"),
            tip: nominal("Tips received"),
            ..ExtraNominals::default()
        },
        untaxed_code: id_of(&back_office.list(Listing::TaxCodes).await?, "Zero rated"),
        clearing_method: id_of(&methods, "Exchange"),
        fulfil: true,
        shipping_method: id_of(&back_office.list(Listing::ShippingMethods).await?, "Collected at the till"),
        staff_contact: back_office
            .list(Listing::Staff)
            .await?
            .into_iter()
            .next()
            .map(|one| one.id)
            .unwrap_or_default(),
        skip: SkipRules { employees: vec![id_of(&employees, TRIES_TILLS)], ..SkipRules::default() },
        ..OrderSettings::default()
    })
}

/// The demo looks more often than a shop would, so that there is something to see.
fn schedule() -> BTreeMap<Kind, FlowSchedule> {
    let every = FlowSchedule::every;
    BTreeMap::from([
        (Kind::Order, every(10)),
        (Kind::Customer, every(15)),
        (Kind::Product, every(60)),
        (Kind::Inventory, every(30)),
    ])
}

/// One set for each Brightpearl category, into the till category of the same name where there is one.
async fn classes(back_office: &Desk, tills: &Desk) -> Result<Vec<Class>, StartError> {
    let till_categories = tills.list(Listing::Categories).await?;
    let tax_class = id_of(&tills.list(Listing::TaxClasses).await?, "Item");
    let categories = back_office.list(Listing::Categories).await?;
    let chosen = categories.into_iter().filter(|category| !UNCLASSIFIED.contains(&category.name.as_str()));
    let class = |category: Entry| Class {
        category: id_of(&till_categories, &category.name),
        name: category.name,
        categories: vec![category.id],
        tax_class: tax_class.clone(),
        ..Class::default()
    };
    Ok(chosen.map(class).collect())
}

/// Till taxes by equal rate.
async fn taxes(back_office: &Desk, tills: &Desk) -> Result<Vec<TaxMapping>, StartError> {
    let codes = back_office.list(Listing::TaxCodes).await?;
    let keys = tills.list(Listing::Taxes).await?;
    let mapping = |entry: &Entry| {
        let key = tax_key(&entry.id)?;
        let rate = key_percent(&key).filter(|rate| *rate != UNMAPPED_TAX)?;
        let code = codes.iter().find(|code| code_percent(code) == Some(rate))?.id.clone();
        Some(TaxMapping { key, code })
    };
    Ok(keys.iter().filter_map(mapping).collect())
}

/// Payment types by equal name.
async fn payments(back_office: &Desk, tills: &Desk) -> Result<BTreeMap<String, String>, StartError> {
    let methods = back_office.list(Listing::PaymentMethods).await?;
    let types = tills.list(Listing::PaymentTypes).await?;
    let mapped = types.into_iter().filter(|kind| kind.name != UNMAPPED_PAYMENT);
    let there = |name: &str| OTHER_NAMES.iter().find(|(till, _)| *till == name).map(|(_, there)| *there);
    let method = |name: &str| named(&methods, name).or_else(|| named(&methods, there(name)?));
    Ok(mapped.filter_map(|kind| Some((kind.id, method(&kind.name)?.id.clone()))).collect())
}

/// Shops by channels and warehouses of equal name.
async fn shops(
    back_office: &Desk,
    tills: &Desk,
    price_list: &str,
    walk_in: &str,
) -> Result<BTreeMap<String, ShopSettings>, StartError> {
    let channels = back_office.list(Listing::Channels).await?;
    let warehouses = back_office.list(Listing::Warehouses).await?;
    let settings = |shop: &Entry| ShopSettings {
        channel: id_of(&channels, &shop.name),
        warehouse: id_of(&warehouses, &shop.name),
        price_list: price_list.to_owned(),
        walk_in_contact: walk_in.to_owned(),
        ..ShopSettings::default()
    };
    Ok(tills.list(Listing::Shops).await?.into_iter().map(|shop| (shop.id.clone(), settings(&shop))).collect())
}

/// Makes the contact that sales without a customer are booked on.
async fn walk_in_contact(target: &dyn Target<ContactDraft>, account: &Account) -> Result<String, StartError> {
    let draft = ContactDraft {
        first_name: "Walk-in".to_owned(),
        last_name: "Customer".to_owned(),
        company: String::new(),
        email: "walk-in@acmeshop.example".to_owned(),
        phone: String::new(),
        mobile: String::new(),
        address: Postal { country_code: "GB".to_owned(), ..Postal::default() },
        match_by_phone: false,
        same_person: None,
        warnings: Vec::new(),
    };
    let mut done: Vec<DoneStep> = Vec::new();
    loop {
        let asked = Asked { draft: &draft, source_ref: "walk-in", link: None, done: &done, forced: false };
        let found =
            target.look(account, std::slice::from_ref(&asked)).await.map_err(|error| unanswered(&error))?;
        let found = found.into_iter().next().unwrap_or_else(|| Ok(platform::Found::default()));
        let next = found.and_then(|found| target.next_step(&asked, &found));
        match next.map_err(|failure| StartError::new(failure.cause()))? {
            Next::Done { target_ref, .. } => return Ok(target_ref),
            Next::Do(step) => {
                let answer = target.perform(account, &step).await.map_err(|error| unanswered(&error))?;
                done.push(DoneStep { key: step.key, answer });
            }
        }
    }
}

/// One platform's lists, asked for as a person would.
struct Desk {
    directory: Arc<dyn Directory>,
    account: Account,
}

impl Desk {
    async fn new(
        store: &dyn Store,
        platform: Platform,
        directory: Arc<dyn Directory>,
    ) -> Result<Desk, StartError> {
        let missing = || StartError::new(format!("The demo has no connection to {}.", platform.name()));
        let connection = store.connection(MERCHANT, platform).await?.ok_or_else(missing)?;
        let credentials: engine::StoredCredentials =
            serde_json::from_value(connection.credentials).map_err(|_| missing())?;
        let account = Account {
            merchant: MERCHANT,
            platform,
            name: connection.account,
            api: connection.api,
            auth: connection.auth,
            credentials: Credentials::from(credentials),
            lane: Lane::Person,
            instance: None,
            trace: TraceId(Uuid::now_v7()),
        };
        Ok(Desk { directory, account })
    }

    async fn list(&self, listing: Listing) -> Result<Vec<Entry>, StartError> {
        self.directory.list(&self.account, listing).await.map_err(|error| unanswered(&error))
    }
}

fn unanswered(error: &PlatformError) -> StartError {
    StartError::new(format!("The sandbox did not answer as the demo needs it: {error}."))
}
