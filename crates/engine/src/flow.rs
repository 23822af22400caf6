//! One direction of one kind, and the same with its types put away.

use std::sync::Arc;

use async_trait::async_trait;
use model::{Kind, Lane, Payload, Settings};
use platform::{Account, PlatformError, Source, Target};
use sha2::{Digest, Sha256};
use store::{LinkAsk, Seen, Start};

use crate::rules::{Given, Hold, Rule};
use crate::work::{Batch, Worker};

/// One direction of one kind.
pub(crate) struct Flow<R: Rule> {
    pub(crate) source: Arc<dyn Source<R::Item>>,
    pub(crate) target: Arc<dyn Target<R::Draft>>,
}

/// A flow with its types put away, so that the engine holds all of them in one list.
#[async_trait]
pub(crate) trait AnyFlow: Send + Sync {
    /// Which kind it carries.
    fn kind(&self) -> Kind;

    /// Whose turn of the budget its calls are.
    fn lane(&self) -> Lane;

    /// Rows claimed at once.
    fn batch(&self) -> u32;

    /// Where reading begins the very first time.
    fn first_cursor(&self, settings: &Settings) -> Option<String>;

    /// One page of changes, ready for the store.
    async fn discover(
        &self,
        account: &Account,
        settings: &Settings,
        cursor: Option<&str>,
    ) -> Result<Page, PlatformError>;

    /// The hash a record has under these settings; `None` for a payload of another kind.
    fn hash(&self, settings: &Settings, source_ref: &str, payload: &Payload) -> Option<String>;

    /// The links a payload's transform asks for.
    fn needs(&self, settings: &Settings, payload: &Payload) -> Vec<LinkAsk>;

    /// Whether a payload is still held up; for testing blocked records again.
    fn hold(&self, given: &Given<'_>, payload: &Payload) -> Hold;

    /// Works on a claimed batch until each row is settled.
    async fn work(&self, worker: &Worker, batch: Batch);
}

/// One page of changes, ready for the store.
pub(crate) struct Page {
    pub(crate) rows: Vec<Seen>,
    pub(crate) cursor: String,
    pub(crate) more: bool,
}

#[async_trait]
impl<R: Rule> AnyFlow for Flow<R> {
    fn kind(&self) -> Kind {
        R::KIND
    }

    fn lane(&self) -> Lane {
        R::LANE
    }

    fn batch(&self) -> u32 {
        R::BATCH
    }

    fn first_cursor(&self, settings: &Settings) -> Option<String> {
        R::first_cursor(settings)
    }

    async fn discover(
        &self,
        account: &Account,
        settings: &Settings,
        cursor: Option<&str>,
    ) -> Result<Page, PlatformError> {
        let batch = self.source.changes(account, cursor).await?;
        let seen = batch.sightings.into_iter().filter_map(|sighting| seen::<R>(settings, sighting));
        Ok(Page { rows: seen.collect(), cursor: batch.cursor, more: batch.more })
    }

    fn hash(&self, settings: &Settings, source_ref: &str, payload: &Payload) -> Option<String> {
        R::item(payload).map(|item| hash::<R>(settings, source_ref, item))
    }

    fn needs(&self, settings: &Settings, payload: &Payload) -> Vec<LinkAsk> {
        R::item(payload).map(|item| R::needs(settings, item)).unwrap_or_default()
    }

    fn hold(&self, given: &Given<'_>, payload: &Payload) -> Hold {
        R::item(payload).map_or(Hold::Free, |item| R::transform(given, item).hold())
    }

    async fn work(&self, worker: &Worker, batch: Batch) {
        worker.work(self, batch).await;
    }
}

/// A sighting in the store's form; `None` for what does not concern us. What cannot be read is Failed, not lost.
pub(crate) fn seen<R: Rule>(settings: &Settings, sighting: platform::Sighting<R::Item>) -> Option<Seen> {
    let source = R::KIND.source();
    let row = |hash, payload, solo, start| Seen {
        source,
        source_ref: sighting.source_ref.clone(),
        changed_at: sighting.changed_at,
        hash,
        payload,
        solo,
        start,
    };
    match sighting.item {
        Ok(item) if !R::wanted(settings, &item) => None,
        Ok(item) => {
            let hash = hash::<R>(settings, &sighting.source_ref, &item);
            let solo = R::solo(&item);
            Some(row(hash, Some(R::wrap(item)), solo, Start::Queue))
        }
        Err(why) => {
            let what = format!("{} {}", R::KIND.word(), sighting.source_ref);
            let failure = model::Failure::Unreadable { platform: source, what, why: why.clone() };
            Some(row(digest(&["unreadable", &why]), None, None, Start::Fail(failure)))
        }
    }
}

fn hash<R: Rule>(settings: &Settings, source_ref: &str, item: &R::Item) -> String {
    let content = serde_json::to_string(item).unwrap_or_default();
    digest(&[&content, &R::reach(settings, source_ref, item)])
}

fn digest(parts: &[&str]) -> String {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update(part.len().to_le_bytes());
        sha.update(part.as_bytes());
    }
    // 128 bits tell two versions of one record apart with certainty enough, in half the space.
    sha.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
