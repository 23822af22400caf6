//! How the work on a claimed row is written down, whatever the kind.

use model::{AttemptEnd, ConnectionState, Failure, Kind, MerchantId, Outgoing, Payload, Platform, When};
use store::{AttemptDraft, Claim, End, Settled, Settlement, StoreError};

use crate::fault::Fault;
use crate::posting::{Ended, ended_by};
use crate::work::{Batch, Worker};

/// How the work on a row ended.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ending {
    /// What becomes of the row.
    pub(crate) end: End,
    /// What its attempt says; `None` where nothing was written anywhere.
    pub(crate) attempt: Option<AttemptEnd>,
    /// What was to be written; `None` keeps what is there.
    pub(crate) sent: Option<Outgoing>,
    /// What was read of the source meanwhile; `None` keeps what is there.
    pub(crate) payload: Option<Payload>,
}

impl Ending {
    /// An end of which nothing else is to be said.
    pub(crate) fn plain(end: End) -> Ending {
        Ending { end, attempt: None, sent: None, payload: None }
    }
}

impl Worker {
    /// Settles a row of a batch. A lost connection is noted for all; a target that belongs to another record fails the row.
    pub(crate) async fn settle(
        &self,
        batch: &Batch,
        kind: Kind,
        started: When,
        claim: &Claim,
        ending: Ending,
    ) -> Result<(), StoreError> {
        if let End::ConnectionLost { platform } = ending.end {
            self.lose_connection(batch.merchant, platform).await?;
        }
        let target = match &ending.end {
            End::Synced { target_ref, .. } => target_ref.clone(),
            _ => None,
        };
        let settlement = |ending: Ending| Settlement {
            revision: claim.record.revision,
            end: ending.end,
            attempt: ending.attempt.map(|end| attempt(batch, started, claim, end)),
            sent: ending.sent,
            payload: ending.payload,
        };
        match self.store.settle(claim.key, settlement(ending)).await? {
            Settled::Done | Settled::FenceLost => Ok(()),
            Settled::Taken { holder } => {
                let failure = Failure::TakenByAnother {
                    platform: kind.target(),
                    id: format!("thing {}", target.unwrap_or_default()),
                    holder: format!("{} {holder}", kind.word()),
                };
                let taken = Ending {
                    attempt: Some(AttemptEnd::Failed { failure: failure.clone() }),
                    ..Ending::plain(End::Failed { failure })
                };
                self.store.settle(claim.key, settlement(taken)).await.map(|_| ())
            }
        }
    }

    /// Ends the work on rows of a batch for which something could not be read.
    pub(crate) async fn fail_all(
        &self,
        batch: &Batch,
        kind: Kind,
        started: When,
        claims: &[Claim],
        fault: &Fault,
    ) -> Result<(), StoreError> {
        let now = self.store.now().await?;
        for claim in claims {
            if let Ended::With { end, attempt } = ended_by(fault.clone(), claim, now) {
                let ending = Ending { attempt, ..Ending::plain(end) };
                self.settle(batch, kind, started, claim, ending).await?;
            }
        }
        Ok(())
    }

    async fn lose_connection(&self, merchant: MerchantId, platform: Platform) -> Result<(), StoreError> {
        let since = self.store.now().await?;
        let why = Failure::AccessLost { platform }.cause();
        let state = ConnectionState::Lost { why, since };
        self.store.set_connection_state(merchant, platform, &state).await
    }
}

fn attempt(batch: &Batch, started: When, claim: &Claim, end: AttemptEnd) -> AttemptDraft {
    AttemptDraft {
        started_at: started,
        asked_by: claim.asked_by.clone(),
        end,
        settings_version: batch.settings.version,
        trace: Some(batch.target.trace),
    }
}
