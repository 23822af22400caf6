//! `bench seed`: makes a store, tells what it took, and looks whether it holds together.

use std::path::{Path, PathBuf};
use std::time::Instant;

use model::{Kind, LogQuery, MerchantId, Sort, Status};
use store::{Records, Store};
use store_sqlite::{Sown, SqliteStore};

use crate::Problem;
use crate::process::mebibytes;
use crate::seed::Maker;

/// The merchant of every server that has one alone.
pub const MERCHANT: MerchantId = MerchantId(uuid::Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0001));
/// Records of one transaction.
const BATCH: usize = 5_000;

/// The database's file within a data folder.
pub fn file(data: &Path) -> PathBuf {
    data.join("lockstep.db")
}

/// Makes a store of so many rows, in place of what is in this folder.
///
/// # Errors
/// When the folder cannot be written, or the store does not hold together afterwards.
pub async fn make(data: &Path, rows: u64, seed: u64) -> Result<(), Problem> {
    std::fs::create_dir_all(data)?;
    // It gets its name when it is whole, so that half a log is never taken for one.
    let unfinished = data.join("unfinished.db");
    for file in [&file(data), &unfinished] {
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{ending}", file.display()));
        }
    }
    let store = SqliteStore::open(&unfinished).await?;
    store.ensure_merchant(MERCHANT, "Fell & Harbour").await?;
    let started = Instant::now();
    let payload = sow(&store, rows, seed).await?;
    let took = started.elapsed().as_secs_f64();
    let size = std::fs::metadata(&unfinished)?.len() as f64 / 1_048_576.0;
    println!(
        "{rows} rows in {took:.1} s: {:.0} rows/s; payloads of {} B; {size:.0} MiB on disk; at most {:.0} MiB of memory",
        rows as f64 / took,
        payload / rows.max(1),
        mebibytes(None, "VmHWM").unwrap_or_default()
    );
    check(&store, rows).await?;
    drop(store);
    Ok(std::fs::rename(unfinished, file(data))?)
}

/// Writes all records; gives the size of their payloads.
async fn sow(store: &SqliteStore, rows: u64, seed: u64) -> Result<u64, Problem> {
    let mut maker = Maker::new(seed, rows, store.now().await?);
    let sowing = store.sowing().await?;
    let (mut payload, mut done) = (0, 0);
    loop {
        let batch: Vec<Sown> = maker.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        for sown in &batch {
            payload += serde_json::to_string(&sown.seen.payload)?.len() as u64;
        }
        sowing.sow(MERCHANT, &batch).await?;
        done += batch.len() as u64;
        if done % 100_000 == 0 {
            eprintln!("{done} rows");
        }
    }
    eprintln!("sorting what they are found by");
    sowing.finish().await?;
    Ok(payload)
}

/// Whether the kept counts are those of the rows, and each order begins and ends with a full page.
async fn check(store: &SqliteStore, rows: u64) -> Result<(), Problem> {
    let mut all = 0;
    for kind in Kind::ALL {
        let kept = store.counts(MERCHANT, kind).await?;
        for status in Status::ALL {
            let there = store.rows_of(MERCHANT, kind, status).await?;
            if there != kept.of(status) {
                return Err(Problem(format!(
                    "{kind:?} {status:?}: {there} rows, but {} are counted",
                    kept.of(status)
                )));
            }
        }
        all += kept.all();
        for sort in Sort::ALL.into_iter().filter(|sort| sort.suits(kind)) {
            let query = LogQuery { sort, ..LogQuery::first(kind) };
            let shown = store.page(MERCHANT, &query).await?.records.len() as i64;
            if shown != kept.all().min(50) {
                return Err(Problem(format!("{kind:?} by {}: {shown} rows on the first page", sort.word())));
            }
        }
    }
    if all != i64::try_from(rows)? {
        return Err(Problem(format!("{all} rows in place of {rows}")));
    }
    println!("counts and orders of all five logs hold");
    Ok(())
}
