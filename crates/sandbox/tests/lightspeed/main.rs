//! The Lightspeed half of the sandbox over real HTTP, one test for each thing a client must survive.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may stop at the first surprise, their helpers too"
)]

mod auth;
mod control;
mod counts;
mod customers;
mod envelope;
mod exchanges;
mod faults;
mod holds;
mod items;
mod limits;
mod query;
mod references;
mod refunds;
mod sales;
mod sales_api;
mod shop;
mod takings;
mod tenders;

use std::sync::Once;

use reqwest::{Method, RequestBuilder, Response, StatusCode};
use sandbox::lightspeed::{CLIENT_ID, CLIENT_SECRET, FIRST_REFRESH_TOKEN};
use sandbox::{Config, Running};
use serde_json::{Value, json};

/// A running sandbox and a client that is signed in.
struct Till {
    running: Running,
    http: reqwest::Client,
    token: String,
}

fn http_client() -> reqwest::Client {
    static PROVIDER: Once = Once::new();
    // The client is built without a crypto provider of its own; plain HTTP needs one all the same.
    PROVIDER.call_once(|| rustls::crypto::ring::default_provider().install_default().unwrap());
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

impl Till {
    /// A small quiet sandbox with limits no test meets by accident.
    async fn open() -> Self {
        Self::with(Config { limits: 100, ..Config::for_tests() }).await
    }

    async fn with(config: Config) -> Self {
        let running = sandbox::start(config).await.unwrap();
        let mut till = Self { running, http: http_client(), token: String::new() };
        till.token = till.refresh(FIRST_REFRESH_TOKEN).await["access_token"].as_str().unwrap().to_owned();
        till
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.running.lightspeed_url)
    }

    /// The body of a refresh, whatever it says.
    async fn refresh(&self, token: &str) -> Value {
        self.token_request(&refresh_body(token)).await.json().await.unwrap()
    }

    async fn token_request(&self, body: &Value) -> Response {
        self.http.post(self.url("/auth/oauth/token")).json(body).send().await.unwrap()
    }

    /// A call below the account, such as `Item.json?limit=1`.
    fn call(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, self.url(&format!("/API/V3/Account/90210/{path}")))
            .bearer_auth(&self.token)
            .header("accept", "application/json")
    }

    async fn get(&self, path: &str) -> Value {
        let response = self.call(Method::GET, path).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.json().await.unwrap()
    }

    /// A list with these parameters, encoded properly.
    async fn list(&self, path: &str, query: &[(&str, &str)]) -> Value {
        let response = self.call(Method::GET, path).query(query).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path} {query:?}");
        response.json().await.unwrap()
    }

    /// The status and the parsed body of a call that may fail.
    async fn attempt(&self, request: RequestBuilder) -> (u16, Value) {
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.attempt(self.call(Method::POST, path).json(&body)).await;
        assert_eq!(status, 200, "{answer}");
        answer
    }

    async fn put(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.attempt(self.call(Method::PUT, path).json(&body)).await;
        assert_eq!(status, 200, "{answer}");
        answer
    }

    /// A control call that must succeed.
    async fn control(&self, method: Method, path: &str, body: Value) -> Value {
        let url = self.url(&format!("/_sandbox/{path}"));
        let response = self.http.request(method, url).json(&body).send().await.unwrap();
        let status = response.status();
        let text = response.text().await.unwrap();
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    async fn knobs(&self, lightspeed: Value) {
        self.control(Method::PUT, "knobs", json!({ "lightspeed": lightspeed })).await;
    }

    /// Rings up one basket and answers the sale with its lines and payments.
    async fn sell(&self, basket: Value) -> Value {
        let sold = self.control(Method::POST, "lightspeed/sell", basket).await;
        self.sale(sold["sales"][0].as_u64().unwrap()).await
    }

    async fn sale(&self, id: u64) -> Value {
        let wanted =
            r#"["SaleLines","SalePayments","SalePayments.PaymentType","Customer","Customer.Contact"]"#;
        self.list(&format!("Sale/{id}.json"), &[("load_relations", wanted)]).await["Sale"].take()
    }

    /// A till whose connection was granted these rights instead of the demo's.
    async fn granted(scope: &str) -> Self {
        let mut till = Self::open().await;
        let query = [("response_type", "code"), ("client_id", CLIENT_ID), ("scope", scope)];
        let landed = till.http.get(till.url("/auth/oauth/authorize")).query(&query).send().await.unwrap();
        let landed = reqwest::Url::parse(landed.headers()["location"].to_str().unwrap()).unwrap();
        let code = landed.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
        let body = json!({ "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET,
                           "grant_type": "authorization_code", "code": code });
        let pair: Value = till.token_request(&body).await.json().await.unwrap();
        till.token = pair["access_token"].as_str().unwrap().to_owned();
        till
    }

    /// What a control call that must be refused says.
    async fn control_refused(&self, path: &str, body: Value) -> String {
        let url = self.url(&format!("/_sandbox/{path}"));
        let response = self.http.post(url).json(&body).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        response.json::<Value>().await.unwrap()["error"].as_str().unwrap().to_owned()
    }

    /// The ledger entries of one kind.
    fn entries(&self, what: &str) -> Vec<sandbox::ledger::Entry> {
        let all = self.running.world.ledger.entries(Some("lightspeed"), 0);
        all.into_iter().filter(|entry| entry.what == what).collect()
    }

    /// What is on hand of an item in a shop.
    async fn on_hand(&self, item: u64, shop: u64) -> i64 {
        let rows = self.control(Method::GET, &format!("lightspeed/stock/{item}"), Value::Null).await;
        let shop = shop.to_string();
        let mut rows = rows.as_array().unwrap().iter().filter(|row| row["shopID"] == shop.as_str());
        rows.next().unwrap()["qoh"].as_str().unwrap().parse().unwrap()
    }

    async fn stop(self) {
        self.running.stop().await;
    }
}

fn refresh_body(token: &str) -> Value {
    json!({ "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "grant_type": "refresh_token",
            "refresh_token": token })
}

/// The rows of a list, whether there are none, one or many.
fn rows(body: &Value, resource: &str) -> Vec<Value> {
    match &body[resource] {
        Value::Array(rows) => rows.clone(),
        Value::Null => Vec::new(),
        row => vec![row.clone()],
    }
}

/// The id in a field, whose text it is on the wire.
fn id(row: &Value, field: &str) -> u64 {
    row[field].as_str().unwrap_or_else(|| panic!("{field} is missing in {row}")).parse().unwrap()
}

fn texts(body: &Value, resource: &str, field: &str) -> Vec<String> {
    rows(body, resource).iter().map(|row| row[field].as_str().unwrap_or_default().to_owned()).collect()
}
