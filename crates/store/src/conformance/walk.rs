//! Random days: whatever happens in whatever order, the sums agree. Also how cases run things at the same time.

use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use model::{
    AttemptEnd, Block, ConnectionState, Counts, Kind, Platform, Record, RecordId, Status, SyncState, Waiting,
    When,
};

use super::Shop;
use super::connections::connection;
use super::shop::{
    attempt, no_sku, outage, parent, seen_customer, seen_product, seen_sale, settlement, synced, tax,
};
use crate::{Claim, End, Retest, Seen, Settlement, Start};

/// Polls all until all are done; the store's own threads make them race.
pub(super) async fn side_by_side<T, F: Future<Output = Vec<T>>>(work: Vec<F>) -> Vec<Vec<T>> {
    let mut running: Vec<_> = work.into_iter().map(Box::pin).collect();
    let mut done: Vec<Option<Vec<T>>> = running.iter().map(|_| None).collect();
    poll_fn(|context| {
        for (future, slot) in running.iter_mut().zip(&mut done) {
            if slot.is_none()
                && let Poll::Ready(value) = future.as_mut().poll(context)
            {
                *slot = Some(value);
            }
        }
        if done.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}

/// Polls two until both are done.
pub(super) async fn both<A: Future, B: Future>(one: A, other: B) -> (A::Output, B::Output) {
    let (mut one, mut other) = (pin!(one), pin!(other));
    let (mut first, mut second) = (None, None);
    poll_fn(|context| {
        if first.is_none()
            && let Poll::Ready(value) = one.as_mut().poll(context)
        {
            first = Some(value);
        }
        if second.is_none()
            && let Poll::Ready(value) = other.as_mut().poll(context)
        {
            second = Some(value);
        }
        if first.is_some() && second.is_some() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    (first.unwrap(), second.unwrap())
}

/// Numbers that are the same for the same seed (xorshift64*).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) % limit
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        let place = self.below(from.len() as u64);
        from[place as usize]
    }
}

const KINDS: [Kind; 3] = [Kind::Product, Kind::Order, Kind::Customer];

struct Day {
    shop: Shop,
    dice: Dice,
    claims: Vec<Claim>,
    targets: u64,
}

impl Day {
    async fn hour(&mut self) {
        match self.dice.below(16) {
            0..=3 => self.see().await,
            4..=6 => self.claim().await,
            7..=11 => self.settle().await,
            12 => self.press().await,
            13 => self.crash().await,
            14 => self.save().await,
            _ => self.shop.seconds_pass(self.dice.below(90)),
        }
    }

    async fn see(&mut self) {
        let (kind, number) = (self.dice.pick(&KINDS), self.dice.below(12).to_string());
        let hash = format!("h{}", self.dice.below(3));
        let seen = match kind {
            Kind::Customer => seen_customer(&number, "Jill", &format!("{}@b.test", self.dice.below(4))),
            Kind::Order => seen_sale(&number, &hash),
            _ => seen_product(&number, &hash),
        };
        let seen = if self.dice.below(10) == 0 {
            Seen { payload: None, hash: "unreadable".to_owned(), start: Start::Fail(no_sku()), ..seen }
        } else {
            Seen { hash, ..seen }
        };
        self.shop.tell(kind, seen).await;
    }

    async fn claim(&mut self) {
        let kind = self.dice.pick(&KINDS);
        let limit = 1 + self.dice.below(4) as u32;
        let claims = self.shop.claim(kind, limit).await;
        let keys: Vec<_> = claims.iter().map(|claim| claim.key).collect();
        if self.dice.below(2) == 0 {
            self.shop.store.transforming(&keys, true).await.unwrap();
        }
        self.claims.extend(claims);
    }

    async fn settle(&mut self) {
        if self.claims.is_empty() {
            return;
        }
        let place = self.dice.below(self.claims.len() as u64) as usize;
        let claim = self.claims.swap_remove(place);
        if self.dice.below(3) == 0 {
            let body = serde_json::json!({});
            self.shop.store.intend(claim.key, "order", "Order", &body, Duration::ZERO).await.unwrap();
            if self.dice.below(2) == 0 {
                self.shop.store.withdraw(claim.key, "order").await.unwrap();
            }
        }
        let end = self.end(&claim).await;
        let attempt = (self.dice.below(2) == 0).then(|| attempt(AttemptEnd::Failed { failure: outage() }));
        let settlement = Settlement { attempt, ..settlement(&claim, end) };
        self.shop.store.settle(claim.key, settlement).await.unwrap();
    }

    async fn end(&mut self, claim: &Claim) -> End {
        let at = self.shop.store.now().await.unwrap().plus(Duration::from_secs(self.dice.below(60)));
        let platform = claim.record.kind.target();
        match self.dice.below(9) {
            0 => End::Failed { failure: no_sku() },
            1 => {
                let by = self.dice.pick(&[0, 1, 2]);
                let by: Vec<Block> =
                    [tax(), parent(Kind::Customer, &self.dice.below(12).to_string()), Block::Classification]
                        .into_iter()
                        .skip(by)
                        .collect();
                let settings_version = self.shop.store.settings(self.shop.merchant).await.unwrap().version;
                End::Blocked { by, settings_version: settings_version - self.dice.below(2) as i64 }
            }
            2 => End::Retry { failure: outage(), at, of: 8 },
            3 => End::Check { at },
            4 => End::Throttled { platform, until: at },
            5 => End::ConnectionLost { platform },
            6 => End::HandBack,
            _ => {
                self.targets += 1;
                // Now and then somebody else's.
                synced(&(self.targets - self.dice.below(2)).to_string())
            }
        }
    }

    async fn press(&mut self) {
        let kind = self.dice.pick(&KINDS);
        let ids: Vec<RecordId> = self.all(kind).await.iter().take(3).map(|record| record.id).collect();
        self.shop.store.resync(self.shop.merchant, &ids, "Ana").await.unwrap();
    }

    async fn crash(&mut self) {
        if self.dice.below(4) == 0 {
            self.shop.store.take_back_all().await.unwrap();
        } else {
            self.shop.seconds_pass(self.dice.below(90));
            self.shop.store.rescue().await.unwrap();
        }
    }

    async fn save(&mut self) {
        let (store, merchant) = (&self.shop.store, self.shop.merchant);
        let version = store.settings(merchant).await.unwrap().version;
        store.save_settings(merchant, "Ana", version, &model::Settings::default()).await.unwrap();
        let blocked = store.blocked_by(merchant, &[tax().to_string()], 0, 10).await.unwrap();
        let results: Vec<_> = blocked
            .iter()
            .map(|record| match self.dice.below(2) {
                0 => (record.id, Retest::Free),
                _ => (record.id, Retest::Still(vec![tax()])),
            })
            .collect();
        store.retest(merchant, 1, &results).await.unwrap();
        let platform = self.dice.pick(&Platform::ALL);
        store.save_connection(merchant, platform, &connection()).await.unwrap();
        let lost = ConnectionState::Lost { why: "refused".to_owned(), since: When(1) };
        store.set_connection_state(merchant, platform, &lost).await.unwrap();
        let rows: Vec<_> =
            self.all(Kind::Product).await.iter().map(|record| (record.id, "reached".to_owned())).collect();
        if self.dice.below(4) == 0 {
            store.reach(merchant, 1, &rows).await.unwrap();
        }
    }

    async fn all(&self, kind: Kind) -> Vec<Record> {
        self.shop.store.walk(self.shop.merchant, kind, 0, 1_000).await.unwrap()
    }

    /// Counts, events and blocks say the same as the rows.
    async fn check(&self) {
        let mut told: HashMap<RecordId, Status> = HashMap::new();
        for event in self.shop.store.events_after(self.shop.merchant, 0, 100_000).await.unwrap() {
            assert_eq!(event.new, !told.contains_key(&event.record), "first seen once");
            told.insert(event.record, event.status);
        }
        for kind in KINDS {
            let records = self.all(kind).await;
            let mut counted = Counts::default();
            for record in &records {
                *counted.of_mut(record.state.status()) += 1;
                assert_eq!(told.get(&record.id), Some(&record.state.status()), "{record:?}");
                self.check_blocks(record).await;
            }
            assert_eq!(self.shop.store.counts(self.shop.merchant, kind).await.unwrap(), counted, "{kind:?}");
        }
    }

    async fn check_blocks(&self, record: &Record) {
        let SyncState::Pending(Waiting::Blocked { by }) = &record.state else { return };
        assert!(!by.is_empty());
        for block in by {
            let found =
                self.shop.store.blocked_by(self.shop.merchant, &[block.to_string()], 0, 1_000).await.unwrap();
            assert!(found.iter().any(|blocked| blocked.id == record.id), "{block} of {}", record.source_ref);
        }
    }
}

pub async fn counts_events_and_blocks_agree_with_the_rows_after_random_days(shop: Shop) {
    let seed = 0x5eed_0001;
    println!("seed {seed}");
    let mut day = Day { shop, dice: Dice(seed), claims: Vec::new(), targets: 0 };
    for _ in 0..40 {
        for _ in 0..25 {
            day.hour().await;
        }
        day.check().await;
    }
}

pub async fn no_row_is_lost_whatever_happened_to_it(shop: Shop) {
    let seed = 0x5eed_0002;
    println!("seed {seed}");
    let mut day = Day { shop, dice: Dice(seed), claims: Vec::new(), targets: 1_000 };
    for _ in 0..500 {
        day.hour().await;
    }
    // The shop is put in order: nothing is leased, connections work, every blocked row is free.
    let (store, merchant) = (std::sync::Arc::clone(&day.shop.store), day.shop.merchant);
    store.take_back_all().await.unwrap();
    for platform in Platform::ALL {
        store.save_connection(merchant, platform, &connection()).await.unwrap();
    }
    for kind in KINDS {
        for record in day.all(kind).await {
            store.retest(merchant, 1, &[(record.id, Retest::Free)]).await.unwrap();
            store.resync(merchant, &[record.id], "Ana").await.unwrap();
        }
    }
    for _ in 0..10_000 {
        day.shop.seconds_pass(120);
        let mut idle = true;
        for kind in KINDS {
            for claim in day.shop.claim(kind, 50).await {
                idle = false;
                day.targets += 1;
                day.shop.settle(&claim, synced(&day.targets.to_string())).await;
            }
        }
        if idle {
            break;
        }
    }
    for kind in KINDS {
        for record in day.all(kind).await {
            assert_eq!(record.state.status(), Status::Synced, "{record:?}");
            assert_eq!(record.synced_revision, Some(record.revision));
        }
    }
    day.check().await;
}
