use std::sync::Arc;

use platform::http::{Http, Reply, Request};
use platform::{Account, PlatformError, TokenVault};
use secrecy::{ExposeSecret, SecretString};

use crate::dialect::Api;
use crate::error::{self, Doing};
use crate::names::Names;
use crate::oauth;
use crate::origins::Known;
use crate::sales::SaleClock;

/// Lightspeed Retail R-Series as both a source and a target. Cheap to clone.
#[derive(Clone)]
pub struct Lightspeed {
    http: Http,
    vault: Arc<dyn TokenVault>,
    pub(crate) names: Arc<Names>,
    pub(crate) origins: Arc<Known>,
    pub(crate) sale_clock: SaleClock,
}

impl Lightspeed {
    /// A client that sends through `http` and takes its tokens from `vault`.
    pub fn new(http: Http, vault: Arc<dyn TokenVault>) -> Lightspeed {
        Lightspeed {
            http,
            vault,
            names: Arc::default(),
            origins: Arc::default(),
            sale_clock: SaleClock::default(),
        }
    }

    /// What sends its calls.
    pub(crate) fn http(&self) -> &Http {
        &self.http
    }

    /// The same client, reading changed sales by another of their clocks.
    pub fn with_sale_clock(mut self, clock: SaleClock) -> Lightspeed {
        self.sale_clock = clock;
        self
    }

    /// Makes one call and answers only with a good answer.
    ///
    /// A 401 is answered by refreshing the token once and sending once more: a refused call was not carried out.
    ///
    /// # Errors
    /// [`PlatformError`] as the fact sheet's section 3.8 says.
    pub(crate) async fn send(&self, account: &Account, request: Request) -> Result<Reply, PlatformError> {
        let doing = if request.is_read() { Doing::Reading } else { Doing::Writing };
        let tokens = self.vault.tokens(account).await?;
        let reply = self.send_with(account, request.clone(), &tokens.access).await?;
        if reply.status != 401 {
            return error::check(reply, doing);
        }
        let refresh = async |old: &SecretString| oauth::refresh(&self.http, account, old).await;
        let fresh = platform::renew(self.vault.as_ref(), account, &tokens.access, refresh).await?;
        let reply = self.send_with(account, request, &fresh.access).await?;
        if reply.status == 401 {
            return Err(error::access_lost(&reply));
        }
        error::check(reply, doing)
    }

    async fn send_with(
        &self,
        account: &Account,
        request: Request,
        access: &SecretString,
    ) -> Result<Reply, PlatformError> {
        // The header wins over the suffix .json, and XML is their default (fact sheet 1.8).
        let request = request
            .header("accept", "application/json")
            .secret_header("authorization", &format!("Bearer {}", access.expose_secret()));
        self.http.send(account, &Api, request).await
    }
}

/// The address of a resource of the account, `Item.json` or `Item/512.json`.
pub(crate) fn address(account: &Account, resource: &str) -> String {
    format!("{}/Account/{}/{resource}", account.api, account.name)
}
