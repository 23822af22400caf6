//! A running sandbox, a client that may use it, and hands at the till.

use std::sync::Arc;

use lightspeed::Lightspeed;
use platform::http::Http;
use platform::{Account, Batch, PlatformError, Source, TokenVault};
use reqwest::Method;
use sandbox::faults::{Fault, FaultKind};
use sandbox::ledger::{Entry, LIGHTSPEED};
use sandbox::{Config, Running};
use scenarios::plain::{self, MemoryVault};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

/// The sandbox, its account and a client.
pub(crate) struct Till {
    pub(crate) running: Running,
    pub(crate) account: Account,
    pub(crate) client: Lightspeed,
    vault: Arc<MemoryVault>,
    control: reqwest::Client,
}

impl Till {
    /// A quiet shop with limits no test meets by accident, and a client that already has its token.
    pub(crate) async fn open() -> Till {
        let till = Till::closed().await;
        platform::Directory::check(&till.client, &till.account).await.unwrap();
        till
    }

    /// The same, but the client has only the first refresh token.
    pub(crate) async fn closed() -> Till {
        Till::with(Config { limits: 100, ..Config::for_tests() }, plain::http()).await
    }

    /// A shop of one's own choice and a client with an HTTP layer of one's own.
    pub(crate) async fn with(config: Config, http: Http) -> Till {
        let running = sandbox::start(config).await.unwrap();
        let account = scenarios::accounts::lightspeed(&running.lightspeed_url);
        let vault = Arc::new(MemoryVault::sandbox());
        let client = Lightspeed::new(http, vault.clone());
        let control = reqwest::Client::builder().no_proxy().build().unwrap();
        Till { running, account, client, vault, control }
    }

    /// The client's present access token, for calls that are not the client's.
    async fn token(&self) -> String {
        self.vault.tokens(&self.account).await.unwrap().access.expose_secret().to_owned()
    }

    /// Where the client keeps its tokens, for a second client.
    pub(crate) fn vault(&self) -> Arc<MemoryVault> {
        self.vault.clone()
    }

    /// Deletes what the platform lets one delete, as staff would.
    pub(crate) async fn delete(&self, path: &str) {
        let url = format!("{}/API/V3/Account/90210/{path}", self.running.lightspeed_url);
        let request = self.control.delete(url).bearer_auth(self.token().await);
        let reply = request.header("accept", "application/json").send().await.unwrap();
        assert!(reply.status().is_success(), "{path}: {}", reply.status());
    }

    /// A control call of the sandbox.
    pub(crate) async fn control(&self, method: Method, path: &str, body: Value) -> Value {
        let url = format!("{}/_sandbox/{path}", self.running.lightspeed_url);
        let reply = self.control.request(method, url).json(&body).send().await.unwrap();
        let status = reply.status();
        let text = reply.text().await.unwrap();
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// Rings up a basket; the sale's id.
    pub(crate) async fn sell(&self, basket: Value) -> String {
        let sold = self.control(Method::POST, "lightspeed/sell", basket).await;
        sold["sales"][0].as_u64().unwrap().to_string()
    }

    /// Rings up so many baskets of the cashier's own choice.
    pub(crate) async fn sell_many(&self, count: u64) -> Vec<String> {
        let sold = self.control(Method::POST, "lightspeed/sell", json!({ "count": count })).await;
        sold["sales"].as_array().unwrap().iter().map(|id| id.as_u64().unwrap().to_string()).collect()
    }

    /// Makes a record as staff would at the till; its id.
    pub(crate) async fn write(&self, resource: &str, body: Value) -> String {
        let made = self.control(Method::POST, &format!("lightspeed/write/{resource}"), body).await;
        made["id"].as_u64().unwrap().to_string()
    }

    pub(crate) async fn knobs(&self, knobs: Value) {
        self.control(Method::PUT, "knobs", json!({ "lightspeed": knobs })).await;
    }

    /// Lets the next fitting call go wrong.
    pub(crate) fn fault(&self, method: &str, path_contains: &str, kind: FaultKind) {
        self.running.world.faults.add(Fault {
            platform: LIGHTSPEED.to_owned(),
            method: Some(method.to_owned()),
            path_contains: path_contains.to_owned(),
            skip: 0,
            times: 1,
            kind,
        });
    }

    /// Calls so far.
    pub(crate) fn calls(&self) -> u64 {
        self.running.world.ledger.traffic(LIGHTSPEED).calls
    }

    /// What happened there under this name.
    pub(crate) fn ledger(&self, what: &str) -> Vec<Entry> {
        let entries = self.running.world.ledger.entries(Some(LIGHTSPEED), 0);
        entries.into_iter().filter(|entry| entry.what == what).collect()
    }

    /// All changes after a cursor, page by page, and where to go on.
    pub(crate) async fn walk<T>(&self, cursor: Option<&str>) -> (Vec<Batch<T>>, String)
    where
        Lightspeed: Source<T>,
    {
        let mut batches = Vec::new();
        let mut cursor = cursor.map(str::to_owned);
        loop {
            let batch = self.changes::<T>(cursor.as_deref()).await.unwrap();
            let (more, next) = (batch.more, batch.cursor.clone());
            batches.push(batch);
            if !more {
                return (batches, next);
            }
            assert!(batches.len() < 50, "the walk does not end");
            cursor = Some(next);
        }
    }

    pub(crate) async fn changes<T>(&self, cursor: Option<&str>) -> Result<Batch<T>, PlatformError>
    where
        Lightspeed: Source<T>,
    {
        Source::<T>::changes(&self.client, &self.account, cursor).await
    }
}
