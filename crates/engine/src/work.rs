//! Work on a claimed batch: fetch what must be fresh, transform, look what is there, post, settle.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use futures::StreamExt;
use model::{AttemptEnd, Block, Failure, Kind, MerchantId, Outcome, Outgoing, RecordId, When};
use platform::{Account, Asked, Fetched, Found, Next, PlatformError, Target};
use store::{Claim, ClaimKey, End, LinkAsk, SavedSettings, Standing, Store, StoreError};
use tokio::sync::Notify;
use tokio::time::Instant;
use uuid::Uuid;

use crate::config::EngineConfig;
use crate::fault::Fault;
use crate::flow::{Flow, seen};
use crate::posting::{Ended, Posting, ended_by};
use crate::rules::{Given, Rule, Verdict};
use crate::settle::Ending;

/// What all work needs.
#[derive(Clone)]
pub(crate) struct Worker {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) config: Arc<EngineConfig>,
    /// Wakes other workers: a settled parent releases children.
    pub(crate) wake: Arc<Notify>,
}

/// A claimed batch.
pub(crate) struct Batch {
    pub(crate) merchant: MerchantId,
    pub(crate) claims: Vec<Claim>,
    pub(crate) source: Account,
    pub(crate) target: Account,
    pub(crate) settings: SavedSettings,
}

/// A claim that is to be sent.
struct Ready<D> {
    claim: Claim,
    draft: D,
    sent: Outgoing,
}

impl Worker {
    /// Works on a batch until each row is settled or lost. A failing store leaves rows to the rescue.
    pub(crate) async fn work<R: Rule>(&self, flow: &Flow<R>, batch: Batch) {
        let started = self.store.now().await.unwrap_or_default();
        let turn_ends = Instant::now() + self.config.turn;
        let mut run = Run {
            worker: self,
            flow,
            batch,
            started,
            turn_ends,
            links: HashMap::new(),
            standings: HashMap::new(),
            begun: HashSet::new(),
        };
        if let Err(error) = run.whole().await {
            tracing::error!(%error, kind = R::KIND.word(), "the store failed during a batch");
        }
        self.wake.notify_waiters();
    }
}

struct Run<'a, R: Rule> {
    worker: &'a Worker,
    flow: &'a Flow<R>,
    batch: Batch,
    started: When,
    /// From here on nothing new is begun, so that fresh rows, above all a person's, get their turn.
    turn_ends: Instant,
    links: HashMap<LinkAsk, String>,
    standings: HashMap<String, Standing>,
    /// Records without a link whose counterpart may exist already, because its making was begun.
    begun: HashSet<RecordId>,
}

impl<R: Rule> Run<'_, R> {
    async fn whole(&mut self) -> Result<(), StoreError> {
        let claims = std::mem::take(&mut self.batch.claims);
        let claims = self.freshen(claims).await?;
        self.links = self.load_links(&claims).await?;
        self.standings = self.load_standings(&claims).await?;
        self.begun = self.load_begun(&claims).await?;
        let ready = self.transform(claims).await?;
        self.send(ready).await
    }

    /// Reads again what a person asked for, so that a re-sync acts on the source as it is now.
    async fn freshen(&self, claims: Vec<Claim>) -> Result<Vec<Claim>, StoreError> {
        let (stale, mut fresh): (Vec<Claim>, Vec<Claim>) =
            claims.into_iter().partition(|claim| claim.forced || claim.record.payload.is_none());
        for chunk in stale.chunks(self.flow.source.batch().max(1)) {
            let refs: Vec<String> = chunk.iter().map(|claim| claim.record.source_ref.clone()).collect();
            match self.flow.source.fetch_many(&self.batch.source, &refs).await {
                Ok(fetched) => fresh.extend(self.take_in(chunk.to_vec(), fetched).await?),
                Err(error) => {
                    let fault = Fault::from(error);
                    self.fail_all(chunk, &fault).await?;
                }
            }
        }
        Ok(fresh)
    }

    async fn take_in(
        &self,
        chunk: Vec<Claim>,
        fetched: Vec<Fetched<R::Item>>,
    ) -> Result<Vec<Claim>, StoreError> {
        let mut found: HashMap<String, Fetched<R::Item>> =
            fetched.into_iter().map(|one| (reference(&one).to_owned(), one)).collect();
        let mut fresh = Vec::new();
        for mut claim in chunk {
            match found.remove(&claim.record.source_ref) {
                Some(Fetched::Seen(sighting)) => {
                    let item = sighting.item.clone();
                    let rows: Vec<_> =
                        seen::<R>(&self.batch.settings.settings, sighting).into_iter().collect();
                    // The row is leased: payload and revision are renewed under our hands, the status is left to us.
                    self.worker.store.see(self.batch.merchant, R::KIND, &rows, None).await?;
                    match item {
                        Ok(item) => {
                            self.renew(&mut claim, item).await?;
                            fresh.push(claim);
                        }
                        Err(why) => self.unreadable(&claim, why).await?,
                    }
                }
                Some(Fetched::Gone { .. }) | None => self.gone(&claim).await?,
            }
        }
        Ok(fresh)
    }

    async fn renew(&self, claim: &mut Claim, item: R::Item) -> Result<(), StoreError> {
        claim.record.payload = Some(R::wrap(item));
        if let Some(now) = self.worker.store.record(self.batch.merchant, claim.record.id).await? {
            claim.record.revision = now.revision;
        }
        Ok(())
    }

    async fn unreadable(&self, claim: &Claim, why: String) -> Result<(), StoreError> {
        let what = format!("{} {}", R::KIND.word(), claim.record.source_ref);
        let fault = Fault::Person(Failure::Unreadable { platform: R::KIND.source(), what, why });
        self.fail_all(std::slice::from_ref(claim), &fault).await
    }

    async fn gone(&self, claim: &Claim) -> Result<(), StoreError> {
        let reason = format!("no longer in {}", R::KIND.source().name());
        self.settle(claim, End::Synced { target_ref: None, outcome: Outcome::Skipped { reason } }, None, None)
            .await
    }

    async fn load_links(&self, claims: &[Claim]) -> Result<HashMap<LinkAsk, String>, StoreError> {
        let settings = &self.batch.settings.settings;
        let asks: HashSet<LinkAsk> = claims
            .iter()
            .filter_map(|claim| claim.record.payload.as_ref().and_then(R::item))
            .flat_map(|item| R::needs(settings, item))
            .collect();
        if asks.is_empty() {
            return Ok(HashMap::new());
        }
        self.worker.store.links(self.batch.merchant, &asks.into_iter().collect::<Vec<_>>()).await
    }

    /// Which records were begun to be made there; the step that makes a record's counterpart is named as its kind.
    async fn load_begun(&self, claims: &[Claim]) -> Result<HashSet<RecordId>, StoreError> {
        let mut begun = HashSet::new();
        for claim in claims.iter().filter(|claim| claim.record.target_ref.is_none()) {
            let item = claim.record.payload.as_ref().and_then(R::item);
            if !item.is_some_and(R::asks_whether_known) {
                continue;
            }
            let steps = self.worker.store.steps(self.batch.merchant, claim.record.id).await?;
            if steps.iter().any(|step| step.key == R::KIND.word()) {
                begun.insert(claim.record.id);
            }
        }
        Ok(begun)
    }

    async fn load_standings(&self, claims: &[Claim]) -> Result<HashMap<String, Standing>, StoreError> {
        let items = claims.iter().filter_map(|claim| claim.record.payload.as_ref().and_then(R::item));
        let sales: HashSet<String> = items.flat_map(R::parents).collect();
        if sales.is_empty() {
            return Ok(HashMap::new());
        }
        let sales: Vec<String> = sales.into_iter().collect();
        self.worker.store.standing(self.batch.merchant, Kind::Order, &sales).await
    }

    /// Applies the rules. A crash from here on counts against the row until it is settled or its first intent stands.
    async fn transform(&self, claims: Vec<Claim>) -> Result<Vec<Ready<R::Draft>>, StoreError> {
        let keys: Vec<ClaimKey> = claims.iter().map(|claim| claim.key).collect();
        self.worker.store.transforming(&keys, true).await?;
        let judged: Vec<(Claim, Verdict<R::Draft>)> = claims
            .into_iter()
            .map(|claim| {
                let verdict = self.judge(&claim);
                (claim, verdict)
            })
            .collect();
        self.worker.store.transforming(&keys, false).await?;
        let mut ready = Vec::new();
        for (claim, verdict) in judged {
            if let Some(draft) = self.act_on(&claim, verdict).await? {
                ready.push(Ready { sent: R::outgoing(draft.clone()), draft, claim });
            }
        }
        Ok(ready)
    }

    fn judge(&self, claim: &Claim) -> Verdict<R::Draft> {
        let Some(item) = claim.record.payload.as_ref().and_then(R::item) else {
            return Verdict::Fail(Failure::Internal { reference: format!("payload-{}", claim.record.id) });
        };
        let given = Given {
            settings: &self.batch.settings.settings,
            links: &self.links,
            standings: &self.standings,
            account: self.account_of_references(),
            instance: self.batch.target.instance,
            source_ref: &claim.record.source_ref,
            link: claim.record.target_ref.as_deref(),
            sent: claim.record.sent.as_ref(),
            forced: claim.forced,
            begun: self.begun.contains(&claim.record.id),
        };
        // A rule that panics over one record must not stop the others.
        catch_unwind(AssertUnwindSafe(|| R::transform(&given, item))).unwrap_or_else(|_| {
            let reference = Uuid::new_v4().simple().to_string();
            tracing::error!(record = %claim.record.id, reference, "a rule panicked");
            Verdict::Fail(Failure::Internal { reference })
        })
    }

    fn account_of_references(&self) -> &str {
        &self.batch.source.name
    }

    async fn act_on(
        &self,
        claim: &Claim,
        verdict: Verdict<R::Draft>,
    ) -> Result<Option<R::Draft>, StoreError> {
        let settings_version = self.batch.settings.version;
        match verdict {
            Verdict::Send(draft) => return Ok(Some(draft)),
            Verdict::Wait(by) => {
                self.look_for_unseen(&by).await?;
                self.settle(claim, End::Blocked { by, settings_version }, None, None).await?;
            }
            Verdict::Skip(reason) => {
                let end = End::Synced { target_ref: None, outcome: Outcome::Skipped { reason } };
                self.settle(claim, end, None, None).await?;
            }
            Verdict::Fail(failure) => {
                let attempt = AttemptEnd::Failed { failure: failure.clone() };
                self.settle(claim, End::Failed { failure }, Some(attempt), None).await?;
            }
        }
        Ok(None)
    }

    /// Clears up open steps, looks what is there with few calls, then posts side by side.
    async fn send(&self, ready: Vec<Ready<R::Draft>>) -> Result<(), StoreError> {
        if ready.is_empty() {
            return Ok(());
        }
        let mut postings = Vec::new();
        for one in &ready {
            if let Some(posting) = self.take_up(one).await? {
                postings.push((one, posting));
            }
        }
        let asked: Vec<Asked<'_, R::Draft>> = postings.iter().map(|(_, posting)| posting.asked()).collect();
        let found = self.look(&asked).await;
        drop(asked);
        let found = match found {
            Ok(found) => found,
            Err(error) => {
                let claims: Vec<Claim> = postings.iter().map(|(one, _)| one.claim.clone()).collect();
                return self.fail_all(&claims, &Fault::from(error)).await;
            }
        };
        let mut work = Vec::with_capacity(postings.len());
        for ((one, posting), found) in settled_first(&*self.flow.target, postings.into_iter().zip(found)) {
            work.push(self.post(one, posting, found));
        }
        let mut results =
            futures::stream::iter(work).buffer_unordered(self.worker.config.side_by_side.max(1));
        while let Some(result) = results.next().await {
            result?;
        }
        Ok(())
    }

    /// One refused item must not spoil the look for the others: then each is asked for alone.
    async fn look(
        &self,
        asked: &[Asked<'_, R::Draft>],
    ) -> Result<Vec<Result<Found, Failure>>, PlatformError> {
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let together = self.flow.target.look(&self.batch.target, asked).await;
        let Err(PlatformError::Refused { .. }) = together else { return together };
        let mut found = Vec::with_capacity(asked.len());
        for one in asked {
            match self.flow.target.look(&self.batch.target, std::slice::from_ref(one)).await {
                Ok(answers) => found.extend(answers),
                Err(error @ PlatformError::Refused { .. }) => found.push(Err(Fault::from(error).failure())),
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }

    async fn take_up<'b>(
        &'b self,
        one: &'b Ready<R::Draft>,
    ) -> Result<Option<Posting<'b, R::Draft>>, StoreError> {
        let steps = self.worker.store.steps(self.batch.merchant, one.claim.record.id).await?;
        let mut posting = Posting::new(
            &self.worker.store,
            &self.worker.config,
            &*self.flow.target,
            &self.batch.target,
            &one.claim,
            &one.draft,
        );
        match posting.take_up(steps).await {
            Ok(()) => Ok(Some(posting)),
            Err(ended) => {
                self.finish(one, ended).await?;
                Ok(None)
            }
        }
    }

    async fn post(
        &self,
        one: &Ready<R::Draft>,
        posting: Posting<'_, R::Draft>,
        found: Result<Found, Failure>,
    ) -> Result<(), StoreError> {
        let ended = match found {
            Ok(_) if Instant::now() > self.turn_ends => Ended::With { end: End::HandBack, attempt: None },
            Ok(found) => posting.run(&found).await,
            Err(failure) => ended_by(Fault::Person(failure), &one.claim, self.started),
        };
        self.finish(one, ended).await
    }

    async fn finish(&self, one: &Ready<R::Draft>, ended: Ended) -> Result<(), StoreError> {
        match ended {
            Ended::With { end, attempt } => {
                self.settle(&one.claim, end, attempt, Some(one.sent.clone())).await
            }
            Ended::NotOurs => Ok(()),
            Ended::StoreFailed(error) => Err(error),
        }
    }

    async fn fail_all(&self, claims: &[Claim], fault: &Fault) -> Result<(), StoreError> {
        self.worker.fail_all(&self.batch, R::KIND, self.started, claims, fault).await
    }

    async fn settle(
        &self,
        claim: &Claim,
        end: End,
        attempt: Option<AttemptEnd>,
        sent: Option<Outgoing>,
    ) -> Result<(), StoreError> {
        let linked = matches!(&end, End::Synced { target_ref: Some(_), .. });
        let ending = Ending { attempt, sent, ..Ending::plain(end) };
        self.worker.settle(&self.batch, R::KIND, self.started, claim, ending).await?;
        if linked { self.bring_forth(claim).await } else { Ok(()) }
    }

    /// A parent nobody has seen, such as a customer entered with the sale, is looked for now instead of at its flow's next turn.
    async fn look_for_unseen(&self, by: &[Block]) -> Result<(), StoreError> {
        let (store, merchant) = (&self.worker.store, self.batch.merchant);
        for block in by {
            let Block::Parent { kind, source_ref } = block else { continue };
            if store.record_by_ref(merchant, *kind, source_ref).await?.is_none() {
                store.run_now(merchant, *kind).await?;
            }
        }
        Ok(())
    }

    /// What exists because this record is linked; nothing is written where it exists as it should.
    async fn bring_forth(&self, claim: &Claim) -> Result<(), StoreError> {
        let (store, merchant) = (&self.worker.store, self.batch.merchant);
        let ask = LinkAsk::BySource(R::KIND, claim.record.source_ref.clone());
        let links = store.links(merchant, std::slice::from_ref(&ask)).await?;
        let item = claim.record.payload.as_ref().and_then(R::item);
        let (Some(target), Some(item)) = (links.get(&ask), item) else { return Ok(()) };
        let settings = &self.batch.settings.settings;
        let rows = R::offspring(settings, &claim.record.source_ref, target, item);
        if let Some(kind) = rows.first().map(|row| row.kind) {
            store.see(merchant, kind, &rows, None).await?;
        }
        Ok(())
    }
}

/// A claim, its posting, and what the look found.
type ToPost<'b, D> = ((&'b Ready<D>, Posting<'b, D>), Result<Found, Failure>);

/// What needs no call goes first: a page of products that are linked already is settled before the first slow write.
fn settled_first<'b, D: Send + Sync + 'static>(
    target: &dyn Target<D>,
    postings: impl Iterator<Item = ToPost<'b, D>>,
) -> impl Iterator<Item = ToPost<'b, D>> {
    let needs_calls = |((_, posting), found): &ToPost<'b, D>| match found {
        Ok(found) => matches!(target.next_step(&posting.asked(), found), Ok(Next::Do(_))),
        Err(_) => false,
    };
    let (calls, none): (Vec<_>, Vec<_>) = postings.partition(needs_calls);
    none.into_iter().chain(calls)
}

fn reference<T>(fetched: &Fetched<T>) -> &str {
    match fetched {
        Fetched::Seen(sighting) => &sighting.source_ref,
        Fetched::Gone { source_ref } => source_ref,
    }
}
