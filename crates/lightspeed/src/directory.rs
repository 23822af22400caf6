use std::collections::HashMap;

use async_trait::async_trait;
use model::Platform;
use platform::{Account, Checked, Directory, Entry, Listing, PlatformError};
use serde::de::DeserializeOwned;

use crate::Lightspeed;
use crate::convert;
use crate::cost::{Relation, many};
use crate::read::Query;
use crate::wire;

const TAX_RELATIONS: [Relation; 1] = [many("TaxCategoryClasses")];

#[async_trait]
impl Directory for Lightspeed {
    async fn list(&self, account: &Account, listing: Listing) -> Result<Vec<Entry>, PlatformError> {
        match listing {
            Listing::Categories => self.categories(account).await,
            Listing::Shops => self.shop_entries(account).await,
            Listing::Employees => {
                let staff = self.employees(account, false).await?;
                Ok(staff
                    .into_iter()
                    .filter_map(|one| entry(one.id.clone(), Some(one.name()), None))
                    .collect())
            }
            Listing::Registers => {
                let registers: Vec<wire::Register> =
                    self.plain(account, "Register", "read registers").await?;
                Ok(convert::register_entries(registers, &self.shops(account).await?))
            }
            Listing::Taxes => self.taxes(account).await,
            Listing::TaxClasses => {
                let classes: Vec<wire::TaxClass> =
                    self.plain(account, "TaxClass", "read tax classes").await?;
                Ok(classes.into_iter().filter_map(|class| entry(class.id, class.name, None)).collect())
            }
            Listing::PaymentTypes => {
                let types: Vec<wire::PaymentType> =
                    self.plain(account, "PaymentType", "read payment types").await?;
                Ok(types.into_iter().filter_map(|one| entry(one.id, one.name, one.sort)).collect())
            }
            Listing::TaxCodes
            | Listing::PaymentMethods
            | Listing::Channels
            | Listing::Warehouses
            | Listing::PriceLists
            | Listing::OrderStatuses
            | Listing::Brands
            | Listing::CreditStatuses
            | Listing::ShippingMethods
            | Listing::NominalCodes
            | Listing::Staff
            | Listing::WalkIns
            | Listing::Suppliers
            | Listing::ProductTypes => Err(PlatformError::NotFound {
                platform: Platform::Lightspeed,
                what: format!("list of {listing:?}"),
            }),
        }
    }

    async fn check(&self, account: &Account) -> Result<Checked, PlatformError> {
        let (name, currency) = self.account_details(account).await?;
        Ok(Checked { account: name, currency })
    }
}

impl Lightspeed {
    async fn categories(&self, account: &Account) -> Result<Vec<Entry>, PlatformError> {
        let categories: Vec<wire::Category> = self.plain(account, "Category", "read categories").await?;
        let by_id: HashMap<&str, &wire::Category> =
            categories.iter().filter_map(|one| Some((one.id.as_deref()?, one))).collect();
        let of = |id: &str| by_id.get(id).copied();
        let path = |one: &wire::Category| {
            let mut names: Vec<&str> = Vec::new();
            let mut above = one.parent.as_deref().and_then(of);
            // A tree that bites its tail must end as well.
            while let Some(parent) = above.filter(|_| names.len() < DEEPEST) {
                names.extend(parent.name.as_deref());
                above = parent.parent.as_deref().and_then(of);
            }
            names.reverse();
            names.join(" / ")
        };
        Ok(categories
            .iter()
            .filter_map(|one| entry(one.id.clone(), one.name.clone(), Some(path(one))))
            .collect())
    }

    /// Shops and whether their prices include tax, which their sales tax tells.
    async fn shop_entries(&self, account: &Account) -> Result<Vec<Entry>, PlatformError> {
        let shops: Vec<wire::Shop> = self.plain(account, "Shop", "read shops").await?;
        let taxes: Vec<wire::TaxCategory> = self.plain(account, "TaxCategory", "read taxes").await?;
        Ok(convert::shop_entries(shops, &taxes))
    }

    async fn taxes(&self, account: &Account) -> Result<Vec<Entry>, PlatformError> {
        let query = Query {
            resource: "TaxCategory",
            what: "read taxes",
            relations: &TAX_RELATIONS,
            pairs: Vec::new(),
        };
        let categories: Vec<wire::TaxCategory> = self.all(account, &query).await?;
        let classes: Vec<wire::TaxClass> = self.plain(account, "TaxClass", "read tax classes").await?;
        Ok(convert::tax_entries(&categories, &classes))
    }

    async fn plain<T: DeserializeOwned>(
        &self,
        account: &Account,
        resource: &'static str,
        what: &'static str,
    ) -> Result<Vec<T>, PlatformError> {
        self.all(account, &Query { resource, what, relations: &[], pairs: Vec::new() }).await
    }
}

/// Levels of categories that are told.
const DEEPEST: usize = 20;

fn entry(id: Option<String>, name: Option<String>, note: Option<String>) -> Option<Entry> {
    Some(Entry::new(id?, name.unwrap_or_default(), note.unwrap_or_default()))
}
