use async_trait::async_trait;
use model::{Kind, MerchantId, SavedView, ViewId};

use crate::Result;

/// The views of the logs that people saved.
///
/// An owner is a text that only its browser knows; the team's views have none.
#[async_trait]
pub trait Views: Send + Sync {
    /// The team's views of a log and this owner's, by name, the team's first.
    async fn views(&self, merchant: MerchantId, kind: Kind, owner: Option<&str>) -> Result<Vec<SavedView>>;

    /// Saves a view; one of the same owner, log and name (whatever its capitals) is replaced and keeps its id.
    ///
    /// # Errors
    /// [`crate::StoreError::NoRoom`] if the owner has [`SavedView::MOST`] others of this log already.
    async fn save_view(&self, merchant: MerchantId, draft: &ViewDraft) -> Result<SavedView>;

    /// Removes a view of the team or of this owner, and says what it was. `None` if there is none of this name.
    async fn remove_view(
        &self,
        merchant: MerchantId,
        view: ViewId,
        owner: Option<&str>,
    ) -> Result<Option<SavedView>>;
}

/// A view as somebody saves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewDraft {
    /// The log.
    pub kind: Kind,
    /// Its name for people.
    pub name: String,
    /// What the log is asked for, see [`SavedView::asked`].
    pub asked: String,
    /// Whose it is; the team's where nobody's.
    pub owner: Option<String>,
}
