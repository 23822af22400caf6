//! A running sandbox and an app that calls it.

use std::sync::Once;

use reqwest::{Client, Method, RequestBuilder};
use sandbox::{Config, LagRange, Running};
use serde_json::{Value, json};

static TLS: Once = Once::new();

/// A sandbox with the client of the staff app.
pub struct Shop {
    pub running: Running,
    pub client: Client,
}

/// One answer, read to its end.
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// What `response` holds.
    pub fn response(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text);
        self.json()["response"].clone()
    }

    /// Status and code of the first error.
    pub fn error(&self) -> (u16, String) {
        let body = self.json();
        assert!(body.get("response").is_none(), "errors and response never appear together");
        (
            self.status,
            body["errors"][0]["code"].as_str().unwrap_or_else(|| panic!("{}", self.text)).to_owned(),
        )
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Shop {
    /// A quiet sandbox whose quota does not matter.
    pub async fn open() -> Self {
        Self::with(Config { limits: 50, ..Config::for_tests() }).await
    }

    /// A quiet sandbox whose searches lag by exactly this.
    pub async fn lagging(ms: u64) -> Self {
        Self::with(Config { limits: 50, lag: LagRange { min_ms: ms, max_ms: ms }, ..Config::for_tests() })
            .await
    }

    pub async fn with(config: Config) -> Self {
        TLS.call_once(|| {
            rustls::crypto::ring::default_provider().install_default().unwrap();
        });
        let running = sandbox::start(config).await.unwrap();
        let client = Client::builder().no_proxy().build().unwrap();
        Self { running, client }
    }

    /// A request of the staff app; `path` begins behind the account.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}/public-api/acmeshop/{path}", self.running.brightpearl_url);
        self.client
            .request(method, url)
            .header("brightpearl-app-ref", "acmeshop_lockstep")
            .header("brightpearl-staff-token", "sandbox-staff-token")
    }

    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Answer { status, headers, text: answer.text().await.unwrap() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn options(&self, path: &str) -> Answer {
        self.send(self.request(Method::OPTIONS, path)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::POST, path).json(&body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::PUT, path).json(&body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::PATCH, path).json(&body)).await
    }

    /// A call of the control API, which must succeed.
    pub async fn control(&self, method: Method, path: &str, body: Value) -> Value {
        let url = format!("{}/_sandbox/{path}", self.running.brightpearl_url);
        let answer = self.send(self.client.request(method, url).json(&body)).await;
        assert!(answer.status < 300, "{}", answer.text);
        serde_json::from_str(&answer.text).unwrap_or_default()
    }

    /// Turns switches of Brightpearl.
    pub async fn knobs(&self, switches: Value) {
        self.control(Method::PUT, "knobs", json!({ "brightpearl": switches })).await;
    }

    /// Posts an address and a contact and answers the contact's id.
    pub async fn customer(&self, first_name: &str, email: &str) -> i64 {
        let address = json!({ "addressLine1": "1 Quay Rd", "addressLine3": "Poole", "postalCode": "BH15 1AA",
                              "countryIsoCode": "GBR" });
        let address = self.post("contact-service/postal-address", address).await.response();
        let contact = json!({
            "firstName": first_name, "lastName": "Example",
            "postAddressIds": { "DEF": address, "BIL": address, "DEL": address },
            "communication": { "emails": { "PRI": { "email": email } }, "telephones": { "PRI": "+441202000000" } },
        });
        self.post("contact-service/contact", contact).await.response().as_i64().unwrap()
    }

    /// The body of an order of two mugs and the delivery, for 30.00.
    pub async fn order_body(&self) -> Value {
        let customer = self.customer("Ann", "ann@example.test").await;
        json!({
            "customer": { "id": customer }, "ref": "WEB-100045", "externalRef": "ls:90210:1:order",
            "placedOn": "2026-07-03T09:15:00.000Z", "taxDate": "2026-07-03T09:15:00.000Z",
            "warehouseId": 3, "channelId": 3, "priceListId": 2, "priceModeCode": "INC",
            "currency": { "code": "GBP", "fixedExchangeRate": true, "exchangeRate": "1.000000" },
            "rows": [
                { "productId": 1002, "name": "Mug blue", "quantity": "2", "taxCode": "T20", "net": "20.8333",
                  "tax": "4.1667", "nominalCode": "4000", "externalRef": "L1" },
                { "name": "Delivery", "quantity": "1", "taxCode": "T20", "net": "4.1667", "tax": "0.8333",
                  "nominalCode": "4040" },
            ],
        })
    }

    /// Posts that order and answers its id.
    pub async fn order(&self) -> i64 {
        let body = self.order_body().await;
        self.post("order-service/sales-order", body).await.response().as_i64().unwrap()
    }

    /// The row of an order that is of a product.
    pub async fn row_of(&self, order: i64, product: i64) -> i64 {
        let found = self.get(&format!("order-service/sales-order/{order}")).await.response();
        let rows = found[0]["rows"].as_array().unwrap().clone();
        rows.iter().find(|row| row["productId"] == product).unwrap()["id"].as_i64().unwrap()
    }

    /// Sets the units of product 1002: this many in warehouse 3, none elsewhere.
    pub async fn stock(&self, units: i64) {
        let stock = json!({ "id": 1002, "stock": { "2": 0, "3": units, "4": 0, "5": 0 } });
        self.control(Method::POST, "brightpearl/products", stock).await;
    }

    /// In stock, on hand and allocated of product 1002, over all warehouses.
    pub async fn units(&self) -> (i64, i64, i64) {
        let found = self.get("warehouse-service/product-availability/1002").await.response();
        let total = |name: &str| found["1002"]["total"][name].as_i64().unwrap();
        (total("inStock"), total("onHand"), total("allocated"))
    }

    /// An order in the nested view.
    pub async fn nested(&self, order: i64) -> Value {
        self.get(&format!("order-service/order/{order}")).await.response()[0].clone()
    }

    /// Posts a credit of one of the order's two mugs, for 12.50, and answers its id.
    pub async fn credit(&self, order: i64) -> i64 {
        let customer = self.nested(order).await["parties"]["customer"]["contactId"].clone();
        let body = json!({
            "customer": { "id": customer }, "ref": "WEB-100045-R", "externalRef": "ls:90210:7:credit",
            "parentId": order, "warehouseId": 3, "channelId": 3, "priceListId": 2, "priceModeCode": "INC",
            "rows": [{ "productId": 1002, "name": "Mug blue", "quantity": "1", "taxCode": "T20", "net": "10.4167",
                       "tax": "2.0833", "nominalCode": "4000", "externalRef": "L1" }],
        });
        self.post("order-service/sales-credit", body).await.response().as_i64().unwrap()
    }

    /// The row of a credit that is of product 1002.
    pub async fn credit_row(&self, credit: i64) -> i64 {
        let found = self.get(&format!("order-service/sales-credit/{credit}")).await.response();
        found[0]["rows"][0]["id"].as_i64().unwrap()
    }

    /// Puts units of product 1002 on a goods-out note from warehouse 3 and answers its id.
    pub async fn goods_out(&self, order: i64, row: i64, units: i64) -> i64 {
        let path = format!("warehouse-service/order/{order}/goods-note/goods-out");
        let answer = self.post(&path, goods_out(row, units)).await;
        answer.response()[0].as_i64().unwrap()
    }

    /// Ships a goods-out note.
    pub async fn ship(&self, note: i64) {
        let path = format!("warehouse-service/goods-note/goods-out/{note}/event");
        assert_eq!(self.post(&path, event("SHW")).await.text, "{}");
    }

    /// Rows of a search, as objects keyed by column name.
    pub async fn found(&self, path: &str) -> Vec<Value> {
        rows(&self.get(path).await.response())
    }

    /// Names of the side effects so far, in order.
    pub fn effects(&self) -> Vec<String> {
        self.running
            .world
            .ledger
            .entries(Some("brightpearl"), 0)
            .into_iter()
            .map(|entry| entry.what)
            .collect()
    }
}

/// The body of a goods-out note from warehouse 3.
pub fn goods_out(row: i64, units: i64) -> Value {
    json!({ "warehouses": [{ "releaseDate": "2026-07-03T09:00:00.000Z", "warehouseId": 3, "transfer": false,
                             "products": [{ "productId": 1002, "salesOrderRowId": row, "quantity": units }] }],
            "priority": false, "shippingMethodId": 4 })
}

/// The body of one event of a goods-out note.
pub fn event(code: &str) -> Value {
    json!({ "events": [{ "eventCode": code, "occured": "2026-07-03T10:41:38.000Z", "eventOwnerId": 4 }] })
}

/// Rows of a search answer, as objects keyed by column name.
pub fn rows(response: &Value) -> Vec<Value> {
    let names: Vec<String> = response["metaData"]["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|column| column["name"].as_str().unwrap().to_owned())
        .collect();
    let to_object = |row: &Value| {
        assert_eq!(row.as_array().unwrap().len(), names.len());
        names.iter().cloned().zip(row.as_array().unwrap().clone()).collect()
    };
    response["results"].as_array().unwrap().iter().map(to_object).collect()
}
