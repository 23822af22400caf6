//! The call budget of each connection: the rules are in `model`, the memory is the store, the waiting is here.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use model::{BudgetReading, BudgetState, Grant, Lane, MerchantId, Platform, Policy, When};
use platform::{Account, Budget, PlatformError};
use store::Store;
use tokio::sync::Mutex;

/// The longest a call waits for its turn; beyond it the record waits instead of the worker.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often the state is written down: after a crash at most this much is forgotten, and the first answer corrects it.
const SAVE_EVERY: Duration = Duration::from_secs(2);

/// All budgets of this process.
pub struct Budgets {
    store: Arc<dyn Store>,
    states: Mutex<HashMap<(MerchantId, Platform), Kept>>,
}

struct Kept {
    state: BudgetState,
    saved_at: When,
}

impl Budgets {
    /// Budgets that remember what the store knows.
    pub fn new(store: Arc<dyn Store>) -> Arc<Budgets> {
        Arc::new(Budgets { store, states: Mutex::new(HashMap::new()) })
    }

    /// When a call of this lane may go out: `None` for now. Asked before rows are claimed.
    pub async fn opens_at(&self, merchant: MerchantId, platform: Platform, lane: Lane) -> Option<When> {
        let now = self.now().await;
        let grant = self
            .change(merchant, platform, |state| {
                let mut tried = state.clone();
                let grant = tried.reserve(now, lane, 1_000);
                // Asking counts as having work, even when nothing is taken.
                state.want(now, lane);
                grant
            })
            .await;
        match grant {
            Grant::Go => None,
            Grant::WaitUntil(until) => Some(until),
        }
    }

    /// The state as last known, for the overview.
    pub async fn state(&self, merchant: MerchantId, platform: Platform) -> Option<BudgetState> {
        if let Some(kept) = self.states.lock().await.get(&(merchant, platform)) {
            return Some(kept.state.clone());
        }
        self.store.budget(merchant, platform).await.ok().flatten()
    }

    /// Writes every state down.
    pub async fn save(&self) {
        let states: Vec<_> =
            self.states.lock().await.iter().map(|(key, kept)| (*key, kept.state.clone())).collect();
        for ((merchant, platform), state) in states {
            if let Err(error) = self.store.save_budget(merchant, platform, &state).await {
                tracing::warn!(%error, "the call budget could not be saved");
            }
        }
    }

    async fn now(&self) -> When {
        // The store's clock is this machine's where the store is embedded; a failing store must not stop a call
        // whose answer has to be settled.
        self.store.now().await.unwrap_or_default()
    }

    async fn change<R>(
        &self,
        merchant: MerchantId,
        platform: Platform,
        change: impl FnOnce(&mut BudgetState) -> R,
    ) -> R {
        let key = (merchant, platform);
        let now = self.now().await;
        let mut states = self.states.lock().await;
        let kept = match states.entry(key) {
            Entry::Occupied(kept) => kept.into_mut(),
            Entry::Vacant(place) => {
                place.insert(Kept { state: self.remembered(key, now).await, saved_at: now })
            }
        };
        let result = change(&mut kept.state);
        if now.since(kept.saved_at) >= SAVE_EVERY {
            kept.saved_at = now;
            let state = kept.state.clone();
            let store = Arc::clone(&self.store);
            // Not awaited: a call must not wait for the disk.
            tokio::spawn(async move { store.save_budget(merchant, platform, &state).await });
        }
        result
    }

    async fn remembered(&self, (merchant, platform): (MerchantId, Platform), now: When) -> BudgetState {
        match self.store.budget(merchant, platform).await {
            Ok(Some(mut state)) => {
                state.restart();
                state
            }
            Ok(None) | Err(_) => fresh(platform, now),
        }
    }
}

fn fresh(platform: Platform, now: When) -> BudgetState {
    BudgetState::new(Policy::of(platform), now)
}

#[async_trait]
impl Budget for Budgets {
    async fn take(&self, account: &Account, cost: i64) -> Result<(), PlatformError> {
        let started = self.now().await;
        loop {
            let now = self.now().await;
            let grant = self
                .change(account.merchant, account.platform, |state| state.reserve(now, account.lane, cost))
                .await;
            let Grant::WaitUntil(until) = grant else { return Ok(()) };
            if until.since(started) > PATIENCE {
                return Err(PlatformError::Throttled { platform: account.platform, until });
            }
            tokio::time::sleep(until.since(now).max(Duration::from_millis(10))).await;
        }
    }

    async fn settle(&self, account: &Account, cost: i64, reading: Option<BudgetReading>) {
        let now = self.now().await;
        self.change(account.merchant, account.platform, |state| state.settle(now, cost, reading)).await;
    }

    async fn close(&self, account: &Account, for_us: i64) {
        let until = When(self.now().await.0.saturating_add(for_us));
        self.change(account.merchant, account.platform, |state| state.close(until)).await;
    }
}
