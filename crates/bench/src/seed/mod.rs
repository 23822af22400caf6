//! A made-up merchant's log of any length, the same for the same seed: records come one after the other and none is
//! remembered, so that ten million take no more memory than ten thousand.

mod goods;
mod people;
mod sales;
mod troubles;
mod words;

pub use goods::{Article, Goods};
pub use people::{customer, customer_ref};
pub use sales::sale_ref;
pub use words::LOOKS;

use model::payload::{Stock, StockFigures, stock_ref};
use model::{Asker, AttemptEnd, Failure, Kind, Outcome, Payload, SyncState, Waiting, When};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use store::{AttemptDraft, Seen, Start};
use store_sqlite::{Sown, Try};

use sales::Till;
use troubles::Chances;
use words::SHOPS;

/// Of a hundred records: products, figures of stock, sales, customers; the rest are returns.
const SHARES: [(Kind, u32); 5] =
    [(Kind::Product, 20), (Kind::Inventory, 30), (Kind::Order, 30), (Kind::Customer, 12), (Kind::Refund, 8)];
/// How far back the log goes: half a year, in microseconds.
const SPAN: i64 = 182 * 24 * 3_600 * 1_000_000;

/// Makes one record after the other.
pub struct Maker {
    seed: u64,
    rows: u64,
    now: When,
    made: u64,
    of_kind: [u64; 5],
    goods: Goods,
    rng: SmallRng,
}

impl Maker {
    /// For a log of so many rows that ends now.
    pub fn new(seed: u64, rows: u64, now: When) -> Maker {
        Maker {
            seed,
            rows,
            now,
            made: 0,
            of_kind: [0; 5],
            goods: Goods::new(seed),
            rng: SmallRng::seed_from_u64(seed),
        }
    }

    fn number(&mut self, kind: Kind) -> Option<&mut u64> {
        Kind::ALL
            .into_iter()
            .zip(&mut self.of_kind)
            .find(|(other, _)| *other == kind)
            .map(|(_, number)| number)
    }

    fn made_of(&mut self, kind: Kind) -> u64 {
        self.number(kind).map_or(0, |number| *number)
    }

    /// A product that was made already; the first ones sell best, as in life.
    fn article(&mut self) -> Article {
        let luck: f64 = self.rng.random();
        let made = self.made_of(Kind::Product).max(1);
        self.goods.article(((luck * luck * luck) * made as f64) as u64)
    }

    fn kind(&mut self) -> Kind {
        let mut chance = self.rng.random_range(0..100_u32);
        for (kind, share) in SHARES {
            if chance < share {
                return kind;
            }
            chance -= share;
        }
        Kind::Product
    }

    fn record(&mut self) -> Sown {
        let kind = self.kind();
        let number = self.number(kind).map_or(0, |next| {
            *next += 1;
            *next - 1
        });
        let done = i64::try_from(self.made * 1_000_000 / self.rows.max(1)).unwrap_or_default();
        let first_seen_at = When(self.now.0 - SPAN + SPAN / 1_000_000 * done);
        self.made += 1;
        let later = self.rng.random_range(2..3_600_i64) * self.rng.random_range(1..100) * 10_000;
        let updated_at = When((first_seen_at.0 + later).min(self.now.0));
        let (source_ref, target_ref, payload, sku) = self.thing(kind, number, first_seen_at);
        let state = Chances { kind, at: updated_at, number, sku: &sku, rng: &mut self.rng }.state();
        let linked =
            matches!(&state, SyncState::Synced(outcome) if !matches!(outcome, Outcome::Skipped { .. }));
        let solo = match &payload {
            Payload::Customer(customer) => Some(customer.email.clone()),
            _ => None,
        };
        let seen = Seen {
            kind,
            source: kind.source(),
            source_ref,
            changed_at: Some(first_seen_at),
            hash: format!("{:016x}", self.rng.random::<u64>()),
            payload: Some(payload),
            solo,
            start: Start::Queue,
            moves: Vec::new(),
        };
        let tries = self.tries(&state, first_seen_at, updated_at);
        Sown { seen, tries, target_ref: linked.then_some(target_ref), state, first_seen_at, updated_at }
    }

    /// References at both sides, what it is, and a SKU of it.
    fn thing(&mut self, kind: Kind, number: u64, at: When) -> (String, String, Payload, String) {
        let article = if kind == Kind::Product { self.goods.article(number) } else { self.article() };
        let sku = article.sku.clone();
        let target = |from: u64| (from + number).to_string();
        let (source_ref, target_ref, payload) = match kind {
            Kind::Product => (article.product_ref(), article.item_ref(), Payload::Product(article.product())),
            Kind::Inventory => self.stock(number),
            Kind::Order => {
                let mut goods = vec![(article, self.rng.random_range(1..4))];
                if self.rng.random_bool(0.3) {
                    goods.push((self.article(), 1));
                }
                (
                    sale_ref(number),
                    target(400_000),
                    Payload::Order(sales::sale(&mut self.till(at), number, &goods)),
                )
            }
            Kind::Customer => {
                (customer_ref(number), target(200_000), Payload::Customer(customer(self.seed, number)))
            }
            Kind::Refund => {
                let orders = self.made_of(Kind::Order).max(1);
                let parent = self.rng.random_range(0..orders);
                let back = sales::back(&mut self.till(at), number, parent, &article);
                (sales::return_ref(number), target(800_000_000), Payload::Refund(back))
            }
        };
        (source_ref, target_ref, payload, sku)
    }

    fn till(&mut self, at: When) -> Till<'_> {
        let customers = self.made_of(Kind::Customer);
        Till { seed: self.seed, at, customers, rng: &mut self.rng }
    }

    /// The figure of one product in one shop: each product in all shops, one product after the other.
    fn stock(&mut self, number: u64) -> (String, String, Payload) {
        let shops = SHOPS.len() as u64;
        let article = self.goods.article(number / shops);
        let shop = SHOPS.get((number % shops) as usize).copied().unwrap_or_default();
        let stock = Stock {
            product_ref: article.product_ref(),
            product_name: article.name.clone(),
            sku: article.sku.clone(),
            item_ref: article.item_ref(),
            shop_ref: shop.0.to_owned(),
            shop_name: shop.1.to_owned(),
            figures: Some(StockFigures {
                on_hand: self.rng.random_range(0..60),
                unsynced_sales: self.rng.random_range(0..3),
                till: self.rng.random_range(0..60),
                ..StockFigures::default()
            }),
        };
        let target = format!("{}:{}", stock.item_ref, stock.shop_ref);
        (stock_ref(&stock.product_ref, &stock.shop_ref), target, Payload::Inventory(stock))
    }

    /// The tries that left a record as it stands; of those in step some are written down, too.
    fn tries(&mut self, state: &SyncState, from: When, to: When) -> Vec<Try> {
        let ends: Vec<AttemptEnd> = match state {
            SyncState::Failed(failure) => {
                let outage = Failure::OutOfOrder { platform: model::Platform::Brightpearl, status: 503 };
                let before = self.rng.random_range(0..8_usize);
                let healed = vec![AttemptEnd::Failed { failure: outage }; before];
                healed.into_iter().chain([AttemptEnd::Failed { failure: failure.clone() }]).collect()
            }
            SyncState::Pending(Waiting::TryingAgain { attempt, failure, .. }) => {
                vec![
                    AttemptEnd::Failed { failure: failure.clone() };
                    usize::try_from(*attempt).unwrap_or_default()
                ]
            }
            SyncState::Synced(outcome) if !matches!(outcome, Outcome::Skipped { .. }) => {
                vec![AttemptEnd::Synced { outcome: outcome.say() }]
            }
            _ => Vec::new(),
        };
        let step = (to.0 - from.0) / (ends.len() as i64 + 1);
        let moment = |place: i64| When(from.0 + step * place);
        (0..).zip(ends).map(|(place, end)| one_try(moment(place), moment(place + 1), end)).collect()
    }
}

fn one_try(started_at: When, ended_at: When, end: AttemptEnd) -> Try {
    let draft = AttemptDraft { started_at, asked_by: Asker::Schedule, end, settings_version: 1, trace: None };
    Try { draft, ended_at }
}

impl Iterator for Maker {
    type Item = Sown;

    fn next(&mut self) -> Option<Sown> {
        (self.made < self.rows).then(|| self.record())
    }
}
