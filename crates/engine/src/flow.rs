//! One direction of one kind, and the same with its types put away.

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use model::{Kind, Lane, Outgoing, Payload, Platform, Record, Settings, When};
use platform::{Account, Fetched, PlatformError, Sighting, Source, Target};
use sha2::{Digest, Sha256};
use store::{LinkAsk, Seen, Start, Store, StoreError};

use crate::engine::Shared;
use crate::errands::{Errand, Piece, Went};
use crate::rules::{Given, Rule, Verdict};
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

    /// Whose reading of the source brings its records.
    fn read_with(&self) -> Kind {
        self.kind()
    }

    /// The platform its scheduled look asks.
    fn reads_from(&self) -> Platform {
        self.kind().source()
    }

    /// One page of changes, ready for the store.
    async fn discover(
        &self,
        store: &dyn Store,
        account: &Account,
        settings: &Settings,
        cursor: Option<&str>,
    ) -> Result<Result<Page, PlatformError>, StoreError>;

    /// The cursor from which everything is told once more, for a nightly comparison; `None` begins at the beginning.
    fn recount_cursor(&self, since: When) -> Option<String>;

    /// These records as their source has them now, ready for the store; those that are gone there, by their reference.
    async fn fetch(
        &self,
        account: &Account,
        settings: &Settings,
        refs: &[String],
    ) -> Result<(Vec<Seen>, Vec<String>), PlatformError>;

    /// How many references [`AnyFlow::fetch`] takes at once; 0 for a flow whose work reads its source itself.
    fn fetches(&self) -> usize;

    /// A piece of one of its errands.
    async fn errand(&self, piece: Piece<'_>, errand: Errand) -> Result<Went, StoreError>;

    /// The hash a record has under these settings; `None` for a payload of another kind.
    fn hash(&self, settings: &Settings, source_ref: &str, payload: &Payload) -> Option<String>;

    /// The links a payload's transform asks for.
    fn needs(&self, settings: &Settings, payload: &Payload) -> Vec<LinkAsk>;

    /// The sales whose orders a payload depends on.
    fn parents(&self, payload: &Payload) -> Vec<String>;

    /// Records of other kinds that exist because this one is linked.
    fn offspring(&self, settings: &Settings, record: &Record) -> Vec<Seen>;

    /// What the rules say of a payload; for testing blocked records again, and for dry runs.
    fn verdict(&self, given: &Given<'_>, payload: &Payload) -> Verdict<Outgoing>;

    /// Works on a claimed batch until each row is settled.
    async fn work(&self, shared: &Shared, worker: &Worker, batch: Batch);
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

    fn read_with(&self) -> Kind {
        R::READ_WITH
    }

    async fn discover(
        &self,
        store: &dyn Store,
        account: &Account,
        settings: &Settings,
        cursor: Option<&str>,
    ) -> Result<Result<Page, PlatformError>, StoreError> {
        let batch = match self.source.changes(account, cursor).await {
            Ok(batch) => batch,
            Err(error) => return Ok(Err(error)),
        };
        let asked =
            batch.sightings.iter().filter(|sighting| sighting.item.as_ref().is_ok_and(R::asks_whether_known));
        let asked: Vec<String> = asked.map(|sighting| sighting.source_ref.clone()).collect();
        let known = match asked.is_empty() {
            true => HashMap::new(),
            false => store.standing(account.merchant, R::KIND, &asked).await?,
        };
        let mut rows = Vec::with_capacity(batch.sightings.len());
        for sighting in batch.sightings {
            let also = sighting.item.as_ref().map(|item| {
                R::also(settings, &sighting.source_ref, item, known.contains_key(&sighting.source_ref))
            });
            let also = also.unwrap_or_default();
            rows.extend(seen::<R>(settings, sighting));
            rows.extend(also);
        }
        Ok(Ok(Page { rows, cursor: batch.cursor, more: batch.more }))
    }

    fn recount_cursor(&self, since: When) -> Option<String> {
        self.source.recount_cursor(since)
    }

    async fn fetch(
        &self,
        account: &Account,
        settings: &Settings,
        refs: &[String],
    ) -> Result<(Vec<Seen>, Vec<String>), PlatformError> {
        let (mut rows, mut gone) = (Vec::new(), Vec::new());
        for fetched in self.source.fetch_many(account, refs).await? {
            match fetched {
                Fetched::Seen(sighting) => rows.extend(seen::<R>(settings, sighting)),
                Fetched::Gone { source_ref } => gone.push(source_ref),
            }
        }
        Ok((rows, gone))
    }

    fn fetches(&self) -> usize {
        self.source.batch()
    }

    async fn errand(&self, piece: Piece<'_>, errand: Errand) -> Result<Went, StoreError> {
        match errand {
            Errand::Sweep => piece.sweep(self).await,
            Errand::Nightly => piece.nightly(self).await,
            Errand::Short => piece.short().await,
        }
    }

    fn hash(&self, settings: &Settings, source_ref: &str, payload: &Payload) -> Option<String> {
        R::item(payload).map(|item| hash::<R>(settings, source_ref, item))
    }

    fn needs(&self, settings: &Settings, payload: &Payload) -> Vec<LinkAsk> {
        R::item(payload).map(|item| R::needs(settings, item)).unwrap_or_default()
    }

    fn parents(&self, payload: &Payload) -> Vec<String> {
        R::item(payload).map(R::parents).unwrap_or_default()
    }

    fn offspring(&self, settings: &Settings, record: &Record) -> Vec<Seen> {
        let (Some(target), Some(payload)) = (&record.target_ref, &record.payload) else { return Vec::new() };
        R::item(payload)
            .map(|item| R::offspring(settings, &record.source_ref, target, item))
            .unwrap_or_default()
    }

    fn verdict(&self, given: &Given<'_>, payload: &Payload) -> Verdict<Outgoing> {
        match R::item(payload).map(|item| R::transform(given, item)) {
            Some(verdict) => verdict.map(R::outgoing),
            None => Verdict::Skip("of another kind".to_owned()),
        }
    }

    async fn work(&self, _: &Shared, worker: &Worker, batch: Batch) {
        worker.work(self, batch).await;
    }
}

/// A sighting in the store's form; `None` for what does not concern us. What cannot be read is Failed, not lost.
pub(crate) fn seen<R: Rule>(settings: &Settings, sighting: Sighting<R::Item>) -> Option<Seen> {
    let Sighting { source_ref, changed_at, item } = sighting;
    match item {
        Ok(item) if !R::wanted(settings, &item) => None,
        Ok(item) => Some(seen_item::<R>(settings, &source_ref, changed_at, item)),
        Err(why) => {
            let source = R::KIND.source();
            let what = format!("{} {source_ref}", R::KIND.word());
            let failure = model::Failure::Unreadable { platform: source, what, why: why.clone() };
            Some(Seen {
                kind: R::KIND,
                source,
                source_ref,
                changed_at,
                hash: digest(&["unreadable", &why]),
                payload: None,
                solo: None,
                start: Start::Fail(failure),
                moves: Vec::new(),
            })
        }
    }
}

/// A readable thing in the store's form.
pub(crate) fn seen_item<R: Rule>(
    settings: &Settings,
    source_ref: &str,
    changed_at: Option<When>,
    item: R::Item,
) -> Seen {
    Seen {
        kind: R::KIND,
        source: R::KIND.source(),
        source_ref: source_ref.to_owned(),
        changed_at,
        hash: hash::<R>(settings, source_ref, &item),
        solo: R::solo(&item),
        moves: R::moves(settings, &item),
        payload: Some(R::wrap(item)),
        start: Start::Queue,
    }
}

fn hash<R: Rule>(settings: &Settings, source_ref: &str, item: &R::Item) -> String {
    let content = serde_json::to_string(item).unwrap_or_default();
    digest(&[&content, &R::reach(settings, source_ref, item)])
}

pub(crate) fn digest(parts: &[&str]) -> String {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update(part.len().to_le_bytes());
        sha.update(part.as_bytes());
    }
    // 128 bits tell two versions of one record apart with certainty enough, in half the space.
    sha.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
