//! Reading lists and single records, page by page.

use jiff::Timestamp;
use platform::http::{Reply, Request};
use platform::{Account, PlatformError};
use reqwest::Url;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Lightspeed;
use crate::client::address;
use crate::cost::{self, Relation};
use crate::dialect::server_time;
use crate::filter::MOST;
use crate::wire::envelope::{self, Page};

/// Pages of a small list read at most; a walk in circles must end.
const MOST_PAGES: usize = 200;

/// What list to read.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    /// The resource, such as `Sale`.
    pub(crate) resource: &'static str,
    /// What is read, in words: `read sales`.
    pub(crate) what: &'static str,
    /// What is loaded along.
    pub(crate) relations: &'static [Relation],
    /// Filters and sort.
    pub(crate) pairs: Vec<(&'static str, String)>,
}

/// A page and the moment it was answered, by their clock.
pub(crate) struct Read {
    pub(crate) page: Page,
    pub(crate) at: Option<Timestamp>,
}

impl Lightspeed {
    /// The first page of a list.
    pub(crate) async fn first_page(&self, account: &Account, query: &Query) -> Result<Read, PlatformError> {
        let url = address(account, &format!("{}.json", query.resource));
        let mut request =
            Request::get(url, query.what).query("limit", MOST.to_string()).cost(cost::list(query.relations));
        if !query.relations.is_empty() {
            request = request.query("load_relations", cost::load(query.relations));
        }
        for (name, value) in &query.pairs {
            request = request.query(name, value);
        }
        open(&self.send(account, request).await?, query.resource)
    }

    /// The page at an address that a former page of the same list named.
    pub(crate) async fn next_page(
        &self,
        account: &Account,
        query: &Query,
        next: &str,
    ) -> Result<Read, PlatformError> {
        let request = Request::get(next.to_owned(), query.what).cost(cost::list(query.relations));
        if !same_host(&account.api, next) {
            return Err(PlatformError::Unreadable {
                platform: account.platform,
                what: query.what.to_owned(),
                why: "the next page is said to be on another host".to_owned(),
            });
        }
        open(&self.send(account, request).await?, query.resource)
    }

    /// All rows of a list, for lists that are short.
    pub(crate) async fn all_rows(
        &self,
        account: &Account,
        query: &Query,
    ) -> Result<Vec<Value>, PlatformError> {
        let mut page = self.first_page(account, query).await?.page;
        let mut rows = std::mem::take(&mut page.rows);
        for _ in 1..MOST_PAGES {
            let Some(next) = page.next else { return Ok(rows) };
            page = self.next_page(account, query, &next).await?.page;
            if page.rows.is_empty() {
                return Ok(rows);
            }
            rows.append(&mut page.rows);
        }
        Err(PlatformError::Unreadable {
            platform: account.platform,
            what: query.what.to_owned(),
            why: format!("the list does not end after {MOST_PAGES} pages"),
        })
    }

    /// All things of a short list of which none may be missing: one bad row spoils it.
    pub(crate) async fn all<T: DeserializeOwned>(
        &self,
        account: &Account,
        query: &Query,
    ) -> Result<Vec<T>, PlatformError> {
        let rows = self.all_rows(account, query).await?;
        let read = rows.into_iter().map(envelope::read_row).collect::<Result<Vec<T>, String>>();
        read.map_err(|why| PlatformError::Unreadable {
            platform: account.platform,
            what: query.what.to_owned(),
            why,
        })
    }
}

/// Whether two addresses have the same scheme, host and port.
pub(crate) fn same_host(api: &str, other: &str) -> bool {
    match (Url::parse(api), Url::parse(other)) {
        (Ok(api), Ok(other)) => api.origin() == other.origin() && other.username().is_empty(),
        _ => false,
    }
}

fn open(reply: &Reply, resource: &str) -> Result<Read, PlatformError> {
    let page = Page::open(reply.json()?, resource).map_err(|why| reply.unreadable(why))?;
    Ok(Read { page, at: server_time(&reply.headers) })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("https://api.lightspeedapp.com/API/V3/Account/1/Sale.json?after=x", true)]
    #[case("https://api.lightspeedapp.com:443/API/V3/Account/1/Sale.json", true)]
    #[case("http://api.lightspeedapp.com/API/V3/Account/1/Sale.json", false)]
    #[case("https://evil.example/API/V3/Account/1/Sale.json", false)]
    #[case("https://api.lightspeedapp.com@evil.example/", false)]
    #[case("/API/V3/Account/1/Sale.json", false)]
    fn a_cursor_is_followed_only_on_the_same_host(#[case] next: &str, #[case] follow: bool) {
        assert_eq!(same_host("https://api.lightspeedapp.com/API/V3", next), follow);
    }
}
