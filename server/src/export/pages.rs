//! The records of an export, a page at a time.

use app::export::{ExportAsked, Field, Sheet};
use model::{At, Kind, LogQuery, MerchantId, Record, RecordId};
use std::sync::Arc;
use store::{Store, StoreError};

use crate::state::Serving;

/// Lines of one read: a few hundred kilobytes.
const LINES: u16 = 500;

/// Reads the lines of an export, one page after the other.
pub struct Pages {
    store: Arc<dyn Store>,
    merchant: MerchantId,
    sheet: Sheet,
    from: From,
}

enum From {
    Query(Box<LogQuery>),
    Rows(std::vec::IntoIter<RecordId>, Kind),
    End,
}

impl Pages {
    /// Begins an export.
    pub async fn begin(
        serving: &Serving,
        kind: Kind,
        asked: ExportAsked,
        cookies: Option<&str>,
    ) -> Result<Pages, StoreError> {
        let from = match asked.rows {
            Some(rows) => From::Rows(rows.into_iter(), kind),
            None => {
                let filter = asked.filter.asked_by(cookies.and_then(app::team::of_cookies).as_deref());
                let query = LogQuery { sort: asked.sort, limit: LINES, ..LogQuery::filtered(kind, filter) };
                From::Query(Box::new(serving.control().resolved(serving.merchant(), query).await?))
            }
        };
        let store = Arc::clone(serving.control().store());
        Ok(Pages { store, merchant: serving.merchant(), sheet: Sheet::new(kind, cookies), from })
    }

    /// The headings.
    pub fn titles(&self) -> Vec<String> {
        self.sheet.titles()
    }

    /// The next lines; none at the end.
    pub async fn next(&mut self) -> Result<Vec<Vec<Field>>, StoreError> {
        let records = self.read().await?;
        let links = app::export::links(&*self.store, self.merchant, &records).await?;
        Ok(records.iter().map(|record| self.sheet.line(record, &links)).collect())
    }

    async fn read(&mut self) -> Result<Vec<Record>, StoreError> {
        match &mut self.from {
            From::Query(query) => {
                let page = self.store.page(self.merchant, query).await?;
                match page.next {
                    Some(at @ At::After(_)) => query.at = at,
                    _ => self.from = From::End,
                }
                Ok(page.records)
            }
            From::Rows(rows, kind) => {
                let mut records = Vec::new();
                for id in rows.by_ref().take(usize::from(LINES)) {
                    let record = self.store.record(self.merchant, id).await?;
                    records.extend(record.filter(|record| record.kind == *kind));
                }
                if rows.len() == 0 {
                    self.from = From::End;
                }
                Ok(records)
            }
            From::End => Ok(Vec::new()),
        }
    }
}
