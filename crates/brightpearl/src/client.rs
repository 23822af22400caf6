use std::sync::Arc;
use std::time::Duration;

use model::{Platform, When};
use platform::http::{Http, Reply, Request, redact};
use platform::{Account, Credentials, PlatformError};
use reqwest::Method;
use reqwest::header::DATE;
use secrecy::ExposeSecret;
use serde_json::Value;

use crate::contacts::RecentContacts;
use crate::dialect::BrightpearlDialect;
use crate::documents::StockBook;
use crate::names::NameBook;

/// Brightpearl as Lockstep uses it: products are read, sales orders and contacts are written.
///
/// Cheap to clone; clones share what is cached. Whose account a call is for is an argument of each call.
#[derive(Clone)]
pub struct Brightpearl {
    pub(crate) shared: Arc<Shared>,
}

/// What clones share.
pub(crate) struct Shared {
    http: Http,
    pub(crate) names: NameBook,
    pub(crate) recent: RecentContacts,
    pub(crate) stock: StockBook,
}

impl Brightpearl {
    /// A client that sends through `http`.
    pub fn new(http: Http) -> Brightpearl {
        let shared = Shared {
            http,
            names: NameBook::default(),
            recent: RecentContacts::default(),
            stock: StockBook::default(),
        };
        Brightpearl { shared: Arc::new(shared) }
    }

    /// Reads `path`, such as `product-service/brand`. The reply may be of any status.
    pub(crate) async fn get(
        &self,
        account: &Account,
        path: &str,
        query: Vec<(String, String)>,
        what: &str,
    ) -> Result<Reply, PlatformError> {
        let mut request = Request::get(address(account, path), what);
        request.query = query;
        self.send(account, request).await
    }

    /// Sends a body to `path`. The reply may be of any status.
    pub(crate) async fn write(
        &self,
        account: &Account,
        method: Method,
        path: &str,
        body: &Value,
        what: &str,
    ) -> Result<Reply, PlatformError> {
        let request = Request::new(method, address(account, path), what).json(body.clone());
        self.send(account, request).await
    }

    /// Deletes what is at `path`. The reply may be of any status.
    pub(crate) async fn delete(
        &self,
        account: &Account,
        path: &str,
        what: &str,
    ) -> Result<Reply, PlatformError> {
        self.send(account, Request::new(Method::DELETE, address(account, path), what)).await
    }

    async fn send(&self, account: &Account, request: Request) -> Result<Reply, PlatformError> {
        let request = signed(account, request)?;
        let mut reply = self.shared.http.send(account, &BrightpearlDialect, request).await?;
        // A 401 repeats the token it refuses (fact sheet 1.4), and its words go into failures that people see.
        if let Some(token) = token(&account.credentials)
            && reply.status == 401
        {
            reply.body = redact(&reply.body, &[token]);
        }
        Ok(reply)
    }
}

fn address(account: &Account, path: &str) -> String {
    format!("{}/{}/{path}", account.api, account.name)
}

/// Adds the headers that let us in (fact sheet 1.2).
fn signed(account: &Account, request: Request) -> Result<Request, PlatformError> {
    match &account.credentials {
        Credentials::Staff { app_ref, token } => Ok(request
            .header("brightpearl-app-ref", app_ref)
            .secret_header("brightpearl-staff-token", token.expose_secret())),
        Credentials::System { app_ref, token } => Ok(request
            .header("brightpearl-app-ref", app_ref)
            .secret_header("brightpearl-account-token", token.expose_secret())),
        Credentials::OAuth { .. } => Err(PlatformError::AccessLost {
            platform: Platform::Brightpearl,
            detail: "connect Brightpearl with a private app (staff token); OAuth apps are not supported yet"
                .to_owned(),
        }),
    }
}

fn token(credentials: &Credentials) -> Option<&str> {
    match credentials {
        Credentials::Staff { token, .. } | Credentials::System { token, .. } => Some(token.expose_secret()),
        Credentials::OAuth { .. } => None,
    }
}

/// The moment of an answer by Brightpearl's own clock; by ours if it does not say.
pub(crate) fn moment(reply: &Reply) -> When {
    reply
        .header(DATE.as_str())
        .and_then(|text| jiff::fmt::rfc2822::parse(text).ok())
        .map(|at| When(at.timestamp().as_microsecond()))
        .unwrap_or_else(our_clock)
}

fn our_clock() -> When {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or(Duration::ZERO);
    When(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use model::{Lane, MerchantId, TraceId};
    use reqwest::header::{HeaderMap, HeaderValue};

    use super::*;

    fn account(credentials: Credentials) -> Account {
        Account {
            merchant: MerchantId(uuid::Uuid::nil()),
            platform: Platform::Brightpearl,
            name: "acmeshop".to_owned(),
            api: "https://euw1.brightpearlconnect.com/public-api".to_owned(),
            auth: String::new(),
            credentials,
            lane: Lane::Sales,
            instance: None,
            trace: TraceId(uuid::Uuid::nil()),
        }
    }

    fn headers_of(credentials: Credentials) -> HeaderMap {
        let account = account(credentials);
        signed(&account, Request::get(address(&account, "product-service/brand"), "read brands"))
            .unwrap()
            .headers
    }

    #[test]
    fn a_staff_app_shows_its_staff_token_and_no_log_may_show_it() {
        let headers = headers_of(Credentials::Staff {
            app_ref: "acmeshop_lockstep".to_owned(),
            token: "secret".into(),
        });
        assert_eq!(headers["brightpearl-app-ref"], "acmeshop_lockstep");
        assert_eq!(headers["brightpearl-staff-token"], "secret");
        assert!(headers["brightpearl-staff-token"].is_sensitive());
    }

    #[test]
    fn a_system_app_shows_its_account_token() {
        let headers =
            headers_of(Credentials::System { app_ref: "acmeshop_legacy".to_owned(), token: "secret".into() });
        assert_eq!(headers["brightpearl-account-token"], "secret");
        assert!(!headers.contains_key("brightpearl-staff-token"));
    }

    #[test]
    fn the_account_is_part_of_every_address() {
        let account = account(Credentials::Staff { app_ref: String::new(), token: "t".into() });
        assert_eq!(
            address(&account, "order-service/order/1-5"),
            "https://euw1.brightpearlconnect.com/public-api/acmeshop/order-service/order/1-5"
        );
    }

    #[test]
    fn the_moment_of_an_answer_is_brightpearls_own() {
        let mut headers = HeaderMap::new();
        headers.insert(DATE, HeaderValue::from_static("Tue, 03 Feb 2026 09:15:00 GMT"));
        let reply = Reply {
            platform: Platform::Brightpearl,
            what: String::new(),
            status: 200,
            headers,
            body: String::new(),
        };
        assert_eq!(moment(&reply), When::parse("2026-02-03T09:15:00Z").unwrap());
    }
}
