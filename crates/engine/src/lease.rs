//! Leases: rows at work stay ours for as long as we work on them.

use std::sync::Arc;

use model::RecordId;
use store::{Claim, ClaimKey};

use crate::work::Worker;

/// Keeps the leases of a batch alive until dropped.
pub(crate) fn keep_alive(
    worker: &Worker,
    owner: store::Owner,
    claims: &[Claim],
) -> tokio_util::task::AbortOnDropHandle<()> {
    let (store, lease) = (Arc::clone(&worker.store), worker.config.lease);
    let keys: Vec<ClaimKey> = claims.iter().map(|claim| claim.key).collect();
    tokio_util::task::AbortOnDropHandle::new(tokio::spawn(async move {
        loop {
            tokio::time::sleep(lease / 3).await;
            let lost: Vec<RecordId> = match store.heartbeat(owner, &keys, lease).await {
                Ok(lost) => lost,
                Err(error) => {
                    tracing::warn!(%error, "a heartbeat failed; the next one follows");
                    continue;
                }
            };
            if !lost.is_empty() {
                tracing::debug!(rows = lost.len(), "rows of the batch are settled or no longer ours");
            }
        }
    }))
}
