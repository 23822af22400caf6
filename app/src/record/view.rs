use model::{Kind, Platform, RecordId, StepState, TraceId, When};
use serde::{Deserialize, Serialize};

use super::relatives::Relatives;
use crate::kinds::{Row, Section};

/// Everything about one record, ready to show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordView {
    /// The line of the log.
    pub row: Row,
    /// What it became at the target; `None` until there is something.
    pub target_ref: Option<String>,
    /// What a person can do; `None` where nothing is wrong.
    pub fix: Option<String>,
    /// What it waits for.
    pub waits: Vec<Wait>,
    /// What it depends on or came from, and what waits for it.
    pub relatives: Relatives,
    /// What was left out or changed on the way.
    pub warnings: Vec<String>,
    /// What came, in the merchant's words; empty where the source's answer could not be read.
    pub came: Vec<Section>,
    /// What was sent, or was to be sent.
    pub sent: Vec<Section>,
    /// The calls of the posting.
    pub steps: Vec<StepLine>,
    /// Tries, the latest first.
    pub attempts: Vec<AttemptLine>,
    /// What support needs to see.
    pub technical: Vec<(String, String)>,
}

/// One thing a record waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// What, one sentence.
    pub says: String,
    /// What a person can do about it, one sentence.
    pub fix: String,
    /// The parent's kind and reference, where it waits for one.
    pub parent: Option<(Kind, String)>,
    /// The parent's record, where it is known.
    pub record: Option<RecordId>,
}

/// One call of a posting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepLine {
    /// What it does.
    pub title: String,
    /// Where it stands.
    pub state: StepState,
    /// The id the target gave.
    pub id: Option<String>,
    /// When it was done, or begun.
    pub at: When,
    /// What is unclear about it.
    pub unclear: Option<String>,
}

/// One try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptLine {
    /// Counts from 1.
    pub number: u32,
    /// When it began.
    pub started_at: When,
    /// How long it took, such as `1.2 s`.
    pub took: String,
    /// Who asked for it.
    pub asked_by: String,
    /// The status it reads as: Synced, Failed, or Processing where the outcome was unknown.
    pub ended_as: model::Status,
    /// How it ended, one sentence.
    pub says: String,
    /// What could be done.
    pub fix: Option<String>,
    /// The settings it worked with.
    pub settings_version: i64,
    /// Names the calls it made.
    pub trace: Option<TraceId>,
}

impl RecordView {
    /// Whether it has come to an end and may be asked for again.
    pub fn settled(&self) -> bool {
        matches!(self.row.status, model::Status::Synced | model::Status::Failed)
    }

    /// The platform it goes to.
    pub fn target(&self) -> Platform {
        self.row.source.other()
    }
}

#[cfg(feature = "ssr")]
mod of_record {
    use model::{
        Asker, Attempt, AttemptEnd, Block, Doing, Failure, Outcome, Record, Status, StepLog, SyncState,
        Waiting,
    };

    use super::{AttemptLine, RecordView, Relatives, StepLine, Wait};
    use crate::kinds::view_of;
    use crate::kinds::words::{self, Links};

    impl RecordView {
        /// The view of a record as the store has it, without its relatives.
        pub(crate) fn of(
            record: &Record,
            links: &Links,
            steps: &[StepLog],
            attempts: &[Attempt],
        ) -> RecordView {
            let read = &view_of(record.kind).read;
            RecordView {
                row: words::row(record, links),
                target_ref: record.target_ref.clone(),
                fix: fix(&record.state),
                waits: waits(&record.state),
                relatives: Relatives::default(),
                warnings: warnings(record),
                came: record.payload.as_ref().map(read.came).unwrap_or_default(),
                sent: record.sent.as_ref().map(read.sent).unwrap_or_default(),
                steps: steps.iter().map(step).collect(),
                attempts: attempts.iter().map(attempt).collect(),
                technical: technical(record),
            }
        }
    }

    fn fix(state: &SyncState) -> Option<String> {
        match state {
            SyncState::Failed(failure) | SyncState::Pending(Waiting::TryingAgain { failure, .. }) => {
                Some(failure.fix())
            }
            SyncState::Pending(Waiting::ConnectionLost { platform }) => {
                Some(Failure::AccessLost { platform: *platform }.fix())
            }
            SyncState::Pending(Waiting::Throttled { .. }) => {
                Some("Nothing to do; it goes on by itself.".to_owned())
            }
            SyncState::Processing(Doing::CheckingArrival { .. }) => {
                Some("Nothing to do; it is looked for before anything is sent again.".to_owned())
            }
            SyncState::Pending(Waiting::Queued | Waiting::Blocked { .. })
            | SyncState::Processing(Doing::Sending | Doing::ReadingBack)
            | SyncState::Synced(_) => None,
        }
    }

    fn waits(state: &SyncState) -> Vec<Wait> {
        let SyncState::Pending(Waiting::Blocked { by }) = state else { return Vec::new() };
        by.iter()
            .map(|block| Wait {
                says: block.say(),
                fix: block.fix(),
                parent: match block {
                    Block::Parent { kind, source_ref } => Some((*kind, source_ref.clone())),
                    _ => None,
                },
                record: None,
            })
            .collect()
    }

    /// Warnings that the status does not say already.
    fn warnings(record: &Record) -> Vec<String> {
        let said = match &record.state {
            SyncState::Synced(Outcome::Warned { warning }) => warning.as_str(),
            _ => "",
        };
        let all = record.sent.as_ref().map(|sent| sent.warnings()).unwrap_or_default();
        all.iter().filter(|warning| !said.contains(warning.as_str())).cloned().collect()
    }

    fn step(step: &StepLog) -> StepLine {
        StepLine {
            title: step.title.clone(),
            state: step.state,
            id: step.answer.as_ref().and_then(|answer| answer.id.clone()),
            at: step.done_at.unwrap_or(step.intended_at),
            unclear: step.failure.as_ref().map(Failure::cause),
        }
    }

    fn attempt(attempt: &Attempt) -> AttemptLine {
        let (ended_as, says, fix) = match &attempt.end {
            AttemptEnd::Synced { outcome } => (Status::Synced, outcome.clone(), None),
            AttemptEnd::Failed { failure } => (Status::Failed, failure.cause(), Some(failure.fix())),
            AttemptEnd::Unknown { failure } => {
                (Status::Processing, format!("{} It is unknown whether it arrived.", failure.cause()), None)
            }
        };
        let took = attempt.ended_at.since(attempt.started_at);
        AttemptLine {
            number: attempt.number,
            started_at: attempt.started_at,
            took: format!("{:.1} s", took.as_secs_f64()),
            asked_by: asked_by(&attempt.asked_by),
            ended_as,
            says,
            fix,
            settings_version: attempt.settings_version,
            trace: attempt.trace,
        }
    }

    fn asked_by(asker: &Asker) -> String {
        match asker {
            Asker::Schedule => "Schedule".to_owned(),
            Asker::Webhook => "A hint of the platform".to_owned(),
            Asker::Release => "What it waited for is there".to_owned(),
            Asker::Person { name } => name.clone(),
        }
    }

    fn technical(record: &Record) -> Vec<(String, String)> {
        let mut facts = vec![
            ("Record".to_owned(), record.id.to_string()),
            ("Number in the log".to_owned(), record.seq.to_string()),
            ("Revision".to_owned(), record.revision.to_string()),
            (
                "Revision at the target".to_owned(),
                record.synced_revision.map_or_else(|| "none".to_owned(), |revision| revision.to_string()),
            ),
            ("Attempts for this revision".to_owned(), record.attempts.to_string()),
            ("First seen".to_owned(), record.first_seen_at.rfc3339_seconds()),
        ];
        let failure = match &record.state {
            SyncState::Failed(failure) | SyncState::Pending(Waiting::TryingAgain { failure, .. }) => {
                Some(failure)
            }
            _ => None,
        };
        if let Some(failure) = failure {
            facts.push(("Cause key".to_owned(), failure.cause_key()));
            facts.extend(failure.technical().map(|detail| ("Detail".to_owned(), detail)));
        }
        facts
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use model::{
        Block, Failure, Kind, MerchantId, Outcome, Platform, Record, RecordId, Status, SyncState, Waiting,
        When,
    };

    use super::RecordView;
    use crate::kinds::words::Links;

    fn record(state: SyncState) -> Record {
        Record {
            id: RecordId(uuid::Uuid::nil()),
            seq: 7,
            merchant: MerchantId(uuid::Uuid::nil()),
            kind: Kind::Order,
            source: Platform::Lightspeed,
            source_ref: "901".to_owned(),
            target_ref: None,
            state,
            revision: 1,
            synced_revision: None,
            attempts: 0,
            payload: None,
            sent: None,
            source_changed_at: None,
            first_seen_at: When(0),
            updated_at: When(0),
            due_at: None,
            resync_asked: false,
            assigned: None,
            notes: 0,
        }
    }

    fn view(state: SyncState) -> RecordView {
        RecordView::of(&record(state), &Links::new(), &[], &[])
    }

    #[test]
    fn a_failed_record_says_cause_and_fix_and_may_be_asked_for_again() {
        let view = view(SyncState::Failed(Failure::NotCovered { what: "layaways".to_owned() }));
        assert_eq!(view.row.says, "Not covered yet: layaways.");
        assert_eq!(view.fix.as_deref(), Some("Enter it in Brightpearl by hand."));
        assert!(view.settled());
    }

    #[test]
    fn a_blocked_record_names_each_thing_it_waits_for_and_its_parent() {
        let parent = Block::Parent { kind: Kind::Customer, source_ref: "55".to_owned() };
        let view = view(SyncState::Pending(Waiting::Blocked { by: vec![Block::Classification, parent] }));
        let parents = view.waits.iter().map(|wait| wait.parent.clone()).collect::<Vec<_>>();
        assert_eq!(parents, [None, Some((Kind::Customer, "55".to_owned()))]);
        assert!(!view.settled());
    }

    #[test]
    fn a_record_whose_source_cannot_be_read_still_has_a_row() {
        let view = view(SyncState::Synced(Outcome::Created));
        assert_eq!((view.row.name.as_str(), view.row.status), ("Sale 901", Status::Synced));
        assert!(view.came.is_empty());
    }
}
