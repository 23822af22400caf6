//! The conformance suite on SQLite.

// Helpers of tests: a surprise may stop them.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use store::Store;
use store::conformance::Bench;
use store_sqlite::SqliteStore;
use tempfile::TempDir;

struct OnSqlite {
    store: Arc<SqliteStore>,
    passed: AtomicI64,
    _folder: TempDir,
}

#[async_trait::async_trait]
impl Bench for OnSqlite {
    fn store(&self) -> Arc<dyn Store> {
        Arc::clone(&self.store) as Arc<dyn Store>
    }

    fn pass(&self, span: Duration) {
        let span = i64::try_from(span.as_micros()).unwrap();
        let passed = self.passed.fetch_add(span, Ordering::Relaxed) + span;
        self.store.set_clock_offset(passed);
    }

    async fn writes(&self) -> i64 {
        // All writes go through one connection, which counts them.
        sqlx::query_scalar("select total_changes()").fetch_one(self.store.writer()).await.unwrap()
    }

    async fn text_index(&self) -> String {
        sqlx::query_scalar(
            "select (select group_concat(id || ':' || hex(block)) from (select * from record_text_data order by id))
                 || ' ' || (select group_concat(id || ':' || hex(block)) from (select * from person_text_data order by id))",
        )
        .fetch_one(self.store.writer())
        .await
        .unwrap()
    }
}

async fn fresh() -> Arc<dyn Bench> {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(SqliteStore::open(&folder.path().join("lockstep.db")).await.unwrap());
    Arc::new(OnSqlite { store, passed: AtomicI64::new(0), _folder: folder })
}

store::conformance_tests!(fresh);
