use serde::{Deserialize, Serialize};

use crate::Platform;

/// Who mends a failure, and therefore what happens next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mend {
    /// Tried again with growing pauses; the record stays Pending.
    ByItself,
    /// The connection must be mended; the record stays Pending and no attempt is counted.
    Reconnect,
    /// A person must act; the record is Failed.
    Person,
}

/// What went wrong with a record, for people: a cause, a fix, and who mends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "failure", rename_all = "snake_case")]
pub enum Failure {
    /// The platform could not be reached or the connection broke.
    Unreachable {
        /// Which platform.
        platform: Platform,
        /// What was tried, such as `read products`.
        during: String,
    },
    /// The platform answered that it is out of order.
    OutOfOrder {
        /// Which platform.
        platform: Platform,
        /// Its HTTP status.
        status: u16,
    },
    /// The platform allows no more calls for now.
    Throttled {
        /// Which platform.
        platform: Platform,
    },
    /// Somebody changed the same thing there at the same moment.
    Conflict {
        /// Which platform.
        platform: Platform,
    },
    /// The platform's answer made no sense.
    Unreadable {
        /// Which platform.
        platform: Platform,
        /// What was read, such as `sale 901`.
        what: String,
        /// What is wrong with it, for support.
        why: String,
    },
    /// The platform refuses our token.
    AccessLost {
        /// Which platform.
        platform: Platform,
    },
    /// The platform's user behind our token lacks a right.
    RightMissing {
        /// Which platform.
        platform: Platform,
        /// What was refused.
        what: String,
    },
    /// The platform refused what we sent.
    Refused {
        /// Which platform.
        platform: Platform,
        /// What we sent, such as `sales order`.
        what: String,
        /// The platform's code, if it gave one.
        code: String,
        /// The platform's own words, clipped.
        message: String,
    },
    /// What was linked is gone at the target.
    Gone {
        /// Which platform.
        platform: Platform,
        /// What and which, such as `item 512`.
        what: String,
    },
    /// Several things there have the identifier that should name one.
    SeveralMatches {
        /// Which platform.
        platform: Platform,
        /// The identifier's name, such as `SKU`.
        identifier: String,
        /// Its value.
        value: String,
        /// What was found there.
        ids: Vec<String>,
    },
    /// What should be linked belongs to another record already.
    TakenByAnother {
        /// Which platform.
        platform: Platform,
        /// The id there.
        id: String,
        /// The source reference of the record that has it.
        holder: String,
    },
    /// The identifier that links the two platforms is empty.
    NoIdentifier {
        /// The identifier's name, such as `SKU`.
        identifier: String,
    },
    /// A product has no price in the chosen list.
    NoPrice {
        /// The price list's name or id.
        list: String,
    },
    /// The document made there does not have the till's total.
    TotalsDiffer {
        /// The till's total with currency.
        till: String,
        /// The total there with currency.
        there: String,
        /// The document, such as `order 7001`.
        document: String,
    },
    /// A sale's own sums do not agree.
    SumsDiffer {
        /// Which sums, in words.
        what: String,
    },
    /// The goods were bought with a sale that has no order here.
    NoOrderToCredit {
        /// Why it has none, in words.
        why: String,
    },
    /// The sale began after go-live but is dated before it.
    DatedBeforeGoLive,
    /// The sale was changed at the till after it had been posted.
    ChangedAfterPosting {
        /// What differs, in words.
        what: String,
    },
    /// Lockstep does not handle this yet, and says so rather than guess.
    NotCovered {
        /// What, in the merchant's words.
        what: String,
    },
    /// Work on this record stopped Lockstep itself several times.
    Poison {
        /// How often.
        times: u32,
    },
    /// After all checks it is still unknown whether a write arrived.
    NeverConfirmed {
        /// Which platform.
        platform: Platform,
        /// What was sent.
        what: String,
    },
    /// A fault of Lockstep's own.
    Internal {
        /// A number that finds the log line.
        reference: String,
    },
}

impl Failure {
    /// What happened, one sentence for a shop manager.
    pub fn cause(&self) -> String {
        match self {
            Failure::Unreachable { platform, during } => {
                format!("{} could not be reached ({during}).", platform.name())
            }
            Failure::OutOfOrder { platform, status } => {
                format!("{} is out of order at the moment (error {status}).", platform.name())
            }
            Failure::Throttled { platform } => format!("{} allows no more calls for now.", platform.name()),
            Failure::Conflict { platform } => {
                format!("Somebody changed the same thing in {} at the same moment.", platform.name())
            }
            Failure::Unreadable { platform, what, .. } => {
                format!("{} sent an answer that cannot be read ({what}).", platform.name())
            }
            Failure::AccessLost { platform } => format!("{} no longer accepts our access.", platform.name()),
            Failure::RightMissing { platform, what } => {
                format!("{} does not allow us to {what}.", platform.name())
            }
            Failure::Refused { platform, what, message, .. } => {
                format!("{} refused the {what}: “{message}”", platform.name())
            }
            Failure::Gone { platform, what } => format!("{what} no longer exists in {}.", platform.name()),
            Failure::SeveralMatches { platform, identifier, value, ids } => format!(
                "{} things in {} have the {identifier} “{value}”: {}.",
                ids.len(),
                platform.name(),
                ids.join(", ")
            ),
            Failure::TakenByAnother { platform, id, holder } => {
                format!("{} {id} is already linked to {holder}.", platform.name())
            }
            Failure::NoIdentifier { identifier } => format!("This product has no {identifier}."),
            Failure::NoPrice { list } => format!("This product has no price in the list “{list}”."),
            Failure::TotalsDiffer { till, there, document } => {
                format!("The till took {till}, but {document} says {there}.")
            }
            Failure::SumsDiffer { what } => format!("The sale does not add up: {what}."),
            Failure::NoOrderToCredit { why } => format!("There is no order to credit: {why}."),
            Failure::DatedBeforeGoLive => "The sale is dated before the go-live date.".to_owned(),
            Failure::ChangedAfterPosting { what } => {
                format!("The sale was changed at the till after it had been posted: {what}.")
            }
            Failure::NotCovered { what } => format!("Not covered yet: {what}."),
            Failure::Poison { times } => format!("Work on this record stopped Lockstep {times} times."),
            Failure::NeverConfirmed { platform, what } => {
                format!("It is unknown whether the {what} arrived in {}.", platform.name())
            }
            Failure::Internal { reference } => format!("Lockstep made a mistake (reference {reference})."),
        }
    }

    /// What to do about it, one sentence for a shop manager.
    pub fn fix(&self) -> String {
        match self {
            Failure::Unreachable { .. } | Failure::OutOfOrder { .. } | Failure::Throttled { .. } => {
                "Nothing to do; it is tried again by itself.".to_owned()
            }
            Failure::Conflict { .. } => "Nothing to do; it is read afresh and tried again.".to_owned(),
            Failure::Unreadable { platform, .. } => format!(
                "Open it in {} and save it once more, then re-sync; if it stays, send us the technical detail below.",
                platform.name()
            ),
            Failure::AccessLost { platform } => {
                format!("Connect {} again under Settings, Connections.", platform.name())
            }
            Failure::RightMissing { platform, .. } => format!(
                "Give the {} user Lockstep works with that right, then it goes on by itself.",
                platform.name()
            ),
            Failure::Refused { platform, .. } => {
                format!("Correct it in {} or in the settings, then re-sync.", platform.name())
            }
            Failure::Gone { platform, .. } => {
                format!("Restore it in {}, or make a new one there, then re-sync.", platform.name())
            }
            Failure::SeveralMatches { platform, identifier, .. } => {
                format!("Give each of them its own {identifier} in {}, then re-sync.", platform.name())
            }
            Failure::TakenByAnother { .. } => {
                "Give each product its own identifier on both sides, then re-sync.".to_owned()
            }
            Failure::NoIdentifier { identifier } => {
                format!("Enter a {identifier} in Brightpearl; the change is picked up by itself.")
            }
            Failure::NoPrice { list } => {
                format!(
                    "Enter a price in the list “{list}” in Brightpearl; the change is picked up by itself."
                )
            }
            Failure::TotalsDiffer { document, .. } => format!(
                "Compare {document} with the receipt, correct the order in Brightpearl, then re-sync to compare again."
            ),
            Failure::SumsDiffer { .. } => {
                "Check the receipt at the till and enter the sale by hand.".to_owned()
            }
            Failure::NoOrderToCredit { .. } => {
                "Enter the credit by hand, or allow credits without an order under Settings, Refunds, then re-sync."
                    .to_owned()
            }
            Failure::DatedBeforeGoLive => {
                "Enter it by hand if it is not in Brightpearl yet, or move the go-live date back.".to_owned()
            }
            Failure::ChangedAfterPosting { .. } => {
                "Change the order in Brightpearl in the same way, or re-sync if it is right already."
                    .to_owned()
            }
            Failure::NotCovered { .. } => "Enter it in Brightpearl by hand.".to_owned(),
            Failure::Poison { .. } => {
                "Send us the technical detail; re-sync once a new version is installed.".to_owned()
            }
            Failure::NeverConfirmed { platform, what } => {
                format!(
                    "Look for the {what} in {}; re-sync looks again before it sends anything.",
                    platform.name()
                )
            }
            Failure::Internal { .. } => "Re-sync; if it stays, send us the reference.".to_owned(),
        }
    }

    /// Who mends it. No `_` arm, so that a new failure must decide.
    pub fn mend(&self) -> Mend {
        match self {
            Failure::Unreachable { .. }
            | Failure::OutOfOrder { .. }
            | Failure::Throttled { .. }
            | Failure::Conflict { .. } => Mend::ByItself,
            Failure::AccessLost { .. } | Failure::RightMissing { .. } => Mend::Reconnect,
            Failure::Unreadable { .. }
            | Failure::Refused { .. }
            | Failure::Gone { .. }
            | Failure::SeveralMatches { .. }
            | Failure::TakenByAnother { .. }
            | Failure::NoIdentifier { .. }
            | Failure::NoPrice { .. }
            | Failure::TotalsDiffer { .. }
            | Failure::SumsDiffer { .. }
            | Failure::NoOrderToCredit { .. }
            | Failure::DatedBeforeGoLive
            | Failure::ChangedAfterPosting { .. }
            | Failure::NotCovered { .. }
            | Failure::Poison { .. }
            | Failure::NeverConfirmed { .. }
            | Failure::Internal { .. } => Mend::Person,
        }
    }

    /// What groups failures of one cause: the same for records that one action mends.
    pub fn cause_key(&self) -> String {
        match self {
            Failure::Unreachable { platform, .. } => format!("unreachable:{}", platform.word()),
            Failure::OutOfOrder { platform, .. } => format!("out_of_order:{}", platform.word()),
            Failure::Throttled { platform } => format!("throttled:{}", platform.word()),
            Failure::Conflict { platform } => format!("conflict:{}", platform.word()),
            Failure::Unreadable { platform, .. } => format!("unreadable:{}", platform.word()),
            Failure::AccessLost { platform } => format!("access_lost:{}", platform.word()),
            Failure::RightMissing { platform, what } => format!("right_missing:{}:{what}", platform.word()),
            Failure::Refused { platform, what, code, .. } => {
                format!("refused:{}:{what}:{code}", platform.word())
            }
            Failure::Gone { platform, .. } => format!("gone:{}", platform.word()),
            Failure::SeveralMatches { identifier, value, .. } => format!("several:{identifier}:{value}"),
            Failure::TakenByAnother { platform, id, .. } => format!("taken:{}:{id}", platform.word()),
            Failure::NoIdentifier { identifier } => format!("no_identifier:{identifier}"),
            Failure::NoPrice { list } => format!("no_price:{list}"),
            Failure::TotalsDiffer { .. } => "totals_differ".to_owned(),
            Failure::SumsDiffer { .. } => "sums_differ".to_owned(),
            Failure::NoOrderToCredit { .. } => "no_order_to_credit".to_owned(),
            Failure::DatedBeforeGoLive => "dated_before_go_live".to_owned(),
            Failure::ChangedAfterPosting { .. } => "changed_after_posting".to_owned(),
            Failure::NotCovered { what } => format!("not_covered:{what}"),
            Failure::Poison { .. } => "poison".to_owned(),
            Failure::NeverConfirmed { platform, .. } => format!("never_confirmed:{}", platform.word()),
            Failure::Internal { .. } => "internal".to_owned(),
        }
    }

    /// What support needs to see beyond the cause; empty for most.
    pub fn technical(&self) -> Option<String> {
        match self {
            Failure::Unreadable { why, .. } => Some(why.clone()),
            Failure::Refused { code, message, .. } if !code.is_empty() => Some(format!("{code}: {message}")),
            _ => None,
        }
    }
}
