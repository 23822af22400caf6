//! What finds what the polls cannot see: sweeps over known records, nightly comparisons, goods that were missing
//! (`flows.md`, Products, Inventory and Customers; `design.md` §5).

use std::time::Duration;

use model::{Kind, Lane, MerchantId, Outcome, Settings, SyncState, Task, When};
use store::{ErrandRow, StoreError};

use crate::accounts;
use crate::discover::{self, jittered};
use crate::engine::Shared;
use crate::flow::AnyFlow;
use crate::rest;

/// Records walked over in one go at most.
const CHUNK: u32 = 500;
/// How far back a nightly comparison goes for things that have a date.
const DAYS_BACK: Duration = Duration::from_secs(3 * 24 * 3600);
/// Sales whose missing goods are asked for again in one round.
const SHORT_A_ROUND: u32 = 25;
/// Who asks for them, as the attempt says.
const SHORT_ASKER: &str = "Lockstep, since goods were missing";
/// Who asks for a last look at what is gone.
const GONE_ASKER: &str = "Lockstep, since it is gone there";
/// The pause after an errand could not go on.
const PAUSE: Duration = Duration::from_secs(60);

/// One errand of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Errand {
    /// Looks at everything known again: prices and stock move without a trace, and so do things that are deleted.
    Sweep,
    /// Reads everything once more, for what the clocks of changes do not show.
    Nightly,
    /// Tries again to hold back goods that were missing.
    Short,
}

impl Errand {
    /// The errands a kind has.
    pub(crate) fn of(kind: Kind) -> &'static [Errand] {
        match kind {
            Kind::Product => &[Errand::Sweep, Errand::Nightly],
            Kind::Inventory => &[Errand::Sweep],
            Kind::Customer => &[Errand::Nightly],
            Kind::Order => &[Errand::Nightly, Errand::Short],
            Kind::Refund => &[],
        }
    }

    /// How long after its end it begins anew.
    fn every(self, kind: Kind, settings: &Settings) -> Duration {
        match (self, kind) {
            (Errand::Sweep, Kind::Inventory) => {
                Duration::from_secs(60 * u64::from(settings.inventory.sweep_minutes.max(1)))
            }
            (Errand::Sweep | Errand::Short, _) => Duration::from_secs(3_600),
            (Errand::Nightly, _) => Duration::from_secs(24 * 3_600),
        }
    }

    /// What people are told that it does.
    pub(crate) fn task(self) -> Task {
        match self {
            Errand::Sweep => Task::Sweep,
            Errand::Nightly => Task::Nightly,
            Errand::Short => Task::Short,
        }
    }

    /// The name its progress is kept under.
    pub(crate) fn name(self, kind: Kind) -> String {
        let word = match self {
            Errand::Sweep => "sweep",
            Errand::Nightly => "nightly",
            Errand::Short => "short",
        };
        format!("{}:{word}", kind.word())
    }
}

/// Does a piece of one errand if it is time. Answers when to look again.
pub(crate) async fn run_if_due(
    shared: &Shared,
    flow: &dyn AnyFlow,
    merchant: MerchantId,
    errand: Errand,
) -> Result<When, StoreError> {
    let now = shared.store.now().await?;
    let name = errand.name(flow.kind());
    let row = shared.store.errand(merchant, &name).await?;
    let settings = shared.store.settings(merchant).await?.settings;
    let every = errand.every(flow.kind(), &settings);
    let Some(due) = row.next_at else {
        // The first reading of everything has just begun: nothing can have been missed yet.
        let next = now.plus(jittered(every));
        shared.store.save_errand(merchant, &name, &ErrandRow { cursor: None, next_at: Some(next) }).await?;
        return Ok(next);
    };
    if due > now || rest::rests(&settings, flow.kind(), now).is_some() {
        return Ok(due.max(now.plus(shared.config.idle_poll)));
    }
    let piece = Piece { shared, merchant, settings: &settings, cursor: row.cursor, now };
    let (cursor, pause) = match flow.errand(piece, errand).await? {
        Went::Done => (None, jittered(every)),
        Went::On(cursor) => (Some(cursor), Duration::ZERO),
        Went::Later(cursor) => (cursor, PAUSE),
    };
    let next = now.plus(pause);
    shared.store.save_errand(merchant, &name, &ErrandRow { cursor, next_at: Some(next) }).await?;
    Ok(next)
}

/// Lets an errand begin at once.
pub(crate) async fn begin_now(
    shared: &Shared,
    merchant: MerchantId,
    kind: Kind,
    errand: Errand,
) -> Result<(), StoreError> {
    let at_once = ErrandRow { cursor: None, next_at: Some(shared.store.now().await?) };
    shared.store.save_errand(merchant, &errand.name(kind), &at_once).await
}

/// How far an errand went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Went {
    /// To its end.
    Done,
    /// It goes on here at once.
    On(String),
    /// Something is in the way; it goes on here after a pause.
    Later(Option<String>),
}

/// One piece of an errand.
pub(crate) struct Piece<'a> {
    pub(crate) shared: &'a Shared,
    pub(crate) merchant: MerchantId,
    pub(crate) settings: &'a Settings,
    /// Where it goes on; `None` begins.
    pub(crate) cursor: Option<String>,
    pub(crate) now: When,
}

impl Piece<'_> {
    /// One chunk of known records of a flow, read as they are now.
    pub(crate) async fn sweep(self, flow: &dyn AnyFlow) -> Result<Went, StoreError> {
        let (shared, merchant, kind) = (self.shared, self.merchant, flow.kind());
        let Some(account) = self.account(kind, Lane::Products).await? else { return Ok(self.later()) };
        let size = u32::try_from(flow.fetches()).unwrap_or(CHUNK).clamp(1, CHUNK);
        let records = shared.store.walk(merchant, kind, self.place(), size).await?;
        let Some(last) = records.last().map(|record| record.seq) else { return Ok(Went::Done) };
        let wanted = records.into_iter().filter(|record| !is_gone(&record.state));
        let refs: Vec<String> = wanted.map(|record| record.source_ref).collect();
        if refs.is_empty() {
            return Ok(Went::On(last.to_string()));
        }
        match flow.fetch(&account, self.settings, &refs).await {
            Ok((rows, gone)) => {
                shared.store.see(merchant, kind, &rows, None).await?;
                self.look_once_more(kind, &gone).await?;
                shared.wake.notify_waiters();
                Ok(Went::On(last.to_string()))
            }
            Err(error) => {
                discover::problem(shared, merchant, error).await?;
                Ok(self.later())
            }
        }
    }

    /// What is gone at the source is read once more by its own work, which says so on the row.
    async fn look_once_more(&self, kind: Kind, refs: &[String]) -> Result<(), StoreError> {
        for reference in refs {
            if let Some(record) = self.shared.store.record_by_ref(self.merchant, kind, reference).await? {
                self.shared.store.resync(self.merchant, &[record.id], GONE_ASKER).await?;
            }
        }
        Ok(())
    }

    /// One page of everything a flow's source has.
    pub(crate) async fn nightly(self, flow: &dyn AnyFlow) -> Result<Went, StoreError> {
        let (shared, merchant, kind) = (self.shared, self.merchant, flow.kind());
        let Some(account) = self.account(kind, Lane::Products).await? else { return Ok(self.later()) };
        let from = self.cursor.clone().or_else(|| flow.recount_cursor(self.now.minus(DAYS_BACK)));
        match flow.discover(&*shared.store, &account, self.settings, from.as_deref()).await? {
            Ok(page) => {
                shared.store.see(merchant, kind, &page.rows, None).await?;
                shared.wake.notify_waiters();
                Ok(if page.more { Went::On(page.cursor) } else { Went::Done })
            }
            Err(error) => {
                discover::problem(shared, merchant, error).await?;
                Ok(self.later())
            }
        }
    }

    /// Goods that were missing are asked for again.
    pub(crate) async fn short(self) -> Result<Went, StoreError> {
        let ids = self.shared.store.short(self.merchant, SHORT_A_ROUND).await?;
        self.shared.store.resync(self.merchant, &ids, SHORT_ASKER).await?;
        Ok(Went::Done)
    }

    /// The source's account, where its connection works.
    pub(crate) async fn account(
        &self,
        kind: Kind,
        lane: Lane,
    ) -> Result<Option<platform::Account>, StoreError> {
        accounts::working(&*self.shared.store, self.merchant, kind.source(), lane).await
    }

    /// The `seq` after which a walk over records goes on.
    pub(crate) fn place(&self) -> i64 {
        self.cursor.as_deref().and_then(|seq| seq.parse().ok()).unwrap_or(0)
    }

    /// Not now; it goes on from the same place.
    pub(crate) fn later(self) -> Went {
        Went::Later(self.cursor)
    }
}

/// Said to be gone already.
fn is_gone(state: &SyncState) -> bool {
    matches!(state, SyncState::Synced(Outcome::Skipped { reason }) if reason.starts_with("no longer in"))
}
