use async_trait::async_trait;
use model::{MerchantId, Note, Noted, RecordId};

use crate::Result;

/// What a team does about records beside sending them.
#[async_trait]
pub trait Team: Send + Sync {
    /// Writes down what somebody did about a record, and does it: see [`Noted`]. `false` if there is no such record. What is so
    /// already, such as an assignment to the same colleague, is not written down once more.
    async fn note(&self, merchant: MerchantId, record: RecordId, says: &Noted, who: &str) -> Result<bool>;

    /// What people did about a record, the latest first, at most `limit` of it.
    async fn notes(&self, merchant: MerchantId, record: RecordId, limit: u32) -> Result<Vec<Note>>;

    /// Everybody who was given something to look after, whoever got something last first.
    async fn colleagues(&self, merchant: MerchantId, limit: u32) -> Result<Vec<String>>;
}
