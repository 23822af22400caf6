use std::sync::Arc;

use async_trait::async_trait;
use model::payload::Sale;
use model::{Platform, When};
use platform::{Account, Batch, Fetched, PlatformError, Source};
use serde_json::Value;

use crate::Lightspeed;
use crate::changes::Feed;
use crate::convert::{self, Book, Origins};
use crate::cost::{Relation, many, one};
use crate::filter::MOST;
use crate::read::Query;
use crate::scratch;
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

/// Spellings of the last update, and what is left of it where there is none (fact sheet 4.7, 4.12).
const UPDATED: &[&str] = &["updatetime", "updateTime", "timeStamp"];
const STAMPED: &[&str] = &["timeStamp"];
const COMPLETED: &[&str] = &["completeTime"];

fn query() -> Query {
    // No filter on completed, so that a void is seen; archived ones too, since a void may put a sale away.
    let pairs = vec![("archived", "true".to_owned())];
    Query { resource: "Sale", what: "read sales", relations: &RELATIONS, pairs }
}

fn feed(clock: SaleClock) -> Feed {
    let (clock, stamps) = match clock {
        SaleClock::Updatetime => ("updatetime", UPDATED),
        SaleClock::TimeStamp => ("timeStamp", STAMPED),
    };
    Feed { query: query(), id: "saleID", clock, order: stamps, stamps }
}

/// Finished sales by their business date, whatever their clocks say (fact sheet 5.1, step 6).
fn recount(clock: SaleClock) -> Feed {
    Feed { clock: "completeTime", order: COMPLETED, ..feed(clock) }
}

#[async_trait]
impl Source<Sale> for Lightspeed {
    fn platform(&self) -> Platform {
        Platform::Lightspeed
    }

    async fn changes(&self, account: &Account, cursor: Option<&str>) -> Result<Batch<Sale>, PlatformError> {
        let inside = scratch::inside(cursor);
        let feed = if inside.is_some() { recount(self.sale_clock) } else { feed(self.sale_clock) };
        let walked = self.walk(account, &feed, inside.or(cursor)).await?;
        let (book, origins) = self.context(account, &walked.rows.iter().collect::<Vec<_>>()).await?;
        let batch = walked.batch(account, &feed, |row| read(row, &book, &origins))?;
        Ok(if inside.is_some() { scratch::marked(batch) } else { batch })
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

    /// Finished sales from `since` on, by the date they bear.
    fn recount_cursor(&self, since: When) -> Option<String> {
        Some(scratch::dated_from(since))
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
