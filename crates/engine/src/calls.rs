//! The call log: a short queue in memory, written to the store by a task of its own.

use std::sync::Arc;

use model::{Call, MerchantId};
use platform::{Account, CallLog};
use store::Store;
use tokio::sync::mpsc;

/// Calls that may wait to be written; beyond it new ones are dropped, since work goes before its description.
const QUEUE: usize = 2_000;
/// Calls written in one transaction.
const BATCH: usize = 100;

/// The call log of this process.
pub struct CallBook {
    queue: mpsc::Sender<(MerchantId, Call)>,
}

impl CallBook {
    /// A call log that writes to the store until it is dropped.
    pub fn new(store: Arc<dyn Store>) -> Arc<CallBook> {
        let (queue, waiting) = mpsc::channel(QUEUE);
        tokio::spawn(write(store, waiting));
        Arc::new(CallBook { queue })
    }
}

impl CallLog for CallBook {
    fn note(&self, account: &Account, call: Call) {
        if self.queue.try_send((account.merchant, call)).is_err() {
            tracing::warn!("the call log is behind; one call was not written down");
        }
    }
}

async fn write(store: Arc<dyn Store>, mut waiting: mpsc::Receiver<(MerchantId, Call)>) {
    let mut taken = Vec::with_capacity(BATCH);
    while waiting.recv_many(&mut taken, BATCH).await > 0 {
        taken.sort_by_key(|(merchant, _)| *merchant);
        for group in taken.chunk_by(|a, b| a.0 == b.0) {
            let Some((merchant, _)) = group.first() else { continue };
            let calls: Vec<Call> = group.iter().map(|(_, call)| call.clone()).collect();
            if let Err(error) = store.save_calls(*merchant, &calls).await {
                tracing::warn!(%error, "calls could not be written down");
            }
        }
        taken.clear();
    }
}
