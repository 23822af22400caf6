//! The file itself: who may read it, who may open it, what survives.

use model::{Kind, MerchantId, Payload};
use store::{Records, Seen, Start, Store, StoreError};
use store_sqlite::SqliteStore;
use uuid::Uuid;

fn product() -> Seen {
    let product = model::payload::Product { name: "Brass kettle".to_owned(), ..Default::default() };
    Seen {
        kind: Kind::Product,
        source: Kind::Product.source(),
        source_ref: "1007".to_owned(),
        changed_at: None,
        hash: "h1".to_owned(),
        payload: Some(Payload::Product(product)),
        solo: None,
        start: Start::Queue,
        moves: Vec::new(),
    }
}

#[tokio::test]
async fn a_second_process_is_told_that_another_is_using_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lockstep.db");
    let first = SqliteStore::open(&path).await.unwrap();
    let Err(StoreError::Unavailable(why)) = SqliteStore::open(&path).await else { panic!("opened twice") };
    assert!(why.contains("another Lockstep is using this database"), "{why}");
    drop(first);
    SqliteStore::open(&path).await.unwrap();
}

#[tokio::test]
async fn what_was_seen_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lockstep.db");
    let merchant = MerchantId(Uuid::from_u128(7));
    let store = SqliteStore::open(&path).await.unwrap();
    store.ensure_merchant(merchant, "Fell & Harbour").await.unwrap();
    store.see(merchant, Kind::Product, &[product()], Some("page 2")).await.unwrap();
    drop(store);
    let store = SqliteStore::open(&path).await.unwrap();
    let record = store.record_by_ref(merchant, Kind::Product, "1007").await.unwrap().unwrap();
    assert_eq!(record.payload, product().payload);
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_may_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("lockstep.db")).await.unwrap();
    store.ensure_merchant(MerchantId(Uuid::from_u128(7)), "Fell & Harbour").await.unwrap();
    let mut files = 0;
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o077, 0, "{:?}", file.file_name());
        files += 1;
    }
    assert!(files >= 3, "database, log and lock");
}

#[tokio::test]
async fn a_half_state_is_refused_by_the_tables_themselves() {
    let folder = tempfile::tempdir().unwrap();
    let merchant = MerchantId(Uuid::from_u128(7));
    let store = SqliteStore::open(&folder.path().join("lockstep.db")).await.unwrap();
    store.ensure_merchant(merchant, "Fell & Harbour").await.unwrap();
    store.see(merchant, Kind::Product, &[product()], None).await.unwrap();
    let half_states = [
        "update record set due_at = null",
        "update record set status = 'failed', waits = null, due_at = null",
        "update record set status = 'synced', waits = null",
        "update record set waits = 'blocked'",
        "update record set lease_owner = zeroblob(16), due_at = null",
        "update record set lease_until = 1",
        "update record set waits = 'trying_again'",
        "update record set status = 'processing', waits = null, due_at = null",
        "update record set transforming = 1",
        "update record set resync_asked = 1",
        "update record set synced_revision = 2",
        "update record set total_minor = 5",
    ];
    for half_state in half_states {
        let refused = sqlx::query(half_state).execute(store.writer()).await;
        assert!(refused.is_err_and(|error| error.to_string().contains("CHECK")), "{half_state}");
    }
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_said_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nowhere").join("lockstep.db");
    let Err(StoreError::Unavailable(why)) = SqliteStore::open(&path).await else { panic!("opened") };
    assert!(why.contains("cannot be opened"), "{why}");
}
