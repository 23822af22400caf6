use async_trait::async_trait;
use model::Platform;
use model::payload::Customer;
use platform::{Account, Batch, Fetched, PlatformError, Source};
use serde_json::Value;

use crate::Lightspeed;
use crate::changes::Feed;
use crate::convert;
use crate::cost::{Relation, one};
use crate::filter::MOST;
use crate::read::Query;
use crate::wire::envelope;

const RELATIONS: [Relation; 1] = [one("Contact")];

fn feed() -> Feed {
    // The page of this endpoint writes archive=1, all others archived=true (fact sheet 3.6).
    let pairs = vec![("archived", "true".to_owned())];
    let query = Query { resource: "Customer", what: "read customers", relations: &RELATIONS, pairs };
    Feed { query, id: "customerID", clock: "timeStamp", stamps: &["timeStamp"] }
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
        self.walk(account, &feed, cursor).await?.batch(account, &feed, read)
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
}

fn read(row: Value) -> Result<Customer, String> {
    Ok(convert::customer(envelope::read_row(row)?))
}
