//! What a status says on demand, as JSON.

use model::{Block, Doing, Failure, Outcome, Platform, SyncState, Waiting, When};
use schemars::JsonSchema;
use serde::Serialize;

/// What a record's status says on demand. `text` is always there; the rest depends on the status.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Detail")]
pub(super) struct Detail {
    /// One sentence for people.
    text: String,
    /// Pending: `queued`, `blocked`, `throttled`, `trying_again`, `connection_lost`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ["queued", "blocked", "throttled", "trying_again", "connection_lost"]))]
    why: Option<&'static str>,
    /// Processing: `sending`, `reading_back`, `checking_arrival`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ["sending", "reading_back", "checking_arrival"]))]
    doing: Option<&'static str>,
    /// Synced: `created`, `updated`, `linked`, `unchanged`, `skipped`, `warned`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ["created", "updated", "linked", "unchanged", "skipped", "warned"]))]
    outcome: Option<&'static str>,
    /// Pending, blocked: what it waits for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    by: Vec<BlockShape>,
    /// Pending: whose limit or connection it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Platform>")]
    platform: Option<&'static str>,
    /// Pending, trying again: tries so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    attempt: Option<u32>,
    /// Pending, trying again: tries before a person is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<u32>,
    /// When it goes on, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<When>")]
    at: Option<String>,
    /// Synced: why it was skipped, or what somebody may want to know.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// What went wrong, of a Failed record or of the last try.
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<FailureShape>,
}

/// Something a record waits for.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Block")]
struct BlockShape {
    /// Names it for programs, such as `tax:1:2:20 %` or `parent:customer:77`.
    key: String,
    /// What is missing.
    text: String,
    /// Where to mend it.
    fix: String,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Failure")]
pub(super) struct FailureShape {
    /// What went wrong, one sentence for people.
    cause: String,
    /// What to do about it.
    fix: String,
    /// The same for all failures of one cause.
    key: String,
    /// What a platform said, where that helps.
    technical: Option<String>,
}

impl From<&Failure> for FailureShape {
    fn from(failure: &Failure) -> FailureShape {
        FailureShape {
            cause: failure.cause(),
            fix: failure.fix(),
            key: failure.cause_key(),
            technical: failure.technical(),
        }
    }
}

impl From<&Block> for BlockShape {
    fn from(block: &Block) -> BlockShape {
        BlockShape { key: block.to_string(), text: block.say(), fix: block.fix() }
    }
}

impl From<&SyncState> for Detail {
    fn from(state: &SyncState) -> Detail {
        let plain = Detail {
            text: state.say(),
            why: None,
            doing: None,
            outcome: None,
            by: Vec::new(),
            platform: None,
            attempt: None,
            of: None,
            at: None,
            note: None,
            failure: None,
        };
        match state {
            SyncState::Pending(waiting) => pending(plain, waiting),
            SyncState::Processing(doing) => processing(plain, doing),
            SyncState::Synced(outcome) => synced(plain, outcome),
            SyncState::Failed(failure) => Detail { failure: Some(failure.into()), ..plain },
        }
    }
}

fn pending(plain: Detail, waiting: &Waiting) -> Detail {
    match waiting {
        Waiting::Queued => Detail { why: Some("queued"), ..plain },
        Waiting::Blocked { by } => {
            Detail { why: Some("blocked"), by: by.iter().map(BlockShape::from).collect(), ..plain }
        }
        Waiting::Throttled { platform, until } => Detail {
            why: Some("throttled"),
            platform: Some(platform.word()),
            at: Some(until.rfc3339()),
            ..plain
        },
        Waiting::TryingAgain { attempt, of, at, failure } => Detail {
            why: Some("trying_again"),
            attempt: Some(*attempt),
            of: Some(*of),
            at: Some(at.rfc3339()),
            failure: Some(failure.into()),
            ..plain
        },
        Waiting::ConnectionLost { platform } => {
            Detail { why: Some("connection_lost"), platform: Some(platform.word()), ..plain }
        }
    }
}

fn processing(plain: Detail, doing: &Doing) -> Detail {
    match doing {
        Doing::Sending => Detail { doing: Some("sending"), ..plain },
        Doing::ReadingBack => Detail { doing: Some("reading_back"), ..plain },
        Doing::CheckingArrival { next } => {
            Detail { doing: Some("checking_arrival"), at: Some(next.rfc3339()), ..plain }
        }
    }
}

fn synced(plain: Detail, outcome: &Outcome) -> Detail {
    let (word, note) = match outcome {
        Outcome::Created => ("created", None),
        Outcome::Updated => ("updated", None),
        Outcome::Linked => ("linked", None),
        Outcome::Unchanged => ("unchanged", None),
        Outcome::Skipped { reason } => ("skipped", Some(reason.clone())),
        Outcome::Warned { warning } => ("warned", Some(warning.clone())),
    };
    Detail { outcome: Some(word), note, ..plain }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Platform, When};
    use serde_json::{Value, json};

    fn shown(state: SyncState) -> Value {
        serde_json::to_value(Detail::from(&state)).unwrap()
    }

    #[test]
    fn a_blocked_record_names_each_thing_it_waits_for_and_how_to_mend_it() {
        let shown = shown(SyncState::Pending(Waiting::Blocked { by: vec![Block::Classification] }));
        assert_eq!(shown["why"], "blocked");
        assert_eq!(shown["by"][0]["key"], "classification");
        assert!(shown["by"][0]["fix"].as_str().unwrap().contains("Settings"));
    }

    #[test]
    fn times_are_rfc_3339_and_a_failure_has_cause_and_fix() {
        let failure = Failure::OutOfOrder { platform: Platform::Lightspeed, status: 502 };
        let shown = shown(SyncState::Pending(Waiting::TryingAgain {
            attempt: 2,
            of: 10,
            at: When::from_seconds(0),
            failure,
        }));
        assert_eq!(shown["at"], "1970-01-01T00:00:00Z");
        assert_eq!((&shown["attempt"], &shown["of"]), (&json!(2), &json!(10)));
        assert!(shown["failure"]["fix"].is_string());
    }

    #[test]
    fn what_a_status_does_not_have_is_left_out() {
        let shown = shown(SyncState::Synced(Outcome::Linked));
        assert_eq!(shown, json!({ "text": "Linked to an existing one", "outcome": "linked" }));
    }
}
