use std::time::Duration;

use async_trait::async_trait;
use model::{Answer, Failure};

use crate::{ClaimKey, Result};

/// The calls of postings: written down before they are made, and after.
#[async_trait]
pub trait Steps: Send + Sync {
    /// Commits the intent to make a writing call, with its frozen body; the last act before the call. The row becomes
    /// Processing. Refused when less than `margin` of the lease is left. An intent that is open already stays as it is;
    /// a step that was done is opened again (a repeatable write in a later attempt).
    async fn intend(
        &self,
        claim: ClaimKey,
        key: &str,
        title: &str,
        body: &serde_json::Value,
        margin: Duration,
    ) -> Result<Intent>;

    /// Commits what the platform answered, and forgets the frozen body. Also for reads, which need no intent.
    /// `false` if the row is no longer ours (the answer is kept all the same: it happened).
    async fn done(&self, claim: ClaimKey, key: &str, title: &str, answer: &Answer) -> Result<bool>;

    /// Says that what was sent is being compared with what was meant. Only a row whose write is on its way says so.
    async fn reading_back(&self, claim: ClaimKey) -> Result<()>;

    /// The answer was lost: the intent stays open and says so.
    async fn unknown(&self, claim: ClaimKey, key: &str, failure: &Failure) -> Result<bool>;

    /// The call was certainly not carried out: the intent is taken back.
    async fn withdraw(&self, claim: ClaimKey, key: &str) -> Result<bool>;
}

/// Whether a call may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    /// It is written down: make it.
    Go,
    /// Less of the lease is left than the call may take.
    LeaseTooShort,
    /// The row is no longer ours.
    FenceLost,
}
