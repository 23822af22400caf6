use model::{Kind, Record, Status};
use schemars::JsonSchema;
use serde::Serialize;
use store::StoreError;

use super::detail::Detail;
use crate::state::Serving;

/// A record beside another.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Relative")]
pub(super) struct RelativeShape {
    /// What it is to the other: `customer`, `bought_in`, `taken_back_in`, `undone`, `product`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ["customer", "bought_in", "taken_back_in", "undone", "product"]))]
    tie: Option<&'static str>,
    #[schemars(with = "Kind")]
    kind: &'static str,
    /// `null` for a till item that no product is known for.
    source_ref: Option<String>,
    /// What the till calls it, where only that is known.
    #[serde(skip_serializing_if = "String::is_empty")]
    name: String,
    /// `null` while it has not been seen, and so are the rest.
    #[schemars(with = "Option<uuid::Uuid>")]
    id: Option<String>,
    target_ref: Option<String>,
    #[schemars(with = "Option<Status>")]
    status: Option<&'static str>,
    detail: Option<Detail>,
}

/// What waits for a record.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "WaitingForIt")]
pub(super) struct WaitingShape {
    /// The first of them, oldest first.
    records: Vec<RelativeShape>,
    /// How many more were counted.
    more: usize,
    /// Whether there are more than were counted.
    uncounted: bool,
}

/// What a record depends on or came from, and what waits for it.
pub(super) async fn of(
    serving: &Serving,
    record: &Record,
) -> Result<(Vec<RelativeShape>, WaitingShape), StoreError> {
    let relations = serving.control().relations(serving.merchant(), record).await?;
    let depends_on = relations.depends_on.into_iter().map(|relation| {
        let shape = shape(Some(relation.tie.word()), relation.kind, relation.record);
        RelativeShape { source_ref: relation.source_ref, name: relation.name, ..shape }
    });
    let waiting = relations.waiting.into_iter().map(|record| shape(None, record.kind, Some(record)));
    let waiting =
        WaitingShape { records: waiting.collect(), more: relations.more, uncounted: relations.uncounted };
    Ok((depends_on.collect(), waiting))
}

fn shape(tie: Option<&'static str>, kind: Kind, record: Option<Record>) -> RelativeShape {
    RelativeShape {
        tie,
        kind: kind.word(),
        source_ref: record.as_ref().map(|record| record.source_ref.clone()),
        name: String::new(),
        id: record.as_ref().map(|record| record.id.to_string()),
        status: record.as_ref().map(|record| record.state.status().word()),
        detail: record.as_ref().map(|record| Detail::from(&record.state)),
        target_ref: record.and_then(|record| record.target_ref),
    }
}
