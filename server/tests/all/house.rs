//! A server of its own for each test.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use engine::{Budgets, Engine, EngineConfig, Flows};
use model::payload::{Customer, Payload, Product};
use model::{Failure, Kind, RecordId};
use reqwest::{Client, Method, Response};
use serde_json::Value;
use server::MERCHANT;
use server::assets::Site;
use server::config::Listen;
use server::metrics::{Metrics, MetricsAccess};
use server::serve::{Server, listen};
use store::{Seen, SeenAs, Start, Store};
use store_sqlite::SqliteStore;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::ask::Ask;

/// A running server.
pub struct House {
    pub url: String,
    pub store: Arc<dyn Store>,
    pub client: Client,
    server: Option<Server>,
    runtime: Option<Runtime>,
    _folder: TempDir,
}

impl Drop for House {
    fn drop(&mut self) {
        // Waiting for its threads is not allowed inside a test's own runtime.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// What a built site holds, with packed files beside the script.
pub fn make_site(folder: &Path) {
    let pkg = folder.join("pkg");
    std::fs::create_dir_all(&pkg).unwrap();
    let script = "export const shop = 'harbour';\n".repeat(40);
    for (name, content) in [
        ("lockstep.0123456789ab.js", script.as_str()),
        ("lockstep.0123456789ab.js.br", "packed with brotli"),
        ("lockstep.0123456789ab.js.gz", "packed with gzip"),
        ("lockstep.0123456789ab.wasm", "\0asm"),
        ("lockstep.0123456789ab.css", "body { margin: 0 }"),
        ("plain.txt", "not named by its content"),
    ] {
        std::fs::write(pkg.join(name), content).unwrap();
    }
    let file = |ending: &str| format!("/pkg/lockstep.0123456789ab.{ending}");
    let bundle = serde_json::json!({ "js": file("js"), "wasm": file("wasm"), "css": file("css") });
    let manifest = serde_json::json!({ "overview": bundle, "logs": bundle, "settings": bundle }).to_string();
    std::fs::write(folder.join("manifest.json"), manifest).unwrap();
}

impl House {
    pub async fn open() -> House {
        server::wire::choose_tls();
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site");
        make_site(&site);
        // The threads the product runs on, for everything but the test itself.
        let runtime = server::runtime().unwrap();
        let database = folder.path().join("lockstep.db");
        let (store, server) = runtime.spawn(start(database, site)).await.unwrap();
        let client = Client::builder()
            .no_gzip()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        House {
            url: server.url(),
            store,
            client,
            server: Some(server),
            runtime: Some(runtime),
            _folder: folder,
        }
    }

    pub async fn stop(&mut self) {
        if let Some(server) = self.server.take() {
            server.stop().await;
        }
    }

    pub fn request(&self, method: &str, path: &str) -> Ask {
        let named = Method::from_bytes(method.as_bytes()).unwrap();
        let builder = self.client.request(named, format!("{}{path}", self.url));
        Ask { builder, method: method.to_owned(), path: path.to_owned(), sent: None }
    }

    pub async fn get(&self, path: &str) -> Response {
        self.request("GET", path).send().await.unwrap()
    }

    /// A GET that must succeed, as JSON.
    pub async fn json(&self, path: &str) -> Value {
        let response = self.get(path).await;
        let (status, text) = (response.status(), response.text().await.unwrap());
        assert_eq!(status, 200, "{path}: {text}");
        serde_json::from_str(&text).unwrap()
    }

    /// Writes products `P1` to `Pn` down as if Brightpearl had told of them; each waits in line.
    pub async fn products(&self, count: usize) -> Vec<RecordId> {
        let names = ["Waterproof Jacket", "Enamel Mug", "Wool Throw"];
        let rows = (1..=count).map(|number| {
            let product = Product {
                name: names[number % names.len()].to_owned(),
                sku: format!("SKU-{number}"),
                ..Product::default()
            };
            seen(Kind::Product, &format!("P{number}"), Payload::Product(product), Start::Queue)
        });
        self.see(Kind::Product, rows.collect()).await
    }

    /// Writes a product down that cannot be sent.
    pub async fn failed_product(&self, source_ref: &str) -> RecordId {
        let failure = Failure::NoIdentifier { identifier: "SKU".to_owned() };
        let row = seen(Kind::Product, source_ref, Payload::Product(Product::default()), Start::Fail(failure));
        self.see(Kind::Product, vec![row]).await[0]
    }

    /// Writes a customer down.
    pub async fn customer(&self, source_ref: &str, last_name: &str) -> RecordId {
        let customer = Customer { last_name: last_name.to_owned(), ..Customer::default() };
        let row = seen(Kind::Customer, source_ref, Payload::Customer(customer), Start::Queue);
        self.see(Kind::Customer, vec![row]).await[0]
    }

    /// Writes rows down as their source would have told them.
    pub async fn see(&self, kind: Kind, rows: Vec<Seen>) -> Vec<RecordId> {
        let answers = self.store.see(MERCHANT, kind, &rows, None).await.unwrap();
        let id = |answer| match answer {
            SeenAs::New(id) | SeenAs::Changed(id) | SeenAs::Same(id) => id,
        };
        answers.into_iter().map(id).collect()
    }
}

/// Opens a store and serves it with an engine that has no flows.
async fn start(database: PathBuf, site: PathBuf) -> (Arc<dyn Store>, Server) {
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&database).await.unwrap());
    store.ensure_merchant(MERCHANT, "Test").await.unwrap();
    let budgets = Budgets::new(Arc::clone(&store));
    let engine =
        Engine::start(Arc::clone(&store), Flows::new(), budgets, HashMap::new(), EngineConfig::default());
    let metrics = Arc::new(Metrics::new(MetricsAccess::default()).unwrap());
    let listener = listen(Listen { bind: IpAddr::V4(Ipv4Addr::LOCALHOST), port: 0 }).await.unwrap();
    (
        store,
        Server::start(listener, engine, Site::in_folder(&site).unwrap(), app::Endpoints::default(), metrics)
            .unwrap(),
    )
}

/// Something a source told.
pub fn seen(kind: Kind, source_ref: &str, payload: Payload, start: Start) -> Seen {
    Seen {
        kind,
        source: kind.source(),
        source_ref: source_ref.to_owned(),
        changed_at: None,
        hash: format!("{source_ref} {}", payload.title()),
        payload: Some(payload),
        solo: None,
        start,
        moves: Vec::new(),
    }
}

/// The names of an object's fields, sorted.
pub fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

/// Checks that an answer is an error in the one form, and gives its code.
pub async fn error_code(response: Response, status: u16) -> String {
    let (told, text) = (response.status(), response.text().await.unwrap());
    assert_eq!(told.as_u16(), status, "{text}");
    let body: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("not JSON: {text}"));
    assert_eq!(keys(&body), ["error"]);
    assert_eq!(keys(&body["error"]), ["code", "fix", "message"]);
    for part in ["message", "fix"] {
        assert!(body["error"][part].as_str().unwrap().len() > 8, "{text}");
    }
    body["error"]["code"].as_str().unwrap().to_owned()
}
