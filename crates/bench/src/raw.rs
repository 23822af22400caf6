//! How long the store itself takes, for a short log and a long one in turn.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use model::Kind;
use store::Records;
use store_sqlite::SqliteStore;

use crate::Problem;
use crate::asks::{self, Ask, Size, Want};
use crate::seed::Goods;
use crate::sow::{MERCHANT, file};
use crate::stats::Times;

/// Rounds that are not counted: the pages of the file are read into memory.
const WARM: u64 = 3;

struct Log {
    store: SqliteStore,
    size: Size,
}

impl Log {
    async fn open(data: &Path) -> Result<Log, Problem> {
        let store = SqliteStore::open(&file(data)).await?;
        let size = Size::of(
            store.counts(MERCHANT, Kind::Product).await?,
            store.counts(MERCHANT, Kind::Order).await?,
        );
        Ok(Log { store, size })
    }

    async fn answer(&self, ask: &Ask) -> Result<(), Problem> {
        match ask.want {
            Want::Page => drop(self.store.page(MERCHANT, &ask.query).await?),
            Want::Found => drop(self.store.found(MERCHANT, &ask.query).await?),
            Want::Counts => drop(self.store.counts(MERCHANT, ask.query.kind).await?),
        }
        Ok(())
    }
}

/// Asks both stores in turn and prints a table.
///
/// # Errors
/// When a store cannot be opened or does not answer.
pub async fn compare(short: &Path, long: &Path, rounds: u64, seed: u64) -> Result<(), Problem> {
    let logs = [Log::open(short).await?, Log::open(long).await?];
    let mut times: BTreeMap<&str, [Times; 2]> = BTreeMap::new();
    let mut order = Vec::new();
    for round in 0..rounds + WARM {
        for (log, place) in logs.iter().zip(0_usize..) {
            for ask in asks::round(Goods::new(seed), log.size, round) {
                let started = Instant::now();
                log.answer(&ask).await?;
                let took = started.elapsed();
                if !order.contains(&ask.name) {
                    order.push(ask.name);
                }
                let slot = times.entry(ask.name).or_default().get_mut(place);
                if let (Some(slot), true) = (slot, round >= WARM) {
                    slot.add(took);
                }
            }
        }
    }
    println!("{:<22}{:>26}{:>28}{:>8}", "store, milliseconds", "short", "long", "ratio");
    for name in order {
        if let Some([short, long]) = times.get(name) {
            println!(
                "{name:<22}{:>26}{:>28}{:>8.2}",
                say(short),
                say(long),
                long.median() / short.median().max(0.001)
            );
        }
    }
    Ok(())
}

fn say(times: &Times) -> String {
    let (low, high) = times.interval();
    format!("{:.2} ({low:.2} to {high:.2})", times.median())
}
