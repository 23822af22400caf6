//! What is sown for measuring is what seeing and working would have left.

// Helpers of tests: a surprise may stop them.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use model::payload::{Customer, Product};
use model::{
    Asker, AttemptEnd, Block, Failure, Kind, MerchantId, Outcome, Payload, SyncState, Waiting, When,
};
use store::{AttemptDraft, End, Owner, Queue, Records, Seen, Settlement, Start, Store};
use store_sqlite::{Sown, SqliteStore, Try};
use uuid::Uuid;

const MERCHANT: MerchantId = MerchantId(Uuid::from_u128(7));

/// All that is written of records, but for ids, times and what is keyed by the database's own secret.
const ALL: [&str; 9] = [
    "select json_array(kind, source, source_ref, target_ref, status, detail, waits, cause_key, revision,
         synced_revision, hash, payload, total_minor, currency, attempts, priority, asked_by, solo, due_at is null,
         sort_name, shop) from record order by seq",
    "select kind || key || record from record_key order by 1",
    "select kind || record || length(hash) from person_key order by 1",
    "select rowid || name from record_text order by 1",
    "select rowid || name from person_text order by 1",
    "select kind || source_ref || target_ref || record from link order by 1",
    "select record || ' ' || number || asked_by || ended_as || settings_version from attempt order by 1",
    "select kind || status || n from count where n > 0 order by 1",
    "select key || record from block union select key || cause || fix || words from cause order by 1",
];

async fn dump(store: &SqliteStore) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for sql in ALL {
        all.push(sqlx::query_scalar(sql).fetch_all(store.writer()).await.unwrap());
    }
    all
}

async fn fresh(folder: &tempfile::TempDir, name: &str) -> SqliteStore {
    let store = SqliteStore::open(&folder.path().join(name)).await.unwrap();
    store.ensure_merchant(MERCHANT, "Fell & Harbour").await.unwrap();
    store
}

fn seen(kind: Kind, source_ref: &str, payload: Payload) -> Seen {
    Seen {
        kind,
        source: kind.source(),
        source_ref: source_ref.to_owned(),
        changed_at: Some(When(5)),
        hash: "h1".to_owned(),
        payload: Some(payload),
        solo: (kind == Kind::Customer).then(|| "jill@example.test".to_owned()),
        start: Start::Queue,
        moves: Vec::new(),
    }
}

fn kettle(source_ref: &str) -> Seen {
    let product =
        Product { name: "Brass Kettle".to_owned(), sku: format!("AB-{source_ref}"), ..Product::default() };
    seen(Kind::Product, source_ref, Payload::Product(product))
}

fn jill() -> Seen {
    let customer = Customer {
        first_name: "Jill".to_owned(),
        last_name: "Archer".to_owned(),
        email: "jill@example.test".to_owned(),
        phone: "01947 600123".to_owned(),
        ..Customer::default()
    };
    seen(Kind::Customer, "77", Payload::Customer(customer))
}

fn no_price() -> Failure {
    Failure::NoPrice { list: "Retail".to_owned() }
}

/// Each record with what becomes of it.
fn cases() -> Vec<(Seen, End, SyncState, Option<AttemptEnd>)> {
    let made = || End::Synced { target_ref: Some("512".to_owned()), outcome: Outcome::Created };
    let done = AttemptEnd::Synced { outcome: "Created".to_owned() };
    let by = vec![Block::Classification];
    vec![
        (kettle("1"), made(), SyncState::Synced(Outcome::Created), Some(done.clone())),
        (jill(), made(), SyncState::Synced(Outcome::Created), Some(done)),
        (
            kettle("2"),
            End::Failed { failure: no_price() },
            SyncState::Failed(no_price()),
            Some(AttemptEnd::Failed { failure: no_price() }),
        ),
        (
            kettle("3"),
            End::Blocked { by: by.clone(), settings_version: 1 },
            SyncState::Pending(Waiting::Blocked { by }),
            None,
        ),
    ]
}

fn draft(end: AttemptEnd) -> AttemptDraft {
    AttemptDraft { started_at: When(1), asked_by: Asker::Schedule, end, settings_version: 1, trace: None }
}

/// The cases as rows to sow, and a store that has seen and worked on them.
async fn worked(folder: &tempfile::TempDir) -> (Vec<Sown>, SqliteStore) {
    let worked = fresh(folder, "worked.db").await;
    let mut rows = Vec::new();
    for (seen, end, state, attempt) in cases() {
        let kind = seen.kind;
        worked.see(MERCHANT, kind, std::slice::from_ref(&seen), None).await.unwrap();
        let owner = Owner(Uuid::from_u128(1));
        let claim =
            worked.claim(MERCHANT, kind, owner, Duration::from_secs(60), 1).await.unwrap().pop().unwrap();
        let target_ref = match &end {
            End::Synced { target_ref, .. } => target_ref.clone(),
            _ => None,
        };
        let attempt = attempt.map(draft);
        let tries = attempt.clone().map(|draft| Try { draft, ended_at: When(2) }).into_iter().collect();
        let settlement = Settlement { revision: 1, end, attempt, sent: None, payload: None };
        worked.settle(claim.key, settlement).await.unwrap();
        rows.push(Sown { seen, state, target_ref, tries, first_seen_at: When(1), updated_at: When(2) });
    }
    (rows, worked)
}

#[tokio::test]
async fn what_is_sown_is_what_seeing_and_working_would_have_left_with_every_index() {
    const SCHEMA: &str = "select name || coalesce(sql, '') from sqlite_master order by 1";
    let folder = tempfile::tempdir().unwrap();
    let (rows, worked) = worked(&folder).await;
    let sown = fresh(&folder, "sown.db").await;
    let sowing = sown.sowing().await.unwrap();
    for row in rows.chunks(2) {
        sowing.sow(MERCHANT, row).await.unwrap();
    }
    sowing.finish().await.unwrap();
    assert_eq!(dump(&sown).await, dump(&worked).await);
    let schema = async |store: &SqliteStore| -> Vec<String> {
        sqlx::query_scalar(SCHEMA).fetch_all(store.writer()).await.unwrap()
    };
    assert_eq!(schema(&sown).await, schema(&worked).await);
}
