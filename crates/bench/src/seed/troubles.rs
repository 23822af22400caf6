//! Where records stand: two in a hundred failed, with forty texts whose ids vary, some wait for each of the reasons there
//! are, some are in work, the rest is in step.

use model::{Block, Doing, Failure, Kind, Outcome, Platform, SyncState, Waiting, When};
use rand::Rng;
use rand::rngs::SmallRng;

use super::goods::one;

/// What the platforms say when they refuse something; `#` stands for an id that varies.
const REFUSALS: [&str; 30] = [
    "Contact # is inactive",
    "Warehouse # is closed",
    "Price list # is not in this currency",
    "Product # is not stock tracked",
    "Order # is locked by another user",
    "Nominal code # does not exist",
    "Tax code # does not exist",
    "Channel # is archived",
    "Department # is not allowed here",
    "Payment # exceeds the total",
    "Row # has no quantity",
    "Currency of order # cannot be changed",
    "Reference # is in use",
    "Location # is not in this warehouse",
    "Custom field PCF_# is required",
    "Category # was deleted",
    "Item # is archived",
    "Shop # does not sell this item",
    "Vendor # is unknown",
    "Manufacturer # is unknown",
    "Matrix # cannot be changed",
    "Serial number # is missing",
    "Description of item # is too long",
    "Tax class # is unknown",
    "Customer type # is unknown",
    "Discount # has ended",
    "Postcode of address # is not valid",
    "E-mail of contact # is not valid",
    "Telephone of contact # is not valid",
    "Credit limit of contact # is exceeded",
];

/// What else becomes of a record, so many of a thousand.
const FAILED: u32 = 20;
const WAITS: u32 = 30;
const IN_WORK: u32 = 1;

/// The chances of one record.
pub(super) struct Chances<'a> {
    pub(super) kind: Kind,
    /// When its status last changed.
    pub(super) at: When,
    /// Something that varies from record to record.
    pub(super) number: u64,
    /// What it is called there.
    pub(super) sku: &'a str,
    pub(super) rng: &'a mut SmallRng,
}

impl Chances<'_> {
    /// Where the record stands.
    pub(super) fn state(mut self) -> SyncState {
        match self.rng.random_range(0..1_000_u32) {
            chance if chance < FAILED => SyncState::Failed(self.failure()),
            chance if chance < FAILED + WAITS => SyncState::Pending(self.waiting()),
            chance if chance < FAILED + WAITS + IN_WORK => SyncState::Processing(self.doing()),
            _ => SyncState::Synced(self.outcome()),
        }
    }

    fn failure(&mut self) -> Failure {
        let platform = self.kind.target();
        let id = (self.number * 7_919 % 9_000_011 + 10_000).to_string();
        match self.rng.random_range(0..40_usize) {
            30 => Failure::NoIdentifier { identifier: "SKU".to_owned() },
            31 => Failure::NoPrice { list: "Retail".to_owned() },
            32 => Failure::TotalsDiffer {
                till: format!("{}.10 GBP", self.number % 400),
                there: format!("{}.12 GBP", self.number % 400),
                document: format!("order {id}"),
            },
            33 => Failure::SumsDiffer {
                what: format!("the lines make {}.40, the total says otherwise", self.number % 90),
            },
            34 => Failure::Gone { platform, what: format!("item {id}") },
            35 => Failure::ChangedAfterPosting { what: format!("line {id} is new") },
            36 => Failure::NoOrderToCredit { why: format!("sale {id} was never posted") },
            37 => Failure::NeverConfirmed { platform, what: "sales order".to_owned() },
            38 => Failure::TakenByAnother {
                platform,
                id: id.clone(),
                holder: format!("product {}", self.number),
            },
            39 => Failure::SeveralMatches {
                platform,
                identifier: "SKU".to_owned(),
                value: self.sku.to_owned(),
                ids: vec![id.clone(), (self.number + 1).to_string()],
            },
            place => {
                let text = REFUSALS.get(place).copied().unwrap_or_default();
                let what = if self.kind.has_total() { "sales order" } else { self.kind.word() };
                Failure::Refused {
                    platform,
                    what: what.to_owned(),
                    code: format!(
                        "{}-{place:03}",
                        if platform == Platform::Brightpearl { "ORDC" } else { "LS" }
                    ),
                    message: text.replace('#', &id),
                }
            }
        }
    }

    fn waiting(&mut self) -> Waiting {
        let (platform, later) = (self.kind.target(), When(self.at.0 + 60_000_000));
        match self.rng.random_range(0..10_u32) {
            0 | 1 => Waiting::Queued,
            2..=5 => Waiting::Blocked { by: vec![self.block()] },
            6 => Waiting::Throttled { platform, until: later },
            7 | 8 => {
                let failure = Failure::OutOfOrder { platform, status: 503 };
                Waiting::TryingAgain { attempt: self.rng.random_range(1..6), of: 8, at: later, failure }
            }
            _ => Waiting::ConnectionLost { platform },
        }
    }

    fn block(&mut self) -> Block {
        let id = (self.number % 5 + 1).to_string();
        match self.rng.random_range(0..5_u32) {
            0 => Block::Tax { category: id, class: "2".to_owned(), rate: "20 %".to_owned() },
            1 => Block::Payment { id, name: "Gift voucher".to_owned() },
            2 => Block::Classification,
            3 => Block::Parent { kind: Kind::Customer, source_ref: (20_000 + self.number).to_string() },
            _ => Block::Item {
                id: (5_000_000 + self.number).to_string(),
                name: "Brass kettle".to_owned(),
                sku: self.sku.to_owned(),
            },
        }
    }

    fn doing(&mut self) -> Doing {
        one(self.rng, &[Doing::Sending, Doing::ReadingBack, Doing::CheckingArrival { next: self.at }])
            .unwrap_or(Doing::Sending)
    }

    fn outcome(&mut self) -> Outcome {
        match self.rng.random_range(0..20_u32) {
            0 => Outcome::Skipped { reason: "Dated before go-live".to_owned() },
            1 => Outcome::Warned { warning: "The employee is unknown in Brightpearl".to_owned() },
            2 | 3 => Outcome::Linked,
            4..=8 => Outcome::Updated,
            _ => Outcome::Created,
        }
    }
}
