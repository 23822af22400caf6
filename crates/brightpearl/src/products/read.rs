//! The calls behind products: search rows, GET, prices.

use std::collections::HashMap;

use model::When;
use model::payload::Product;
use platform::{Account, Fetched, PlatformError};

use super::merge;
use crate::answer;
use crate::client::{Brightpearl, moment};
use crate::convert;
use crate::ids::id_set;
use crate::search::{Row, Search};

/// The column that identifies a product.
pub(super) const ID: &str = "productId";

/// What a search row says of a product that the product itself does not, or not as soon.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Listed {
    /// Product id.
    pub(crate) id: u64,
    /// When it was made.
    pub(crate) created: Option<When>,
    /// When it was changed last; `None` before the first change.
    pub(crate) updated: Option<When>,
    /// Primary supplier's contact id: a column of the search only.
    pub(crate) supplier: Option<u64>,
    /// `LIVE` and the like.
    pub(crate) status: String,
}

impl Listed {
    /// The moment of the last change, or of its making.
    pub(crate) fn changed(&self) -> Option<When> {
        self.updated.or(self.created)
    }
}

/// What was read in one go.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// One answer an id.
    pub(super) fetched: Vec<Fetched<Product>>,
    /// When the products were read, by Brightpearl's clock; `None` if there was nothing to read.
    pub(super) at: Option<When>,
}

/// The search over all products.
pub(super) fn all_products() -> Search {
    Search { path: "product-service/product-search", what: "read products", id: ID, filters: Vec::new() }
}

/// Search rows by id; of several for one product the latest counts.
pub(super) fn listed<'a>(rows: impl Iterator<Item = &'a Row>) -> HashMap<u64, Listed> {
    let mut all: HashMap<u64, Listed> = HashMap::new();
    for row in rows {
        let Some(id) = row.id(ID) else { continue };
        let new = Listed {
            id,
            created: row.when("createdOn"),
            updated: row.when("updatedOn"),
            supplier: row.id("primarySupplierId"),
            status: row.text("productStatus"),
        };
        if all.get(&id).is_none_or(|old| old.changed() <= new.changed()) {
            all.insert(id, new);
        }
    }
    all
}

impl Brightpearl {
    /// The rows whose `column` (`createdOn` or `updatedOn`) is not before a moment, and when the look began.
    pub(super) async fn search_since(
        &self,
        account: &Account,
        column: &'static str,
        from: When,
    ) -> Result<(Vec<Row>, When), PlatformError> {
        let search =
            Search { filters: vec![(column, format!("{}/", from.rfc3339_seconds()))], ..all_products() };
        let whole_second = When::from_seconds(from.seconds());
        self.search_all(account, &search, |row| row.when(column).is_none_or(|at| at >= whole_second)).await
    }

    /// The search rows of these products.
    pub(super) async fn listed_by_id(
        &self,
        account: &Account,
        ids: &[u64],
    ) -> Result<HashMap<u64, Listed>, PlatformError> {
        let search = Search { filters: vec![(ID, id_set(ids))], ..all_products() };
        let (rows, _) =
            self.search_all(account, &search, |row| row.id(ID).is_some_and(|id| ids.contains(&id))).await?;
        Ok(listed(rows.iter()))
    }

    /// These products as they are now, with their prices: two calls for up to 200 of them.
    pub(super) async fn read_products(
        &self,
        account: &Account,
        ids: &[u64],
        listed: &HashMap<u64, Listed>,
    ) -> Result<Read, PlatformError> {
        if ids.is_empty() {
            return Ok(Read::default());
        }
        let path = format!("product-service/product/{}", id_set(ids));
        let reply = self.get(account, &path, Vec::new(), "read products").await?;
        let at = moment(&reply);
        let products = merge::products(answer::elements(&reply)?);
        let prices = match products.readable.is_empty() {
            true => merge::Sorted::default(),
            false => self.read_prices(account, ids).await?,
        };
        self.shared.stock.learn(account, products.readable.values());
        let names = self.names(account, &convert::product::named_ids(products.readable.values())).await;
        Ok(Read { fetched: merge::merge(ids, listed, products, &prices, &names), at: Some(at) })
    }

    async fn read_prices(&self, account: &Account, ids: &[u64]) -> Result<merge::Prices, PlatformError> {
        let path = format!("product-service/product-price/{}", id_set(ids));
        let reply = self.get(account, &path, Vec::new(), "read prices").await?;
        Ok(merge::prices(answer::elements(&reply)?))
    }
}
