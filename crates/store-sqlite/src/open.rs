//! Opening the file: permissions, lock, connections, migrations, secret.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Sqlite, SqlitePool, Transaction};
use store::{Result, StoreError};

use crate::clock::Clock;
use crate::error::{corrupt, store_error};
use crate::words::Secret;

/// Readers: as many pages as are read at once; more would only wait for the disk.
const READERS: u32 = 4;

/// Everything kept on one SQLite file. Holds the file's lock while it lives.
pub struct SqliteStore {
    pub(crate) writer: SqlitePool,
    pub(crate) readers: SqlitePool,
    pub(crate) clock: Clock,
    pub(crate) secret: Secret,
    _lock: File,
}

impl SqliteStore {
    /// Opens the database, making the file (for its owner only) where there is none, and brings its tables up to date.
    /// Call [`store::Queue::take_back_all`] right after: whatever is leased was left by a process that is gone.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where the file cannot be opened or another process has it.
    pub async fn open(path: &Path) -> Result<SqliteStore> {
        let lock = lock(path)?;
        make_private(path)?;
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_with(options(path).journal_mode(SqliteJournalMode::Wal))
            .await
            .map_err(store_error)?;
        sqlx::migrate!("../../migrations/sqlite").run(&writer).await.map_err(|error| {
            StoreError::Unavailable(format!("its tables cannot be brought up to date: {error}"))
        })?;
        let secret = secret(&writer).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            // A file does not hang up; asking each time whether it did is a way to the connection's thread and back.
            .test_before_acquire(false)
            .connect_with(reading(path))
            .await
            .map_err(store_error)?;
        Ok(SqliteStore { writer, readers, clock: Clock::default(), secret, _lock: lock })
    }

    /// Moves the store's clock: later by so many microseconds, or earlier. For tests only.
    pub fn set_clock_offset(&self, micros: i64) {
        self.clock.set_offset(micros);
    }

    /// The one writing connection, for tests that look at the tables themselves.
    pub fn writer(&self) -> &SqlitePool {
        &self.writer
    }

    /// A transaction that holds the write lock from its first moment, so that nothing it reads is stale.
    pub(crate) async fn write(&self) -> Result<Transaction<'static, Sqlite>> {
        self.writer.begin_with("begin immediate").await.map_err(store_error)
    }

    /// A snapshot to read from.
    pub(crate) async fn read(&self) -> Result<Transaction<'static, Sqlite>> {
        self.readers.begin().await.map_err(store_error)
    }
}

/// Ends a transaction well.
pub(crate) async fn commit(tx: Transaction<'static, Sqlite>) -> Result<()> {
    tx.commit().await.map_err(store_error)
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .foreign_keys(true)
        .synchronous(SqliteSynchronous::Normal)
        .busy_timeout(Duration::from_secs(10))
        .statement_cache_capacity(200)
        // What is deleted, names and frozen bodies among it, is overwritten.
        .pragma("secure_delete", "on")
        .pragma("cache_size", "-16384")
        .pragma("temp_store", "memory")
}

/// Readers see the file as the system's cache holds it, so each needs little of its own: with 16 MiB for each of them, a busy
/// server held 97 MiB.
fn reading(path: &Path) -> SqliteConnectOptions {
    options(path)
        .pragma("query_only", "on")
        .pragma("cache_size", "-2048")
        .pragma("mmap_size", (1_u64 << 30).to_string())
}

/// The operating system gives the lock back when the process ends, however it ends.
fn lock(path: &Path) -> Result<File> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let file = private(&PathBuf::from(name))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Unavailable(
            "another Lockstep is using this database; stop it first, or name another folder".to_owned(),
        )),
        Err(TryLockError::Error(error)) => Err(cannot(path, &error)),
    }
}

/// The database holds customers and tokens; SQLite gives its other files the same permissions.
fn make_private(path: &Path) -> Result<()> {
    let file = private(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.set_permissions(std::fs::Permissions::from_mode(0o600)).map_err(|error| cannot(path, &error))?;
    }
    drop(file);
    Ok(())
}

fn private(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|error| cannot(path, &error))
}

fn cannot(path: &Path, error: &std::io::Error) -> StoreError {
    StoreError::Unavailable(format!("{} cannot be opened: {error}", path.display()))
}

/// The secret of this database's keyed hashes, made with the file.
async fn secret(writer: &SqlitePool) -> Result<Secret> {
    let mut fresh = [0_u8; 32];
    getrandom::fill(&mut fresh).map_err(|error| StoreError::Unavailable(error.to_string()))?;
    sqlx::query("insert into meta (key, value) values ('secret', ?1) on conflict do nothing")
        .bind(fresh.as_slice())
        .execute(writer)
        .await
        .map_err(store_error)?;
    let kept: Vec<u8> = sqlx::query_scalar("select value from meta where key = 'secret'")
        .fetch_one(writer)
        .await
        .map_err(store_error)?;
    kept.try_into().map(Secret::new).map_err(|_| corrupt("the secret of the database has the wrong length"))
}
