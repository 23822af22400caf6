//! A merchant, and short words for what the cases do again and again.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use model::payload::{Customer, Named, Product, Sale, TaxKey};
use model::payload::{LineKind, SaleLine};
use model::{
    Asker, AttemptEnd, Block, Failure, Filter, Kind, LogQuery, MerchantId, Outcome, Payload, Platform,
    Record, RecordId, Status, SyncState, Waiting,
};
use uuid::Uuid;

use super::Bench;
use crate::{
    AttemptDraft, Claim, ClaimKey, End, LinkAsk, Owner, Seen, SeenAs, Settled, Settlement, Start, Store,
};

/// How long leases last here.
pub(super) const LEASE: Duration = Duration::from_secs(60);

/// A merchant on a fresh store.
pub struct Shop {
    bench: Arc<dyn Bench>,
    pub(super) store: Arc<dyn Store>,
    pub(super) merchant: MerchantId,
    pub(super) owner: Owner,
}

impl Shop {
    /// Opens the shop.
    pub async fn open(bench: Arc<dyn Bench>) -> Shop {
        let store = bench.store();
        let merchant = MerchantId(Uuid::from_u128(7));
        store.ensure_merchant(merchant, "Fell & Harbour").await.unwrap();
        Shop { bench, store, merchant, owner: Owner(Uuid::from_u128(1)) }
    }

    /// A second merchant on the same store.
    pub(super) async fn neighbour(&self) -> Shop {
        let merchant = MerchantId(Uuid::from_u128(8));
        self.store.ensure_merchant(merchant, "Next door").await.unwrap();
        Shop { bench: Arc::clone(&self.bench), store: Arc::clone(&self.store), merchant, owner: self.owner }
    }

    pub(super) fn pass(&self, span: Duration) {
        self.bench.pass(span);
    }

    pub(super) fn seconds_pass(&self, seconds: u64) {
        self.pass(Duration::from_secs(seconds));
    }

    pub(super) async fn writes(&self) -> i64 {
        self.bench.writes().await
    }

    pub(super) async fn text_index(&self) -> String {
        self.bench.text_index().await
    }

    // --- what the source tells -----------------------------------------------------------------

    pub(super) async fn tell(&self, kind: Kind, seen: Seen) -> SeenAs {
        self.store.see(self.merchant, kind, &[seen], None).await.unwrap()[0]
    }

    /// A product of this reference is seen with this hash.
    pub(super) async fn product(&self, source_ref: &str, hash: &str) -> RecordId {
        id(self.tell(Kind::Product, seen_product(source_ref, hash)).await)
    }

    /// A sale of this reference is seen for the first time.
    pub(super) async fn sale(&self, source_ref: &str) -> RecordId {
        id(self.tell(Kind::Order, seen_sale(source_ref, "h1")).await)
    }

    /// A customer of this reference is seen for the first time.
    pub(super) async fn customer(&self, source_ref: &str) -> RecordId {
        id(self.tell(Kind::Customer, seen_customer(source_ref, "Jill Archer", "jill@example.test")).await)
    }

    // --- looking -------------------------------------------------------------------------------

    pub(super) async fn record(&self, id: RecordId) -> Record {
        self.store.record(self.merchant, id).await.unwrap().unwrap()
    }

    pub(super) async fn state(&self, id: RecordId) -> SyncState {
        self.record(id).await.state
    }

    pub(super) async fn refs(&self, query: &LogQuery) -> Vec<String> {
        let page = self.store.page(self.merchant, query).await.unwrap();
        page.records.into_iter().map(|record| record.source_ref).collect()
    }

    pub(super) async fn newest_event(&self) -> i64 {
        self.store.event_range(self.merchant).await.unwrap().0
    }

    pub(super) async fn link(&self, kind: Kind, source_ref: &str) -> Option<String> {
        let ask = LinkAsk::BySource(kind, source_ref.to_owned());
        let mut answers: HashMap<LinkAsk, String> =
            self.store.links(self.merchant, std::slice::from_ref(&ask)).await.unwrap();
        answers.remove(&ask)
    }

    // --- work ----------------------------------------------------------------------------------

    pub(super) async fn claim(&self, kind: Kind, limit: u32) -> Vec<Claim> {
        self.store.claim(self.merchant, kind, self.owner, LEASE, limit).await.unwrap()
    }

    /// The next row of a kind; there must be one.
    pub(super) async fn claim_one(&self, kind: Kind) -> Claim {
        self.claim(kind, 1).await.pop().expect("a row is due")
    }

    /// References of the rows that are due now, all claimed.
    pub(super) async fn claim_refs(&self, kind: Kind) -> Vec<String> {
        self.claim(kind, 100).await.into_iter().map(|claim| claim.record.source_ref).collect()
    }

    pub(super) async fn settle(&self, claim: &Claim, end: End) -> Settled {
        self.store.settle(claim.key, settlement(claim, end)).await.unwrap()
    }

    /// Claims the next row and settles it as made at the target.
    pub(super) async fn sync_next(&self, kind: Kind, target_ref: &str) -> Claim {
        let claim = self.claim_one(kind).await;
        assert_eq!(self.settle(&claim, synced(target_ref)).await, Settled::Done);
        claim
    }

    /// Claims the next row and fails it.
    pub(super) async fn fail_next(&self, kind: Kind, failure: Failure) -> Claim {
        let claim = self.claim_one(kind).await;
        assert_eq!(self.settle(&claim, End::Failed { failure }).await, Settled::Done);
        claim
    }

    /// Claims the next row and blocks it under the current settings.
    pub(super) async fn block_next(&self, kind: Kind, by: Vec<Block>) -> Claim {
        let settings_version = self.store.settings(self.merchant).await.unwrap().version;
        let claim = self.claim_one(kind).await;
        assert_eq!(self.settle(&claim, End::Blocked { by, settings_version }).await, Settled::Done);
        claim
    }

    /// Claims the next row, intends a call, and dies.
    pub(super) async fn crash_with_intent(&self, kind: Kind) -> Claim {
        let claim = self.claim_one(kind).await;
        self.intend(claim.key, "order").await;
        self.seconds_pass(61);
        self.store.rescue().await.unwrap();
        claim
    }

    pub(super) async fn intend(&self, key: ClaimKey, step: &str) {
        let body = serde_json::json!({ "step": step });
        let intent = self.store.intend(key, step, step, &body, Duration::from_secs(30)).await.unwrap();
        assert_eq!(intent, crate::Intent::Go);
    }
}

/// The record a sighting was of.
pub(super) fn id(seen: SeenAs) -> RecordId {
    match seen {
        SeenAs::New(id) | SeenAs::Changed(id) | SeenAs::Same(id) => id,
    }
}

pub(super) fn settlement(claim: &Claim, end: End) -> Settlement {
    Settlement { revision: claim.record.revision, end, attempt: None, sent: None, payload: None }
}

pub(super) fn attempt(end: AttemptEnd) -> AttemptDraft {
    AttemptDraft {
        started_at: model::When(1),
        asked_by: Asker::Schedule,
        end,
        settings_version: 0,
        trace: None,
    }
}

pub(super) fn synced(target_ref: &str) -> End {
    End::Synced { target_ref: Some(target_ref.to_owned()), outcome: Outcome::Created }
}

pub(super) fn outage() -> Failure {
    Failure::OutOfOrder { platform: Platform::Lightspeed, status: 503 }
}

pub(super) fn no_sku() -> Failure {
    Failure::NoIdentifier { identifier: "SKU".to_owned() }
}

pub(super) fn tax() -> Block {
    Block::Tax { category: "1".to_owned(), class: "2".to_owned(), rate: "20 %".to_owned() }
}

pub(super) fn parent(kind: Kind, source_ref: &str) -> Block {
    Block::Parent { kind, source_ref: source_ref.to_owned() }
}

pub(super) fn queued() -> SyncState {
    SyncState::Pending(Waiting::Queued)
}

pub(super) fn is_blocked(state: &SyncState) -> bool {
    matches!(state, SyncState::Pending(Waiting::Blocked { .. }))
}

pub(super) fn seen(kind: Kind, source_ref: &str, hash: &str, payload: Payload) -> Seen {
    Seen {
        kind,
        source: kind.source(),
        source_ref: source_ref.to_owned(),
        changed_at: None,
        hash: hash.to_owned(),
        payload: Some(payload),
        solo: None,
        start: Start::Queue,
        moves: Vec::new(),
    }
}

pub(super) fn named_product(source_ref: &str, name: &str, sku: &str) -> Seen {
    let product = Product { name: name.to_owned(), sku: sku.to_owned(), ..Product::default() };
    seen(Kind::Product, source_ref, "h1", Payload::Product(product))
}

pub(super) fn seen_product(source_ref: &str, hash: &str) -> Seen {
    Seen { hash: hash.to_owned(), ..named_product(source_ref, &format!("Product {source_ref}"), "SKU") }
}

pub(super) fn seen_customer(source_ref: &str, name: &str, email: &str) -> Seen {
    let customer = Customer { last_name: name.to_owned(), email: email.to_owned(), ..Customer::default() };
    let solo = Some(email.to_owned());
    Seen { solo, ..seen(Kind::Customer, source_ref, "h1", Payload::Customer(customer)) }
}

pub(super) fn seen_sale(source_ref: &str, hash: &str) -> Seen {
    let sale = Sale {
        ticket: format!("22{source_ref}"),
        shop: Named { id: "1".to_owned(), name: "Harbour".to_owned() },
        register: "1".to_owned(),
        employee: Named::default(),
        currency: "GBP".to_owned(),
        completed: true,
        voided: false,
        created_at: None,
        completed_at: None,
        tax_inclusive: true,
        customer_ref: None,
        customer_name: String::new(),
        lines: vec![line()],
        payments: Vec::new(),
        total: 12.into(),
        tax: 2.into(),
        discount: 0.into(),
        tips: 0.into(),
        change: 0.into(),
        cash_rounding: 0.into(),
    };
    seen(Kind::Order, source_ref, hash, Payload::Order(sale))
}

fn line() -> SaleLine {
    SaleLine {
        id: "1".to_owned(),
        item: Some("512".to_owned()),
        name: "Brass kettle".to_owned(),
        sku: "KETTLE-1".to_owned(),
        quantity: 1.into(),
        unit_price: 12.into(),
        discount: 0.into(),
        net: 10.into(),
        tax: 2.into(),
        tax_key: TaxKey { category: "1".to_owned(), class: "2".to_owned(), rate1: 0.into(), rate2: 0.into() },
        kind: LineKind::Goods,
        parent_line: None,
        parent_sale: None,
        parent_at: None,
    }
}

/// A query for one status.
pub(super) fn of_status(kind: Kind, status: Status) -> LogQuery {
    LogQuery::filtered(kind, Filter::of_status(status))
}
