//! One record's posting: step after step, each intent committed before its call, each answer after it.

use std::sync::Arc;

use model::{AttemptEnd, Failure, Outcome, StepLog, StepState, When};
use platform::{Account, Asked, DoneStep, Found, Nature, Next, PlatformError, Step, Target};
use store::{Claim, End, Intent, Store, StoreError};

use crate::config::EngineConfig;
use crate::fault::Fault;
use crate::retry::{NextTry, next_try, tries};

/// How the work on one record ended.
pub(crate) enum Ended {
    /// Settle it like this.
    With {
        /// What becomes of the row.
        end: End,
        /// What the attempt says; `None` where nothing was written.
        attempt: Option<AttemptEnd>,
    },
    /// The row is no longer ours; leave it alone.
    NotOurs,
    /// The store failed; the lease will run out and the row be rescued.
    StoreFailed(StoreError),
}

impl From<StoreError> for Ended {
    fn from(error: StoreError) -> Ended {
        Ended::StoreFailed(error)
    }
}

/// What a posting works with.
pub(crate) struct Posting<'a, D> {
    pub(crate) store: &'a Arc<dyn Store>,
    pub(crate) config: &'a EngineConfig,
    pub(crate) target: &'a dyn Target<D>,
    pub(crate) account: &'a Account,
    pub(crate) claim: &'a Claim,
    pub(crate) draft: &'a D,
    /// Steps done so far.
    done: Vec<DoneStep>,
    /// Whether anything was written in this attempt.
    wrote: bool,
}

impl<'a, D: Send + Sync> Posting<'a, D> {
    pub(crate) fn new(
        store: &'a Arc<dyn Store>,
        config: &'a EngineConfig,
        target: &'a dyn Target<D>,
        account: &'a Account,
        claim: &'a Claim,
        draft: &'a D,
    ) -> Posting<'a, D> {
        Posting { store, config, target, account, claim, draft, done: Vec::new(), wrote: false }
    }

    /// Clears up steps of earlier attempts whose answer was lost, before anything new is sent. What was made once stays
    /// done for ever; looking and overwriting begin afresh.
    pub(crate) async fn take_up(&mut self, steps: Vec<StepLog>) -> Result<(), Ended> {
        for log in steps {
            match log.state {
                StepState::Done => self.remember(log),
                StepState::Intended | StepState::Unknown => self.clear_up(log).await?,
            }
        }
        Ok(())
    }

    /// What is done so far, for [`Target::look`].
    pub(crate) fn asked(&self) -> Asked<'_, D> {
        Asked {
            draft: self.draft,
            source_ref: &self.claim.record.source_ref,
            link: self.claim.record.target_ref.as_deref(),
            done: &self.done,
            forced: self.claim.forced,
        }
    }

    /// Makes the calls that are still needed.
    pub(crate) async fn run(mut self, found: &Found) -> Ended {
        // A posting has a handful of steps; a vendor crate that never finishes is stopped here.
        for _ in 0..200 {
            let next = self.target.next_step(&self.asked(), found);
            let result = match next {
                Err(failure) => return self.failed(Fault::Person(failure)).await,
                Ok(Next::Done { target_ref, outcome }) => return self.synced(target_ref, outcome),
                Ok(Next::Do(step)) if step.nature == Nature::Read => self.read(&step).await,
                Ok(Next::Do(step)) => self.write(&step).await,
            };
            if let Err(ended) = result {
                return ended;
            }
        }
        self.failed(Fault::Person(Failure::Internal { reference: format!("steps-{}", self.claim.record.id) }))
            .await
    }

    fn remember(&mut self, log: StepLog) {
        // Steps that may be repeated do not count as done in a new attempt; their keys carry the mark.
        if let Some(answer) = log.answer
            && !is_fleeting(&log.key)
        {
            self.done.push(DoneStep { key: log.key, answer });
        }
    }

    async fn clear_up(&mut self, log: StepLog) -> Result<(), Ended> {
        let step: Option<Step> = log.body.clone().and_then(|body| serde_json::from_value(body).ok());
        let Some(step) = step else {
            let failure = Failure::NeverConfirmed { platform: self.account.platform, what: log.title };
            return Err(self.failed(Fault::Person(failure)).await);
        };
        if step.nature != Nature::Once {
            // Writing the same values twice leaves one thing: it is simply written again.
            self.store.withdraw(self.claim.key, &log.key).await?;
            return Ok(());
        }
        match self.target.find(self.account, &step).await {
            Ok(Some(answer)) => {
                self.wrote = true;
                self.note_done(&step, answer).await
            }
            Ok(None) => self.not_found_yet(&step, log.intended_at).await,
            Err(error) => Err(self.check_failed(error, log.intended_at).await),
        }
    }

    /// Nothing is found: looked for again until the search index must know, and only then sent again.
    async fn not_found_yet(&mut self, step: &Step, intended_at: When) -> Result<(), Ended> {
        let now = self.store.now().await?;
        let late_call = self.claim.crashed_lease_until.map(|until| until.plus(self.config.call_timeout));
        let wait_until =
            self.next_check(intended_at, now).into_iter().chain(late_call.filter(|at| *at > now)).max();
        if let Some(at) = wait_until {
            return Err(Ended::With { end: End::Check { at }, attempt: None });
        }
        self.store.withdraw(self.claim.key, &step.key).await?;
        self.write(step).await
    }

    /// The next moment of the schedule, at least a second away; `None` once it is through.
    fn next_check(&self, intended_at: When, now: When) -> Option<When> {
        let soon = now.plus(std::time::Duration::from_secs(1));
        self.config.check_after.iter().map(|after| intended_at.plus(*after)).find(|at| *at > soon)
    }

    /// The look itself failed: the platform is away, and nothing is sent on a guess.
    async fn check_failed(&self, error: PlatformError, intended_at: When) -> Ended {
        let fault = Fault::from(error);
        if let Fault::Connection { platform, .. } = fault {
            return Ended::With { end: End::ConnectionLost { platform }, attempt: None };
        }
        let now = match self.store.now().await {
            Ok(now) => now,
            Err(error) => return error.into(),
        };
        let pause = std::time::Duration::from_secs(15);
        let at = self.next_check(intended_at, now).unwrap_or_else(|| now.plus(pause));
        Ended::With { end: End::Check { at }, attempt: None }
    }

    async fn read(&mut self, step: &Step) -> Result<(), Ended> {
        if self.wrote {
            self.store.reading_back(self.claim.key).await?;
        }
        match self.target.perform(self.account, step).await {
            Ok(answer) => self.note_done(step, answer).await,
            Err(error) => Err(self.failed(error.into()).await),
        }
    }

    async fn write(&mut self, step: &Step) -> Result<(), Ended> {
        let frozen = serde_json::to_value(step).unwrap_or_default();
        let margin = self.config.call_timeout;
        match self.store.intend(self.claim.key, &kept_key(step), &step.title, &frozen, margin).await? {
            Intent::Go => {}
            // The heartbeat was late; the row is given back and claimed afresh with a whole lease.
            Intent::LeaseTooShort => return Err(Ended::With { end: End::HandBack, attempt: None }),
            Intent::FenceLost => return Err(Ended::NotOurs),
        }
        match self.target.perform(self.account, step).await {
            Ok(answer) => {
                self.wrote = true;
                self.note_done(step, answer).await
            }
            Err(error) if error.may_have_arrived() && step.nature == Nature::Once => {
                Err(self.lost(step, error).await)
            }
            Err(error) => {
                self.store.withdraw(self.claim.key, &kept_key(step)).await?;
                Err(self.failed(error.into()).await)
            }
        }
    }

    async fn note_done(&mut self, step: &Step, answer: model::Answer) -> Result<(), Ended> {
        let ours = self.store.done(self.claim.key, &kept_key(step), &step.title, &answer).await?;
        self.done.push(DoneStep { key: step.key.clone(), answer });
        if ours { Ok(()) } else { Err(Ended::NotOurs) }
    }

    async fn lost(&self, step: &Step, error: PlatformError) -> Ended {
        let failure = Fault::from(error).failure();
        let first = self.config.check_after.first().copied().unwrap_or_default();
        let noted = self.store.unknown(self.claim.key, &step.key, &failure).await;
        match (noted, self.store.now().await) {
            (Ok(true), Ok(now)) => Ended::With {
                end: End::Check { at: now.plus(first) },
                attempt: Some(AttemptEnd::Unknown { failure }),
            },
            (Ok(false), _) => Ended::NotOurs,
            (Err(error), _) | (_, Err(error)) => error.into(),
        }
    }

    fn synced(&self, target_ref: String, outcome: Outcome) -> Ended {
        // Linked before and nothing written now: whatever the vendor calls it, nothing happened.
        let known = self.claim.record.target_ref.as_deref() == Some(target_ref.as_str());
        let outcome = match outcome {
            Outcome::Created | Outcome::Linked | Outcome::Updated if known && !self.wrote => {
                Outcome::Unchanged
            }
            other => other,
        };
        let attempt = (self.wrote || outcome != Outcome::Unchanged)
            .then(|| AttemptEnd::Synced { outcome: outcome.say() });
        Ended::With { end: End::Synced { target_ref: Some(target_ref), outcome }, attempt }
    }

    async fn failed(&self, fault: Fault) -> Ended {
        match self.store.now().await {
            Ok(now) => ended_by(fault, self.claim, now),
            Err(error) => error.into(),
        }
    }
}

/// What a fault makes of a claimed row.
pub(crate) fn ended_by(fault: Fault, claim: &Claim, now: When) -> Ended {
    let failed = |failure: Failure| Ended::With {
        end: End::Failed { failure: failure.clone() },
        attempt: Some(AttemptEnd::Failed { failure }),
    };
    match fault {
        Fault::Person(failure) => failed(failure),
        Fault::Throttled { platform, until } => {
            Ended::With { end: End::Throttled { platform, until }, attempt: None }
        }
        Fault::Connection { platform, .. } => {
            Ended::With { end: End::ConnectionLost { platform }, attempt: None }
        }
        Fault::Heals(failure) => match next_try(&failure, claim.record.attempts + 1, now, rand::random()) {
            NextTry::AskAPerson => failed(failure),
            NextTry::At(at) => Ended::With {
                end: End::Retry { failure: failure.clone(), at, of: tries(&failure) },
                attempt: Some(AttemptEnd::Failed { failure }),
            },
        },
    }
}

/// The key a step is kept under. What only looks, or writes the same values again, is kept for people to see and marked,
/// so that the next attempt does not take it for done.
fn kept_key(step: &Step) -> String {
    match step.nature {
        Nature::Once => step.key.clone(),
        Nature::Read | Nature::Repeatable => format!("~{}", step.key),
    }
}

fn is_fleeting(key: &str) -> bool {
    key.starts_with('~')
}
