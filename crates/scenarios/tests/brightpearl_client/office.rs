//! A running sandbox, a client that may use it, hands in the back office, and the plainest way to post something.

use brightpearl::Brightpearl;
use model::payload::Product;
use model::{Failure, Outcome};
use platform::{Account, Asked, Batch, DoneStep, Next, PlatformError, Source, Step, Target};
use reqwest::Method;
use sandbox::faults::{Fault, FaultKind};
use sandbox::ledger::{BRIGHTPEARL, Entry};
use sandbox::{Config, Running};
use scenarios::{accounts, plain};
use serde_json::{Value, json};

/// The sandbox, its account and a client.
pub(crate) struct Office {
    pub(crate) running: Running,
    pub(crate) account: Account,
    pub(crate) client: Brightpearl,
    control: reqwest::Client,
}

impl Office {
    /// A quiet back office with limits no test meets by accident.
    pub(crate) async fn open() -> Office {
        Office::with(Config { limits: 100, ..Config::for_tests() }).await
    }

    /// A back office of one's own choice.
    pub(crate) async fn with(config: Config) -> Office {
        let running = sandbox::start(config).await.unwrap();
        let account = accounts::brightpearl(&running.brightpearl_url);
        let client = Brightpearl::new(plain::http());
        let control = reqwest::Client::builder().no_proxy().build().unwrap();
        Office { running, account, client, control }
    }

    /// A control call of the sandbox.
    pub(crate) async fn control(&self, method: Method, path: &str, body: Value) -> Value {
        let url = format!("{}/_sandbox/{path}", self.running.brightpearl_url);
        let reply = self.control.request(method, url).json(&body).send().await.unwrap();
        let status = reply.status();
        let text = reply.text().await.unwrap();
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// A call of the API that is not the client's, as another app would make it; the content of the answer.
    pub(crate) async fn api(&self, method: Method, path: &str, body: Value) -> Value {
        let url = format!("{}/{}/{path}", self.account.api, self.account.name);
        let mut request = self
            .control
            .request(method.clone(), url)
            .header("brightpearl-app-ref", "acmeshop_legacy")
            .header("brightpearl-account-token", "sandbox-account-token");
        if method != Method::GET {
            request = request.json(&body);
        }
        let reply: Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(reply.get("errors"), None, "{path}: {reply}");
        reply.get("response").cloned().unwrap_or_default()
    }

    /// Creates or changes a product as staff would; its id.
    pub(crate) async fn product(&self, change: Value) -> u64 {
        self.control(Method::POST, "brightpearl/products", change).await["id"].as_u64().unwrap()
    }

    /// What really happened there, by name.
    pub(crate) fn ledger(&self, what: &str) -> Vec<Entry> {
        let entries = self.running.world.ledger.entries(Some(BRIGHTPEARL), 0);
        entries.into_iter().filter(|entry| entry.what == what).collect()
    }

    /// How many calls arrived so far.
    pub(crate) fn calls(&self) -> u64 {
        self.running.world.ledger.calls(BRIGHTPEARL)
    }

    /// Scripts one fault for the next call that fits.
    pub(crate) fn fault(&self, method: &str, path: &str, kind: FaultKind) {
        self.running.world.faults.add(Fault {
            platform: BRIGHTPEARL.to_owned(),
            method: Some(method.to_owned()),
            path_contains: path.to_owned(),
            skip: 0,
            times: 1,
            kind,
        });
    }

    /// One batch of product changes.
    pub(crate) async fn changes(&self, cursor: Option<&str>) -> Result<Batch<Product>, PlatformError> {
        self.client.changes(&self.account, cursor).await
    }

    /// Reads product changes until there is no more; everything seen and the last cursor.
    pub(crate) async fn read_all(
        &self,
        cursor: Option<String>,
    ) -> (Vec<platform::Sighting<Product>>, String) {
        let (mut all, mut cursor) = (Vec::new(), cursor);
        loop {
            let batch = self.changes(cursor.as_deref()).await.unwrap();
            all.extend(batch.sightings);
            if !batch.more {
                return (all, batch.cursor);
            }
            cursor = Some(batch.cursor);
        }
    }
}

/// One record's posting without an engine: steps are remembered here, lost answers are given back to the test.
pub(crate) struct Posting<'a, D> {
    pub(crate) draft: &'a D,
    pub(crate) done: Vec<DoneStep>,
    pub(crate) link: Option<&'static str>,
    pub(crate) forced: bool,
}

/// Why a posting stopped.
#[derive(Debug)]
pub(crate) enum Stopped {
    /// A person must decide.
    Person(Failure),
    /// A call failed; this step.
    At(Step, PlatformError),
}

impl<'a, D: Send + Sync> Posting<'a, D> {
    pub(crate) fn new(draft: &'a D) -> Posting<'a, D> {
        Posting { draft, done: Vec::new(), link: None, forced: false }
    }

    fn asked(&self) -> Asked<'_, D> {
        Asked { draft: self.draft, source_ref: "1", link: self.link, done: &self.done, forced: self.forced }
    }

    /// Looks, then makes all calls that are needed. What only reads, or overwrites, is forgotten before, as an engine would.
    pub(crate) async fn run(&mut self, office: &Office) -> Result<(String, Outcome), Stopped>
    where
        Brightpearl: Target<D>,
    {
        self.done.retain(|step| !is_fleeting(&step.key));
        let found = office.client.look(&office.account, &[self.asked()]).await.unwrap().remove(0);
        let found = found.map_err(Stopped::Person)?;
        for _ in 0..20 {
            let step = match office.client.next_step(&self.asked(), &found).map_err(Stopped::Person)? {
                Next::Done { target_ref, outcome } => return Ok((target_ref, outcome)),
                Next::Do(step) => step,
            };
            match Target::<D>::perform(&office.client, &office.account, &step).await {
                Ok(answer) => self.done.push(DoneStep { key: step.key, answer }),
                Err(error) => return Err(Stopped::At(step, error)),
            }
        }
        panic!("a posting that never ends: {:?}", self.done);
    }

    /// Clears a step up whose answer was lost; whether it was found.
    pub(crate) async fn clear_up(&mut self, office: &Office, step: &Step) -> bool
    where
        Brightpearl: Target<D>,
    {
        let found = Target::<D>::find(&office.client, &office.account, step).await.unwrap();
        match found {
            Some(answer) => {
                self.done.push(DoneStep { key: step.key.clone(), answer });
                true
            }
            None => false,
        }
    }
}

/// What is done afresh in each attempt.
fn is_fleeting(key: &str) -> bool {
    let reads = ["look", "verify", "check-address", "held", "notes", "location", "sale"];
    let overwrites = ["update", "default-address", "cancel"];
    reads.contains(&key)
        || overwrites.contains(&key)
        || key.starts_with("unpay:")
        || key.starts_with("unsend:")
}

/// The first of the customers the sandbox begins with.
pub(crate) const FIRST_CUSTOMER: u64 = 301;

/// A control body without content.
pub(crate) fn nothing() -> Value {
    json!({})
}
