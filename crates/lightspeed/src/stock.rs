//! Stock as shops show it: read by item, set by item, followed by time (fact sheet 4.3, 5.3).

use async_trait::async_trait;
use model::Platform;
use platform::http::Request;
use platform::{Account, Moved, PlatformError, Shelf, ShopQuantity, StockTarget};
use reqwest::Method;
use serde_json::Value;

use crate::Lightspeed;
use crate::changes::{Feed, is_id};
use crate::client::address;
use crate::convert::shelf::{not_to_be_set, set_otherwise, shelf, stock_body};
use crate::cost;
use crate::filter;
use crate::read::Query;
use crate::wire::{self, envelope};

/// What is set, in the words of failures.
const WHAT: &str = "stock at the till";

const STAMPS: &[&str] = &["timeStamp"];

fn query(pairs: Vec<(&'static str, String)>) -> Query {
    // A shelf is never put away, only its item is: there is nothing to ask for with archived=true.
    Query { resource: "ItemShop", what: "read stock at the tills", relations: &[], pairs }
}

/// Stock moves this list's time stamps and never those of items (fact sheet 4.2).
fn feed() -> Feed {
    Feed { query: query(Vec::new()), id: "itemShopID", clock: "timeStamp", order: STAMPS, stamps: STAMPS }
}

#[async_trait]
impl StockTarget for Lightspeed {
    fn platform(&self) -> Platform {
        Platform::Lightspeed
    }

    async fn shelves(&self, account: &Account, items: &[String]) -> Result<Vec<Shelf>, PlatformError> {
        let asked: Vec<&str> = items.iter().map(String::as_str).filter(|id| is_id(id)).collect();
        let mut shelves = Vec::new();
        for some in filter::lists(&asked) {
            let query = query(vec![("itemID", filter::one_of(some.iter().copied()))]);
            let rows: Vec<wire::ItemShop> = self.all(account, &query).await?;
            let read = read_all(&rows).map_err(|why| unreadable(&query, why))?;
            // Whether a filter is obeyed must be seen in what comes back (fact sheet 3.6).
            shelves.extend(read.into_iter().filter(|shelf| some.contains(&shelf.item.as_str())));
        }
        Ok(shelves)
    }

    async fn set(
        &self,
        account: &Account,
        item: &str,
        quantities: &[ShopQuantity],
    ) -> Result<Vec<Shelf>, PlatformError> {
        if let Some(why) = not_to_be_set(quantities) {
            return Err(refused(why));
        }
        if !is_id(item) {
            return Err(gone(item));
        }
        if quantities.is_empty() {
            return self.shelves(account, &[item.to_owned()]).await;
        }
        let shelves = match self.write_stock(account, item, quantities).await? {
            Some(shelves) => shelves,
            None => self.shelves(account, &[item.to_owned()]).await?,
        };
        match set_otherwise(quantities, &shelves) {
            words if words.is_empty() => Ok(shelves),
            words => Err(refused(format!("Lightspeed took the quantities of item {item}, but {words}."))),
        }
    }

    async fn moved(&self, account: &Account, cursor: Option<&str>) -> Result<Moved, PlatformError> {
        let feed = feed();
        let Some(cursor) = cursor else {
            let cursor = self.beginning_now(account, &feed).await?;
            return Ok(Moved { shelves: Vec::new(), cursor, more: false });
        };
        let batch = self.walk(account, &feed, Some(cursor)).await?.batch(account, &feed, read)?;
        let mut shelves = Vec::new();
        for sighting in batch.sightings {
            match sighting.item {
                Ok(shelf) => shelves.extend(shelf),
                // It is met again when it moves next, and by whoever looks at all shelves of its item.
                Err(why) => tracing::warn!(row = sighting.source_ref, why, "a shelf cannot be read"),
            }
        }
        Ok(Moved { shelves, cursor: batch.cursor, more: batch.more })
    }
}

impl Lightspeed {
    /// Writes the quantities; the shelves the answer tells, or `None` if it tells none.
    async fn write_stock(
        &self,
        account: &Account,
        item: &str,
        quantities: &[ShopQuantity],
    ) -> Result<Option<Vec<Shelf>>, PlatformError> {
        let request = Request::new(Method::PUT, address(account, &format!("Item/{item}.json")), WHAT)
            .json(stock_body(quantities))
            .cost(cost::write(quantities.len()));
        let reply = self.send(account, request).await.map_err(|error| match error {
            PlatformError::NotFound { .. } => gone(item),
            other => other,
        })?;
        let written: wire::Item = envelope::open_one(reply.json()?, "Item")
            .and_then(envelope::read_row)
            .map_err(|why| reply.unreadable(why))?;
        if written.id.as_deref() != Some(item) {
            return Err(reply.unreadable(format!("item {item} was written, but another came back")));
        }
        let shelves = read_all(&written.shelves).map_err(|why| reply.unreadable(why))?;
        Ok(Some(shelves).filter(|_| !written.shelves.is_empty()))
    }
}

fn read_all(rows: &[wire::ItemShop]) -> Result<Vec<Shelf>, String> {
    rows.iter().filter_map(|row| shelf(row).transpose()).collect()
}

fn read(row: Value) -> Result<Option<Shelf>, String> {
    shelf(&envelope::read_row(row)?)
}

fn refused(message: String) -> PlatformError {
    PlatformError::Refused {
        platform: Platform::Lightspeed,
        what: WHAT.to_owned(),
        code: "kept".to_owned(),
        message,
    }
}

fn gone(item: &str) -> PlatformError {
    PlatformError::NotFound { platform: Platform::Lightspeed, what: format!("item {item}") }
}

fn unreadable(query: &Query, why: String) -> PlatformError {
    PlatformError::Unreadable { platform: Platform::Lightspeed, what: query.what.to_owned(), why }
}
