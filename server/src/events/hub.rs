use std::sync::Arc;
use std::time::Duration;

use engine::Control;
use model::{Event, MerchantId};
use store::StoreError;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, broadcast};
use tokio_util::sync::CancellationToken;

/// How often the store is asked for news.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// How long to wait after the store did not answer.
const AFTER_TROUBLE: Duration = Duration::from_secs(2);
/// Events read at once.
pub(super) const PAGE: u32 = 500;
/// Events a reader may be behind before it is told to look again instead.
const KEPT_FOR_SLOW_READERS: usize = 1024;
/// Readers at the same time.
const MOST_READERS: usize = 2_000;

/// Asks the store for news, once for all readers of this process.
pub struct Hub {
    control: Control,
    merchant: MerchantId,
    news: broadcast::Sender<Event>,
    places: Arc<Semaphore>,
}

impl Hub {
    /// Starts asking; it ends when the process begins to stop.
    pub fn start(control: Control, merchant: MerchantId) -> Arc<Hub> {
        let (news, _) = broadcast::channel(KEPT_FOR_SLOW_READERS);
        let hub = Arc::new(Hub { control, merchant, news, places: Arc::new(Semaphore::new(MOST_READERS)) });
        tokio::spawn(Arc::clone(&hub).look_for_news());
        hub
    }

    /// A place for one more reader; `None` when all are taken.
    pub(super) fn place(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.places).try_acquire_owned().ok()
    }

    /// All news from now on.
    pub(super) fn listen(&self) -> broadcast::Receiver<Event> {
        self.news.subscribe()
    }

    /// Ends all streams when it is cancelled.
    pub(super) fn stopping(&self) -> CancellationToken {
        self.control.stopping()
    }

    /// Events after this one, the oldest first, at most [`PAGE`].
    pub(super) async fn after(&self, event: i64) -> Result<Vec<Event>, StoreError> {
        self.control.store().events_after(self.merchant, event, PAGE).await
    }

    /// The newest event, and the oldest that is still kept.
    pub(super) async fn range(&self) -> Result<(i64, i64), StoreError> {
        self.control.store().event_range(self.merchant).await
    }

    async fn look_for_news(self: Arc<Self>) {
        let stopping = self.stopping();
        let mut seen = None;
        while !stopping.is_cancelled() {
            let pause = match self.look(&mut seen).await {
                Ok(more) if more => Duration::ZERO,
                Ok(_) => LOOK_EVERY,
                Err(error) => {
                    tracing::warn!(%error, "live updates pause: the database does not answer");
                    AFTER_TROUBLE
                }
            };
            tokio::select! {
                () = stopping.cancelled() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// Passes on what is new; answers whether there may be more right now.
    async fn look(&self, seen: &mut Option<i64>) -> Result<bool, StoreError> {
        let after = match *seen {
            Some(after) => after,
            None => *seen.insert(self.range().await?.0),
        };
        let events = self.after(after).await?;
        let more = events.len() >= PAGE as usize;
        for event in events {
            *seen = Some(event.id);
            // Nobody listening is no fault: whoever comes later reads what was missed from the store.
            let _ = self.news.send(event);
        }
        Ok(more)
    }
}
