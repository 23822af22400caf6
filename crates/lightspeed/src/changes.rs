//! Walking through what changed: the loop both sources share (fact sheet 5.1).

use std::collections::{HashMap, HashSet};

use model::When;
use platform::{Account, Batch, Fetched, PlatformError, Sighting};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::Lightspeed;
use crate::cursor::Place;
use crate::dialect::now;
use crate::filter;
use crate::read::{Query, Read, same_host};
use crate::wire::envelope;

/// A list that can be read by time of change.
#[derive(Debug, Clone)]
pub(crate) struct Feed {
    /// The list and what is loaded along, without filters.
    pub(crate) query: Query,
    /// The field that is its key.
    pub(crate) id: &'static str,
    /// The field it is sorted and filtered by.
    pub(crate) clock: &'static str,
    /// The fields that may hold that one, the best first: spellings differ.
    pub(crate) order: &'static [&'static str],
    /// The fields that tell when a row changed, the best first.
    pub(crate) stamps: &'static [&'static str],
}

/// One page of a walk, rows not yet looked into.
pub(crate) struct Walked {
    /// Oldest first.
    pub(crate) rows: Vec<Value>,
    /// Where to go on.
    pub(crate) place: Place,
}

impl Feed {
    fn from(&self, place: &Place) -> Query {
        let mut query = self.query.clone();
        query.pairs.push(("sort", self.clock.to_owned()));
        if let Some(from) = place.from() {
            query.pairs.push((self.clock, filter::at_or_after(from)));
        }
        query
    }

    fn unreadable(&self, account: &Account, why: impl Into<String>) -> PlatformError {
        PlatformError::Unreadable {
            platform: account.platform,
            what: self.query.what.to_owned(),
            why: why.into(),
        }
    }

    /// A row as it was seen; one that cannot be read keeps its id and says why.
    fn sight<T>(&self, row: Value, convert: &impl Fn(Value) -> Result<T, String>) -> Sighting<T> {
        let source_ref = envelope::id_of(&row, self.id).unwrap_or_else(|| nameless(&row));
        let changed_at = moment(&row, self.stamps);
        Sighting { source_ref, changed_at, item: convert(row) }
    }
}

impl Lightspeed {
    /// The next page after `cursor`. A page that is refused is asked for afresh from the watermark.
    pub(crate) async fn walk(
        &self,
        account: &Account,
        feed: &Feed,
        cursor: Option<&str>,
    ) -> Result<Walked, PlatformError> {
        let place = Place::read(cursor).map_err(|why| feed.unreadable(account, why))?;
        let (place, read) = self.page_at(account, feed, place).await?;
        let stamps: Vec<Option<When>> = read.page.rows.iter().map(|row| moment(row, feed.order)).collect();
        // A full last page may name a page that turns out empty: that is the end.
        let next = read.page.next.filter(|_| !read.page.rows.is_empty());
        if next.as_deref().is_some_and(|next| !same_host(&account.api, next)) {
            return Err(feed.unreadable(account, "the next page is said to be on another host"));
        }
        if next.is_some() && next == place.next {
            return Err(feed.unreadable(account, "the next page is said to be the page itself"));
        }
        let at = read.at.map(|at| When(at.as_microsecond()));
        Ok(Walked { place: place.after_page(&stamps, at, next), rows: read.page.rows })
    }

    /// The cursor of a feed that begins now, by their clock where the answer tells it.
    pub(crate) async fn beginning_now(
        &self,
        account: &Account,
        feed: &Feed,
    ) -> Result<String, PlatformError> {
        let ours = now();
        // What the page holds does not matter: all of it is met again within the overlap.
        let read = self.first_page(account, &feed.from(&Place::beginning(ours))).await?;
        let at = read.at.map_or(ours, |at| When(at.as_microsecond()));
        Ok(Place::beginning(at).text())
    }

    async fn page_at(
        &self,
        account: &Account,
        feed: &Feed,
        place: Place,
    ) -> Result<(Place, Read), PlatformError> {
        // An address of another host is left from before the connection was changed.
        if let Some(next) = place.next.clone().filter(|next| same_host(&account.api, next)) {
            match self.next_page(account, &feed.query, &next).await {
                Err(PlatformError::Refused { .. } | PlatformError::NotFound { .. }) => {}
                other => return Ok((place, other?)),
            }
        }
        let place = place.restarted();
        let read = self.first_page(account, &feed.from(&place)).await?;
        Ok((place, read))
    }

    /// These things as they are now.
    pub(crate) async fn fetch_rows(
        &self,
        account: &Account,
        feed: &Feed,
        refs: &[String],
    ) -> Result<FetchedRows, PlatformError> {
        let mut rows = HashMap::new();
        let asked: Vec<&str> = refs.iter().map(String::as_str).filter(|id| is_id(id)).collect();
        for some in filter::lists(&asked) {
            let mut query = feed.query.clone();
            query.pairs.push((feed.id, filter::one_of(some)));
            for row in self.all_rows(account, &query).await? {
                let id = envelope::id_of(&row, feed.id);
                // Which of those asked for it is cannot be told, so none may be called gone.
                let id = id.ok_or_else(|| feed.unreadable(account, format!("a row without {}", feed.id)))?;
                rows.insert(id, row);
            }
        }
        Ok(FetchedRows { rows })
    }
}

/// Rows by id.
pub(crate) struct FetchedRows {
    pub(crate) rows: HashMap<String, Value>,
}

impl FetchedRows {
    /// One answer for each reference, in their order.
    pub(crate) fn answer<T>(
        mut self,
        feed: &Feed,
        refs: &[String],
        convert: impl Fn(Value) -> Result<T, String>,
    ) -> Vec<Fetched<T>> {
        let mut told = HashSet::new();
        let mut answer = |source_ref: &String| match self.rows.remove(source_ref) {
            Some(row) => Fetched::Seen(feed.sight(row, &convert)),
            None => Fetched::Gone { source_ref: source_ref.clone() },
        };
        refs.iter().filter(|source_ref| told.insert((*source_ref).clone())).map(&mut answer).collect()
    }
}

impl Walked {
    /// The page as a batch.
    ///
    /// # Errors
    /// [`PlatformError::Unreadable`] when most rows do not even show an id: then it is the page that is broken,
    /// and its rows must not be passed over.
    pub(crate) fn batch<T>(
        self,
        account: &Account,
        feed: &Feed,
        convert: impl Fn(Value) -> Result<T, String>,
    ) -> Result<Batch<T>, PlatformError> {
        let nameless = self.rows.iter().filter(|row| envelope::id_of(row, feed.id).is_none()).count();
        if nameless * 2 > self.rows.len() {
            return Err(feed
                .unreadable(account, format!("{nameless} of {} rows show no {}", self.rows.len(), feed.id)));
        }
        let more = self.place.next.is_some();
        let sightings = self.rows.into_iter().map(|row| feed.sight(row, &convert)).collect();
        Ok(Batch { sightings, cursor: self.place.text(), more })
    }
}

/// The first of these fields that holds a time.
fn moment(row: &Value, fields: &[&str]) -> Option<When> {
    fields.iter().find_map(|field| When::parse(row.get(field)?.as_str()?))
}

/// Whether it can be an id of theirs at all.
pub(crate) fn is_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())
}

/// A name for a row that shows none: the same row gets the same name.
fn nameless(row: &Value) -> String {
    let digest = Sha256::digest(row.to_string().as_bytes());
    let short: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("unreadable-{short}")
}

#[cfg(test)]
mod tests {
    use model::{Lane, MerchantId, Platform, TraceId};
    use platform::Credentials;
    use serde_json::json;

    use super::*;

    fn feed() -> Feed {
        let query = Query { resource: "Sale", what: "read sales", relations: &[], pairs: Vec::new() };
        let stamps = &["updatetime", "timeStamp"];
        Feed { query, id: "saleID", clock: "updatetime", order: stamps, stamps }
    }

    fn account() -> Account {
        Account {
            merchant: MerchantId("00000000-0000-0000-0000-000000000000".parse().unwrap()),
            platform: Platform::Lightspeed,
            name: "90210".to_owned(),
            api: "https://api.lightspeedapp.com/API/V3".to_owned(),
            auth: String::new(),
            credentials: Credentials::OAuth {
                client_id: String::new(),
                client_secret: "x".into(),
                developer: String::new(),
            },
            lane: Lane::Sales,
            instance: None,
            trace: TraceId("00000000-0000-0000-0000-000000000000".parse().unwrap()),
        }
    }

    fn batch(rows: Vec<Value>) -> Result<Batch<String>, PlatformError> {
        let convert =
            |row: Value| row["total"].as_str().map(str::to_owned).ok_or_else(|| "no total".to_owned());
        Walked { rows, place: Place::default() }.batch(&account(), &feed(), convert)
    }

    #[test]
    fn one_bad_row_is_named_and_the_others_pass() {
        let rows = vec![
            json!({ "saleID": "1", "total": "5", "updatetime": "2026-03-04T15:19:18+00:00" }),
            json!({ "saleID": "2", "total": {} }),
            json!({ "saleID": {}, "total": {} }),
        ];
        let batch = batch(rows).unwrap();
        assert_eq!(batch.sightings[0].item, Ok("5".to_owned()));
        assert_eq!(batch.sightings[0].changed_at, When::parse("2026-03-04T15:19:18Z"));
        assert_eq!(
            (batch.sightings[1].source_ref.as_str(), &batch.sightings[1].item),
            ("2", &Err("no total".to_owned()))
        );
        assert!(batch.sightings[2].source_ref.starts_with("unreadable-"));
    }

    #[test]
    fn a_page_whose_rows_show_no_ids_is_not_passed_over() {
        let rows = vec![json!({ "saleID": {} }), json!({ "saleID": {} }), json!({ "saleID": "3" })];
        assert!(matches!(batch(rows), Err(PlatformError::Unreadable { .. })));
    }

    #[test]
    fn what_is_not_in_the_answer_is_gone_and_nothing_is_told_twice() {
        let rows = HashMap::from([("1".to_owned(), json!({ "saleID": "1" }))]);
        let refs = ["1".to_owned(), "2".to_owned(), "1".to_owned()];
        let told = FetchedRows { rows }.answer(&feed(), &refs, |_| Ok(()));
        assert_eq!(told.len(), 2);
        assert!(matches!(&told[0], Fetched::Seen(sighting) if sighting.source_ref == "1"));
        assert!(matches!(&told[1], Fetched::Gone { source_ref } if source_ref == "2"));
    }

    #[test]
    fn changes_are_asked_for_in_the_order_of_change_with_the_overlap() {
        let place = Place::read(Some("since:2026-03-04T15:00:00Z")).unwrap();
        let pairs = feed().from(&place).pairs;
        assert_eq!(
            pairs,
            [("sort", "updatetime".to_owned()), ("updatetime", ">=,2026-03-04T14:55:00Z".to_owned())]
        );
    }
}
