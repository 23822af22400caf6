//! Five hundred sales, scripted faults, a lagging search index and two `kill -9` of the real server: afterwards the
//! ledgers of both platforms and the records agree, nothing is lost and nothing is doubled.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "the helpers of a test may stop it")]

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rust_decimal::Decimal;
use sandbox::ledger::{BRIGHTPEARL, Entry, LIGHTSPEED};
use sandbox::{Config, LagRange, Running};
use serde_json::{Value, json};

/// The sales of the test.
const SALES: usize = 500;
/// Everything must be in step after this long; a lost answer alone takes two minutes to be sure about.
const PATIENCE: Duration = Duration::from_secs(540);

#[tokio::test(flavor = "multi_thread")]
async fn after_faults_lag_and_two_kills_each_sale_is_one_order_with_the_tills_total() {
    let sandbox = sandbox::start(Config {
        seed: 7,
        limits: 20,
        lag: LagRange { min_ms: 0, max_ms: 90_000 },
        alive: false,
        catalogue: sandbox::CatalogueSize { products: 120, already_linked: 110 },
        ..Config::default()
    })
    .await
    .unwrap();
    let site = site();
    let data = tempfile::tempdir().unwrap();
    let mut server = Server::start(&sandbox, data.path(), site.path());
    server.settle_in(&sandbox).await;

    script_faults(&sandbox).await;
    ring_up(&sandbox, SALES / 2).await;
    server.after_orders(&sandbox, 40).await;
    server.kill();
    server = Server::start(&sandbox, data.path(), site.path());
    ring_up(&sandbox, SALES - SALES / 2).await;
    script_faults(&sandbox).await;
    server.after_orders(&sandbox, 240).await;
    server.kill();
    server = Server::start(&sandbox, data.path(), site.path());
    server.until_in_step(SALES).await;

    check_orders(&sandbox, &server.records("order").await);
    check_contacts(&sandbox, &server.records("customer").await);

    let writes = written(&sandbox);
    server.stop();
    server = Server::start(&sandbox, data.path(), site.path());
    for kind in ["product", "customer", "order"] {
        server.post(&format!("flows/{kind}/run"), json!({})).await;
    }
    tokio::time::sleep(Duration::from_secs(12)).await;
    server.until_in_step(SALES).await;
    assert_eq!(written(&sandbox), writes, "a second run writes nothing");
    server.stop();
    sandbox.stop().await;
}

/// Each sale: one order by our reference, with the till's total, and payments that make it.
fn check_orders(sandbox: &Running, records: &[Value]) {
    let sales = entries(sandbox, LIGHTSPEED, "sale.completed");
    let mut orders: HashMap<String, Vec<Entry>> = HashMap::new();
    for order in entries(sandbox, BRIGHTPEARL, "sales-order.created") {
        orders.entry(order.reference.clone()).or_default().push(order);
    }
    let mut paid: HashMap<String, Decimal> = HashMap::new();
    let mut references = HashSet::new();
    for payment in entries(sandbox, BRIGHTPEARL, "customer-payment.created") {
        assert!(references.insert(payment.reference.clone()), "payment {} was made twice", payment.reference);
        let sale = payment.reference.split('-').nth(1).unwrap().to_owned();
        *paid.entry(sale).or_default() += payment.amount.unwrap();
    }
    assert_eq!(sales.len(), SALES);
    for sale in &sales {
        let reference = format!("ls:90210:{}:order", sale.id);
        let made = orders.remove(&reference).unwrap_or_default();
        assert_eq!(made.len(), 1, "sale {} has {} orders", sale.id, made.len());
        assert_eq!(made[0].amount, sale.amount, "sale {}: order and till disagree", sale.id);
        assert_eq!(paid.get(&sale.id).copied(), sale.amount, "sale {}: payments and till disagree", sale.id);
        let record = records.iter().find(|record| record["source_ref"] == json!(sale.id)).unwrap();
        assert_eq!(record["status"], "synced", "sale {}: {record}", sale.id);
        assert_eq!(record["target_ref"], json!(made[0].id), "sale {} is linked to its order", sale.id);
    }
    assert!(orders.is_empty(), "orders nobody asked for: {:?}", orders.keys());
}

/// No customer of the till became two contacts.
fn check_contacts(sandbox: &Running, records: &[Value]) {
    let mut linked = HashSet::new();
    for record in records {
        assert_eq!(record["status"], "synced", "{record}");
        linked.insert(record["target_ref"].as_str().unwrap_or_default().to_owned());
    }
    let made = entries(sandbox, BRIGHTPEARL, "contact.created");
    // The walk-in contact is the merchant's own.
    let strays: Vec<&Entry> = made.iter().filter(|contact| !linked.contains(&contact.id)).collect();
    assert!(strays.len() <= 1, "contacts no customer is linked to: {strays:?}");
}

fn entries(sandbox: &Running, platform: &str, what: &str) -> Vec<Entry> {
    sandbox.world.ledger.entries(Some(platform), 0).into_iter().filter(|entry| entry.what == what).collect()
}

fn written(sandbox: &Running) -> usize {
    let entries = sandbox.world.ledger.entries(None, 0);
    entries.iter().filter(|entry| !entry.what.starts_with("token.")).count()
}

/// Walk-ins, known customers and new ones, by cash and by several tenders.
async fn ring_up(sandbox: &Running, count: usize) {
    cause(
        sandbox,
        "lightspeed/customers",
        json!({ "firstName": "Mira", "lastName": "Okafor", "Contact": {
        "Emails": { "ContactEmail": [{ "address": "mira@example.test", "useType": "Primary" }] } } }),
    )
    .await;
    cause(sandbox, "lightspeed/sell", json!({ "count": count })).await;
}

async fn script_faults(sandbox: &Running) {
    let fault = |platform: &str, method: &str, path: &str, skip: u32, times: u32, kind: Value| json!({ "platform": platform, "method": method, "path_contains": path, "skip": skip, "times": times, "kind": kind });
    let script = [
        fault(BRIGHTPEARL, "POST", "/order-service/sales-order", 3, 2, json!("drop_after_commit")),
        fault(BRIGHTPEARL, "POST", "/order-service/sales-order", 25, 1, json!("drop_before")),
        fault(BRIGHTPEARL, "POST", "/order-service/sales-order", 50, 2, json!("outage_json")),
        fault(BRIGHTPEARL, "POST", "/accounting-service/customer-payment", 9, 2, json!("drop_after_commit")),
        fault(BRIGHTPEARL, "POST", "/accounting-service/customer-payment", 40, 1, json!("truncated_json")),
        fault(BRIGHTPEARL, "POST", "/contact-service/contact", 1, 1, json!("drop_after_commit")),
        fault(BRIGHTPEARL, "POST", "/reservation", 12, 1, json!("drop_after_commit")),
        fault(BRIGHTPEARL, "GET", "/order-service/", 20, 3, json!("outage_html")),
        fault(LIGHTSPEED, "GET", "/Sale.json", 1, 1, json!("expire_token")),
        fault(LIGHTSPEED, "GET", "/Sale.json", 3, 1, json!("html_error")),
    ];
    cause(sandbox, "faults", json!(script)).await;
    cause(sandbox, "lightspeed/expire-token", json!({})).await;
}

async fn cause(sandbox: &Running, path: &str, body: Value) -> Value {
    let url = format!("{}/_sandbox/{path}", sandbox.lightspeed_url);
    let answer = reqwest::Client::new().post(url).json(&body).send().await.unwrap();
    assert!(answer.status().is_success(), "{path}: {}", answer.text().await.unwrap());
    answer.json().await.unwrap_or_default()
}

/// A site folder with an empty page's assets: this test looks at no page.
fn site() -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    let bundle = json!({ "js": "/pkg/a.js", "wasm": "/pkg/a.wasm", "css": "/pkg/a.css" });
    let manifest = json!({ "overview": bundle, "logs": bundle, "settings": bundle });
    std::fs::write(site.path().join("manifest.json"), manifest.to_string()).unwrap();
    std::fs::create_dir(site.path().join("pkg")).unwrap();
    for name in ["a.js", "a.wasm", "a.css"] {
        std::fs::write(site.path().join("pkg").join(name), "").unwrap();
    }
    site
}

/// The real server as a process of its own.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(sandbox: &Running, data: &Path, site: &Path) -> Server {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(log_file(data)).unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_lockstep"))
            .args(["serve", "--port", "0", "--data"])
            .arg(data)
            .env("LOCKSTEP_SITE", site)
            .env("LOCKSTEP_ALLOW_LOCAL_PLATFORMS", "1")
            .env("LOCKSTEP_BRIGHTPEARL_URL", format!("{}/public-api", sandbox.brightpearl_url))
            .env("LOCKSTEP_BRIGHTPEARL_ACCOUNT", "acmeshop")
            .env("LOCKSTEP_BRIGHTPEARL_APP_REF", "acmeshop_lockstep")
            .env("LOCKSTEP_BRIGHTPEARL_STAFF_TOKEN", "sandbox-staff-token")
            .env("LOCKSTEP_LIGHTSPEED_URL", format!("{}/API/V3", sandbox.lightspeed_url))
            .env("LOCKSTEP_LIGHTSPEED_AUTH_URL", format!("{}/auth/oauth", sandbox.lightspeed_url))
            .env("LOCKSTEP_LIGHTSPEED_ACCOUNT", "90210")
            .env("LOCKSTEP_LIGHTSPEED_CLIENT_ID", "lockstep-sandbox")
            .env("LOCKSTEP_LIGHTSPEED_CLIENT_SECRET", "sandbox-client-secret")
            .env("LOCKSTEP_LIGHTSPEED_REFRESH_TOKEN", "sandbox-refresh-token")
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let ready =
            lines.map_while(Result::ok).find_map(|line| line.split("ready at ").nth(1).map(str::to_owned));
        let address = ready.unwrap_or_else(|| panic!("{}", std::fs::read_to_string(log_file(data)).unwrap()));
        Server { process, address: address.trim().trim_end_matches('/').to_owned() }
    }

    /// Makes the settings and waits until products are linked, so that the sales find their items.
    async fn settle_in(&self, sandbox: &Running) {
        let mut settings = scenarios::shop::settings_of(sandbox).await;
        // Some products can never be linked (no SKU, two of one SKU); what is sold of them is posted as text.
        settings.orders.unlinked_item = model::settings::UnlinkedItem::FreeText;
        let body = json!({ "based_on": 0, "settings": settings });
        let answer = reqwest::Client::new()
            .put(format!("{}/api/v1/settings", self.address))
            .header("sec-fetch-site", "same-origin")
            .json(&body)
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
        let started = Instant::now();
        while self.counts("product").await["synced"].as_i64().unwrap() < 90 {
            assert!(started.elapsed() < Duration::from_secs(90), "{}", self.counts("product").await);
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    async fn after_orders(&self, sandbox: &Running, count: usize) {
        let started = Instant::now();
        while entries(sandbox, BRIGHTPEARL, "sales-order.created").len() < count {
            if started.elapsed() > Duration::from_secs(180) {
                panic!("{}", self.counts("order").await);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until every sale is Synced and no customer waits.
    async fn until_in_step(&self, sales: usize) {
        let started = Instant::now();
        loop {
            let (orders, customers) = (self.counts("order").await, self.counts("customer").await);
            let open =
                |counts: &Value| counts["pending"].as_i64().unwrap() + counts["processing"].as_i64().unwrap();
            if open(&orders) == 0 && open(&customers) == 0 && orders["synced"].as_u64() >= Some(sales as u64)
            {
                return;
            }
            assert!(
                started.elapsed() < PATIENCE,
                "orders {orders}, customers {customers}: {}",
                self.open_rows().await
            );
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }

    async fn open_rows(&self) -> String {
        let mut shown = String::new();
        for status in ["pending", "processing", "failed"] {
            let page = self.get(&format!("logs/order?status={status}&limit=5")).await;
            for record in page["records"].as_array().into_iter().flatten() {
                shown.push_str(&format!("\n{} {status} {}", record["source_ref"], record["detail"]));
            }
        }
        shown
    }

    async fn counts(&self, kind: &str) -> Value {
        self.get(&format!("logs/{kind}?limit=1")).await["counts"].clone()
    }

    /// All records of a log, page after page.
    async fn records(&self, kind: &str) -> Vec<Value> {
        let (mut records, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = self.get(&format!("logs/{kind}?limit=200&cursor={cursor}")).await;
            records.extend(page["records"].as_array().unwrap().clone());
            match page["next"].as_str() {
                Some(next) => cursor = next.to_owned(),
                None => return records,
            }
        }
    }

    async fn get(&self, path: &str) -> Value {
        let answer = reqwest::get(format!("{}/api/v1/{path}", self.address)).await.unwrap();
        answer.json().await.unwrap()
    }

    async fn post(&self, path: &str, body: Value) {
        let url = format!("{}/api/v1/{path}", self.address);
        let request = reqwest::Client::new().post(url).header("sec-fetch-site", "same-origin").json(&body);
        assert!(request.send().await.unwrap().status().is_success(), "{path}");
    }

    /// As the kernel would: no time to say good-bye.
    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// As an operator would.
    fn stop(mut self) {
        let pid = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        assert!(self.process.wait().unwrap().success(), "the server stops cleanly");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn log_file(data: &Path) -> PathBuf {
    data.with_extension("log")
}
