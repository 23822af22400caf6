//! The running engine: one scheduler and one worker for each flow of each merchant, and the caretakers.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use model::{Kind, MerchantId, Platform, When};
use platform::{Directory, Door};
use store::{Owner, Store, StoreError};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::accounts;
use crate::budgets::Budgets;
use crate::bulk;
use crate::config::EngineConfig;
use crate::control::Control;
use crate::discover;
use crate::errands::{self, Errand};
use crate::flow::AnyFlow;
use crate::hooks::{self, HookBook};
use crate::lease::keep_alive;
use crate::parts::Flows;
use crate::rest;
use crate::work::{Batch, Worker};

/// What every task of the engine shares.
pub(crate) struct Shared {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) flows: Vec<Arc<dyn AnyFlow>>,
    pub(crate) budgets: Arc<Budgets>,
    pub(crate) directories: HashMap<Platform, Arc<dyn Directory>>,
    pub(crate) doors: HashMap<Platform, Arc<dyn Door>>,
    pub(crate) config: Arc<EngineConfig>,
    pub(crate) wake: Arc<Notify>,
    /// Bulk work has begun.
    pub(crate) wake_bulk: Notify,
    pub(crate) stopping: CancellationToken,
    /// Who reads which source at the moment.
    pub(crate) reading: Reading,
    pub(crate) hooks: HookBook,
    owner: Owner,
}

/// One lock a flow of a merchant: a scheduled look and one that stock asks for must not read side by side.
#[derive(Default)]
pub(crate) struct Reading(Mutex<HashMap<(MerchantId, Kind), Turn>>);

/// Whose turn it is to read.
type Turn = Arc<tokio::sync::Mutex<()>>;

impl Reading {
    /// The lock of a flow.
    pub(crate) fn of(&self, merchant: MerchantId, kind: Kind) -> Turn {
        let mut locks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(locks.entry((merchant, kind)).or_default())
    }
}

/// The running engine.
pub struct Engine {
    shared: Arc<Shared>,
    tasks: TaskTracker,
    control: Control,
}

impl Engine {
    /// Starts schedulers, workers and caretakers for every merchant the store knows.
    pub fn start(
        store: Arc<dyn Store>,
        flows: Flows,
        budgets: Arc<Budgets>,
        directories: HashMap<Platform, Arc<dyn Directory>>,
        config: EngineConfig,
    ) -> Engine {
        let shared = Arc::new(Shared {
            store,
            flows: flows.all,
            budgets,
            directories,
            doors: flows.doors,
            config: Arc::new(config),
            wake: Arc::new(Notify::new()),
            wake_bulk: Notify::new(),
            stopping: CancellationToken::new(),
            reading: Reading::default(),
            hooks: flows.hooks,
            owner: Owner(Uuid::new_v4()),
        });
        let tasks = TaskTracker::new();
        tasks.spawn(caretaker(Arc::clone(&shared)));
        tasks.spawn(merchants(Arc::clone(&shared), tasks.clone()));
        let control = Control::new(Arc::clone(&shared));
        Engine { shared, tasks, control }
    }

    /// What screen and API may ask of it.
    pub fn control(&self) -> Control {
        self.control.clone()
    }

    /// Stops claiming, lets what is in work end, and hands back what does not end in time: its leases run out, and its
    /// open intents are looked for at the target before anything is sent again.
    pub async fn stop(self) {
        self.shared.stopping.cancel();
        self.shared.wake.notify_waiters();
        self.tasks.close();
        if tokio::time::timeout(self.shared.config.drain, self.tasks.wait()).await.is_err() {
            tracing::warn!("stopping took too long; what is in work is rescued at the next start");
        }
        self.shared.budgets.save().await;
    }
}

/// Starts the tasks of each merchant once, also of those that come later.
async fn merchants(shared: Arc<Shared>, tasks: TaskTracker) {
    let mut started: Vec<MerchantId> = Vec::new();
    while !shared.stopping.is_cancelled() {
        for merchant in shared.store.merchants().await.unwrap_or_default() {
            if started.contains(&merchant) {
                continue;
            }
            started.push(merchant);
            tasks.spawn(probe(Arc::clone(&shared), merchant));
            tasks.spawn(renew_hooks(Arc::clone(&shared), merchant));
            tasks.spawn(do_bulks(Arc::clone(&shared), merchant));
            for flow in &shared.flows {
                if flow.read_with() == flow.kind() {
                    tasks.spawn(schedule(Arc::clone(&shared), Arc::clone(flow), merchant));
                }
                for errand in Errand::of(flow.kind()) {
                    tasks.spawn(run_errand(Arc::clone(&shared), Arc::clone(flow), merchant, *errand));
                }
                tasks.spawn(work(Arc::clone(&shared), Arc::clone(flow), merchant));
            }
        }
        shared.pause(Duration::from_secs(2)).await;
    }
}

/// Looks at one source again and again.
async fn schedule(shared: Arc<Shared>, flow: Arc<dyn AnyFlow>, merchant: MerchantId) {
    while !shared.stopping.is_cancelled() {
        let look = discover::look_if_due(&shared, &*flow, merchant);
        let pause = match guarded(look).await {
            // A "run now" is seen within a second even while the next look is minutes away.
            Ok(next) => shared.until(next).await.min(Duration::from_secs(1)),
            Err(error) => {
                tracing::error!(%error, kind = flow.kind().word(), "the scheduler could not work");
                Duration::from_secs(5)
            }
        };
        shared.pause_or_wake(pause).await;
    }
}

/// Sees to the subscriptions of platforms that call back.
async fn renew_hooks(shared: Arc<Shared>, merchant: MerchantId) {
    while !shared.stopping.is_cancelled() {
        let pause = match guarded(hooks::renew_if_due(&shared, merchant)).await {
            Ok(next) => shared.until(next).await.min(Duration::from_secs(60)),
            Err(error) => {
                tracing::error!(%error, "the subscriptions could not be renewed");
                Duration::from_secs(30)
            }
        };
        shared.pause(pause).await;
    }
}

/// Takes bulk work on for as long as there is any.
async fn do_bulks(shared: Arc<Shared>, merchant: MerchantId) {
    while !shared.stopping.is_cancelled() {
        let pause = match guarded(bulk::step(&shared, merchant)).await {
            Ok(pause) => pause,
            Err(error) => {
                tracing::error!(%error, "bulk work could not be taken on");
                Duration::from_secs(5)
            }
        };
        tokio::select! {
            () = shared.stopping.cancelled() => {}
            () = shared.wake_bulk.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Does one errand again and again.
async fn run_errand(shared: Arc<Shared>, flow: Arc<dyn AnyFlow>, merchant: MerchantId, errand: Errand) {
    while !shared.stopping.is_cancelled() {
        let pause = match guarded(errands::run_if_due(&shared, &*flow, merchant, errand)).await {
            Ok(next) => shared.until(next).await.min(Duration::from_secs(5)),
            Err(error) => {
                tracing::error!(%error, ?errand, kind = flow.kind().word(), "an errand could not be done");
                Duration::from_secs(30)
            }
        };
        shared.pause(pause).await;
    }
}

/// Claims and works, batch after batch.
async fn work(shared: Arc<Shared>, flow: Arc<dyn AnyFlow>, merchant: MerchantId) {
    let worker = Worker {
        store: Arc::clone(&shared.store),
        config: Arc::clone(&shared.config),
        wake: Arc::clone(&shared.wake),
    };
    while !shared.stopping.is_cancelled() {
        match guarded(next_batch(&shared, &worker, &*flow, merchant)).await {
            Ok(None) => {}
            Ok(Some(until)) => {
                let pause = shared.until(until).await.min(shared.config.idle_poll);
                shared.pause_or_wake(pause.max(Duration::from_millis(20))).await;
            }
            Err(error) => {
                tracing::error!(%error, kind = flow.kind().word(), "a worker could not work");
                shared.pause(Duration::from_secs(2)).await;
            }
        }
    }
}

/// One batch, or the moment to try again at the latest.
async fn next_batch(
    shared: &Shared,
    worker: &Worker,
    flow: &dyn AnyFlow,
    merchant: MerchantId,
) -> Result<Option<When>, StoreError> {
    let (kind, lane) = (flow.kind(), flow.lane());
    let now = shared.store.now().await?;
    let idle = now.plus(shared.config.idle_poll);
    if shared.store.next_due(merchant, kind).await?.is_none_or(|due| due > now) {
        return Ok(Some(idle));
    }
    let source = accounts::working(&*shared.store, merchant, kind.source(), lane).await?;
    let target = accounts::working(&*shared.store, merchant, kind.target(), lane).await?;
    let (Some(source), Some(target)) = (source, target) else { return Ok(Some(idle)) };
    let settings = shared.store.settings(merchant).await?;
    if rest::rests(&settings.settings, kind, now).is_some() {
        return Ok(Some(idle));
    }
    if let Some(opens) = shared.budgets.opens_at(merchant, kind.target(), lane).await {
        return Ok(Some(opens));
    }
    let claims = shared.store.claim(merchant, kind, shared.owner, shared.config.lease, flow.batch()).await?;
    if claims.is_empty() {
        return Ok(Some(idle));
    }
    let _alive = keep_alive(worker, shared.owner, &claims);
    flow.work(shared, worker, Batch { merchant, claims, source, target, settings }).await;
    Ok(None)
}

/// Rescues rows of dead workers, forgets what is kept for a time only, and saves budgets.
async fn caretaker(shared: Arc<Shared>) {
    let mut rounds = 0_u64;
    while !shared.stopping.is_cancelled() {
        match shared.store.rescue().await {
            Ok(0) => {}
            Ok(rows) => {
                tracing::warn!(rows, "rows of a dead worker were rescued");
                shared.wake.notify_waiters();
            }
            Err(error) => tracing::error!(%error, "the rescue failed"),
        }
        shared.budgets.save().await;
        if rounds.is_multiple_of(240)
            && let Err(error) = shared.store.prune().await
        {
            tracing::error!(%error, "what is out of date could not be removed");
        }
        rounds += 1;
        shared.pause(shared.config.rescue_every).await;
    }
}

/// Tries lost connections.
async fn probe(shared: Arc<Shared>, merchant: MerchantId) {
    while !shared.stopping.is_cancelled() {
        if let Err(error) = guarded(discover::probe(&shared, merchant)).await {
            tracing::error!(%error, "lost connections could not be tried");
        }
        shared.pause(shared.config.probe_every).await;
    }
}

/// A panic in one round ends that round, never the loop: its rows are rescued when their leases run out.
async fn guarded<T>(round: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    use futures::FutureExt;
    std::panic::AssertUnwindSafe(round)
        .catch_unwind()
        .await
        .unwrap_or_else(|_| Err(StoreError::Unavailable("a round of work panicked; see the log".to_owned())))
}

impl Shared {
    /// The time from now until a moment; zero if it has passed or the clock cannot be read.
    async fn until(&self, at: When) -> Duration {
        self.store.now().await.map(|now| at.since(now)).unwrap_or_default()
    }

    async fn pause(&self, span: Duration) {
        let _ = tokio::time::timeout(span, self.stopping.cancelled()).await;
    }

    async fn pause_or_wake(&self, span: Duration) {
        tokio::select! {
            () = self.stopping.cancelled() => {}
            () = self.wake.notified() => {}
            () = tokio::time::sleep(span) => {}
        }
    }
}
