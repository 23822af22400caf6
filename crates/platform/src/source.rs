use async_trait::async_trait;
use model::{Platform, When};

use crate::{Account, PlatformError};

/// A platform that can tell what changed.
#[async_trait]
pub trait Source<T>: Send + Sync {
    /// Which platform.
    fn platform(&self) -> Platform;

    /// What changed after `cursor`, oldest first; `None` reads from the beginning.
    ///
    /// A batch may repeat what was told before (overlap); it never leaves anything out for good.
    ///
    /// # Errors
    /// A page that cannot be read at all is [`PlatformError::Unreadable`]; one bad element is a [`Sighting`].
    async fn changes(&self, account: &Account, cursor: Option<&str>) -> Result<Batch<T>, PlatformError>;

    /// These things as they are now, in any order, at most [`Source::batch`] of them.
    async fn fetch_many(&self, account: &Account, refs: &[String]) -> Result<Vec<Fetched<T>>, PlatformError>;

    /// How many references [`Source::fetch_many`] takes at once.
    fn batch(&self) -> usize;

    /// The cursor from which everything is told once more, whatever the clocks say that changes go by: for a nightly
    /// comparison. `since` is how far back to go, for things that have a date; `None` is the beginning.
    fn recount_cursor(&self, _since: When) -> Option<String> {
        None
    }
}

/// One page of changes.
#[derive(Debug, Clone)]
pub struct Batch<T> {
    /// What changed, oldest first.
    pub sightings: Vec<Sighting<T>>,
    /// Where to go on. Kept together with the rows, and opaque to all but the platform.
    pub cursor: String,
    /// Whether there is more right now.
    pub more: bool,
}

/// One thing seen at the source.
#[derive(Debug, Clone)]
pub struct Sighting<T> {
    /// Its identifier there.
    pub source_ref: String,
    /// When the source says it changed.
    pub changed_at: Option<When>,
    /// The thing, or why its answer could not be read (for support).
    pub item: Result<T, String>,
}

/// One thing read on purpose.
#[derive(Debug, Clone)]
pub enum Fetched<T> {
    /// It is there; readable or not.
    Seen(Sighting<T>),
    /// The source no longer has it.
    Gone {
        /// Its identifier.
        source_ref: String,
    },
}
