use serde::{Deserialize, Serialize};

use crate::{Kind, RecordId, Status, When};

/// A record changed its status: what the live page is told. It carries no content; the page asks again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Grows; a reader remembers the last it saw.
    pub id: i64,
    /// The record's kind.
    pub kind: Kind,
    /// The record.
    pub record: RecordId,
    /// Its place in the default order.
    pub seq: i64,
    /// The status it changed to.
    pub status: Status,
    /// Whether the record was first seen with this event.
    pub new: bool,
    /// When.
    pub at: When,
}
