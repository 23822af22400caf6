use std::sync::Arc;
use std::time::Duration;

use model::{Platform, When};
use platform::http::{Http, Reply, Request, redact};
use platform::{Account, Credentials, PlatformError, TokenVault};
use reqwest::Method;
use reqwest::header::DATE;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use crate::contacts::RecentContacts;
use crate::dialect::BrightpearlDialect;
use crate::documents::StockBook;
use crate::names::NameBook;
use crate::oauth;

/// What says which app is asking.
const APP: &str = "brightpearl-app-ref";
/// What carries the token of an OAuth app.
const BEARER: &str = "authorization";

/// Brightpearl as Lockstep uses it: products and stock are read, sales orders, credits and contacts are written.
///
/// Cheap to clone; clones share what is cached. Whose account a call is for is an argument of each call.
#[derive(Clone)]
pub struct Brightpearl {
    pub(crate) shared: Arc<Shared>,
    /// Where the tokens of OAuth apps live; private apps need none.
    vault: Option<Arc<dyn TokenVault>>,
}

/// What clones share.
pub(crate) struct Shared {
    http: Http,
    pub(crate) names: NameBook,
    pub(crate) recent: RecentContacts,
    pub(crate) stock: StockBook,
}

impl Brightpearl {
    /// A client that sends through `http`, for private apps.
    pub fn new(http: Http) -> Brightpearl {
        let shared = Shared {
            http,
            names: NameBook::default(),
            recent: RecentContacts::default(),
            stock: StockBook::default(),
        };
        Brightpearl { shared: Arc::new(shared), vault: None }
    }

    /// The same client, for OAuth apps as well: their tokens come from `vault`.
    pub fn with_vault(mut self, vault: Arc<dyn TokenVault>) -> Brightpearl {
        self.vault = Some(vault);
        self
    }

    /// What sends its calls.
    pub(crate) fn http(&self) -> &Http {
        &self.shared.http
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

    /// An access token that is refused is replaced once, and the call sent once more: a 401 was not carried out.
    async fn send(&self, account: &Account, request: Request) -> Result<Reply, PlatformError> {
        let (client_id, developer, vault) = match (&account.credentials, &self.vault) {
            (Credentials::Staff { app_ref, token }, _) => {
                let request = request.header(APP, app_ref);
                return self.send_with(account, request, "brightpearl-staff-token", token).await;
            }
            (Credentials::System { app_ref, token }, _) => {
                let request = request.header(APP, app_ref);
                return self.send_with(account, request, "brightpearl-account-token", token).await;
            }
            (Credentials::OAuth { client_id, developer, .. }, Some(vault)) => (client_id, developer, vault),
            (Credentials::OAuth { .. }, None) => return Err(no_vault()),
        };
        let request = request.header(APP, client_id).header("brightpearl-dev-ref", developer);
        let tokens = vault.tokens(account).await?;
        let reply = self.send_with(account, request.clone(), BEARER, &tokens.access).await?;
        if reply.status != 401 {
            return Ok(reply);
        }
        let http = &self.shared.http;
        let refresh = async |old: &SecretString| oauth::refresh(http, account, old).await;
        let fresh = platform::renew(vault.as_ref(), account, &tokens.access, refresh).await?;
        self.send_with(account, request, BEARER, &fresh.access).await
    }

    async fn send_with(
        &self,
        account: &Account,
        request: Request,
        header: &'static str,
        token: &SecretString,
    ) -> Result<Reply, PlatformError> {
        let request = signed(request, header, token);
        let mut reply = self.shared.http.send(account, &BrightpearlDialect, request).await?;
        // A 401 repeats the token it refuses (fact sheet 1.4), and its words go into failures that people see.
        if reply.status == 401 {
            reply.body = redact(&reply.body, &[token.expose_secret()]);
        }
        Ok(reply)
    }
}

fn address(account: &Account, path: &str) -> String {
    format!("{}/{}/{path}", account.api, account.name)
}

/// Adds the header that lets us in (fact sheet 1.2, 1.3).
fn signed(request: Request, header: &'static str, token: &SecretString) -> Request {
    match header {
        BEARER => request.secret_header(BEARER, &format!("Bearer {}", token.expose_secret())),
        other => request.secret_header(other, token.expose_secret()),
    }
}

fn no_vault() -> PlatformError {
    PlatformError::AccessLost {
        platform: Platform::Brightpearl,
        detail: "this installation keeps no tokens of OAuth apps; connect with a private app".to_owned(),
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

/// The moment by our own clock.
pub(crate) fn our_clock() -> When {
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

    fn headers_of(header: &'static str) -> HeaderMap {
        signed(Request::get(String::new(), "read brands"), header, &"secret".into()).headers
    }

    #[test]
    fn a_private_app_shows_its_token_as_it_is_and_no_log_may_show_it() {
        let headers = headers_of("brightpearl-staff-token");
        assert_eq!(headers["brightpearl-staff-token"], "secret");
        assert!(headers["brightpearl-staff-token"].is_sensitive());
        assert!(!headers.contains_key("authorization"));
    }

    #[test]
    fn an_oauth_app_is_the_bearer_of_its_token() {
        let headers = headers_of(BEARER);
        assert_eq!(headers["authorization"], "Bearer secret");
        assert!(headers["authorization"].is_sensitive());
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
