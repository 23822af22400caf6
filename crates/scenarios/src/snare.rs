//! Snares: calls to a target that never come back, so that a test can cut the power at exactly that point.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use model::{Answer, Failure, Platform};
use platform::{Account, Asked, Found, Nature, Next, PlatformError, Step, Target};
use tokio::sync::Notify;

/// Where a call gets caught.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    /// After its intent, before it goes out: the platform never sees it.
    Before(String),
    /// After the platform carried it out, before we hear of it.
    After(String),
}

/// The snares around the targets of one engine; clones share them.
#[derive(Debug, Clone, Default)]
pub struct Snares {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    at: Option<At>,
    sprung: Notify,
    seen: Mutex<BTreeSet<String>>,
}

impl Snares {
    /// No snare.
    pub fn none() -> Snares {
        Snares::default()
    }

    /// One snare, at a step whose key begins like this.
    pub fn set(at: At) -> Snares {
        Snares { shared: Arc::new(Shared { at: Some(at), ..Shared::default() }) }
    }

    /// Waits until a call is caught.
    pub async fn sprung(&self) {
        self.shared.sprung.notified().await;
    }

    /// Keys of the writing steps that were called so far, numbers left out.
    pub fn seen(&self) -> BTreeSet<String> {
        self.shared.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A target with these snares around it.
    pub(crate) fn around<T>(&self, target: Arc<T>) -> Arc<Snared<T>> {
        Arc::new(Snared { target, snares: self.clone() })
    }

    fn note(&self, step: &Step) {
        if step.nature != Nature::Read {
            let kind = step.key.split(':').next().unwrap_or_default().to_owned();
            self.shared.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(kind);
        }
    }

    async fn catch(&self, here: At, step: &Step) {
        let (At::Before(wanted) | At::After(wanted)) = &here;
        let fits = self.shared.at.as_ref().is_some_and(|at| match (at, &here) {
            (At::Before(start), At::Before(_)) | (At::After(start), At::After(_)) => {
                wanted.starts_with(start.as_str())
            }
            _ => false,
        });
        if fits && step.nature != Nature::Read {
            self.shared.sprung.notify_one();
            std::future::pending::<()>().await;
        }
    }
}

/// A target with snares around it.
pub struct Snared<T> {
    target: Arc<T>,
    snares: Snares,
}

#[async_trait]
impl<D: Send + Sync, T: Target<D>> Target<D> for Snared<T> {
    fn platform(&self) -> Platform {
        self.target.platform()
    }

    async fn look(
        &self,
        account: &Account,
        asked: &[Asked<'_, D>],
    ) -> Result<Vec<Result<Found, Failure>>, PlatformError> {
        self.target.look(account, asked).await
    }

    fn next_step(&self, asked: &Asked<'_, D>, found: &Found) -> Result<Next, Failure> {
        self.target.next_step(asked, found)
    }

    async fn perform(&self, account: &Account, step: &Step) -> Result<Answer, PlatformError> {
        self.snares.note(step);
        self.snares.catch(At::Before(step.key.clone()), step).await;
        let answer = self.target.perform(account, step).await;
        self.snares.catch(At::After(step.key.clone()), step).await;
        answer
    }

    async fn find(&self, account: &Account, step: &Step) -> Result<Option<Answer>, PlatformError> {
        self.target.find(account, step).await
    }
}
