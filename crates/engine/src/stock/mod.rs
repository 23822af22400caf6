//! Stock: from what the back office says can be sold to what each shop shows (`flows.md`, Inventory).
//!
//! The order of reads is what keeps shops from showing more than is left: sales to the end → what the back office does not
//! show of them yet → what can be sold → what the shops show → write. A sale that comes after that makes its figure due again.

mod run;

use std::sync::Arc;

use async_trait::async_trait;
use model::payload::Stock;
use model::{Block, Kind, Lane, Outgoing, Payload, Record, Settings, When};
use platform::{Account, OnHand, PlatformError, Shelf, StockSource, StockTarget};
use store::{LinkAsk, Recheck, Seen, Store, StoreError};
use tokio::time::Instant;

use crate::discover;
use crate::engine::Shared;
use crate::errands::{Errand, Piece, Went};
use crate::flow::{AnyFlow, Page};
use crate::rules::{Given, Verdict};
use crate::work::{Batch, Worker};

use run::Run;

/// Figures claimed at once: 25 products in four shops, which one page of shelves answers for, so that what is written was
/// read a moment before.
const BATCH: u32 = 100;
/// Stock, both ways: what can be sold is read there, what shops show is written here.
pub(crate) struct StockFlow {
    pub(crate) source: Arc<dyn StockSource>,
    pub(crate) target: Arc<dyn StockTarget>,
}

#[async_trait]
impl AnyFlow for StockFlow {
    fn kind(&self) -> Kind {
        Kind::Inventory
    }

    fn lane(&self) -> Lane {
        Lane::Inventory
    }

    fn batch(&self) -> u32 {
        BATCH
    }

    /// The poll asks the tills what moved there; what can be sold is swept and hinted at.
    fn reads_from(&self) -> model::Platform {
        self.target.platform()
    }

    fn first_cursor(&self, _: &Settings) -> Option<String> {
        None
    }

    /// Shelves that moved at the tills make their figures due; most were moved by sales or by ourselves and need nothing.
    async fn discover(
        &self,
        store: &dyn Store,
        account: &Account,
        _: &Settings,
        cursor: Option<&str>,
    ) -> Result<Result<Page, PlatformError>, StoreError> {
        let moved = match self.target.moved(account, cursor).await {
            Ok(moved) => moved,
            Err(error) => return Ok(Err(error)),
        };
        let news = differing(store, account, &moved.shelves).await?;
        store.recheck(account.merchant, &news).await?;
        Ok(Ok(Page { rows: Vec::new(), cursor: moved.cursor, more: moved.more }))
    }

    fn recount_cursor(&self, _: When) -> Option<String> {
        None
    }

    async fn fetch(
        &self,
        _: &Account,
        _: &Settings,
        _: &[String],
    ) -> Result<(Vec<Seen>, Vec<String>), PlatformError> {
        Ok((Vec::new(), Vec::new()))
    }

    fn fetches(&self) -> usize {
        self.source.batch()
    }

    async fn errand(&self, piece: Piece<'_>, errand: Errand) -> Result<Went, StoreError> {
        match errand {
            Errand::Sweep => self.sweep(piece).await,
            Errand::Nightly | Errand::Short => Ok(Went::Done),
        }
    }

    fn hash(&self, _: &Settings, _: &str, _: &Payload) -> Option<String> {
        None
    }

    fn needs(&self, _: &Settings, _: &Payload) -> Vec<LinkAsk> {
        Vec::new()
    }

    fn parents(&self, _: &Payload) -> Vec<String> {
        Vec::new()
    }

    fn offspring(&self, _: &Settings, _: &Record) -> Vec<Seen> {
        Vec::new()
    }

    fn verdict(&self, given: &Given<'_>, payload: &Payload) -> Verdict<Outgoing> {
        let Payload::Inventory(stock) = payload else { return Verdict::Skip("of another kind".to_owned()) };
        match warehouse(given.settings, stock) {
            // What is to be shown is worked out from what is read then.
            Ok(_) => Verdict::Skip("worked out when it is its turn".to_owned()),
            Err(block) => Verdict::Wait(vec![block]),
        }
    }

    async fn work(&self, shared: &Shared, worker: &Worker, batch: Batch) {
        let started = worker.store.now().await.unwrap_or_default();
        let turn_ends = Instant::now() + worker.config.turn;
        let run = Run { flow: self, shared, worker, batch: &batch, started, turn_ends };
        if let Err(error) = run.whole(batch.claims.clone()).await {
            tracing::error!(%error, "the store failed during a batch of stock");
        }
        worker.wake.notify_waiters();
    }
}

/// The shelves that do not show what was written last.
async fn differing(
    store: &dyn Store,
    account: &Account,
    shelves: &[Shelf],
) -> Result<Vec<Recheck>, StoreError> {
    let asks: Vec<LinkAsk> = shelves
        .iter()
        .map(|shelf| LinkAsk::ByTarget(Kind::Inventory, target_ref(&shelf.item, &shelf.shop)))
        .collect();
    let known = store.links(account.merchant, &asks).await?;
    let mut news = Vec::new();
    for (shelf, ask) in shelves.iter().zip(&asks) {
        let Some(reference) = known.get(ask) else { continue };
        let record = store.record_by_ref(account.merchant, Kind::Inventory, reference).await?;
        let written = record.and_then(|record| match record.sent {
            Some(Outgoing::Inventory(sent)) => Some(sent.quantity),
            _ => None,
        });
        if written != Some(shelf.quantity) {
            news.push(Recheck::Shelf { item: shelf.item.clone(), shop: shelf.shop.clone() });
        }
    }
    Ok(news)
}

fn target_ref(item: &str, shop: &str) -> String {
    format!("{item}:{shop}")
}

/// The warehouse that serves a figure's shop.
fn warehouse(settings: &Settings, stock: &Stock) -> Result<String, Block> {
    let shop = settings.shops.get(&stock.shop_ref).filter(|shop| !shop.warehouse.is_empty());
    let missing = || Block::Shop { id: stock.shop_ref.clone(), name: stock.shop_name.clone() };
    shop.map(|shop| shop.warehouse.clone()).ok_or_else(missing)
}

impl StockFlow {
    /// One chunk of linked products: their figures exist, and those whose sellable quantity moved are due.
    async fn sweep(&self, piece: Piece<'_>) -> Result<Went, StoreError> {
        let (shared, merchant) = (piece.shared, piece.merchant);
        let Some(account) = piece.account(Kind::Inventory, Lane::Inventory).await? else {
            return Ok(piece.later());
        };
        let size = u32::try_from(self.source.batch()).unwrap_or(200);
        let products = shared.store.walk(merchant, Kind::Product, piece.place(), size).await?;
        let Some(last) = products.last().map(|record| record.seq) else { return Ok(Went::Done) };
        let figures = figures_of(shared, piece.settings, &products);
        let refs: Vec<String> = unique(figures.iter().filter_map(product_of));
        if refs.is_empty() {
            return Ok(Went::On(last.to_string()));
        }
        shared.store.see(merchant, Kind::Inventory, &figures, None).await?;
        match self.source.on_hand(&account, &refs).await {
            Ok(on_hand) => {
                let moved = moved(shared, merchant, piece.settings, &figures, &on_hand).await?;
                shared.store.recheck(merchant, &moved).await?;
                shared.wake.notify_waiters();
                Ok(Went::On(last.to_string()))
            }
            Err(error) => {
                discover::problem(shared, merchant, error).await?;
                Ok(piece.later())
            }
        }
    }
}

/// The figures that exist because products are linked.
fn figures_of(shared: &Shared, settings: &Settings, products: &[Record]) -> Vec<Seen> {
    let flow = shared.flows.iter().find(|flow| flow.kind() == Kind::Product);
    let Some(flow) = flow else { return Vec::new() };
    products.iter().flat_map(|record| flow.offspring(settings, record)).collect()
}

fn product_of(seen: &Seen) -> Option<String> {
    match &seen.payload {
        Some(Payload::Inventory(stock)) => Some(stock.product_ref.clone()),
        _ => None,
    }
}

fn unique(refs: impl Iterator<Item = String>) -> Vec<String> {
    refs.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}

/// Products of which another quantity can be sold than when they were last looked at.
async fn moved(
    shared: &Shared,
    merchant: model::MerchantId,
    settings: &Settings,
    figures: &[Seen],
    on_hand: &OnHand,
) -> Result<Vec<Recheck>, StoreError> {
    let mut moved = std::collections::BTreeSet::new();
    for seen in figures {
        let record = shared.store.record_by_ref(merchant, Kind::Inventory, &seen.source_ref).await?;
        let Some(Payload::Inventory(stock)) = record.and_then(|record| record.payload) else { continue };
        let Ok(warehouse) = warehouse(settings, &stock) else { continue };
        let now = on_hand.get(&stock.product_ref).map(|all| all.get(&warehouse).copied().unwrap_or_default());
        if stock.figures.as_ref().map(|figures| figures.on_hand) != now {
            moved.insert(stock.product_ref);
        }
    }
    Ok(moved.into_iter().map(Recheck::Product).collect())
}
