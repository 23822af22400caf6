use async_trait::async_trait;
use model::Platform;
use model::payload::Sale;
use platform::{Account, Batch, Fetched, PlatformError, Source};
use serde_json::Value;

use crate::Lightspeed;
use crate::changes::Feed;
use crate::convert;
use crate::cost::{Relation, many, one};
use crate::filter::MOST;
use crate::names::Book;
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
        let book = self.book_for(account, walked.rows.iter()).await?;
        walked.batch(account, &feed, |row| read(row, &book))
    }

    async fn fetch_many(
        &self,
        account: &Account,
        refs: &[String],
    ) -> Result<Vec<Fetched<Sale>>, PlatformError> {
        let feed = feed(self.sale_clock);
        let fetched = self.fetch_rows(account, &feed, refs).await?;
        let book = self.book_for(account, fetched.rows.values()).await?;
        Ok(fetched.answer(&feed, refs, |row| read(row, &book)))
    }

    fn batch(&self) -> usize {
        MOST
    }
}

impl Lightspeed {
    /// The book these sales need; none is read where there are none, so that an idle look is one call.
    async fn book_for(
        &self,
        account: &Account,
        rows: impl Iterator<Item = &Value> + Send,
    ) -> Result<Book, PlatformError> {
        let rows: Vec<&Value> = rows.collect();
        if rows.is_empty() {
            return Ok(Book::default());
        }
        let shops: Vec<String> = rows.into_iter().filter_map(|row| envelope::id_of(row, "shopID")).collect();
        let book = self.book(account, shops.iter().map(String::as_str)).await?;
        Ok(Book::clone(&book))
    }
}

fn read(row: Value, book: &Book) -> Result<Sale, String> {
    convert::sale(envelope::read_row(row)?, &book.currency, &book.shops)
}
