use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

/// One call to be made.
#[derive(Debug, Clone)]
pub struct Request {
    /// HTTP method.
    pub method: Method,
    /// Whole address without query.
    pub url: String,
    /// Query pairs, not yet encoded.
    pub query: Vec<(String, String)>,
    /// Headers, those with secrets marked sensitive.
    pub headers: HeaderMap,
    /// What is sent.
    pub payload: Payload,
    /// What it costs by our own estimate, in thousandths of a call.
    pub cost: i64,
    /// What it does, in words for failures: `read products`, `sales order`.
    pub what: String,
    /// Whether body and answer are kept out of the call log (token calls).
    pub private: bool,
}

/// What a request carries.
#[derive(Debug, Clone)]
pub enum Payload {
    /// Nothing.
    Empty,
    /// JSON.
    Json(serde_json::Value),
    /// `application/x-www-form-urlencoded`.
    Form(Vec<(String, String)>),
}

impl Request {
    /// A read.
    pub fn get(url: String, what: &str) -> Request {
        Request::new(Method::GET, url, what)
    }

    /// Any other method.
    pub fn new(method: Method, url: String, what: &str) -> Request {
        Request {
            method,
            url,
            query: Vec::new(),
            headers: HeaderMap::new(),
            payload: Payload::Empty,
            cost: 1_000,
            what: what.to_owned(),
            private: false,
        }
    }

    /// Adds a query pair.
    pub fn query(mut self, name: &str, value: impl Into<String>) -> Request {
        self.query.push((name.to_owned(), value.into()));
        self
    }

    /// Sends JSON.
    pub fn json(mut self, body: serde_json::Value) -> Request {
        self.payload = Payload::Json(body);
        self
    }

    /// Sets the estimated cost, in thousandths of a call.
    pub fn cost(mut self, cost: i64) -> Request {
        self.cost = cost;
        self
    }

    /// Adds a header whose value is nobody's secret. A value HTTP cannot carry is left out.
    pub fn header(self, name: &'static str, value: &str) -> Request {
        self.put_header(name, value, false)
    }

    /// Adds a header that no log may show.
    pub fn secret_header(self, name: &'static str, value: &str) -> Request {
        self.put_header(name, value, true)
    }

    /// Whether it only reads, so that repeating it is harmless.
    pub fn is_read(&self) -> bool {
        matches!(self.method, Method::GET | Method::HEAD | Method::OPTIONS)
    }

    fn put_header(mut self, name: &'static str, value: &str, secret: bool) -> Request {
        if let Ok(mut value) = HeaderValue::from_str(value) {
            value.set_sensitive(secret);
            self.headers.insert(HeaderName::from_static(name), value);
        }
        self
    }
}
