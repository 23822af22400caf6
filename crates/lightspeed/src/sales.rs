use std::sync::Arc;

use async_trait::async_trait;
use model::Platform;
use model::payload::Sale;
use platform::{Account, Batch, Fetched, PlatformError, Source};
use serde_json::Value;

use crate::Lightspeed;
use crate::changes::Feed;
use crate::convert::{self, Book, Origins};
use crate::cost::{Relation, many, one};
use crate::filter::MOST;
use crate::read::Query;
use crate::wire::envelope;

/// Which of a sale's clocks tells that it changed (fact sheet 4.12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SaleClock {
    /// `updatetime`, the true last update: a late void moves only this.
    #[default]
    Updatetime,
    /// `timeStamp`, for accounts that refuse the other one as a filter.
    TimeStamp,
}

const RELATIONS: [Relation; 6] = [
    many("SaleLines"),
    one("SaleLines.Item"),
    one("SaleLines.Note"),
    many("SalePayments"),
    one("SalePayments.PaymentType"),
    one("Customer"),
];

fn feed(clock: SaleClock) -> Feed {
    // No filter on completed, so that a void is seen; archived ones too, since a void may put a sale away.
    let pairs = vec![("archived", "true".to_owned())];
    let query = Query { resource: "Sale", what: "read sales", relations: &RELATIONS, pairs };
    match clock {
        SaleClock::Updatetime => Feed {
            query,
            id: "saleID",
            clock: "updatetime",
            stamps: &["updatetime", "updateTime", "timeStamp"],
        },
        SaleClock::TimeStamp => Feed { query, id: "saleID", clock: "timeStamp", stamps: &["timeStamp"] },
    }
}

#[async_trait]
impl Source<Sale> for Lightspeed {
    fn platform(&self) -> Platform {
        Platform::Lightspeed
    }

    async fn changes(&self, account: &Account, cursor: Option<&str>) -> Result<Batch<Sale>, PlatformError> {
        let feed = feed(self.sale_clock);
        let walked = self.walk(account, &feed, cursor).await?;
        let (book, origins) = self.context(account, &walked.rows.iter().collect::<Vec<_>>()).await?;
        walked.batch(account, &feed, |row| read(row, &book, &origins))
    }

    async fn fetch_many(
        &self,
        account: &Account,
        refs: &[String],
    ) -> Result<Vec<Fetched<Sale>>, PlatformError> {
        let feed = feed(self.sale_clock);
        let fetched = self.fetch_rows(account, &feed, refs).await?;
        let (book, origins) = self.context(account, &fetched.rows.values().collect::<Vec<_>>()).await?;
        Ok(fetched.answer(&feed, refs, |row| read(row, &book, &origins)))
    }

    fn batch(&self) -> usize {
        MOST
    }
}

impl Lightspeed {
    /// What these sales do not tell themselves; nothing is read where there are none, so that an idle look is one call.
    async fn context(
        &self,
        account: &Account,
        rows: &[&Value],
    ) -> Result<(Arc<Book>, Origins), PlatformError> {
        if rows.is_empty() {
            return Ok((Arc::default(), Origins::default()));
        }
        let named: Vec<_> = rows
            .iter()
            .map(|row| ["shopID", "employeeID"].map(|field| envelope::id_of(row, field)))
            .collect();
        let knows_all =
            |book: &Book| named.iter().all(|[shop, who]| book.knows(shop.as_deref(), who.as_deref()));
        let book = self.book(account, knows_all).await?;
        let origins = self.origins_for(account, rows).await?;
        Ok((book, origins))
    }
}

fn read(row: Value, book: &Book, origins: &Origins) -> Result<Sale, String> {
    convert::sale(envelope::read_row(row)?, book, origins)
}
