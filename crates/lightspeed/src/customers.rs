use async_trait::async_trait;
use model::payload::Customer;
use model::{Platform, When};
use platform::{Account, Batch, Fetched, PlatformError, Source};
use serde_json::Value;

use crate::Lightspeed;
use crate::changes::Feed;
use crate::convert;
use crate::cost::{Relation, one};
use crate::filter::MOST;
use crate::read::Query;
use crate::scratch;
use crate::wire::envelope;

const STAMPS: &[&str] = &["timeStamp"];
const RELATIONS: [Relation; 1] = [one("Contact")];

fn feed() -> Feed {
    // The page of this endpoint writes archive=1, all others archived=true (fact sheet 3.6).
    let pairs = vec![("archived", "true".to_owned())];
    let query = Query { resource: "Customer", what: "read customers", relations: &RELATIONS, pairs };
    Feed { query, id: "customerID", clock: "timeStamp", order: STAMPS, stamps: STAMPS }
}

#[async_trait]
impl Source<Customer> for Lightspeed {
    fn platform(&self) -> Platform {
        Platform::Lightspeed
    }

    async fn changes(
        &self,
        account: &Account,
        cursor: Option<&str>,
    ) -> Result<Batch<Customer>, PlatformError> {
        let feed = feed();
        let recount = scratch::inside(cursor);
        let batch = self.walk(account, &feed, recount.or(cursor)).await?.batch(account, &feed, read)?;
        Ok(if recount.is_some() { scratch::marked(batch) } else { batch })
    }

    async fn fetch_many(
        &self,
        account: &Account,
        refs: &[String],
    ) -> Result<Vec<Fetched<Customer>>, PlatformError> {
        let feed = feed();
        Ok(self.fetch_rows(account, &feed, refs).await?.answer(&feed, refs, read))
    }

    fn batch(&self) -> usize {
        MOST
    }

    /// Customers have no date: all of them, those put away too, since an edit of the contact may not move the time stamp
    /// (fact sheet 4.6).
    fn recount_cursor(&self, _since: When) -> Option<String> {
        Some(scratch::whole())
    }
}

fn read(row: Value) -> Result<Customer, String> {
    Ok(convert::customer(envelope::read_row(row)?))
}
